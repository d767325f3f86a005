"""One question to a language model, and its answer: in whichever shape the server holds the model to, with patience
where it is overloaded, and none where it never will answer."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from whomet.errors import NotReadError, ReaderStoppedError
from whomet.faces.endpoint.place import Endpoint
from whomet.faces.fetching import wire
from whomet.faces.fetching.visits import retry_after
from whomet.faces.fetching.wire import Exchange, TooLarge, Unanswered, Unreached
from whomet.language.llm.answer import answer_in, schema
from whomet.language.llm.prompt import Message
from whomet.language.llm.reader import Cut

SEED = 1
ROOM = 4096
"""Tokens of an answer: a window's is rarely a third of it."""

_TRIES = 4  # of one question, where the server is overloaded or does not answer in time
_LONGEST_WAIT = 120.0  # seconds between two of them
_SHOWN = 160  # characters of a server's or a model's own words that are repeated
_REFUSED_KEY = (401, 403)
_OVERLOADED = (408, 409, 425, 429)  # and all from 500 on
_NOT_SO = (400, 413, 415, 422)  # this server does not take the question in this shape, or not at all

# What a request asks for beside the question, most wanted first: servers and models differ in what they take.
_SCHEMA = {"type": "json_schema", "json_schema": {"name": "meetings", "strict": True, "schema": schema()}}
_SHAPES: tuple[dict[str, Any], ...] = (
    {"temperature": 0, "seed": SEED, "max_tokens": ROOM, "response_format": _SCHEMA},
    {"temperature": 0, "seed": SEED, "max_tokens": ROOM, "response_format": {"type": "json_object"}},
    {"temperature": 0, "seed": SEED, "max_tokens": ROOM},
    {"response_format": _SCHEMA},  # models that take no temperature
    {},
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer cost in tokens, as the server counts them; `counted` is whether it does."""

    tokens_in: int
    tokens_out: int
    counted: bool = True


Spend = Callable[[Cost], None]
"""Is told what each answer cost, whatever it was worth."""


class Failed(NotReadError):
    """No answer in time, however often it was asked."""


class Talking:
    """Asks one model at one endpoint."""

    def __init__(self, endpoint: Endpoint, model: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        """Without the name of a model, the one that the server has. Raises ReaderStoppedError as `ask` does."""
        self._endpoint, self._sleep = endpoint, sleep
        self._shape, self._taken = 0, False
        self.model = model or self._only_model()

    @property
    def is_near(self) -> bool:
        """Whether texts stay on this machine."""
        return self._endpoint.is_near

    @property
    def where(self) -> str:
        """What to call the place that texts are sent to."""
        return "on this machine" if self.is_near else f"at {self._endpoint.base.host}, where they are sent"

    def ask(self, messages: list[Message], spend: Spend) -> str:
        """The model's answer to a question.

        Raises Cut where it was cut off, NotReadError where the model refuses or gives no JSON, Failed where the server
        is silent, ReaderStoppedError where it can't be reached, takes no such key, or has no such model.
        """
        content = ""
        for seed in (SEED, SEED + 1):  # garbage is asked for once more, otherwise
            answer = self._chat(messages, seed)
            content = _content(answer)
            spend(_cost(answer, messages, content))
            _check(answer)
            if answer_in(content) is not None:
                return content
        raise NotReadError(f"{self.model} gave no answer that can be read: “{_short(content)}”.")

    def _chat(self, messages: list[Message], seed: int) -> dict[str, Any]:
        """One answer, in the first shape that the server takes: found out once, with the first question."""
        while True:
            shape = self._shape
            asked = {"model": self.model, "messages": messages, **_SHAPES[shape]}
            asked |= {"seed": seed} if "seed" in asked else {}
            answer = self._patiently("/chat/completions", json.dumps(asked).encode())
            if answer.status == 200:
                self._taken = True
                return self._json(answer)
            if answer.status in _NOT_SO and self._taken:
                raise NotReadError(f"The server of {self.model} does not take this text{self._why(answer)}.")
            if answer.status not in _NOT_SO or shape + 1 == len(_SHAPES):
                raise self._refusal(answer)
            self._shape = max(self._shape, shape + 1)  # others may have found out meanwhile

    def _only_model(self) -> str:
        answer = self._patiently("/models", None)
        listed = self._json(answer).get("data") if answer.status == 200 else None
        names = [m["id"] for m in listed or () if isinstance(m, dict) and isinstance(m.get("id"), str)]
        if len(names) == 1:
            return str(names[0])
        has = f"It has {', '.join(sorted(map(_short, names))[:8])}." if names else "It lists none."
        raise ReaderStoppedError(f"{self._endpoint.base}: say by --llm or $WHOMET_LLM_MODEL which model to ask. {has}")

    # ------------------------------------------------------------------------------------------- the wire

    def _patiently(self, path: str, post: bytes | None) -> Exchange:
        """The server's answer, asked for again while it is overloaded or silent."""
        address, reason = self._endpoint.address(path), ""
        for attempt in range(_TRIES):
            try:
                answer = self._once(path, post)
            except (Unreached, TooLarge) as error:
                raise ReaderStoppedError(f"{address} {error}") from None
            except Unanswered as error:
                reason, wait = str(error), 0.0
            else:
                if answer.status not in _OVERLOADED and answer.status < 500:
                    return answer
                reason, wait = f"answers with status {answer.status}{self._why(answer)}.", _asked_to_wait(answer)
            if attempt + 1 < _TRIES:
                self._sleep(min(max(wait, 4.0**attempt), _LONGEST_WAIT))
        raise Failed(f"{address} {reason}")

    def _once(self, path: str, post: bytes | None) -> Exchange:
        endpoint = self._endpoint
        try:
            places = endpoint.places()
        except OSError:
            raise Unreached("names a host that is not found.") from None
        return wire.ask(endpoint.address(path), places, endpoint.headers(), endpoint.limits, endpoint.trust, post)

    def _json(self, answer: Exchange) -> dict[str, Any]:
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            return found
        raise ReaderStoppedError(f"{self._endpoint.base} does not speak the protocol: its answer is no JSON object.")

    def _why(self, answer: Exchange) -> str:
        """What the server says of an error, in its own words, shortened; a key that it repeats is left out."""
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            return ""
        error = found.get("error") if isinstance(found, dict) else None
        said = error.get("message") if isinstance(error, dict) else error
        if not isinstance(said, str) or not said.strip():
            return ""
        key = self._endpoint.key
        return f": {_short(said.replace(key, '…') if key else said)}"

    def _refusal(self, answer: Exchange) -> ReaderStoppedError:
        """Why the server will answer no question."""
        where = self._endpoint.base
        if answer.status in _REFUSED_KEY:
            return ReaderStoppedError(
                f"{where} refuses the key, or wants one: $WHOMET_LLM_KEY is where it is looked for."
            )
        return ReaderStoppedError(f"{where} does not answer (status {answer.status}{self._why(answer)}).")


def _choice(answer: dict[str, Any]) -> dict[str, Any]:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _message(answer: dict[str, Any]) -> dict[str, Any]:
    found = _choice(answer).get("message")
    return found if isinstance(found, dict) else {}


def _content(answer: dict[str, Any]) -> str:
    """What the model wrote, "" for nothing."""
    content = _message(answer).get("content")
    return content if isinstance(content, str) else ""


def _check(answer: dict[str, Any]) -> None:
    """Raises Cut for an answer that was cut off, NotReadError for none."""
    why, refusal = _choice(answer).get("finish_reason"), _message(answer).get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        raise NotReadError(f"The model refuses to read it: “{_short(refusal)}”.")
    if why == "length":
        raise Cut
    if why == "content_filter":
        raise NotReadError("The server's filter kept the model's answer back.")


def _cost(answer: dict[str, Any], messages: list[Message], content: str) -> Cost:
    usage = answer.get("usage")
    counts = [usage.get(name) if isinstance(usage, dict) else None for name in ("prompt_tokens", "completion_tokens")]
    told = [count for count in counts if isinstance(count, int) and count >= 0]
    if len(told) == len(counts):
        return Cost(told[0], told[1])
    return Cost(estimated("".join(m["content"] for m in messages)), estimated(content), counted=False)


def estimated(words: str) -> int:
    """About how many tokens some words are: a quarter of their bytes in UTF-8."""
    return len(words.encode("utf-8", "replace")) // 4 + 1


def _asked_to_wait(answer: Exchange) -> float:
    return retry_after(answer.header("retry-after"), time.time())


def _short(words: str) -> str:
    words = " ".join(words.split()).rstrip(".")
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
