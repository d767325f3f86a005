"""Whose a reading is, by the name of its reader: a language model's, asked by its user, or one of Whomet's own."""

from __future__ import annotations

_LLM = "llm "
_LONGEST = 100


def llm_name(model: str, prompt: int) -> str:
    """The name of a reader that asks a language model with a certain prompt. It ends in the prompt's version."""
    words = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(model.split()))
    return f"{_LLM}{words[:_LONGEST]}, prompt {prompt}"


def is_llm(reader: str) -> bool:
    """Whether a reader asks a language model."""
    return reader.startswith(_LLM)
