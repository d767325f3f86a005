"""What tests of several folders share: reading one text through the public way, as `whomet read` does; a database
server."""

from __future__ import annotations

import faulthandler
import io
import json
import os
from collections.abc import Callable, Iterator

import pytest
import temporary_postgresql

from whomet.documents import Loaded, read_documents
from whomet.language import Language, english_by_rules
from whomet.model import Document, Reading
from whomet.pipeline import read

STDERR = pytest.StashKey[int]()
"""Standard error itself, where pytest catches what tests write there."""


def pytest_configure(config: pytest.Config) -> None:
    """Called before anything is caught."""
    config.stash[STDERR] = os.dup(2)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """pytest no longer watches a test that failed (faulthandler_timeout); taking it down can hang too."""
    if seconds := float(item.config.getini("faulthandler_timeout") or 0):
        faulthandler.dump_traceback_later(seconds, exit=True, file=item.config.stash[STDERR])


def loaded(record: dict[str, str]) -> Loaded | None:
    """The Document of one record `{text, title?, publisher?, published? ...}`, None where no text is left to read."""
    line = json.dumps({"id": "made-up", "language": "en"} | record).encode()
    (one,) = read_documents(["-"], io.BytesIO(line))
    return one if isinstance(one, Loaded) else None


@pytest.fixture(scope="session", autouse=True)
def no_knowledge_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have imported knowledge; the tests do without it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHOMET_KNOWLEDGE", str(tmp_path_factory.mktemp("knowledge") / "none.sqlite"))
        yield


@pytest.fixture(scope="session")
def load() -> Callable[[dict[str, str]], Document | None]:
    """A record becomes a Document."""

    def document_of(record: dict[str, str]) -> Document | None:
        one = loaded(record)
        return one.document if one else None

    return document_of


@pytest.fixture(scope="session")
def read_record() -> Callable[..., Reading | None]:
    """A record is read, all the way, by the one reader of the whole run or by one that is given."""
    usual = english_by_rules()

    def reading_of(record: dict[str, str], language: Language = usual) -> Reading | None:
        one = loaded(record)
        return read(one, language) if one else None

    return reading_of


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[temporary_postgresql.Server]:
    """A server of our own, started when a test first wants it."""
    programs = temporary_postgresql.programs()
    if not programs:
        pytest.skip(temporary_postgresql.ABSENT)
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed: pip install 'whomet[postgresql]'")
    with temporary_postgresql.running(programs) as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server: temporary_postgresql.Server) -> Iterator[str]:
    """The address of an empty database."""
    address = postgresql_server.new()
    yield address
    postgresql_server.drop(address)
