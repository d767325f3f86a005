"""A language model as reader from Python, against a server of the protocol on this machine."""

from __future__ import annotations

import pytest
from endpoints import Reply, saying

import whomet
from whomet.errors import EndpointError, InputError


def test_a_text_is_read_by_a_language_model(server, texts, tmp_path):
    """By the words of the command line's options; what is answered is kept, and asked once."""
    entry = texts["french"]
    server.model = saying({entry["record"]["text"].strip()[:20]: entry["answer"]})
    record = {key: value for key, value in entry["record"].items() if key in ("text", "published", "language")}
    options = {"reader": "llm", "endpoint": server.url, "llm": "small", "answers": tmp_path / "answers"}
    read = [whomet.read(**record, **options) for _ in range(2)]
    assert [account.value("city") for account in read[0].accounts] == ["Rabat"]
    assert read[0].reader.startswith("llm ") and read[0].accounts == read[1].accounts
    assert len(server.asked) == 1


def test_files_are_read_by_a_language_model_into_a_register(server, tmp_path):
    """What it finds stands in the register, which is asked before anybody is."""
    server.model = lambda asked: Reply()
    (tmp_path / "a.txt").write_text("Mira Okonveld met Tomas Brae in Oslo.")
    options = {"reader": "llm", "endpoint": server.url, "llm": "small"}
    with whomet.Register(tmp_path / "talks.whomet") as register:
        register.add(whomet.read_files(tmp_path, register, **options))
        before = len(server.asked)
        (again,) = whomet.read_files(tmp_path / "a.txt", register, **options)
    assert again.reader.startswith("llm ") and len(server.asked) == before == 1


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"reader": "oracle"}, InputError, "is no reader"),
        ({"endpoint": "http://127.0.0.1:1/v1"}, InputError, 'is of reader="llm" alone'),
        ({"reader": "llm", "endpoint": "http://talks.example/v1"}, EndpointError, "allow"),
    ],
)
def test_a_reader_that_cannot_be_is_told(given, error, words):
    """One sentence, before anything is asked."""
    with pytest.raises(error, match=words):
        whomet.read("Mira Okonveld met Tomas Brae in Oslo.", **given)
