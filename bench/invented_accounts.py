"""Counts accounts found in general news: `python bench/invented_accounts.py [SHARED] [--list] [--judged FILE.jsonl]`.

`SHARED` holds `benchmarks/` with places-trnews.jsonl and times-timebank-aquaint.jsonl (by default `../shared` beside
the project); they are no part of the project, and what is absent is said to be. Most of these documents tell of no
political meeting, but some do, so the accounts must be judged by a person. `--list` prints each as a line of JSON
{document, lead, status, parties, people, confidence, invented: null}, and the table to standard error. `--judged` takes
such lines with `invented` true or false, and adds how many accounts are invented for 1,000 documents without a meeting:
those in which no account was judged real. An account that was not judged is counted as such, never as invented.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from material import SHARED, add_reader, is_there, machine, reader_of, readings, rows_of

from whomet.language import Language
from whomet.model import Account, Property

_FILES = ("places-trnews.jsonl", "times-timebank-aquaint.jsonl")
_LEAST = (0.0, 0.5, 0.8)
Judged = dict[tuple[str, str], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """One account, and the document it was found in."""

    document: str
    account: Account

    @property
    def key(self) -> tuple[str, str]:
        """What a judgement is filed under."""
        return self.document, self.account.value(Property.LEAD)

    def row(self, invented: bool | None) -> dict[str, Any]:
        """What a person needs to judge it."""
        people = [f"{p[Property.PERSON_NAME].value}" for p in self.account.parts("person") if Property.PERSON_NAME in p]
        parties = [*self.account.values(Property.PARTY), *self.account.values(Property.DELEGATION_TEXT)]
        return {
            "document": self.document,
            "lead": self.account.value(Property.LEAD),
            "status": self.account.value(Property.STATUS),
            "parties": parties,
            "people": people,
            "confidence": self.account.confidence,
            "invented": invented,
        }


def documents_in(benchmarks: Path) -> dict[str, dict[str, str]]:
    """Name -> what is read, of all documents that are there: the text below its title, and the day if it is one."""
    out = {}
    for path in (benchmarks / name for name in _FILES):
        for row in rows_of(path) if is_there(path) else ():
            title, text = row.get("title") or "", row["text"]
            whole = text if text.startswith(title) else f"{title}\n\n{text}"
            out[(row.get("doc") or row["url"]).strip()] = {"text": whole, "published": row.get("dct", "")[:10]}
    return out


def found_in(documents: dict[str, dict[str, str]], language: Language) -> Iterator[Found]:
    """Every account, in the order of the documents."""
    for name, reading in zip(documents, readings(documents.values(), language), strict=True):
        for account in reading.accounts if reading else ():
            yield Found(name, account)


def table(documents: int, found: list[Found]) -> Iterator[str]:
    """Accounts found, by least confidence."""
    for least in _LEAST:
        sure = [f for f in found if f.account.confidence >= least]
        where = len({f.document for f in sure})
        rate = 1000 * len(sure) / documents
        yield f"accounts at confidence >= {least:.1f}   {len(sure):4d} = {rate:6.1f} for 1,000   (in {where} documents)"


def judged_table(documents: int, found: list[Found], judged: Judged) -> Iterator[str]:
    """Those invented, by least confidence, among documents without a meeting."""
    real = {document for (document, _), invented in judged.items() if not invented}
    free = documents - len(real)
    yield f"documents without a meeting        {free} of {documents}"
    for least in _LEAST:
        sure = [f for f in found if f.account.confidence >= least]
        unjudged = sum(f.key not in judged for f in sure)
        invented = [f for f in sure if judged.get(f.key)]
        there = sum(f.document not in real for f in invented)
        rate, beside = 1000 * there / max(free, 1), len(invented) - there
        notes = f"{beside} more in documents with a meeting, {unjudged} not judged"
        yield f"invented at confidence >= {least:.1f}   {there:4d} = {rate:6.1f} for 1,000   ({notes})"


def judgements(path: Path) -> Judged:
    """What a person said of the accounts; of several under one lead, real counts."""
    out: Judged = {}
    for row in rows_of(path):
        if isinstance(row["invented"], bool):
            key = row["document"], row["lead"]
            out[key] = row["invented"] and out.get(key, True)
    return out


def main() -> None:
    """Reads the news and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--judged", type=Path)
    add_reader(parser)
    asked = parser.parse_args()
    documents, language = documents_in(asked.shared / "benchmarks"), reader_of(asked)
    if not documents or not language:
        return
    found = list(found_in(documents, language))
    judged = judgements(asked.judged) if asked.judged and is_there(asked.judged) else {}
    out = sys.stderr if asked.list else sys.stdout
    print(
        f"{machine()}; {language.name}; {len(documents)} documents", *table(len(documents), found), sep="\n", file=out
    )
    if judged:
        print(*judged_table(len(documents), found, judged), sep="\n", file=out)
    for each in found if asked.list else ():
        print(json.dumps(each.row(judged.get(each.key)), ensure_ascii=False))


if __name__ == "__main__":
    main()
