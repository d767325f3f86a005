"""What a document is called where its own id is another's too."""

from __future__ import annotations

KEY_SHOWN = 8
"""Characters of a document's key that tell it apart."""


def told_apart(name: str, key: str) -> str:
    """An id and the beginning of its document's key, "talks-1f2e3d4c": the same whatever other documents there are."""
    return f"{name}-{key[:KEY_SHOWN]}"
