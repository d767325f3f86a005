"""The register over HTTP, as JSON: `app.api` makes the application, which `docs/api.md` describes.

`shapes.py` has what it answers with, `questions.py` finds it, `problems.py` says what went wrong, `answers.py`
how answers are sent, `doors.py` says who may do what.
"""
