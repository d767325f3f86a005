"""Measures meetings on sentences with a PLOVER class: `python bench/consult_plover.py [FILE.jsonl] [--reader model]`.

The sentences are no part of the project; where the file is absent the measure is skipped and says so. Each row holds
`sentence`, `marked` (the same with <s>source</s> and <t>target</t>), `label`, `is_consult`, `zsp_pred`. The class says
what the source does to the target, one for each sentence; CONSULT is visits, meetings, calls, mediation. A sentence
counts as CONSULT if the reader finds an account in it, and, more narrowly, if the account is
- one that names source and target: at the table, mediating, hosting or as a delegation;
- of a meeting held or under way: PLOVER has agreeing to meet under AGREE, asking under REQUEST, refusing under REJECT;
- both, the nearest to what PLOVER means.
The last row is what a published zero-shot model (roberta-large, NLI) said of these very sentences (`zsp_pred`).
`--list` prints the sentences that the nearest reading gets wrong.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from material import SHARED, add_reader, is_there, machine, reader_of, readings, rows_of, shares

from whomet.knowledge.parties import find_parties
from whomet.model import Account, Property, Span

_MARK = re.compile(r"</?[st]>")
_MARKED = re.compile(r"<([st])>(.*?)</\1>", re.DOTALL)
_NAMED = (
    Property.PARTY,
    Property.PERSON_NAME,
    Property.PERSON_ROLE,
    Property.PERSON_PARTY,
    Property.DELEGATION_TEXT,
    Property.MEDIATOR,
    Property.HOST,
    Property.CHAIR,
)
_MET = ("held", "ongoing")
_NEAREST = "source and target, held or under way"


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, where it has its source and its target, and what was found in it."""

    given: dict[str, Any]
    sides: tuple[tuple[Span, ...], tuple[Span, ...]]
    accounts: tuple[Account, ...]

    def calls(self) -> dict[str, bool]:
        """By each way of counting, whether the sentence was taken for CONSULT."""
        both = [a for a in self.accounts if all(self._names(a, spans) for spans in self.sides)]
        return {
            "an account": bool(self.accounts),
            "an account, held or under way": any(_met(a) for a in self.accounts),
            "source and target in one account": bool(both),
            _NEAREST: any(_met(a) for a in both),
            "roberta-large, zero-shot": self.given["zsp_pred"] == "CONSULT",
        }

    def _names(self, account: Account, side: tuple[Span, ...]) -> bool:
        """Whether the account cites the side's words for one of those it names, or names a party that they name. A side
        that is not marked counts as named."""
        text = self.given["sentence"]
        claims = [c for c in account.claims if c.property in _NAMED]
        values = {c.value for c in claims}
        parties = {m.party.name for s in side for m in find_parties(text, s.start, s.end) if m.party}
        return not side or bool(parties & values) or any(s.meets(c) for s in side for k in claims for c in k.spans)


def _met(account: Account) -> bool:
    return account.value(Property.STATUS) in _MET


def sides_of(marked: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Where source and target stand in the sentence without marks."""
    found: dict[str, list[Span]] = {"s": [], "t": []}
    for match in _MARKED.finditer(marked):
        start = len(_MARK.sub("", marked[: match.start()]))
        found[match[1]].append(Span(start, start + len(_MARK.sub("", match[2]))))
    return tuple(found["s"]), tuple(found["t"])


def report(rows: list[Row]) -> None:
    """A line for each way of counting."""
    wanted = sum(r.given["is_consult"] for r in rows)
    for name in rows[0].calls():
        called = [r for r in rows if r.calls()[name]]
        right = sum(r.given["is_consult"] for r in called)
        classes = Counter(r.given["label"] for r in called if not r.given["is_consult"])
        print(f"{name:36s} {shares(right, len(called), wanted)}")
        print(f"{'':36s} classes of the others: {', '.join(f'{c} {n}' for c, n in classes.most_common(6))}")


def errors(rows: list[Row]) -> Iterator[str]:
    """The sentences that the nearest reading gets wrong."""
    for row in rows:
        called = row.calls()[_NEAREST]
        if called != row.given["is_consult"]:
            yield f"{'false ' if called else 'missed'} {row.given['label']:9s} {row.given['marked']}"


def main() -> None:
    """Reads the sentences and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = SHARED / "benchmarks" / "meetings-plover-sentences.jsonl"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--list", action="store_true")
    add_reader(parser)
    asked = parser.parse_args()
    if not is_there(asked.file) or not (language := reader_of(asked)):
        return
    given = rows_of(asked.file)
    read = readings(({"text": row["sentence"]} for row in given), language)
    rows = [Row(g, sides_of(g["marked"]), r.accounts if r else ()) for g, r in zip(given, read, strict=True)]
    print(f"{machine()}; {language.name}; {len(rows)} sentences")
    report(rows)
    print(*errors(rows) if asked.list else (), sep="\n", end="")


if __name__ == "__main__":
    main()
