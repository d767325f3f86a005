"""What a text says of where it has its news from joins it to that source."""

import re
from dataclasses import replace

import pytest
from made_up_accounts import account, document

from whomet.knowledge.data import read_data
from whomet.knowledge.publishers import PublisherKind, kind_of
from whomet.reconciliation.credits import main_credit
from whomet.reconciliation.origins import How
from whomet.reconciliation.passages import passage
from whomet.reconciliation.voices import voices_of

CREDITS = read_data("credits")
PLAIN = "The envoys sat in the mill until dusk. Nobody spoke of the dam. The miller served bread and left."
HAMAS = (
    "Hamas said in a statement on Friday that its chief received the envoy of Suria in Doha. “We told him of the three "
    "conditions for any deal on the harbours, which are not for sale,” it read. The movement added in a statement that "
    "the envoy listened. The weather was mild."
)


def entries(group, examples):
    for row in CREDITS[group]:
        for text in row[examples]:
            name = row[examples][text] if isinstance(row[examples], dict) else ""
            yield pytest.param(row["pattern"].replace("{name}", CREDITS["name"]), text, name, id=text[:50])


@pytest.mark.parametrize(
    ("pattern", "text", "name"), [e for g in ("whole", "statement", "outlet") for e in entries(g, "examples")]
)
def test_a_credit_is_read_as_its_example_says(pattern, text, name):
    match = re.search(pattern, text)
    assert match and (not name or match["name"].startswith(name))


@pytest.mark.parametrize(("pattern", "text", "name"), list(entries("statement", "spares")))
def test_what_only_sounds_like_a_statement_is_spared(pattern, text, name):
    assert not re.search(pattern, text)


@pytest.mark.parametrize(("pattern", "text", "name"), [e for g in ("whole", "outlet") for e in entries(g, "spares")])
def test_what_is_no_listed_outlet_is_no_credit(pattern, text, name):
    assert credit(f"{text}") is None


def credit(text, publisher=""):
    return main_credit(passage(document("a", publisher=publisher, text=text), (), frozenset()), kind_of(publisher))


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (f"LIMA (Reuters) - {PLAIN}", "Reuters"),
        (f"{PLAIN}\nSource: WAFA", "WAFA"),
        (f"{PLAIN}\nSource: Al-Manar English Website", "Al-Manar"),
        (f"Tehran, IRNA - {PLAIN}", "IRNA"),
        (f"{PLAIN} (KUNA)", "KUNA"),
        (f"{PLAIN} (he said)", None),
        (f"Envoys meet\n\nAssociated Press\n\n{PLAIN}", "AP"),
        (f"{PLAIN} This article was originally published by Al-Monitor.", "Al-Monitor"),
        (f"{PLAIN}\nSource: Time", None),
        (PLAIN, None),
        (HAMAS, "Hamas statement"),
        (f"{HAMAS} {PLAIN} {PLAIN}", None),
        (
            "According to the Fars News Agency, they met. Tasnim said so. Fars News Agency added that it rained.",
            "Fars News Agency",
        ),
        (
            "The Iranian Foreign Ministry said in a statement that they met. It added that Hamas was there.",
            "Iran statement",
        ),
        (
            "Hezbollah's men came. The movement said in a statement that they met. It added that Israel was angry.",
            "Hezbollah statement",
        ),
        (
            "A statement issued by Hamas says that Fatah came. The statement added that “Israel and Egypt agreed”.",
            "Hamas statement",
        ),
    ],
)
def test_the_main_credit_of_a_text(text, origin):
    found = credit(text)
    assert (found.origin if found else None) == origin


def test_what_a_publisher_says_of_itself_is_no_credit():
    assert credit(f"LIMA (Reuters) - {PLAIN}", "Reuters") is None
    assert credit(HAMAS, "Hamas") is None


def test_the_site_of_a_body_speaks_for_its_state():
    said = "Israel said in a statement that the envoys met at the crossing. It added that they would meet again."
    assert credit(said, "Israel Defense Forces") is None
    paper = credit(said, "The Zenda Courier")
    assert paper is not None and paper.origin == "Israel statement"


def met(*documents):
    return voices_of(documents, [account(f"{d.key}#0") for d in documents])


def test_two_texts_that_follow_one_absent_statement_are_one_voice_of_the_party():
    other = (
        "In Doha, Hamas's leader sat with Suria's man. The talks were good, according to a press release by Hamas. "
        "The statement added that a second round is near."
    )
    (voice,) = met(document("a", "2021-05-03", text=HAMAS), document("b", "2021-05-04", text=other))
    assert (voice.origin, voice.kind, voice.party) == ("Hamas statement", PublisherKind.OFFICIAL, "Hamas")
    assert [t.how for t in voice.told] == [How.QUOTES, How.QUOTES]


def test_a_text_that_follows_a_statement_joins_the_site_that_printed_it():
    site = document("b", "2021-05-04", "Hamas", "The head of the movement sat with an envoy in Doha, God willing.")
    (voice,) = met(document("a", "2021-05-03", text=HAMAS), site)
    assert voice.origin == "b" and [t.how for t in voice.told] == [How.QUOTES, How.ORIGINAL]
    assert voice.told[0].evidence[0].text == "75% of what it tells of the meeting is credited to a statement of Hamas."


def test_statements_of_two_sides_are_two_voices():
    theirs = HAMAS.replace("Hamas", "Fatah")
    assert len(met(document("a", text=HAMAS), document("b", text=theirs[: len(theirs) // 2]))) <= 2
    swapped = "Fatah said in a statement that nothing of the kind was agreed. It added that the meeting was brief."
    assert [v.origin for v in met(document("a", text=HAMAS), document("b", text=swapped))] == [
        "Hamas statement",
        "Fatah statement",
    ]


def test_a_text_signed_by_an_agency_is_a_reprint_of_it_though_the_agency_is_not_at_hand():
    (voice,) = met(document("a", text=f"LIMA (Reuters) - {PLAIN}", publisher="The Zenda Courier"))
    assert (voice.origin, voice.kind, voice.told[0].how) == ("Reuters", PublisherKind.WIRE, How.REPRINT)


def test_the_agency_that_is_credited_is_the_origin_though_another_printed_earlier():
    paper = document("a", "2021-05-03", "The Zenda Courier", f"LIMA (Reuters) - {PLAIN}")
    wire = replace(document("b", "2021-05-04", "Reuters", PLAIN))
    (voice,) = met(paper, wire)
    assert voice.origin == "b" and voice.kind is PublisherKind.WIRE and voice.told[0].how is How.REPRINT
