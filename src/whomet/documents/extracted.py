"""What a format gives: a text, and what was given along with it. The same shape for every format."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from whomet.model import FindingKind, Region


@dataclass(frozen=True, slots=True)
class Given:
    """Metadata that came with a text rather than in it, as it was given; "" where it was not."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One text out of one input, before anything is looked for in it.

    `original`: SHA-256 (hex) of the bytes it came from; `extractor`: name and version of what took the text out;
    `basis`: the sentence that says where `given` comes from; `regions`: what the format itself tells (pages, what lies
    outside the article); `warnings`: what a reader must be told, as kind and sentence.
    """

    id: str
    text: str
    source: str
    original: str
    extractor: str
    given: Given = field(default_factory=Given)
    basis: str = ""
    regions: tuple[Region, ...] = ()
    warnings: tuple[tuple[FindingKind, str], ...] = ()
