"""A data set that can be cited: what a register holds at one time, as tables, with all that a reader needs to use them.

`entries.py` says what the tables are, `making.py` makes their rows, `codebook.py` explains them, `coverage.py` says
what they cover, `differences.py` what changed since another release, `deposit.py` how they are cited; `redaction.py`
takes words out, `folder.py` is what it is on a disk. All but the last are pure; the same register gives the same bytes.
"""
