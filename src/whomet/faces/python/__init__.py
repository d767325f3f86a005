"""What `import whomet` gives: reading in one call, a register with its meetings, and how both are shown.

`nouns.py` has what comes out, `reading.py` makes it, `register.py` keeps it. `whomet.__init__` names all of it, lazily.
"""
