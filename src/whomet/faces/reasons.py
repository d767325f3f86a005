"""Why accounts are judged to tell of one meeting, and what a reader must be warned of, as lines for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from whomet.faces.asking import Records
from whomet.faces.sources import source
from whomet.faces.terminal import clean, heading, hung, quoted
from whomet.model import Finding, FindingKind, Judgement, Meeting, Reason, Verdict

OF_MEETINGS = (FindingKind.SOURCES_DIFFER, FindingKind.LEFT_OUT, FindingKind.IDENTITY_UNSURE, FindingKind.SAME_ID)
"""Findings that name their sources themselves."""


def why_one(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    """The judgements that hold a meeting together, and those that leave open whether another account belongs to it."""
    ours = set(meeting.accounts)
    inside = [j for j in records.judgements if {j.left, j.right} <= ours]
    outside = [j for j in records.judgements if j.verdict is Verdict.UNSURE and len({j.left, j.right} & ours) == 1]
    if inside:
        yield from heading(console, "why these accounts are judged to tell of one meeting", _judges(inside))
        holding = holding_together(inside)
        for judgement in holding:
            yield from _judgement(console, judgement, records)
        if len(inside) > len(holding):
            yield Text(f"  and {_weaker(len(inside) - len(holding))}", "dim")
    if inside and outside:
        yield Text()
    if outside:
        yield from heading(console, "what may be the same meeting", f"unsure, kept apart; {_judges(outside)}")
        for judgement in outside:
            yield from _judgement(console, judgement, records)


def holding_together(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The strongest judgement that ties each further account to those before it: one fewer than there are accounts.

    (Kruskal's way to a spanning tree.)
    """
    group: dict[str, str] = {}
    kept = []
    for judgement in sorted(judgements, key=lambda j: (-j.score, j.left, j.right)):
        left, right = group.get(judgement.left, judgement.left), group.get(judgement.right, judgement.right)
        group.setdefault(judgement.left, left)
        group.setdefault(judgement.right, right)
        if left != right:
            kept.append(judgement)
            group = {account: left if of == right else of for account, of in group.items()}
    return kept


def _judges(judgements: Sequence[Judgement]) -> str:
    return f"judged by {', '.join(sorted({j.judge for j in judgements}))}"


def _weaker(number: int) -> str:
    return "one weaker judgement" if number == 1 else f"{number} weaker judgements"


def _judgement(console: Console, judgement: Judgement, records: Records) -> Iterator[Text]:
    between = " and ".join(_name(i, records) for i in (judgement.left, judgement.right))
    yield from hung(console, "", [Text(f"{between}: {judgement.verdict}, {judgement.score:+.1f}", "bold")], column=2)
    told = {
        "for": _sentence(r for r in judgement.reasons if r.weight > 0),
        "against": _sentence(r for r in judgement.reasons if r.weight <= 0),
    }
    for side, said in told.items():
        if said:
            yield from hung(console, side, [Text(said)], indent=4, column=12)


def _name(account: str, records: Records) -> str:
    """An account by its document, else by its id."""
    known = records.accounts.get(account)
    short = records.short.get(account, account)
    return f"{clean(records.documents[known.document].id)} ({short})" if known else short


def _sentence(reasons: Iterable[Reason]) -> str:
    """Reasons in one sentence, the weightiest first."""
    ranked = sorted(reasons, key=lambda r: -abs(r.weight))
    return "; ".join(f"{clean(r.text).rstrip('.')} {r.weight:+.1f}" for r in ranked)


def warnings(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    """All that a reader of one meeting must be warned of."""
    if records.findings:
        yield from heading(console, "to be warned of")
    for finding in records.findings:
        yield from hung(console, "!", [finding_line(finding, records)], column=4)


def finding_line(finding: Finding, records: Records) -> Text:
    """A finding's sentence, with the words it is about and where they stand."""
    text = Text(clean(finding.text))
    account = records.accounts.get(finding.about)
    document = records.documents.get(account.document if account else finding.about)
    if document and finding.kind not in OF_MEETINGS:
        words = " … ".join(quoted(span.of(document.text)) for span in finding.spans)
        text.append(f"  {words} — " if words else " — ").append_text(source(document))
    return text
