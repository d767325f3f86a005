"""What documents and accounts are known by, and what a document is called where its own id is another's too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

KEY_SHOWN = 8
"""Characters of a document's key that tell it apart."""


def told_apart(name: str, key: str) -> str:
    """An id and the beginning of its document's key, "talks-1f2e3d4c": the same whatever other documents there are."""
    return f"{name}-{key[:KEY_SHOWN]}"


def document_key(text: str, given: Mapping[str, str]) -> str:
    """SHA-256 (hex) of the text and the metadata given with it, as JSON with sorted keys; not of id and path."""
    content = json.dumps({**given, "text": text}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def account_id(document: str, start: int) -> str:
    """Follows from the document's key and the place of the lead: the same reading gives the same id anywhere."""
    return sha256(f"{document} {start}".encode()).hexdigest()[:16]
