"""Three made-up reports, a register made of them, and the API asked as a program asks it."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from whomet.documents.record import read_record
from whomet.faces.api.app import api
from whomet.faces.registers import Registers
from whomet.language import english_by_rules
from whomet.pipeline import absorb, read
from whomet.register import Register

REPORTS = {
    "port": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "quay": "Mira Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "pier": "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on 9 June 2031.",
}
ENGLISH = english_by_rules()


def reading(name: str, text: str):
    """A text as the rules read it."""
    return read(read_record({"id": name, "text": text, "language": "en"}), ENGLISH)


def put(where: str, reports: dict[str, str]) -> None:
    """Reports read into a register."""
    with Register.open(where) as register:
        assert absorb(register, [reading(name, text) for name, text in reports.items()]) == []


def client_of(where: str, **more) -> TestClient:
    """Asks an API, mounted as a server mounts it, as a program on the same machine does."""
    outer = FastAPI()
    outer.mount("/api/v1", api(Registers(where)))
    near = {"base_url": "http://localhost/api/v1", "client": ("127.0.0.1", 50000), "raise_server_exceptions": False}
    return TestClient(outer, **(near | more))


def account_ids(client: TestClient) -> dict[str, str]:
    """Document id -> the id of its account."""
    documents = client.get("documents").json()["items"]
    return {document["id"]: document["accounts"][0] for document in documents}


def sent(text: str) -> dict[str, object]:
    """Headers and body of a text that is JSON already."""
    return {"content": text, "headers": {"Content-Type": "application/json"}}
