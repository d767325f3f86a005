"""Made-up readings, and registers to put them in, in a file and in a server's database."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from temporary_postgresql import Server, name_of

from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Region, RegionKind, Span
from whomet.register import Register

TEXT = "Envoys of Ruritania and Graustark met in Strelsau. {}. Minister Zenda Black, it said, offered “peace”."


def make_reading(name: str, reader: str = "rules 0.1.0", extractor: str = "text 1", **document: str) -> Reading:
    """A reading with one of everything, its text told apart by `name`."""
    text = document.pop("text", TEXT.format(name))
    key = sha256(text.encode()).hexdigest()
    lead = Span(0, 50)
    account = Account(
        id=sha256(f"{key}:0".encode()).hexdigest()[:16],
        document=key,
        main=True,
        confidence=0.7,
        claims=(
            Claim(Property.LEAD, lead.of(text), (lead,)),
            Claim(Property.PARTY, "Ruritania", (Span(10, 19),)),
            Claim(Property.CITY, "Strelsau", (Span(41, 49), Span(0, 6)), "the city named beside the meeting"),
            Claim(
                Property.PERSON_NAME, "Zenda Black", (Span(0, 1),), according_to=("Graustark", "a statement"), part=1
            ),
        ),
    )
    return Reading(
        document=Document(
            key=key,
            id=document.pop("id", name),
            text=text,
            source=document.pop("source", f"{name}.txt"),
            original=document.pop("original", key[::-1]),
            extractor=extractor,
            language="en",
            url="https://example.org/report",
            title=Claim(Property.TITLE, "Envoys", (Span(0, 6),)),
            published=Claim(Property.PUBLISHED, "2024-06-20", (Span(0, 6),), "the day in the dateline"),
            regions=(Region(Span(0, 6), RegionKind.TITLE),),
        ),
        reader=reader,
        accounts=(account,),
        figures=(
            Claim(Property.FIGURE_VALUE, "40", (Span(1, 3),), part=1),
            Claim(Property.FIGURE_WHAT, "boats", part=1),
        ),
        findings=(Finding(FindingKind.NAME_UNRESOLVED, "“the minister” is not named.", key, (Span(3, 5),)),),
    )


@pytest.fixture
def made_up() -> Callable[..., Reading]:
    return make_reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.whomet"


@dataclass(frozen=True)
class Places:
    """Where registers are kept in one kind of database, each place used once."""

    new: Callable[[], str]
    """A place where nothing is yet."""
    made: Callable[[], str]
    """A place with a register just made; a copy of one is there sooner than another."""
    leave: Callable[[str], None] = lambda place: None

    @contextmanager
    def place(self) -> Iterator[str]:
        """The place of an empty register."""
        place = self.made()
        yield place
        self.leave(place)

    @contextmanager
    def register(self) -> Iterator[Register]:
        """An empty register, open."""
        with self.place() as place, Register.open(place) as opened:
            yield opened


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Registers in files."""

    def new() -> str:
        return str(tmp_path_factory.mktemp("made") / "register.whomet")

    empty = new()
    Register.open(empty).close()
    return Places(new, lambda: shutil.copy(empty, new()))


@pytest.fixture(scope="session")
def databases(postgresql_server: Server) -> Places:
    """Registers in databases of a server."""
    empty = postgresql_server.new()
    Register.open(empty).close()
    return Places(postgresql_server.new, lambda: postgresql_server.new(name_of(empty)), postgresql_server.drop)


@pytest.fixture(scope="session", params=["files", "databases"])
def places(request: pytest.FixtureRequest) -> Places:
    """Either: what is tested with these must come out the same."""
    found: Places = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def shared(places: Places) -> Iterator[Register]:
    """A register that all tests of a file put into."""
    with places.register() as register:
        yield register


@pytest.fixture
def where(places: Places) -> Iterator[str]:
    """The place of the register that a test has."""
    with places.place() as place:
        yield place


@pytest.fixture
def register(where: str) -> Iterator[Register]:
    with Register.open(where) as opened:
        yield opened
