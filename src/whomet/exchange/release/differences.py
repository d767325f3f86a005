"""What changed between two releases, and what the decisions and the readings say of why. Cells are compared as CSV has
them; a meeting is found again by the accounts that tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from whomet.exchange.release.entries import Differences
from whomet.exchange.release.meanings import REDACTED, WITHHELD

Cells = Mapping[str, str]
Tables = Mapping[str, Mapping[str, Cells]]
"""The rows of each table by their ids, every cell as CSV has it."""

COMPARED = ("meetings", "accounts", "claims", "sources", "people", "participants", "decisions", "anchors")
"""The tables that are needed for comparing."""

_BY_ID = ("accounts", "sources", "people", "decisions")
_AND = "; "


@dataclass(frozen=True)
class Release:
    """One release as it is compared: its tables, and the version of Whomet that made it."""

    tables: Tables
    whomet: str

    @cached_property
    def told(self) -> Mapping[str, Mapping[str, list[str]]]:
        """For each account the values of each property of its claims, sorted."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for claim in self.tables["claims"].values():
            found[claim["account"]][claim["property"]].append(claim["value"])
        return {account: {p: sorted(v) for p, v in of_one.items()} for account, of_one in found.items()}

    @cached_property
    def accounts_behind(self) -> Mapping[tuple[str, str], set[str]]:
        """The accounts that each meeting, person, source and decision has to do with, under table and id."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for ident, account in self.tables["accounts"].items():
            for table, thing in (("meetings", account["meeting"]), ("accounts", ident), ("sources", account["source"])):
                found[table, thing].add(ident)
        for one in self.tables["participants"].values():
            found["people", one["person"]].add(one["account"])
        return found

    @cached_property
    def anchored(self) -> Mapping[str, list[Cells]]:
        """The anchors of each decision."""
        found: dict[str, list[Cells]] = defaultdict(list)
        for anchor in self.tables["anchors"].values():
            found[anchor["decision"]].append(anchor)
        return found

    def sources_behind(self, table: str, ident: str) -> set[str]:
        """The sources that something has to do with."""
        if table == "sources":
            return {ident}
        if table == "decisions":
            return {anchor["source"] for anchor in self.anchored.get(ident, ())}
        accounts = self.accounts_behind.get((table, ident), set())
        return {self.tables["accounts"][a]["source"] for a in accounts if a in self.tables["accounts"]}


def compare(old: Release, new: Release) -> list[Differences]:
    """Every difference, by change, table, id and field."""
    found = [*_of_meetings(old, new), *(d for table in _BY_ID for d in _by_id(table, old, new))]
    return sorted(found, key=lambda d: d.id)


_WITHHELD_NOW = "The words of a document are withheld now."


def _row(change: str, table: str, thing: str, pair: Pair, field: tuple[str, str, str] = ("", "", "")) -> Differences:
    name, before, after = field
    ident = "/".join([change, table, thing, *([name] if name else [])])
    hidden = before and name and pair.must_not_repeat
    covered = hidden and REDACTED in after  # whatever was decided, this is why the cell says nothing any more
    reason = _WITHHELD_NOW if covered else pair.reason
    return Differences(ident, change, table, thing, name, WITHHELD if hidden else before, after, reason)


# ------------------------------------------------------------------------------------------------- meetings


def _of_meetings(old: Release, new: Release) -> Iterator[Differences]:
    before, after = _shared(old, new)
    for ident, row in new.tables["meetings"].items():
        olds = before.get(ident, [])
        pair = Pair("meetings", olds, [ident], old, new)
        if not olds:
            yield _row("added", "meetings", ident, pair)
        elif len(olds) > 1:
            yield _row("merged", "meetings", ident, pair, ("", _AND.join(olds), ident))
        if ident in olds or (len(olds) == 1 and len(after[olds[0]]) == 1):
            base = ident if ident in olds else olds[0]
            yield from _changed("meetings", ident, old.tables["meetings"][base], row, pair)
    for ident in old.tables["meetings"]:
        news = after.get(ident, [])
        pair = Pair("meetings", [ident], news, old, new)
        if not news:
            yield _row("withdrawn", "meetings", ident, pair)
        elif len(news) > 1:
            yield _row("split", "meetings", ident, pair, ("", ident, _AND.join(news)))


def _shared(old: Release, new: Release) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each meeting of the new release those of the old one that share an account with it, and the other way."""
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for ident, account in new.tables["accounts"].items():
        was = old.tables["accounts"].get(ident)
        if was:
            before[account["meeting"]].add(was["meeting"])
            after[was["meeting"]].add(account["meeting"])
    return {m: sorted(found) for m, found in before.items()}, {m: sorted(found) for m, found in after.items()}


# --------------------------------------------------------------------------------------- what keeps its id


def _by_id(table: str, old: Release, new: Release) -> Iterator[Differences]:
    was, now = old.tables[table], new.tables[table]
    for ident in sorted(was.keys() | now.keys()):
        pair = Pair(table, [ident], [ident], old, new)
        if ident not in was:
            yield _row("added", table, ident, pair)
        elif ident not in now:
            yield _row("withdrawn", table, ident, pair)
        else:
            yield from _changed(table, ident, was[ident], now[ident], pair)
            if table == "accounts":
                yield from _told_otherwise(ident, pair)


def _changed(table: str, ident: str, was: Cells, now: Cells, pair: Pair) -> Iterator[Differences]:
    for field, value in now.items():
        if was[field] != value:
            yield _row("changed", table, ident, pair, (field, was[field], value))


def _told_otherwise(ident: str, pair: Pair) -> Iterator[Differences]:
    """The properties of which an account claims other values; its lead is a field of its own."""
    was, now = pair.old.told.get(ident, {}), pair.new.told.get(ident, {})
    for prop in sorted((was.keys() | now.keys()) - {"lead"}):
        before, after = was.get(prop, []), now.get(prop, [])
        if before != after:
            yield _row("changed", "accounts", ident, pair, (prop, _AND.join(before), _AND.join(after)))


# --------------------------------------------------------------------------------------------------- reasons


@dataclass(frozen=True)
class Pair:
    """What stood in the old release and what stands in the new one for it, by ids of one table."""

    table: str
    olds: Sequence[str]
    news: Sequence[str]
    old: Release
    new: Release

    @cached_property
    def _sources(self) -> tuple[set[str], set[str]]:
        before = (self.old.sources_behind(self.table, i) for i in self.olds)
        after = (self.new.sources_behind(self.table, i) for i in self.news)
        return set().union(*before), set().union(*after)

    @property
    def must_not_repeat(self) -> bool:
        """Whether the old release has it of a source that is no longer there, or whose words are withheld by now."""
        was, now = self.old.tables["sources"], self.new.tables["sources"]
        return any(s not in now or now[s]["redacted"] > was[s]["redacted"] for s in self._sources[0] if s in was)

    @cached_property
    def reason(self) -> str:
        """What the decisions made since say; else what was read since; else what is left."""
        return " ".join(self._decided() or self._read() or self._rest())

    def _decided(self) -> list[str]:
        if self.table == "decisions":
            made = self.new.tables["decisions"].get(self.news[0]) or {}
            undoing = [d for d in self._since() if d["value"] == self.olds[0]]
            return [_decided(d) for d in (*undoing, *([made] if made and not undoing else []))]
        accounts = {a for i in self.olds for a in self.old.accounts_behind.get((self.table, i), ())}
        accounts |= {a for i in self.news for a in self.new.accounts_behind.get((self.table, i), ())}
        return [_decided(d) for d in self._since() if accounts & self._meant(d)] if self.table != "sources" else []

    def _since(self) -> list[Cells]:
        """The decisions made since the old release; those about it that were withdrawn give no reason."""
        return [d for i, d in self.new.tables["decisions"].items() if i not in self.old.tables["decisions"]]

    def _meant(self, decision: Cells) -> set[str]:
        return {anchor["account"] for anchor in self.new.anchored.get(decision["id"], ())}

    def _read(self) -> list[str]:
        was, now = self.old.tables["sources"], self.new.tables["sources"]
        before, after = self._sources
        came = sorted(now[s]["name"] for s in after if s in now and s not in was)
        gone = any(s not in now for s in before if s in was)
        anew = sorted(
            f"{now[s]['name']} was read anew by {now[s]['reader']}, before by {was[s]['reader']}."
            for s in before & after
            if s in was and s in now and was[s]["reader"] != now[s]["reader"]
        )
        hidden = any(now[s]["redacted"] > was[s]["redacted"] for s in before if s in was and s in now)
        new = [f"Documents were added: {', '.join(came)}."] if came else []
        less = ["A document is no longer in the release."] if gone else []
        return [*new, *less, *([_WITHHELD_NOW] if hidden else []), *anew]

    def _rest(self) -> list[str]:
        if self.old.whomet != self.new.whomet:
            return [f"Made by Whomet {self.new.whomet}, before by {self.old.whomet}."]
        return ["It follows from what else was read or decided."]


def _decided(decision: Cells) -> str:
    return f"{decision['by']} decided {decision['kind']} on {decision['on'][:10]}: {decision['reason']}."
