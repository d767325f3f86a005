"""Blind coding of a sample by hand: `drawing` draws it, `sheets` prints what coders fill in, `taking` checks what came
back, `matching` finds which meetings are meant, `measures` and `agreement` compare, `settling` makes decisions of what
a third person chose, `measuring` measures the machine by it.

`docs/decisions/0012-coders.md` says why each is as it is.
"""
