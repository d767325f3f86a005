"""What DataCite's JSON schema 4.6 asks of the metadata of a data set, as far as a release uses it (written down from
schema.datacite.org and the schema of the package `datacite`, whose own form of 4.5 accepts the same)."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string", "minLength": 1}
_LANG = {"type": "string", "pattern": "^[a-z]{2}$"}


def _thing(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _several(of: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least, "uniqueItems": True}


SCHEMA = _thing(
    ["creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"],
    schemaVersion={"const": "http://datacite.org/schema/kernel-4"},
    creators=_several(
        _thing(
            ["name"],
            name=_TEXT,
            nameType={"enum": ["Organizational", "Personal"]},
            givenName=_TEXT,
            familyName=_TEXT,
        ),
        least=1,
    ),
    titles=_several(_thing(["title"], title=_TEXT, lang=_LANG), least=1),
    publisher=_thing(["name"], name=_TEXT, lang=_LANG),
    publicationYear={"type": "string", "pattern": "^[0-9]{4}$"},
    types=_thing(["resourceTypeGeneral"], resourceTypeGeneral={"const": "Dataset"}, resourceType=_TEXT),
    subjects=_several(_thing(["subject"], subject=_TEXT)),
    dates=_several(
        _thing(
            ["date", "dateType"],
            date={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            dateType={
                "enum": ["Accepted", "Available", "Collected", "Created", "Issued", "Submitted", "Updated", "Valid"]
            },
        )
    ),
    language=_LANG,
    version=_TEXT,
    descriptions=_several(
        _thing(
            ["description", "descriptionType"],
            description=_TEXT,
            descriptionType={
                "enum": ["Abstract", "Methods", "SeriesInformation", "TableOfContents", "TechnicalInfo", "Other"]
            },
            lang=_LANG,
        )
    ),
    formats=_several(_TEXT),
    sizes=_several(_TEXT),
)
