"""The reports of `tests/extraction`, as records to be read."""

from pathlib import Path

import yaml

_FOLDER = Path(__file__).parents[1] / "extraction"
_KEYS = ("text", "title", "publisher", "published", "language")

RECORDS: list[dict[str, str]] = [
    {key: case[key] for key in _KEYS if case.get(key)}
    for name in ("made-up", "in-the-wild-style", "negative", "known-failures")
    for case in yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
]
