"""In which role a person takes part: what the words around a name leave, and what is another's."""

from __future__ import annotations

import pytest

from whomet.language.draft import Draft
from whomet.language.known_roles import add_known_offices, known_role, roles_spoken_of
from whomet.language.role_words import is_of_several, whole_role
from whomet.language.standing import _is_anothers
from whomet.model import LinkKind, MentionKind, Span


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("Ada Lind became prime minister.", "prime", "prime minister"),
        ("The then-Prime Minister Ada Lind spoke.", "Minister", "then-Prime Minister"),
        ("We saw President of Norda Press news agency Ada Lind there.", "President of Norda", None),
        ("Ada Lind head of the National Guard came.", "of the National Guard", "head of the National Guard"),
        ("Deputy Director of the Harbour Service Ada Lind", "Harbour Service", "Director of the Harbour Service"),
        ("Ada Lind, President of all", "President of", "President"),
        ("Ada Lind (Republic of Norda)", "Republic", ""),
        ("Ada Lind of Norda", "of", ""),
    ],
)
def test_a_role_marked_in_part_is_read_whole_or_not_at_all(text: str, marked: str, whole: str | None) -> None:
    """A head left out is taken along, a preposition at the end left off; words without a head are no role."""
    found = whole_role(text, _span(text, marked), _span(text, "Ada Lind"))
    expected = "President of Norda Press news agency" if whole is None else whole
    assert (found.of(text) if found else "") == expected


def test_presidents_is_of_several() -> None:
    """A plural may be the role of each of the names behind it."""
    assert is_of_several("Presidents")
    assert not is_of_several("President")


@pytest.mark.parametrize(
    ("text", "role", "is_anothers"),
    [
        ("Ada Lind met President Tom Berg.", "President", True),
        ("Ada Lind met the head of the bank, Tom Berg.", "head of the bank", True),
        ("Ada Lind, foreign minister, Tom Berg and others came.", "foreign minister", False),
        ("Presidents Tom Berg and Ada Lind met.", "Presidents", False),
        ("The president met Tom Berg. Ada Lind was there.", "president", False),
    ],
)
def test_what_stands_right_before_one_name_is_no_role_of_another(text: str, role: str, is_anothers: bool) -> None:
    """ "Lind met President Berg" gives Lind no role."""
    draft = Draft(text, (Span(0, len(text)),))
    lind = draft.add(MentionKind.PERSON, _span(text, "Ada Lind"))
    draft.add(MentionKind.PERSON, _span(text, "Tom Berg"))
    assert _is_anothers(draft, _span(text, role), [lind]) is is_anothers


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Vladimir Putin met Ada Lind. The Russian president smiled.", "Russian president"),
        ("Vladimir Putin met Ada Lind. The President of Russia smiled.", "President of Russia"),
        ("Vladimir Putin met Ada Lind. The Norwegian prime minister smiled.", None),
        ("Vladimir Putin met Dmitry Medvedev. The President of Russia smiled.", None),
        ("Vladimir Putin met Ada Lind. The Russian leader smiled.", "Russian leader"),
        ("Vladimir Putin met Ada Lind. The Norwegian leader smiled.", None),
        ("Vladimir Putin met Ada Lind. Russian leaders smiled.", None),
    ],
)
def test_a_role_said_elsewhere_is_that_of_the_one_person_known_to_have_had_it(text: str, role: str | None) -> None:
    """Where two persons of the text had the office, it stays unknown whose role it is."""
    draft = Draft(text, (Span(0, len(text)),))
    names = [n for n in ("Vladimir Putin", "Ada Lind", "Dmitry Medvedev") if n in text]
    first, *others = (draft.add(MentionKind.PERSON, _span(text, n)) for n in names)
    found = known_role(draft, first, roles_spoken_of(draft), others)
    assert (found.of(text) if found else None) == role


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Vladimir Putin met Ada Lind. Then the Russian leader smiled.", "Vladimir Putin"),
        ("Vladimir Putin met Ada Lind. Russia’s president smiled.", "Vladimir Putin"),
        ("Vladimir Putin met Ada Lind. A Russian president smiled.", None),
        ("Vladimir Putin met Ada Lind. The former Russian president smiled.", None),
        ("Vladimir Putin met Dmitry Medvedev. The Russian president smiled.", None),
    ],
)
def test_an_office_beside_no_name_means_the_one_who_is_known_in_it(text: str, meant: str | None) -> None:
    """Somebody of the text; not one of several, nor whoever was."""
    draft = Draft(text, (Span(0, len(text)),))
    for name in (n for n in ("Vladimir Putin", "Ada Lind", "Dmitry Medvedev") if n in text):
        draft.add(MentionKind.PERSON, _span(text, name))
    add_known_offices(draft)
    linked = [draft.linked(LinkKind.SAME_PERSON, i) for i in draft.of_kind(MentionKind.PERSON)]
    assert [draft.words(to) for links in linked for to in links] == ([meant] if meant else [])


def test_somebody_called_former_is_not_meant() -> None:
    """ "Former President Medvedev" leaves the office to the other one who has had it."""
    text = "Vladimir Putin met former President Dmitry Medvedev. The Russian president smiled."
    draft = Draft(text, (Span(0, len(text)),))
    putin, medvedev = (draft.add(MentionKind.PERSON, _span(text, n)) for n in ("Vladimir Putin", "Dmitry Medvedev"))
    draft.link(LinkKind.PERSON_ROLE, medvedev, draft.add(MentionKind.ROLE, _span(text, "former President")))
    add_known_offices(draft)
    assert [draft.linked(LinkKind.SAME_PERSON, i) for i in draft.of_kind(MentionKind.PERSON)][-1] == [putin]


def test_what_a_comma_sets_behind_a_name_is_no_role_of_another() -> None:
    """Where it has been found to be that person's."""
    text = "Tom Berg, the chairman, spoke while Ada Lind left."
    draft = Draft(text, (Span(0, len(text)),))
    lind = draft.add(MentionKind.PERSON, _span(text, "Ada Lind"))
    berg = draft.add(MentionKind.PERSON, _span(text, "Tom Berg"))
    assert not _is_anothers(draft, _span(text, "chairman"), [lind])
    draft.link(LinkKind.PERSON_ROLE, berg, draft.add(MentionKind.ROLE, _span(text, "chairman")))
    assert _is_anothers(draft, _span(text, "chairman"), [lind])
    assert not _is_anothers(draft, _span(text, "chairman"), [berg])
