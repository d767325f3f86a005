"""How a release is cited: metadata for a DOI deposit (DataCite 4.6, JSON) and CITATION.cff (1.2.0)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from typing import Any

from whomet.exchange.release.coverage import About

KERNEL = "http://datacite.org/schema/kernel-4"
UNKNOWN = ":unav"
"""What DataCite writes for a value that is not told."""


def datacite(about: About, summary: str, files: int, size: int, endings: Collection[str]) -> bytes:
    """The attributes of a DOI as DataCite's REST service and the repositories take them; the DOI itself they give.
    `endings` are those of the files' names."""
    told: dict[str, Any] = {
        "schemaVersion": KERNEL,
        "creators": [_creator(name) for name in about.creators] or [{"name": UNKNOWN}],
        "titles": [{"title": clean(about.title), "lang": "en"}],
        "publisher": {"name": clean(about.publisher) or UNKNOWN},
        "publicationYear": about.date[:4],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Register of meetings"},
        "version": about.version,
        "dates": [{"date": about.date, "dateType": "Issued"}],
        "language": "en",
        "subjects": [{"subject": subject} for subject in _SUBJECTS],
        "descriptions": [
            {"description": clean(summary), "descriptionType": "Abstract", "lang": "en"},
            {"description": _METHODS.format(whomet=about.whomet), "descriptionType": "Methods", "lang": "en"},
        ],
        "formats": [name for ending, name in _FORMATS.items() if ending in endings],
        "sizes": [f"{files} files", f"{size} bytes"],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n"


_FORMATS = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".md": "text/markdown",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
}
_SUBJECTS = ("diplomacy", "political meetings", "press reports")
_METHODS = (
    "Read from published reports, and reconciled, with Whomet {whomet}; coverage.md says what is known to be missed."
)


def _creator(name: str) -> dict[str, str]:
    """ "Quill, Ada" is a person; any other name is left as it is."""
    family, comma, given = (part.strip() for part in clean(name).partition(","))
    if comma and family and given:
        return {"name": f"{family}, {given}", "nameType": "Personal", "givenName": given, "familyName": family}
    return {"name": clean(name)}


def citation_cff(about: About, summary: str) -> bytes:
    """CITATION.cff: each value is a string of JSON, which YAML takes as it stands."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this data set, please cite it as below.",
        "type: dataset",
        f"title: {_quoted(about.title)}",
        f"version: {_quoted(about.version)}",
        f"date-released: {_quoted(about.date)}",
        f"abstract: {_quoted(summary)}",
        "authors:",
    ]
    for name in about.creators or ("Not told",):
        person = _creator(name)
        if "familyName" in person:
            lines += [f"  - family-names: {_quoted(person['familyName'])}"]
            lines += [f"    given-names: {_quoted(person['givenName'])}"]
        else:
            lines += [f"  - name: {_quoted(person['name'])}"]
    lines += ["keywords:", *(f"  - {subject}" for subject in _SUBJECTS)]
    return ("\n".join(lines) + "\n").encode()


def _quoted(words: str) -> str:
    return json.dumps(clean(words), ensure_ascii=False)


_UNSEEN = ("Cc", "Cs", "Cf", "Zl", "Zp")


def clean(words: str) -> str:
    """Words on one line, without control and bidirectional characters, half surrogates and what YAML forbids."""
    plain = "".join(" " if unicodedata.category(c) in _UNSEEN or c in "\ufffe\uffff" else c for c in words)
    return " ".join(plain.split())
