"""The question that a language model is asked about one window of a text."""

from __future__ import annotations

import hashlib
from typing import TypedDict

from whomet.knowledge.data import read_data

_MARK = 16  # hexadecimal digits


class Message(TypedDict):
    """One message of a chat."""

    role: str
    content: str


def prompt_version() -> int:
    """The version of the question's words."""
    return int(read_data("llm_prompt")["version"])


def messages(words: str) -> list[Message]:
    """The question about some words. They stand between marks that follow from them, so that no text can hold its own
    and feign its end; and the same words give the same question."""
    prompt = read_data("llm_prompt")
    mark = "=" * 5 + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    asked = prompt["user"].replace("{mark}", mark).replace("{text}", words)
    return [Message(role="system", content=prompt["system"]), Message(role="user", content=asked)]
