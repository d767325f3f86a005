"""Two readers of one document: both readings are kept, one counts, and the two can be compared."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from endpoints import Reply

from whomet.language import english_by_rules
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Span
from whomet.pipeline import absorb, read_inputs, reconcile_register
from whomet.register import Register
from whomet.register.rows import place_among
from whomet.values.readers import is_llm, llm_name

LLM = ("--reader", "llm", "--endpoint")


@pytest.fixture
def own(monkeypatch):
    """`whomet read` without `--reader` reads by rules: they load at once."""
    monkeypatch.setattr("whomet.shards.here.english_by_model", english_by_rules)


@pytest.fixture
def both(run, write, server, texts, own) -> Callable[..., str]:
    """Has some texts read by both readers into one register, the language model's answers changed by a function;
    gives what was said of the second reading."""

    def read(*names: str, change: Callable[[str, dict], None] = lambda name, answer: None) -> str:
        answers = {name: copy.deepcopy(texts[name]["answer"]) for name in names}
        for name, answer in answers.items():
            change(name, answer)
        heads = {name: texts[name]["record"]["text"][:20] for name in names}
        server.model = lambda asked: Reply(next(answers[n] for n in names if heads[n] in asked.text))
        assert run("read", write(*names)).status == 0
        done = run("read", write(*names), *LLM, server.url)
        assert done.status == 0
        return done.err

    return read


def otherwise(name: str, answer: dict) -> None:
    """Of the English text the model sees another place and no role; and a plan that the rules do not."""
    if name == "english":
        (meeting,) = answer["meetings"]
        meeting["places"] = []
        meeting["people"][1]["role"] = ""
        plan = copy.deepcopy(meeting)
        plan |= {"lead": "The two sides agreed to meet again in April.", "word": "meet again", "status": "planned"}
        plan |= {"times": [{"words": "April", "english": ""}], "statements": [], "outcomes": [], "people": []}
        answer["meetings"].append(plan)


# ------------------------------------------------------------------------------------------- which one counts


def test_the_register_keeps_both_and_whomets_own_counts(both, run):
    """Which reader said what is kept; meetings are made of one of them, so that no voice is counted twice."""
    said = both("english", change=otherwise)
    assert "Of 1 document Whomet's own reading counts; `whomet compare-readers` shows" in said
    with Register.open("register.whomet") as register:
        (document,) = register.documents()
        readings = list(register.every_reading(document.key))
        assert [r.reader for r in readings] == [english_by_rules().name, "llm small, prompt 1"]
        assert [len(r.accounts) for r in readings] == [1, 2]
        assert register.read_by_several() == [document.key]
        counting = {a.id for a in register.accounts()}
        assert counting == {a.id for a in readings[0].accounts}
        assert {a for m in register.meetings() for a in m.accounts} == counting
        assert set(register.voices().values()) == {1}


def test_where_whomets_own_reads_nothing_the_model_counts(both, run):
    """In other languages than English, whichever came first; and a meeting joins accounts of two languages."""
    both("english", "russian", "arabic", "french")
    listed = run("meetings", "--format", "jsonl")
    rows = [json.loads(line) for line in listed.out.splitlines()]
    assert sorted(country for row in rows for country in row["country"]) == ["MA", "NO", "QA"]
    oslo = next(row for row in rows if row["city"] == ["Oslo"])
    assert (oslo["documents"], oslo["date"], set(oslo["parties"])) == (
        ["english", "russian"],
        ["2031-03-04"],
        {"Norway", "Kenya"},
    )
    assert "does not read" not in run("check").out


def test_the_order_of_readers_leaves_no_trace(run, write, server, texts, own, tmp_path):
    """The language model first, or Whomet's own: the same meetings follow."""
    answers = {texts[n]["record"]["text"][:20]: texts[n]["answer"] for n in ("english", "french")}
    server.model = lambda asked: Reply(next(a for head, a in answers.items() if head in asked.text))
    file, shown = write("english", "french"), []
    for name, order in (("a", (True, False)), ("b", (False, True))):
        for by_llm in order:
            run("read", file, "--register", name, *((*LLM, server.url) if by_llm else ()))
        shown.append(run("export", "jsonl", "--register", name).out)
    assert shown[0] == shown[1] and len(shown[0].splitlines()) == 2


def reading(reader: str, *findings: FindingKind, extractor: str = "text 1") -> Reading:
    document = Document("k" * 64, "one", "They met.", "one.txt", "0" * 64, extractor)
    return Reading(document, reader, findings=tuple(Finding(kind, "why") for kind in findings))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (reading("model 9", FindingKind.LANGUAGE), reading(llm_name("a", 1))),
        (reading(llm_name("a", 99)), reading("rules 0.1")),
        (reading(llm_name("b", 1)), reading(llm_name("a", 2))),
        (reading(llm_name("a", 1)), reading(llm_name("b", 1))),
        (reading("model 1", FindingKind.LANGUAGE), reading("model 2", FindingKind.LANGUAGE)),
        (reading("model 2", FindingKind.LANGUAGE), reading("rules 1", FindingKind.TRUNCATED)),
    ],
)
def test_which_reading_counts(less, more):
    """One that sought nothing gives way to all, a language model's to Whomet's own; then the version tells."""
    assert place_among(less) < place_among(more)


def test_the_name_of_a_reader_tells_whose_it_is():
    """On one line, whatever a server calls its model; it ends in the prompt's version."""
    assert llm_name("qwen\n2.5\x1b", 3) == "llm qwen 2.5\N{REPLACEMENT CHARACTER}, prompt 3"
    assert len(llm_name("a" * 1000, 1)) < 130
    assert is_llm(llm_name("a", 1)) and not is_llm("model 0.2.2")


def test_an_older_register_lets_the_model_count_where_nothing_was_sought(tmp_path, write):
    """The eighth migration: precedences written before it give way too."""
    from sqlalchemy import text

    from whomet.register import versions

    where = tmp_path / "old.whomet"
    with Register.open(where) as register:
        absorb(register, (r for r in read_inputs([str(write("french"))], language=english_by_rules())))
        with register._writing() as connection:
            connection.execute(text("UPDATE readings SET precedence = ltrim(precedence)"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
            (before,) = connection.scalars(text("SELECT precedence FROM readings"))
            connection.execute(text("DROP TABLE spelling_words"))  # what came after it
            connection.execute(text("DROP INDEX ix_listings_longer"))
            connection.execute(text("DROP TABLE attendances"))
            connection.execute(text("DROP TABLE whereabouts"))
    assert before[0].isdigit() and "0008" in versions.REVISIONS
    with Register.open(where) as register:
        (old,) = register.every_reading(
            register.read_by_several()[0] if register.read_by_several() else _only(register)
        )
        text_of = old.document.text
        claims = (Claim(Property.LEAD, text_of[:5], (Span(0, 5),)),)
        told = Account("a" * 16, old.document.key, True, 0.5, claims)
        register.add(replace(old, reader=llm_name("small", 1), accounts=(told,), findings=()))
        reconcile_register(register)
        assert [a.id for a in register.accounts()] == [told.id]


def _only(register: Register) -> str:
    (document,) = register.documents()
    return document.key


# ------------------------------------------------------------------------------------------------ compared


def test_differences_are_listed_with_both_sides_words(both, run):
    """A meeting that one alone found, cells that differ, each with its citations; what is alike is not listed."""
    both("english", change=otherwise)
    done = run("compare-readers", "--format", "jsonl")
    found = {line["field"]: line for line in done.lines}
    assert done.status == 0
    assert {"city", "country", "people", "meeting"} <= found.keys()
    assert not {"date", "parties", "status"} & found.keys()
    city = found["city"]
    assert (city["first"]["reader"], city["second"]["reader"]) == (english_by_rules().name, "llm small, prompt 1")
    assert (city["first"]["values"], city["second"]["values"]) == (["Oslo"], [])
    (cite,) = city["first"]["cites"]
    with Register.open("register.whomet") as register:
        text = register.document("english").text
    assert text[cite["start"] : cite["end"]] == cite["words"] == "Oslo"
    assert "Tomas Brae, Kenya" in found["people"]["second"]["values"]
    alone = found["meeting"]
    assert (alone["first"]["account"], alone["second"]["values"]) == ("", [alone["lead"]])


def test_the_page_shows_documents_then_agreement(both, run):
    """For reading: who read, what differs; at the end how far they agree, field by field."""
    both("english", "french", change=otherwise)
    done = run("compare-readers")
    assert done.status == 0
    assert f"first: {english_by_rules().name}. second: llm small, prompt 1" in done.out
    assert "french" not in done.out  # in which one of them sought nothing
    assert "first: Oslo" in done.out and "second: (empty)" in done.out and "first: not found" in done.out
    rows = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()[-15:]}
    assert rows["meetings"] == ["1", "2", "1", "0.667"]
    assert rows["date"] == ["1", "1", "1", "1.000"]
    assert rows["city"] == ["1", "0", "0", "0.000"]
    assert run("compare-readers", "english").out == done.out
    assert "was not read by a second reader" in run("compare-readers", "french").err


def test_the_page_keeps_to_the_width(both, run, monkeypatch):
    """On a narrow terminal no line is wider, and control characters are defused."""
    both("english", change=otherwise)
    monkeypatch.setenv("COLUMNS", "60")
    done = run("compare-readers")
    assert max(map(len, done.out.splitlines())) <= 60
    assert "\x1b" not in done.out


def test_decisions_do_not_count_for_the_comparison(both, run):
    """Readers are compared as they read, whatever people decided since."""
    both("english", change=otherwise)
    before = run("compare-readers", "--format", "jsonl").out
    with Register.open("register.whomet") as register:
        (account,) = register.accounts()
    assert run("decide", "correct", account.id, "city", "Bergen", "--reason", "seen").status == 0
    assert run("compare-readers", "--format", "jsonl").out == before


def test_one_of_several_readers_is_named(both, run, write, server, texts):
    """By a part of its name; the newest but one of a kind else."""
    both("english", change=otherwise)
    server.model = lambda asked: Reply(texts["english"]["answer"])
    run("read", write("english"), *LLM, server.url, "--llm", "large")
    first = run("compare-readers", "--reader", "LARGE", "--format", "jsonl")
    second = run("compare-readers", "--reader", "small", "--format", "jsonl")
    assert {line["second"]["reader"] for line in first.lines} <= {"llm large, prompt 1"}
    assert {line["second"]["reader"] for line in second.lines} == {"llm small, prompt 1"}


def test_nothing_to_compare_is_said(run, write, own):
    """Of one reader alone; of a document that is not there."""
    run("read", write("english"))
    assert "No document was read by two readers" in run("compare-readers").err
    missing = run("compare-readers", "english")
    assert (missing.status, missing.out) == (1, "")
    assert "was not read by a second reader" in missing.err
    assert "No document in the register goes by 'nothing'" in run("compare-readers", "nothing").err
