"""A small archive, written into a folder, in which much could depend on what comes first; and decisions about it.

Reports that tell of each other's meetings, in files of several kinds; the same text in several places, once laid out
otherwise; a copy under the id of another text; a line that can't be read. Nothing of tests is needed to import this
but this folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from whomet.model import Property, Reading
from whomet.register import Register
from whomet.values.decisions import Anchor, Decision, DecisionKind

PEOPLE = (("Norway", "Mira Okonveld"), ("Sweden", "Tomas Brae"), ("Denmark", "Ole Vind"), ("Finland", "Lotte Marsk"))
CITIES = ("Oslo", "Bergen")
WAYS = (
    "{n}'s foreign minister, {a}, met {m}'s envoy {b} in {city} on {day} March 2031 for two hours.",
    "{a}, foreign minister of {n}, received the envoy of {m}, {b}, in {city} on {day} March 2031. They agreed to talk.",
    "The envoy {surname} was received by {a} of {n} in {city} on {day} March 2031, officials said.",
)
MET = "The Norwegian foreign minister, Mira Okonveld, met the Kenyan envoy Joseph Wairimu in Oslo on 9 March 2031."
ALSO = "The Swedish envoy Tomas Brae met the Danish foreign minister, Ole Vind, in Bergen on 8 March 2031, it said."
PAGE = (
    "<html><head><title>Envoys in the north</title><meta property='article:published_time' content='2031-03-10'>"
    "</head><body><article><h1>Envoys in the north</h1><p>{met}</p>{within}</article>{after}</body></html>"
)


def records() -> Iterator[dict[str, str]]:
    """Reports of a few meetings, each told in three ways by as many papers, some days apart."""
    pairs = [(one, other) for one, other in product(PEOPLE, PEOPLE) if one < other]
    for number, ((one, other), way) in enumerate(product(pairs, WAYS)):
        words = {"n": one[0], "a": one[1], "m": other[0], "b": other[1], "surname": other[1].split()[1]}
        place = {"city": CITIES[number // 6 % 2], "day": 4 + number % 5}
        text = f"{way.format(**words, **place)} It was report {number} of the week."
        published, publisher = f"2031-03-{10 + number % 9}", ("The Herald", "Harbour News", "Coast Press")[number % 3]
        yield {"id": f"r{number:03}", "text": text, "published": published, "publisher": publisher}


def write_corpus(folder: Path) -> list[Path]:
    """The files, in the order of their names."""
    every = list(records())
    folder.mkdir(parents=True, exist_ok=True)
    for name, some in (("a.jsonl", every[:6]), ("m/b.jsonl", every[6:12]), ("z.jsonl", every[12:])):
        lines = [json.dumps(record) for record in some]
        if name == "a.jsonl":
            lines.insert(3, '{"id": "broken", "text": ')
        _write(folder / name, "\n".join(lines))
    _write(folder / "copies.jsonl", "\n".join(json.dumps(r | {"id": f"again-{r['id']}"}) for r in every[5:7]))
    _write(folder / "namesake.jsonl", json.dumps(every[0] | {"id": "r001"}))
    also = f"<p>{ALSO}</p>"
    _write(folder / "page-1.html", PAGE.format(met=MET, within=also, after=""))
    _write(folder / "m" / "page-2.html", PAGE.format(met=MET, within="", after=f"<footer>{also}</footer>"))
    _write(folder / "plain.txt", f"Envoys in the north\n\nOSLO, 10 March 2031 - {MET}\n")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# ------------------------------------------------------------------------------------------------- decisions


def decisions(readings: list[Reading]) -> list[Decision]:
    """What two people decide about these readings, the same whatever order they are given in."""
    told = sorted((r for r in readings if r.accounts), key=lambda r: r.document.key)
    one, two, three, four, five, six = told[:6]
    made = [
        _made(DecisionKind.SAME_MEETING, _lead(one), _lead(two)),
        _made(DecisionKind.DIFFERENT_MEETING, _lead(three), _lead(two)),
        _made(DecisionKind.SAME_MEETING, _lead(one), _lead(three)),
        _made(DecisionKind.CORRECT, _lead(four), value="city=Turku"),
        _made(DecisionKind.REJECT, _lead(five)),
        _made(DecisionKind.SAME_PERSON, _named(one), _named(six)),
        _made(DecisionKind.ACCEPT, _lead(six)),
        _made(DecisionKind.CORRECT, _lead(four), value="city=Bergen"),
    ]
    return [*made, _made(DecisionKind.UNDO, *made[4].about, value=made[4].id)]


def _made(kind: DecisionKind, *about: Anchor, value: str = "") -> Decision:
    return Decision(kind, about, value, "Ada Lind", "2031-04-01T10:00:00Z", f"{kind} {value}, I looked")


def _lead(reading: Reading) -> Anchor:
    return _anchor(reading, Property.LEAD)


def _named(reading: Reading) -> Anchor:
    return _anchor(reading, Property.PERSON_NAME)


def _anchor(reading: Reading, prop: Property) -> Anchor:
    account = reading.accounts[0]
    span = next(claim.spans[0] for claim in account.all(prop) if claim.spans)
    return Anchor(reading.document.key, span, span.of(reading.document.text), account.id)


def decide_all(register: Register) -> None:
    """Has them all decided, about what a register holds."""
    for decision in decisions(list(register.readings())):
        register.decide(decision)
