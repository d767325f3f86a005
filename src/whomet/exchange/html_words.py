"""The words that a value of an HTML report rests on, and the documents they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from whomet.exchange.html_page import ours, own, text
from whomet.exchange.told import Told
from whomet.model import Account, Claim, Document, Property
from whomet.values.shown import brief

_NAMED = 4
"""Documents that a closed value names; opened, it names all."""
_BESIDE = {
    Property.OUTCOME_TEXT: (Property.OUTCOME_KIND, ""),
    Property.DENIAL_TEXT: (Property.DENIAL_BY, "denied by "),
    Property.DELEGATION_TEXT: (Property.DELEGATION_PARTY, "of "),
}
"""What an account says beside a claim, of the same part, and the word before it."""

Words = tuple[str, str, str]
"""HTML of the words, of what is to be said of them, of the document."""


Address = Callable[[Document, Claim | None], str]
"""Where the words of a claim in a document are to be read: an address, "" for the list of sources on the page."""


def _here(document: Document, claim: Claim | None) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Sources:
    """A meeting's accounts in the order of the report, its documents' numbers by key, the fragment they share, and
    where their words are to be read."""

    accounts: tuple[Account, ...]
    numbers: Mapping[str, int]
    fragment: str
    address: Address = _here


def sources_of(one: Told, fragment: str, address: Address = _here) -> Sources:
    """Accounts whose title reports the meeting first, then by day of publication and id."""

    def place(account: Account) -> tuple[bool, str, str, str]:
        document = one.document_of(account)
        return (not account.main, document.published.value if document.published else "9999", document.id, account.id)

    accounts = tuple(sorted(one.accounts, key=place))
    keys = dict.fromkeys(account.document for account in accounts)
    return Sources(accounts, {key: number for number, key in enumerate(keys, 1)}, fragment, address)


def name_of(document: Document) -> str:
    """A document as a reader knows it: by its publisher, else by its id."""
    return brief(document.publisher.value if document.publisher and document.publisher.value.strip() else document.id)


def title_of(document: Document) -> str:
    """What a document is called, by its id where it has no title."""
    return brief(document.title.value if document.title and document.title.value.strip() else document.id)


def names(documents: Iterable[Document]) -> str:
    """Who gives a value, in a few words."""
    known = [own(name) for name in dict.fromkeys(map(name_of, documents))]
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return ", ".join(known[:_NAMED]) + more


def reference(document: Document, sources: Sources, claim: Claim | None) -> str:
    """A document's name and number, leading to the words of a claim in it, or to where it is listed."""
    number = sources.numbers[document.key]
    address = sources.address(document, claim) or f"#{sources.fragment}-{number}"
    return f'<a href="{escape(address)}">{own(name_of(document))} [{number}]</a>'


def quoted(one: Told, account: Account, claim: Claim) -> str:
    """The exact words of a claim, each stretch a quotation."""
    return " … ".join(f'<q dir="auto">{text(words)}</q>' for words in one.citations(account, claim))


def told_by(one: Told, account: Account, claim: Claim, sources: Sources) -> Words:
    """The words of a claim, through whom they come and how the value follows from them, and their document."""
    prop, before = _BESIDE.get(claim.property, (None, ""))
    beside = [c.value for c in account.claims if c.property is prop and c.part == claim.part and c.value]
    said = [before + own(value) for value in beside]
    if claim.according_to:
        said.append("according to " + ", quoting ".join(map(own, claim.according_to)))
    bare = {f'"{words}"' for words in one.citations(account, claim)}
    if claim.basis and claim.basis not in bare:
        said.append(f"read so because: {ours(claim.basis)}")
    return (
        quoted(one, account, claim) or "no words of its own",
        "; ".join(said),
        reference(one.document_of(account), sources, claim),
    )


def words_list(told: Iterable[Words]) -> str:
    """A line for each wording, with all documents that have it."""
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for words, said, document in told:
        alike.setdefault((words, said), {})[document] = None
    lines = (
        f'<li>{words} <span class="said">— {", ".join(documents)}{"; " + said if said else ""}</span></li>\n'
        for (words, said), documents in alike.items()
    )
    return f'<ul class="words">\n{"".join(lines)}</ul>\n'
