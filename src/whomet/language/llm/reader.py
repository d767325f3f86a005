"""The reader itself: windows, questions, answers, one Analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from whomet.errors import NotReadError
from whomet.language.draft import Draft
from whomet.language.llm.answer import Answer, answer_in
from whomet.language.llm.drafting import Drafting, Tally, join
from whomet.language.llm.prompt import prompt_version
from whomet.language.llm.windows import as_sent, halves, shown, windows
from whomet.language.sentences import find_sentences, flowing
from whomet.model import Analysis, Document, Finding, FindingKind, Span
from whomet.values.readers import llm_name

_LONGEST = 200_000  # code points: what is longer is no report but a book or a heap of them, and would cost as much


class Cut(Exception):
    """An answer that was cut off: there was more to tell than it had room for."""


class Model(Protocol):
    """A language model, as whoever makes the reader gives it. `name` is what its server calls it."""

    @property
    def name(self) -> str: ...

    def answer(self, document: str, words: str) -> str:
        """What it answers about some words of a document, by its key: JSON as `answer_in` takes it.

        Raises Cut where the answer was cut off, NotReadError where there is none, ReaderStoppedError where there will
        be none for others either."""
        ...

    def foresee(self, document: str, words: str) -> None:
        """Told that it will be asked so: it may begin."""
        ...


class Llm:
    """Reads any language, as far as the model does. The same answers give the same Analysis."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name = llm_name(model.name, prompt_version())
        self.tally = Tally()
        """Over all documents that were read."""

    def reads(self, language: str) -> bool:
        """Every language is asked about."""
        return True

    def foresee(self, document: Document) -> None:
        """Lets the model begin with a document that is to be read soon."""
        read = replace(document, text=flowing(document.text))
        text, sentences = shown(read), find_sentences(read.text, read.regions)
        if len(text) <= _LONGEST:
            for window in windows(text, sentences):
                self._model.foresee(document.key, as_sent(text, window))

    def analyse(self, document: Document) -> Analysis:
        """All that the model quotes of one Document."""
        if len(document.text) > _LONGEST:
            raise NotReadError(
                f"{document.id} is longer than {_LONGEST:,} characters, more than a language model is asked about; "
                "divide it first."
            )
        text, sentences = shown(document), find_sentences(document.text, document.regions)
        drafting = Drafting(Draft(document.text, sentences), text, english=is_english(document.language))
        for window in windows(text, sentences):
            for part, answer in self._answers(document.key, text, window, sentences):
                drafting.take(answer, part)
        join(drafting.draft, drafting.placed)
        self.tally += drafting.tally
        speeches = tuple(sorted(drafting.speeches, key=lambda s: (s.content, s.cue or s.content)))
        return replace(drafting.draft.analysis(speeches), findings=_findings(document, drafting.tally))

    def _answers(
        self, document: str, text: str, window: Span, sentences: tuple[Span, ...]
    ) -> list[tuple[Span, Answer]]:
        """The answer about a window, or, where it had no room, those about its halves."""
        try:
            content = self._model.answer(document, as_sent(text, window))
        except Cut:
            parts = halves(window, sentences)
            if parts is None:
                raise NotReadError("The model's answer about one sentence had no end.") from None
            return [each for part in parts for each in self._answers(document, text, part, sentences)]
        answer = answer_in(content)
        if answer is None:  # whoever asks has looked before: only an answer kept on disk can have changed since
            raise NotReadError("An answer that was kept is damaged; remove it and read again.")
        return [(window, answer)]


def is_english(language: str) -> bool:
    """Whether the rules of English are to be asked what words say; of texts too short to tell they are."""
    return language in ("", "en") or language.startswith("en-")


def _findings(document: Document, tally: Tally) -> tuple[Finding, ...]:
    """What a reader must know: what the model told that the text does not say."""
    found = []
    if tally.dropped:
        kinds = ", ".join(f"{count} of its {kind}" for kind, count in sorted(tally.dropped.items()))
        text = f"The model gave values that do not stand in this text, and they were dropped: {kinds}."
        found.append(Finding(FindingKind.NOT_UNDERSTOOD, text, document.key))
    if tally.undated:
        several = "expression" if tally.undated == 1 else "expressions"
        text = f"{tally.undated} {several} of time could not be understood, so no date follows from them."
        found.append(Finding(FindingKind.DATE_UNRESOLVED, text, document.key))
    return tuple(found)
