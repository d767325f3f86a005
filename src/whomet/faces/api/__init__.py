"""The register over HTTP, as JSON: `app.api` makes the application, which `docs/api.md` describes.

`shapes.py` has what it answers with, `questions.py` finds it, `problems.py` says what went wrong, `cursors.py` and
`answers.py` are how lists are paged and answers are sent, `doors.py` says who may do what.
"""
