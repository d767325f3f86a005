"""Annotated texts become examples: spans by tag, questions with what their annotation settles."""

from __future__ import annotations

import json

import pytest

import examples
from examples import annotated, crossner, first_word, gold_train, mentions, places_of, re3d, sentences, uner, written
from whomet.language.tags import CLASSES, OF_MARK, TAGS
from whomet.model import Span

TEXT = (
    "Foreign Minister Tomas Brae met Mira Okonveld of Jordan in Sellis on Monday. The talks lasted two hours.\n\n"
    "“We agree on fishing,” Brae told reporters. On Friday Brae will call Norway's king."
)
DOCUMENT = {
    "id": "made-up-1",
    "others": [],
    "meetings": [
        {
            "main": True, "status": "held", "format": "in-person", "date": "2031-03-03",
            "time_text": ["Monday"], "places": ["Sellis"], "city": "Sellis", "country": "", "venue": "",
            "duration": "two hours", "parties": ["Egypt", "Jordan"], "party_words": ["Jordan"], "host": "Egypt",
            "people": [
                {"name": "Tomas Brae", "role": "Foreign Minister", "party": "Egypt"},
                {"name": "Mira Okonveld", "role": "", "party": "Jordan"},
            ],
            "statements": [
                {"speaker": "Tomas Brae", "cue": "told", "via": "", "act": "agrees", "text": "We agree on fishing"}
            ],
        },
        {
            "main": False, "status": "planned", "format": "phone", "date": "2031-03-07", "time_text": ["On Friday"],
            "city": "", "country": "NO", "venue": "", "parties": ["Norway"],
            "people": [{"name": "Tomas Brae", "role": "Foreign Minister", "party": ""}],
        },
    ],
}  # fmt: skip


def span(words: str, nth: int = 0) -> Span:
    """Where some words stand in TEXT."""
    return places_of(TEXT, words)[nth]


WORDS = {1: [span("met"), span("talks")], 2: [span("call")]}
EXAMPLE = annotated(TEXT, DOCUMENT, WORDS, whole=True)
FIRST, TALKS, CALL = [q for q in EXAMPLE.questions if q.mark == "meeting"]


def told(question, tag) -> list[str]:
    """The words that a tag covers, in text order."""
    return [s.of(TEXT) for s in sorted(question.tags[tag])]


def test_persons_are_named_in_full_and_by_surname():
    """Every mention once, its first word beside it."""
    assert [s.of(TEXT) for s in sorted(EXAMPLE.plain["person"])] == ["Tomas Brae", "Mira Okonveld", "Brae", "Brae"]
    begins = [s.of(TEXT) for s in sorted(EXAMPLE.plain["person-begins"])]
    assert begins == ["Tomas", "Mira", "Brae", "Brae"]


def test_each_meeting_word_is_asked_about_with_its_own_meeting():
    """Words of one meeting answer each other; those of another don't."""
    assert [q.at for q in (FIRST, TALKS, CALL)] == [(span("met"),), (span("talks"),), (span("call"),)]
    assert (told(FIRST, "same-meeting"), told(TALKS, "same-meeting")) == (["talks"], ["met"])
    assert told(CALL, "same-meeting") == []
    assert EXAMPLE.plain["meeting"] == [span("met"), span("talks"), span("call")]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("participant", ["Tomas Brae", "Mira Okonveld", "Brae", "Brae"]),
        ("their-role", ["Foreign Minister"]),
        ("side", ["Jordan"]),
        ("where", ["Sellis"]),
        ("when", ["Monday"]),
        ("how-long", ["two hours"]),
        ("statement", ["We agree on fishing"]),
        ("statement-begins", ["We"]),
        ("mediator", []),
    ],
)
def test_what_belongs_to_a_meeting_is_tagged_where_it_stands(tag, expected):
    """By the annotator's own words."""
    assert told(FIRST, tag) == expected


def test_a_place_or_host_that_the_text_does_not_name_settles_nothing():
    """A country known from elsewhere is no reason to teach that no word names the place."""
    assert "where" not in CALL.settled and "where" in FIRST.settled
    assert "host" not in FIRST.settled and "host" in CALL.settled


def test_what_a_meeting_is_like_becomes_classes():
    """With what the annotation leaves out taken as direct."""
    assert FIRST.classes == {
        "real": "yes", "main": "yes", "contact": "direct", "status": "held", "format": "in-person",
    }  # fmt: skip
    assert (CALL.classes["main"], CALL.classes["status"], CALL.classes["format"]) == ("no", "planned", "phone")


def test_persons_are_asked_for_role_and_side():
    """The side is settled only where the annotation gives one."""
    asked = [q for q in EXAMPLE.questions if q.mark == "person"]
    mira = next(q for q in asked if q.at == (span("Mira Okonveld"),))
    assert (told(mira, "role-of"), told(mira, "side-of")) == ([], ["Jordan"])
    brae = next(q for q in asked if q.at == (span("Tomas Brae"),))
    assert told(brae, "role-of") == ["Foreign Minister"]
    assert any("side-of" not in q.settled for q in asked) and all("role-of" in q.settled for q in asked)


def test_statements_are_asked_for_speaker_and_cue():
    """The speaker wherever named, the cue that stands nearest, the act as a class."""
    (asked,) = [q for q in EXAMPLE.questions if q.mark == "speech"]
    assert asked.at == (span("We agree on fishing"),)
    assert (told(asked, "speaker"), told(asked, "cue")) == (["Tomas Brae", "Brae", "Brae"], ["told"])
    assert asked.classes == {"act": "agrees"} and "speaker" in asked.settled


def test_what_is_settled_depends_on_what_was_annotated():
    """Meeting words only if all are marked, persons only if the others are listed."""
    assert EXAMPLE.settled == {"meeting", "person", "person-begins"}
    part = annotated(TEXT, {k: v for k, v in DOCUMENT.items() if k != "others"}, WORDS, whole=False)
    assert part.settled == frozenset()
    assert annotated(TEXT, {"id": 1, "meetings": []}, {}, whole=True).settled == {"meeting"}


def test_the_written_texts_become_examples_whose_spans_and_tags_are_known(tmp_path, monkeypatch):
    """Of two files: each span lies in its text and is not empty, each tag belongs to its mark, each class is one."""
    for name in ("wire-01.yaml", "lookalike-01.yaml"):
        (tmp_path / name).write_bytes((examples.TEXTS / name).read_bytes())
    monkeypatch.setattr(examples, "TEXTS", tmp_path)
    found = list(written())
    assert len(found) > 10 and sum(len(e.questions) for e in found) > 100
    for e in found:
        asked = [("", e.plain), *((q.mark, q.tags) for q in e.questions)]
        assert {tag for mark, tags in asked for tag in tags if tag not in OF_MARK[mark]} == set(), e.id
        spans = [s for _, tags in asked for values in tags.values() for s in values]
        assert all(0 <= s.start < s.end <= len(e.text) for s in spans), e.id
        assert all(v in CLASSES[name] for q in e.questions for name, v in q.classes.items()), e.id
        assert all(e.settled | q.settled <= set(TAGS) for q in e.questions), e.id


def test_annotated_documents_are_read_with_their_words(tmp_path):
    """Without a list of its words a document teaches no meeting words."""
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
    (tmp_path / "documents.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    gold = [{**DOCUMENT, "id": "a"}, {**DOCUMENT, "id": "b"}]
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    words = {"a": [[w.start, w.end, n] for n, spans in WORDS.items() for w in spans]}
    (tmp_path / "words.json").write_text(json.dumps(words), encoding="utf-8")
    known, unknown = gold_train(tmp_path, tmp_path / "words.json")
    assert known.questions == EXAMPLE.questions and "meeting" in known.settled
    assert "meeting" not in unknown.settled and not [q for q in unknown.questions if q.mark == "meeting"]


@pytest.mark.parametrize(
    ("text", "name", "people", "expected"),
    [
        ("Ali bin Saad spoke. Bin Saad left. Saad waited.", "Ali bin Saad", (), ["Ali bin Saad", "Saad", "Saad"]),
        ("Ali bin Saad spoke. Then bin Saad left.", "Ali bin Saad", (), ["Ali bin Saad", "bin Saad"]),
        ("Jan Olin and Per Olin met. Olin left.", "Jan Olin", ("Jan Olin", "Per Olin"), ["Jan Olin"]),
        ("Olin met Olinsson.", "Jan Olin", (), ["Olin"]),
        ("The Pope and the pope's men.", "Pope", (), ["Pope"]),
    ],
)
def test_a_surname_alone_names_a_person_unless_it_is_anothers(text, name, people, expected):
    """With its particles; never inside a longer word."""
    assert [s.of(text) for s in mentions(text, name, people)] == expected


def test_words_are_found_as_whole_words():
    """And nothing is found for no words."""
    assert places_of("met, metro, met", "met") == [Span(0, 3), Span(12, 15)]
    assert places_of("met", "") == []


def test_first_words_and_sentences():
    """A quotation mark before the first word belongs to it; sentences end at stops and line ends."""
    assert first_word("“We agree", Span(0, 9)) == Span(0, 3)
    text = "One met two. Three left.\nFour stayed"
    assert [s.of(text) for s in sentences(text)] == ["One met two.", "Three left.", "Four stayed"]


# ---------------------------------------------------------------------------------------------- free sets of names


def names(example, tag) -> list[str]:
    """The words that a tag covers."""
    return [s.of(example.text) for s in example.plain[tag]]


def test_universal_ner_gives_three_kinds_and_drops_the_rest(tmp_path):
    """Text is set as prose; OTH counts as nothing."""
    rows = [
        "# newdoc id = a",
        *rows_of("Mira/B-PER Okonveld/I-PER 's/O Red/B-OTH Fund/I-OTH is/O in/O Sellis/B-LOC ./O"),
    ]
    rows += ["", "# newdoc id = b", *rows_of("Lotland/B-ORG won/O ./O")]
    path = tmp_path / "train.iob2"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    first, second = uner(path)
    assert first.text.strip() == "Mira Okonveld's Red Fund is in Sellis."
    assert (names(first, "person"), names(first, "place")) == (["Mira Okonveld"], ["Sellis"])
    assert names(first, "person-begins") == ["Mira"] and names(first, "organisation") == []
    assert names(second, "organisation") == ["Lotland"]
    assert first.settled == set(first.plain)


def rows_of(words: str) -> list[str]:
    """ "word/TAG ..." -> lines of the set."""
    return [f"{n}\t{w.rpartition('/')[0]}\t{w.rpartition('/')[2]}\t-\t-" for n, w in enumerate(words.split(), 1)]


def test_crossner_puts_sentences_together(tmp_path):
    """Politicians are persons, parties and organisations are organisations, elections nothing."""
    path = tmp_path / "train.txt"
    sentence = (
        "Brae\tB-politician\nof\tO\nGreen\tB-politicalparty\nUnion\tI-politicalparty\nwon\tO\n2031\tB-election\n\n"
    )
    path.write_text(sentence * 2, encoding="utf-8")
    (found,) = crossner(path, at_once=2)
    assert names(found, "person") == ["Brae", "Brae"] and names(found, "organisation") == ["Green Union"] * 2
    assert found.text.count("\n") >= 1 and names(found, "place") == []


def test_re3d_keeps_the_longest_of_what_overlaps(tmp_path):
    """Offsets are its own; other kinds of things are left out."""
    text = "The Lotland Ministry spoke in Sellis."
    (tmp_path / "documents.json").write_text(json.dumps({"_id": "d1", "text": text}) + "\n", encoding="utf-8")
    entities = [
        ("Location", "Lotland"),
        ("Organisation", "Lotland Ministry"),
        ("Location", "Sellis"),
        ("Weapon", "spoke"),
    ]
    rows = [
        {"documentId": "d1", "type": kind, "begin": text.index(w), "end": text.index(w) + len(w)}
        for kind, w in entities
    ]
    (tmp_path / "entities.json").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    (found,) = re3d(tmp_path)
    assert (names(found, "organisation"), names(found, "place")) == (["Lotland Ministry"], ["Sellis"])
