"""Made-up readings, and a register to put them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register just made; a copy of it is there sooner than another."""
    made = tmp_path_factory.mktemp("made") / "empty.whomet"
    Register.open(made).close()
    return made


@pytest.fixture
def register(path: Path, empty: Path) -> Iterator[Register]:
    path.write_bytes(empty.read_bytes())
    with Register.open(path) as opened:
        yield opened
