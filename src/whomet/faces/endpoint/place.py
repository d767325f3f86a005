"""Where a language model is asked: an endpoint of one's own naming, on this machine unless the user allows another.

The key is taken from the environment alone, and stands in nothing that is printed, kept or raised.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass, field, replace

from whomet.errors import EndpointError, InputError
from whomet.faces.fetching import wire
from whomet.faces.fetching.addresses import Address, IPAddress, allowing, parse
from whomet.faces.fetching.wire import Limits

KEY_VARIABLE = "WHOMET_LLM_KEY"
LARGEST = 2_000_000
"""Bytes of an answer: a hundred times what a window's answer takes."""

_SILENCE = 600.0  # seconds: no byte comes before a model has written its last word


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint of OpenAI's protocol: what stands before "/chat/completions", and what a request may cost."""

    base: Address
    limits: Limits
    key: str = field(default="", repr=False)
    trust: ssl.SSLContext = field(default_factory=wire.usual_trust, repr=False, compare=False)

    @property
    def is_near(self) -> bool:
        """Whether it is on this very machine."""
        return _is_near(self.base)

    def address(self, path: str) -> Address:
        """The address of one of its services."""
        return replace(self.base, target=self.base.target.rstrip("/") + path)

    def places(self) -> list[IPAddress]:
        """Where its name leads; of this machine's own name nowhere else. Raises OSError where it leads nowhere."""
        found = wire.resolve(self.base.host, self.base.port)
        if self.is_near:
            return [place for place in found if place.is_loopback]
        permitted = allowing([self.base.host])
        return [place for place in found if permitted(self.base.host, place)]

    def headers(self) -> dict[str, str]:
        """What is sent along with each question."""
        sent = {"Host": self.base.authority, "User-Agent": "Whomet", "Connection": "close"}
        sent |= {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        return sent | ({wire.KEY: f"Bearer {self.key}"} if self.key else {})


def endpoint_at(url: str, *, allow_remote: bool, seconds: float) -> Endpoint:
    """The endpoint at an address ("http://127.0.0.1:8080/v1"), for requests of so many seconds.

    Raises EndpointError for what is no such address, and for one that is not this machine's where that is not allowed:
    the texts would leave the machine.
    """
    if not url.strip():
        raise EndpointError(
            "The reader llm asks a language model: name its endpoint by --endpoint or $WHOMET_LLM_ENDPOINT, "
            "as http://127.0.0.1:8080/v1 (llama.cpp) or http://127.0.0.1:11434/v1 (Ollama)."
        )
    try:
        base = parse(url)
    except InputError as error:
        raise EndpointError(f"--endpoint {error}") from None
    if "?" in base.target or base.target.rstrip("/").endswith("/completions"):
        raise EndpointError(f"--endpoint {base}: name what stands before /chat/completions, as {base.origin}/v1.")
    if not (_is_near(base) or allow_remote):
        raise EndpointError(
            f"{base.host} is not this machine: the texts would be sent there, to be read and perhaps kept by whoever "
            "runs it. If that is what you want, say --allow-remote."
        )
    return Endpoint(base, Limits(body=LARGEST, silence=min(seconds, _SILENCE), seconds=seconds), _key())


def leaving(endpoint: Endpoint) -> str:
    """What the user is told before texts leave the machine; "" where they do not."""
    if endpoint.is_near:
        return ""
    bare = ", without encryption," if endpoint.base.scheme == "http" else ""
    return f"The texts are sent{bare} to {endpoint.base.host}."


def _is_near(base: Address) -> bool:
    try:
        return base.host == "localhost" or ipaddress.ip_address(base.host).is_loopback
    except ValueError:
        return False


def _key() -> str:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise EndpointError(f"${KEY_VARIABLE} holds no key: one is a line of plain letters and signs.")
    return key
