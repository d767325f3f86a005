"""A tiny vocabulary in the encoder's own form: letters, marks, pieces and a few words."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from whomet.language.windows import Tokens

WORDS = [
    "met",
    "talks",
    "minister",
    "the",
    "envoy",
    "on",
    "monday",
    "in",
    "said",
    "that",
    "un",
    "##ion",
    "##s",
    "##ing",
]


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory) -> Path:
    """vocab.txt of some hundred pieces: every word of plain letters can be cut."""
    letters = string.ascii_lowercase + string.digits + "éßаб"
    plain = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.punctuation, "“", "”", "’", "—", *letters]
    path = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    path.write_text("\n".join([*plain, *(f"##{x}" for x in letters), *WORDS]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tokens(vocabulary) -> Tokens:
    """Cuts texts by that vocabulary."""
    return Tokens(vocabulary)
