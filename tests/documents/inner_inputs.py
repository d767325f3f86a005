"""What the tests of mail, feeds and web archives share: reading bytes as `whomet read` does, and what always holds."""

from __future__ import annotations

import io

from whomet.documents import Loaded, read_documents
from whomet.errors import InputError


def read(data: bytes) -> list[Loaded | InputError]:
    """Everything that some bytes give, by their content."""
    return list(read_documents(["-"], io.BytesIO(data)))


def texts(found: list[Loaded | InputError]) -> list[str]:
    """The texts of the documents."""
    return [one.document.text for one in found if isinstance(one, Loaded)]


def errors(found: list[Loaded | InputError]) -> list[str]:
    """What could not be read, a sentence each."""
    return [str(one) for one in found if isinstance(one, InputError)]


def must_hold(found: list[Loaded | InputError]) -> None:
    """Sentences are sentences, texts can be stored, spans lie in their text."""
    for one in found:
        if isinstance(one, InputError):
            assert str(one).endswith(".") and "\n" not in str(one)
            continue
        document = one.document
        for words in (document.text, document.id, document.url, document.source):
            words.encode()
        claims = [claim for claim in (document.title, document.publisher, document.published) if claim]
        for claim in claims:
            claim.value.encode()
        spans = [span for claim in claims for span in claim.spans] + [region.span for region in document.regions]
        assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
