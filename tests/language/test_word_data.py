"""Every example in the word data of sentences, names, meeting words and set phrases is read as its entry says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from whomet.knowledge.data import read_data
from whomet.language import english_by_rules, phrases
from whomet.language.sentences import find_sentences
from whomet.language.units import Tagger
from whomet.language.wording import outcome_kind
from whomet.model import LinkKind, MentionKind, Span

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "reports"
KNOWN = {(k["file"], k["text"]): k for k in yaml.safe_load((HERE / "known_failures.yaml").read_text("utf-8"))}

SENTENCES, NOUNS = read_data("sentences")["examples"], read_data("nouns")["examples"]
GRAMMAR = {name: entries for name, entries in read_data("grammar").items() if name != "macros"}
WORDS, PHRASES = read_data("meeting_words")["words"], read_data("meeting_phrases")["phrases"]
HOSTS, OUTCOMES = read_data("hosts")["phrases"], read_data("meeting_phrases")["outcome_kinds"]

KINDS = {
    "role": MentionKind.ROLE,
    "person": MentionKind.PERSON,
    "organisation": MentionKind.ORGANISATION,
    "place": MentionKind.PLACE,
    "group": MentionKind.DELEGATION,
}
# The kinds that each section of the grammar finds: of these, nothing may be found that is not marked.
OWN = {
    "places": {"place"},
    "persons": {"role", "person"},
    "shared": {"role", "person"},
    "organisations": {"organisation"},
    "sides": {"organisation"},
    "groups": {"group"},
}
_MARK = re.compile(r"\[([^\]]+)\]\((\w+)\)")


def verify(file: str, text: str, wrong: str) -> None:
    """Nothing wrong, unless it is known to be; then it must be wrong."""
    if (file, text) not in KNOWN:
        assert not wrong, wrong
    elif not wrong:
        pytest.fail("This is read rightly now: it must be taken off known_failures.yaml.", pytrace=False)


def unequal(got: object, wanted: object) -> str:
    """What to say where two values are not the same."""
    return "" if got == wanted else f"{got!r} instead of {wanted!r}"


def unmarked(marked: str) -> tuple[str, list[tuple[str, Span]]]:
    """The text without its marks, and (kind, span) of each."""
    text, marks, place = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        marks.append((match[2], Span(len(text), len(text) + len(match[1]))))
        text, place = text + match[1], match.end()
    return text + marked[place:], marks


@pytest.fixture(scope="module")
def analyse(load):
    """Text -> Analysis."""
    language = english_by_rules()
    return lambda text: language.analyse(load({"text": text}))


def shown(entry: dict) -> dict[str, str]:
    """Its `yes`: text -> what must be found. YAML 1.1 reads a bare `yes` as true."""
    return entry.get("finds", {})


def spared(entry: dict) -> list[str]:
    """Its `no`: texts in which nothing may be found."""
    return entry.get("spares", [])


# ------------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize("example", SENTENCES)
def test_a_text_is_divided_as_marked(example):
    """Sentences end where the marks stand, and nowhere else."""
    text = example.replace(" | ", " ")
    found = " | ".join(s.of(text) for s in find_sentences(text))
    verify("sentences", example, unequal(found, example))


# --------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("example", NOUNS, ids=lambda e: e["words"])
def test_a_noun_gets_its_tag(example):
    """One unit with the tag of its list."""
    text = example["words"]
    whole = Span(0, len(text))
    tags = [unit.tag for unit in Tagger(text, (whole,)).units(whole)]
    verify("nouns", text, unequal(tags, [example["tag"]]))


@pytest.mark.parametrize(
    ("section", "example"), [(s, x) for s, entries in GRAMMAR.items() for e in entries for x in e["examples"]]
)
def test_names_are_found_as_marked(section, example, analyse):
    """Each marked span is found as what it is marked as; of the section's own kinds nothing else."""
    text, marks = unmarked(example)
    analysis = analyse(text)
    found = {(kind, m.span) for m in analysis.mentions for kind, k in KINDS.items() if m.kind is k}
    missed = sorted(f"{kind} “{span.of(text)}” missed" for kind, span in set(marks) - found)
    strange = [(kind, span) for kind, span in found - set(marks) if kind in OWN[section]]
    verify("grammar", example, "; ".join([*missed, *sorted(f"{k} “{s.of(text)}” found" for k, s in strange)]))


# --------------------------------------------------------------------------------------- meeting words


@pytest.mark.parametrize(("entry", "text", "who"), [(e, *x) for e in WORDS for x in shown(e).items()])
def test_a_meeting_word_leads_to_those_who_met(entry, text, who, analyse):
    """At the entry's words there is a meeting of its format and contact, with these participants in text order."""
    analysis = analyse(text)
    kind = LinkKind.MEETING_MEDIATOR if entry.get("mediates") else LinkKind.MEETING_PARTICIPANT
    places = [Span(*m.span()) for m in re.finditer(entry["words"], text, re.IGNORECASE)]
    found = []
    for i, mention in enumerate(analysis.mentions):
        if mention.kind is MentionKind.MEETING and any(mention.span.meets(p) for p in places):
            took_part = {k.target for k in analysis.links if k.kind is kind and k.source == i}
            _, form, contact, *_ = mention.reads_as.split()
            found.append((" | ".join(analysis.mentions[t].span.of(text) for t in sorted(took_part)), form, contact))
    verify("meeting_words", text, unequal(found, [(who, entry["format"], entry.get("contact", "direct"))]))


@pytest.mark.parametrize(("entry", "text"), [(e, x) for e in WORDS for x in spared(e)])
def test_a_meeting_word_leaves_alone_what_it_must(entry, text, analyse, read_record):
    """No meeting word brings two together, and no account comes of it."""
    met = [k.source for k in analyse(text).links if k.kind is LinkKind.MEETING_PARTICIPANT]
    together = any(met.count(source) > 1 for source in met)
    accounts = len(read_record({"text": text}).accounts)
    verify("meeting_words", text, unequal((together, accounts), (False, 0)))


# ----------------------------------------------------------------------------------------- set phrases


@pytest.mark.parametrize(("entry", "text", "words"), [(e, *x) for e in PHRASES for x in shown(e).items()])
def test_a_phrase_is_found(entry, text, words, analyse):
    """Of the entry's kind exactly these words, with what they mean."""
    found = [(m.span.of(text), m.reads_as) for m in analyse(text).mentions if m.kind is MentionKind(entry["kind"])]
    verify("meeting_phrases", text, unequal(found, [(words, entry.get("means", ""))]))


@pytest.mark.parametrize(("entry", "text"), [(e, x) for e in PHRASES for x in spared(e)])
def test_a_phrase_leaves_alone_what_it_must(entry, text, analyse):
    """Nothing of the entry's kind."""
    found = [m.span.of(text) for m in analyse(text).mentions if m.kind is MentionKind(entry["kind"])]
    verify("meeting_phrases", text, unequal(found, []))


@pytest.mark.parametrize("entry", [e for e in PHRASES if "needs" in e], ids=lambda e: e["words"][:40])
def test_what_a_phrase_needs_stands_in_whatever_it_finds(entry):
    """Over all that is written here: texts of the examples, and of every entry of these files."""
    pattern = phrases._phrase(entry, read_data("meeting_phrases")["macros"]).pattern
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.txt")]
    texts += [text for e in (*WORDS, *PHRASES, *HOSTS) for text in (*shown(e), *spared(e))]
    found = [match.group().casefold() for text in texts for match in pattern.finditer(text)]
    assert found and [words for words in found if not any(word in words for word in entry["needs"])] == []


@pytest.mark.parametrize(("text", "words"), [x for e in HOSTS for x in shown(e).items()])
def test_a_host_is_found(text, words, analyse):
    """The one whom the words name, linked to the meeting."""
    analysis = analyse(text)
    hosts = {k.target for k in analysis.links if k.kind is LinkKind.MEETING_HOST}
    assert words in {analysis.mentions[h].span.of(text) for h in hosts}


@pytest.mark.parametrize(("means", "text"), [(e["means"], x) for e in OUTCOMES for x in e["finds"]])
def test_an_outcome_has_its_kind(means, text):
    """By its words, whatever found them; what none fits was agreed."""
    assert outcome_kind(text, Span(0, len(text))) == means
    assert outcome_kind("to form a committee", Span(0, 19)) == "agreed"


# ------------------------------------------------------------------------------------------- the data


def test_every_entry_shows_what_it_finds():
    """At least one example for each pattern, meeting word and phrase."""
    bare = [e["name"] for entries in GRAMMAR.values() for e in entries if not e.get("examples")]
    assert bare + [e["words"] for e in (*WORDS, *PHRASES, *HOSTS, *OUTCOMES) if not shown(e)] == []


def test_a_known_failure_is_an_example_and_says_why():
    """No entry outlives its example."""
    there = {("sentences", x) for x in SENTENCES} | {("nouns", x["words"]) for x in NOUNS}
    there |= {("grammar", x) for entries in GRAMMAR.values() for e in entries for x in e["examples"]}
    for file, entries in (("meeting_words", WORDS), ("meeting_phrases", PHRASES)):
        there |= {(file, text) for e in entries for text in (*shown(e), *spared(e))}
    assert [k for k, entry in KNOWN.items() if k not in there or not entry["why"]] == []
