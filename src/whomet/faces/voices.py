"""The voices of a meeting as lines: where each comes from, who follows it, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from whomet.faces.sources import in_words, source
from whomet.faces.terminal import clean, heading, hung, quoted
from whomet.model import Document
from whomet.reconciliation.origins import Evidence, How, Told, Voice
from whomet.reconciliation.voices import count_voices

_COLUMN = 4
_LONGEST = 160  # code points of a sentence that is shown as evidence


def counted(documents: Sequence[Document], voices: Sequence[Voice]) -> str:
    """ "5 documents, 4 outlets, 2 independent origins": what must not be taken for one another."""
    count = count_voices(documents, voices)
    parts = ((count.documents, "document"), (count.publishers, "outlet"), (count.voices, "independent origin"))
    return ", ".join(f"{number} {noun}" if number == 1 else f"{number} {noun}s" for number, noun in parts)


def voices_part(console: Console, voices: Sequence[Voice], documents: Sequence[Document]) -> Iterator[Text]:
    """The voices of a meeting, the widest told first: the origin of each, the documents that follow it, and why that is
    thought. Nothing where one document tells of the meeting and credits nobody."""
    if len(documents) < 2 and not any(t.evidence for v in voices for t in v.told):
        return
    by_key = {document.key: document for document in documents}
    yield from heading(console, "voices", counted(documents, voices))
    for voice in voices:
        first = by_key.get(voice.origin)
        named = source(first) if first else Text(clean(voice.origin), "cyan")
        named.append(f", {in_words(voice.kind, voice.party)}", "dim")
        yield from hung(console, "", [named], column=2)
        for told in voice.told:
            if told.how is not How.ORIGINAL:
                yield from hung(console, "", _follower(told, by_key), column=_COLUMN)


def _follower(told: Told, documents: Mapping[str, Document]) -> Iterator[Text]:
    """One document that follows an origin, then the evidence."""
    yield source(documents[told.document]).append(f"  {told.how}", "bold")
    for evidence in told.evidence:
        yield Text(clean(evidence.text))
        yield from (Text(line, "dim") for line in _shown(evidence, documents))


def _shown(evidence: Evidence, documents: Mapping[str, Document]) -> Iterator[str]:
    """The words of one piece of evidence that say the most, a line each, with the documents that print them."""
    said: dict[str, list[str]] = {}
    for key, span in evidence.spans[:2]:
        words = clean(span.of(documents[key].text))
        cut = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
        said.setdefault(cut, []).append(clean(documents[key].id))
    yield from (f"  {quoted(words)} – {', '.join(dict.fromkeys(ids))}" for words, ids in said.items())
