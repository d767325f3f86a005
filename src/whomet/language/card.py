"""The card of the reading model: what it is, what it was taught on, how well it reads, and hashes of its weights."""

from __future__ import annotations

from pathlib import Path

from whomet.errors import NotFoundError

_WEIGHTS = Path(__file__).parent / "weights"


def model_card(weights: Path = _WEIGHTS) -> str:
    """The card that ships beside the weights, Markdown. Raises NotFoundError where there is none."""
    try:
        return (weights / "CARD.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFoundError(
            f"{weights}: the card of the reading model is not there; install whomet anew, or build the model."
        ) from None
