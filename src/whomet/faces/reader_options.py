"""The options of `whomet read` that say who reads: Whomet's own model, or a language model at an endpoint.

What takes long to import is imported inside a function, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whomet.faces.endpoint.reading import LlmReading as LlmReading


class ReaderName(StrEnum):
    """Who reads."""

    MODEL = "model"
    LLM = "llm"


ReaderOption = Annotated[
    ReaderName,
    typer.Option(
        "--reader",
        help="model: Whomet's own, English, offline. llm: a language model at an --endpoint, any language; what it "
        "finds stands beside what model finds, and counts where model reads nothing.",
    ),
]
EndpointOption = Annotated[
    str,
    typer.Option(
        "--endpoint",
        metavar="URL",
        envvar="WHOMET_LLM_ENDPOINT",
        help="Of --reader llm: where a server speaks OpenAI's protocol, as http://127.0.0.1:8080/v1. A key is taken "
        "from $WHOMET_LLM_KEY alone.",
    ),
]
LlmOption = Annotated[
    str,
    typer.Option(
        "--llm",
        metavar="NAME",
        envvar="WHOMET_LLM_MODEL",
        help="Of --reader llm: what the server calls the model [default: the only one that it has].",
    ),
]
AllowRemoteOption = Annotated[
    bool,
    typer.Option("--allow-remote", help="Of --reader llm: the endpoint is not this machine; send the texts there."),
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FOLDER",
        help="Of --reader llm: where answers are kept, so that nothing is asked twice [default: REGISTER.answers].",
    ),
]
BudgetOption = Annotated[
    int | None,
    typer.Option(
        "--budget", metavar="TOKENS", min=1, help="Of --reader llm: ask nothing more once so many tokens are spent."
    ),
]
PriceOption = Annotated[
    str,
    typer.Option(
        "--price",
        metavar="IN,OUT",
        envvar="WHOMET_LLM_PRICE",
        help="Of --reader llm: what a million tokens cost, as 0.15,0.60, to tell what it all cost.",
    ),
]
TimeoutOption = Annotated[
    float,
    typer.Option("--timeout", metavar="SECONDS", min=1, help="Of --reader llm: how long one answer may take."),
]
USUAL_TIMEOUT = 300.0


@dataclass(frozen=True, slots=True)
class LlmChoice:
    """A language model as the options name it."""

    endpoint: str
    model: str
    allow_remote: bool
    answers: Path | None
    budget: int | None
    price: str
    timeout: float

    def reading(self, register: str | None, patience: int = 3) -> LlmReading:
        """A run of reading by it, which ends after so many documents that a silent server costs; says on standard
        error where texts go.

        Raises MissingExtraError where the extra is not installed, EndpointError and ReaderStoppedError for an endpoint
        that can't be asked.
        """
        from importlib.util import find_spec

        from whomet.errors import MissingExtraError
        from whomet.faces.endpoint.keeping import Answers, answers_beside
        from whomet.faces.endpoint.place import endpoint_at, leaving
        from whomet.faces.endpoint.reading import Asking, LlmReading, at_once
        from whomet.faces.endpoint.talking import Talking
        from whomet.faces.terminal import complain

        if find_spec("json_repair") is None:
            raise MissingExtraError("--reader llm", "llm")
        self.prices()
        endpoint = endpoint_at(self.endpoint, allow_remote=self.allow_remote, seconds=self.timeout)
        if where := leaving(endpoint):
            complain(where)
        talking = Talking(endpoint, self.model)
        folder = self.answers or (answers_beside(register) if register else None)
        answers = Answers(folder, str(endpoint.base), talking.model)
        return LlmReading(Asking(talking, answers, at_once(endpoint.is_near), self.budget, patience))

    def prices(self) -> tuple[float, float] | None:
        """What a million tokens in and out cost, None where it was not said. Raises BadParameter for what is no two
        prices."""
        if not self.price:
            return None
        try:
            cost_in, cost_out = (float(part) for part in self.price.split(","))
        except ValueError:
            raise typer.BadParameter(f"{self.price!r} are no two prices; write 0.15,0.60.") from None
        if not (0 <= cost_in < 1e6 and 0 <= cost_out < 1e6):
            raise typer.BadParameter(f"{self.price!r} are no two prices; write 0.15,0.60.")
        return cost_in, cost_out
