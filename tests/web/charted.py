"""A register of made-up meetings that has something for every chart: real cities, invented sides and people."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from put_by_hand import put_by_hand, reading_of, told_of

from whomet.model import (
    Accord,
    Account,
    Cell,
    Claim,
    Entity,
    EntityKind,
    Meeting,
    Property,
    Span,
)
from whomet.register import Register

SPANS = (Span(0, 1),)
SCRIPT = "<script>alert(1)</script>"
CITIES = [("Geneva", "CH"), ("Lausanne", "CH"), ("Doha", "QA"), ("Cairo", "EG"), ("Suva", "FJ"), ("Port Sellis", "")]
SIDES = ["Arvenia", "Lotland", "Sarn", "حركة الوادي", SCRIPT]
PEOPLE = {
    "Arvenia": "Mira Okonveld",
    "Lotland": "Tomas Brae",
    "Sarn": "Ada Sorel",
    "حركة الوادي": "ميرا",
    SCRIPT: SCRIPT,
}

Row = tuple[str, list[str], list[tuple[str, str]], list[str], str]

ROWS: list[Row] = [
    *(
        (f"m{n:02}", [f"2031-{1 + n % 9:02}-{1 + 2 * n:02}"], [CITIES[n % 5]], [SIDES[0], SIDES[1 + n % 4]], "held")
        for n in range(12)
    ),
    ("month", ["2031-04"], [("Geneva", "CH")], ["Arvenia", "Lotland"], "held"),
    ("differ", ["2031-04-02", "2031-06-05"], [("Geneva", "CH"), ("Doha", "QA")], ["Arvenia", "Lotland"], "held"),
    ("plan", [], [("Port Sellis", "")], ["Lotland", "Sarn"], "planned"),
    ("land", ["2031-07-01"], [("", "OM")], ["Lotland", "Sarn"], "held"),
    ("none", [], [("", "")], ["Lotland"], "held"),
]


def accounts_of(row: Row) -> list[Account]:
    """An account for each place that is told of a meeting; dates are told in turn; everybody is at each."""
    name, dates, places, sides, status = row
    made = []
    for number, (city, country) in enumerate(places):
        said = [(Property.STATUS, status), (Property.CITY, city), (Property.COUNTRY, country)]
        said += [(Property.DATE, day) for day in dates[number :: len(places)]]
        claims = [Claim(prop, value, SPANS) for prop, value in said if value]
        claims += [Claim(Property.PARTY, side, SPANS) for side in sides]
        claims += [Claim(Property.PERSON_NAME, PEOPLE[side], SPANS, part=n) for n, side in enumerate(sides, 1)]
        key = sha256(f"{name}{number}".encode()).hexdigest()
        made.append(Account(f"{name}{number}", key, True, 1.0, tuple(claims)))
    return made


def meeting_of(accounts: list[Account]) -> Meeting:
    """The meeting of some accounts, which differ where they give several dates, cities or countries."""
    cells = []
    for prop in (Property.STATUS, Property.DATE, Property.CITY, Property.COUNTRY, Property.PARTY):
        readings = told_of(prop, accounts)
        differ = len(readings) > 1 and prop is not Property.PARTY
        if readings:
            cells.append(Cell(prop, readings, Accord.CONFLICT if differ else Accord.AGREE))
    return Meeting(accounts[0].id, tuple(account.id for account in accounts), tuple(cells))


def fill(path: Path, rows: list[Row]) -> Path:
    """A file with the meetings, their accounts and the people that these name."""
    told = [accounts_of(row) for row in rows]
    members: dict[str, list[str]] = {}
    for account in (a for accounts in told for a in accounts):
        for part in account.parts("person"):
            claim = part[Property.PERSON_NAME]
            members.setdefault(claim.value, []).append(f"{account.id}/{claim.part}")
    with Register.open(path) as register:
        for account in (a for accounts in told for a in accounts):
            register.add(reading_of(account))
        people = [
            Entity(f"p-{number}", EntityKind.PERSON, name, (name,), tuple(members[name]))
            for number, name in enumerate(sorted(members))
        ]
        put_by_hand(register, meetings=map(meeting_of, told), entities=people)
    return path
