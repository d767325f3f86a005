"""A made-up register: three documents tell of two meetings of people who never lived."""

from __future__ import annotations

from whomet.exchange.told import Told
from whomet.faces.asking import gather
from whomet.model import (
    Accord,
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    Entity,
    EntityKind,
    Finding,
    FindingKind,
    Judgement,
    Meeting,
    Property,
    Reading,
    Reason,
    Span,
    Verdict,
)


def claim(text: str, prop: str, value: str, words: str = "", **more) -> Claim:
    """A claim whose words are the first such in the text; the value itself where no words are given."""
    words = words or value
    start = text.index(words)
    return Claim(Property(prop), value, (Span(start, start + len(words)),), **more)


def bare(prop: str, value: str, part: int = 0) -> Claim:
    """A claim that no words of its own show."""
    return Claim(Property(prop), value, part=part)


def document(ident: str, text: str, publisher: str, published: str, title: str) -> Document:
    return Document(
        key=(ident.encode().hex() * 8)[:64],
        id=ident,
        text=text,
        source=f"{ident}.txt",
        original="0" * 64,
        extractor="text 1",
        language="en",
        url=f"https://news.example/{ident}",
        title=claim(text, "title", title),
        publisher=bare("publisher", publisher),
        published=Claim(Property.PUBLISHED, published),
    )


LOTA = """Envoys of Arvenia and Lotland talk in Port Sellis

The Arvenian foreign minister, Mira Okonveld, met Lotland's envoy Tomas Brae in Port Sellis on Tuesday evening.
Okonveld demanded that "the river must stay open to every ship". At least 1,240 families have left the valley, the
Red Lantern society said."""

TIDE = """Okonvelt received in Port Sellis

According to the Lotland news desk, Miraa Okonvelt was received by Tomas Brae on 6 March 2031 in Port Sellis.
A source at the port said that they met on 7 March 2031. The two sides agreed to meet again in April.
They will meet in Upper Venn in April."""

HARBOUR = """River talks end

Mira Okonveld [red]and[/red] \x1b[31mTomas Brae\x1b[0m met in Port Sellis on 6 March 2031, =SUM(A1) reported."""


def lota() -> Reading:
    doc = document(
        "lota-1", LOTA, "The Lota Courier", "2031-03-06", "Envoys of Arvenia and Lotland talk in Port Sellis"
    )
    lead = LOTA.split("\n")[2]
    account = Account(
        "3fa2b7c91d00",
        doc.key,
        True,
        0.91,
        (
            claim(LOTA, "lead", lead),
            claim(LOTA, "status", "held", "met"),
            claim(LOTA, "format", "in-person", "met"),
            claim(LOTA, "date", "2031-03-04", "Tuesday evening", basis='"Tuesday", published Thursday 2031-03-06'),
            claim(LOTA, "time_text", "Tuesday evening"),
            claim(LOTA, "city", "Port Sellis"),
            claim(LOTA, "party", "Arvenia"),
            claim(LOTA, "party", "Lotland"),
            claim(LOTA, "person.name", "Mira Okonveld", part=1),
            claim(LOTA, "person.role", "foreign minister", "Arvenian foreign minister", part=1),
            bare("person.party", "Arvenia", 1),
            claim(LOTA, "person.name", "Tomas Brae", part=2),
            claim(LOTA, "person.role", "envoy", part=2),
            bare("person.party", "Lotland", 2),
            claim(LOTA, "statement.text", "the river must stay open to every ship", part=1),
            claim(LOTA, "statement.speaker", "Mira Okonveld", "Okonveld", part=1),
            claim(LOTA, "statement.cue", "demanded", part=1),
            bare("statement.act", "demands", 1),
            bare("statement.quote", "true", 1),
        ),
    )
    figures = (
        claim(LOTA, "figure.value", "1240", "1,240", part=1),
        claim(LOTA, "figure.what", "families have left the valley", part=1),
        claim(LOTA, "figure.source", "Red Lantern society", part=1),
    )
    return Reading(doc, "rules 1", (account,), figures)


def tide() -> Reading:
    doc = document("tide-1", TIDE, "Evening Tide", "2031-03-08", "Okonvelt received in Port Sellis")
    first = Account(
        "3fa2b7c91e77",
        doc.key,
        True,
        0.8,
        (
            claim(TIDE, "lead", TIDE.split("\n")[2]),
            claim(TIDE, "status", "held", "was received"),
            claim(TIDE, "format", "in-person", "received"),
            claim(TIDE, "date", "2031-03-06", "6 March 2031", according_to=("the Lotland news desk",)),
            claim(TIDE, "date", "2031-03-07", "7 March 2031", according_to=("Evening Tide", "A source at the port")),
            claim(TIDE, "time_text", "6 March 2031"),
            claim(TIDE, "city", "Port Sellis"),
            claim(TIDE, "party", "Lotland"),
            Claim(Property.PARTY, "Arvenia", (), "the side that Okonvelt speaks for"),
            claim(TIDE, "host", "Lotland", "received by Tomas Brae"),
            claim(TIDE, "person.name", "Miraa Okonvelt", part=1),
            bare("person.party", "Arvenia", 1),
            claim(TIDE, "person.name", "Tomas Brae", part=2),
            bare("person.party", "Lotland", 2),
            claim(TIDE, "outcome.text", "agreed to meet again in April", part=1),
            bare("outcome.kind", "next meeting", 1),
            claim(TIDE, "statement.text", "they met on 7 March 2031", part=1),
            claim(TIDE, "statement.speaker", "Arvenia", "The two sides", part=1),
            claim(TIDE, "statement.speaker", "Lotland", "The two sides", part=1),
            bare("statement.act", "states", 1),
        ),
    )
    second = Account(
        "a07c55d20b18",
        doc.key,
        False,
        0.4,
        (
            claim(TIDE, "lead", "They will meet in Upper Venn in April."),
            claim(TIDE, "status", "planned", "will meet"),
            claim(TIDE, "date", "2031-04", "in April", basis="the April after 2031-03-08"),
            claim(TIDE, "city", "Upper Venn"),
            claim(TIDE, "party", "Lotland"),
            Claim(Property.PARTY, "Arvenia", (), "the sides of the talks before"),
        ),
    )
    doubt = Finding(FindingKind.DATE_DOUBT, "The page says 1931.", doc.key, first.claims[4].spans)
    return Reading(doc, "rules 1", (first, second), findings=(doubt,))


def harbour() -> Reading:
    """A hostile document: markup, terminal codes and a formula among its words."""
    doc = document("harbour-1", HARBOUR, "=Harbour [bold]Post", "2031-03-07", "River talks end")
    account = Account(
        "b3d90e4411aa",
        doc.key,
        True,
        0.7,
        (
            claim(HARBOUR, "lead", HARBOUR.split("\n")[2]),
            claim(HARBOUR, "status", "held", "met"),
            claim(HARBOUR, "date", "2031-03-06", "6 March 2031"),
            claim(HARBOUR, "city", "Port Sellis"),
            claim(HARBOUR, "topic", "=SUM(A1)"),
            claim(HARBOUR, "person.name", "Mira Okonveld", part=1),
            claim(HARBOUR, "person.name", "\x1b[31mTomas Brae\x1b[0m", part=2),
        ),
    )
    return Reading(doc, "rules 1", (account,))


FIRST, SECOND, THIRD, PLAN = "3fa2b7c91d00", "3fa2b7c91e77", "b3d90e4411aa", "a07c55d20b18"


def meetings() -> list[Meeting]:
    def cell(prop: str, *readings: tuple[str, tuple[str, ...]], differ: bool = False) -> Cell:
        return Cell(
            Property(prop), tuple(CellReading(*r) for r in readings), Accord.CONFLICT if differ else Accord.AGREE
        )

    talks = Meeting(
        FIRST,
        (FIRST, SECOND, THIRD),
        (
            cell("status", ("held", (FIRST, SECOND, THIRD))),
            cell("format", ("in-person", (FIRST, SECOND))),
            cell(
                "date",
                ("2031-03-06", (SECOND, THIRD)),
                ("2031-03-04", (FIRST,)),
                ("2031-03-07", (SECOND,)),
                differ=True,
            ),
            cell("city", ("Port Sellis", (FIRST, SECOND, THIRD))),
            cell("party", ("Arvenia", (FIRST, SECOND)), ("Lotland", (FIRST, SECOND))),
            cell("host", ("Lotland", (SECOND,))),
            cell("topic", ("=SUM(A1)", (THIRD,))),
            cell("outcome.text", ("agreed to meet again in April", (SECOND,))),
        ),
    )
    plan = Meeting(
        PLAN,
        (PLAN,),
        (
            cell("status", ("planned", (PLAN,))),
            cell("date", ("2031-04", (PLAN,))),
            cell("city", ("Upper Venn", (PLAN,))),
            cell("party", ("Lotland", (PLAN,)), ("Arvenia", (PLAN,))),
        ),
    )
    return [plan, talks]


def entities() -> list[Entity]:
    return [
        Entity(
            "p-okonveld",
            EntityKind.PERSON,
            "Mira Okonveld",
            ("Mira Okonveld", "Miraa Okonvelt"),
            (f"{FIRST}/1", f"{SECOND}/1", f"{THIRD}/1"),
            (("foreign minister", "2031-03-04", FIRST),),
        ),
        Entity("p-brae", EntityKind.PERSON, "Tomas Brae", ("Tomas Brae",), (f"{FIRST}/2", f"{SECOND}/2")),
        Entity("o-arvenia", EntityKind.ORGANISATION, "Arvenia", ("Arvenia", "Republic of Arvenia")),
    ]


def judgements() -> list[Judgement]:
    reasons = (
        Reason("same-people", 4.0, "Both name Tomas Brae and Mira Okonveld."),
        Reason("date", -1.5, "One gives 2031-03-04, the other 2031-03-06."),
    )
    return [
        Judgement(FIRST, SECOND, Verdict.SAME, reasons, "rules 1"),
        Judgement(SECOND, PLAN, Verdict.UNSURE, (Reason("parties", 1.0, "Both sides are the same."),), "rules 1"),
    ]


def findings() -> list[Finding]:
    return [
        *tide().findings,
        Finding(FindingKind.SOURCES_DIFFER, "Three dates are given.", FIRST),
        Finding(FindingKind.INPUT_SKIPPED, "broken.pdf: encrypted"),
    ]


def readings() -> list[Reading]:
    return [lota(), tide(), harbour()]


def told() -> list[Told]:
    """The two meetings, each with all that its sources say of it."""
    records = gather(readings(), meetings(), entities())
    found = []
    for meeting in records.meetings:
        accounts = records.told(meeting)
        documents = {d.key: d for d in records.documents_of(meeting)}
        people = {m: e for m, e in records.persons.items() if m.rpartition("/")[0] in meeting.accounts}
        found.append(Told(meeting, accounts, documents, people, len(documents)))
    return found
