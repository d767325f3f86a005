"""The register for assistants, over the Model Context Protocol: `server.py` speaks it, `docs/assistants.md` shows it.

`tools.py` lists what can be asked; `takes.py` and `gives.py` have the shapes; `citing.py` puts words beside values;
`meetings.py`, `persons.py`, `texts.py` and `decisions.py` answer; `wording.py` says the same in plain lines;
`harmless.py` keeps words of documents from being anything but words, and answers from being too long.
"""
