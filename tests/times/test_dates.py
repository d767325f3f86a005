"""The date of an account: publication, the statement's own day, the words; and what stays open."""

from datetime import date

import pytest

from whomet.language.times import find_times
from whomet.model import Account, Claim, Document, FindingKind, Mention, MentionKind, Property, Span
from whomet.resolution.dates import date_account
from whomet.resolution.publication import Doubt
from whomet.resolution.said import said_in
from whomet.values.times import Kind

HEADER = "2017-05-18 | "  # a Thursday


def dated(text, *phrases, published="2017-05-18", status="held", doubt=None):
    """Date an account of a text whose time claims are these phrases."""
    claim = Claim(Property.PUBLISHED, published, (Span(0, 10),)) if published else None
    document = Document("key", "id", HEADER + text, "", "", "", published=claim)
    spans = [Span(document.text.index(p), document.text.index(p) + len(p)) for p in phrases]
    claims = [Claim(Property.TIME_TEXT, s.of(document.text), (s,)) for s in spans]
    account = Account("account", "key", True, 1.0, (Claim(Property.STATUS, status), *claims))
    found = tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(document.text, len(HEADER)))
    lasting = tuple(s for s in said_in(document, found) if s.value.kind is Kind.DURATION)
    times = tuple(s for s in said_in(document, found) if s.value.kind is not Kind.DURATION)
    return document, *date_account(document, times, account, doubt, lasting)


CASES = [
    ("The envoys met on Thursday.", ["on Thursday"], "held", "2017-05-18"),
    ("The envoys met on Tuesday.", ["Tuesday"], "held", "2017-05-16"),
    ("The envoys will meet on Tuesday.", ["Tuesday"], "planned", "2017-05-23"),
    ("The envoys met on Tuesday, in the evening of May 16.", ["Tuesday", "May 16"], "held", "2017-05-16"),
    ("Last year they talked a lot. In March they met.", ["Last year", "In March"], "held", "2016-03"),
    ("Earlier this year, on 3 February, they met.", ["Earlier this year", "3 February"], "held", "2017-02-03"),
    ("They sat together on Monday, and again on Tuesday.", ["Monday", "Tuesday"], "held", "2017-05-15/2017-05-16"),
    ("They met last week, on 11 May.", ["last week", "11 May"], "held", "2017-05-11"),
    ("She came on 3 May. The following day they met.", ["The following day"], "held", "2017-05-04"),
    ("The round scheduled for June was called off.", ["June"], "cancelled", "2017-06"),
    ("The round in June was called off.", ["June"], "cancelled", "2016-06"),
    ("They will go there on a four-day visit that begins on Tuesday.", ["Tuesday"], "planned", "2017-05-23/2017-05-26"),
    ("She begins a four-day visit on Tuesday.", ["Tuesday"], "planned", "2017-05-23/2017-05-26"),
    ("They will meet on 3 June for three days.", ["3 June"], "planned", "2017-06-03/2017-06-05"),
    ("Two days of talks ended on Tuesday.", ["Tuesday"], "held", "2017-05-15/2017-05-16"),
    ("Two days of talks ended. On Tuesday they met.", ["Tuesday"], "held", "2017-05-16"),
    ("Two days after it ended they met on Tuesday.", ["Tuesday"], "held", "2017-05-16"),
    ("They met on Tuesday after two days of rain.", ["Tuesday"], "held", "2017-05-16"),
    ("They met last month, on 12 April.", ["last month"], "held", "2017-04-12"),
    ("They met before they leave tomorrow.", ["tomorrow"], "held", ""),
    ("They met, and go on 20 May.", ["20 May"], "held", ""),
    ("He rang yesterday; they will meet later today.", ["yesterday", "later today"], "planned", "2017-05-18"),
    ("They recently met for three hours.", ["recently", "three hours"], "held", ""),
    ("The bureau said on Tuesday: “They met last night in Lima.”", ["last night"], "held", "2017-05-15"),
    ("The bureau said on Tuesday that they met last night.", ["last night"], "held", "2017-05-15"),
    ("They met last night, the bureau said in a statement on Tuesday.", ["last night"], "held", "2017-05-15"),
    ("In a statement issued on Tuesday, the bureau said they met last night.", ["last night"], "held", "2017-05-15"),
    ("The bureau said he flew in on Tuesday, and that they met last night.", ["last night"], "held", "2017-05-17"),
    ("They met last night. The bureau said so on Tuesday.", ["last night"], "held", "2017-05-17"),
    ("They met last night, as no bureau said before Tuesday came.", ["last night"], "held", "2017-05-17"),
    ("On 3 May she came, and the following Monday they met.", ["the following Monday"], "held", "2017-05-08"),
    (
        "They shared a meal in the holy month of Ramadan.",
        ["the holy month of Ramadan"],
        "held",
        "2016-06-06/2016-07-05",
    ),
]


@pytest.mark.parametrize(("text", "phrases", "status", "expected"), CASES)
def test_the_words_give_the_date(text, phrases, status, expected):
    """One or several expressions, of what was held, is planned or fell through."""
    document, account, _ = dated(text, *phrases, status=status)
    assert account.value(Property.DATE) == expected
    assert all(s.end <= len(document.text) for c in account.all(Property.DATE) for s in c.spans)


def test_the_claim_cites_words_statement_and_publication():
    """Last night, said on Tuesday, published on Thursday: three spans and one sentence."""
    document, account, _ = dated("The bureau said on Tuesday: “They met last night in Lima.”", "last night")
    claim = account.first(Property.DATE)
    assert [s.of(document.text) for s in claim.spans] == ["last night", "Tuesday", "2017-05-18"]
    assert claim.basis == '"last night", said Tuesday (Tue 2017-05-16), published Thu 2017-05-18'


def test_a_complete_date_does_not_lean_on_publication():
    """It cites itself alone."""
    document, account, _ = dated("They met on 3 May 2017.", "3 May 2017")
    assert [s.of(document.text) for s in account.first(Property.DATE).spans] == ["3 May 2017"]


@pytest.mark.parametrize("phrase", ["Wednesday evening", "last night", "3 May", "The following day"])
def test_without_publication_date_nothing_is_invented(phrase):
    """A finding says which words stay open."""
    _, account, findings = dated(f"{phrase} they met.", phrase, published="")
    assert account.value(Property.DATE) == ""
    assert [f.kind for f in findings] == [FindingKind.DATE_UNRESOLVED]
    assert phrase in findings[0].text
    assert findings[0].about == "account"


def test_without_publication_date_the_texts_only_year_counts():
    """A day without its year takes that of the text's other dates, and cites them."""
    document, account, _ = dated("They met on 3 May, after talks on 11 April 2016.", "3 May", published="")
    claim = account.first(Property.DATE)
    assert claim.value == "2016-05-03"
    assert [s.of(document.text) for s in claim.spans] == ["3 May", "11 April 2016"]


def test_vague_words_raise_no_finding():
    """Nobody could date them."""
    assert dated("They recently met.", "recently")[2] == ()


DOUBT = Doubt("Stated too late.", (Span(0, 4),), ((date(2016, 6, 6), date(2016, 7, 5)),))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Thursday night", "[2016-06-09,2016-06-16,2016-06-23,2016-06-30]"),
        ("12 June", "2016-06-12"),
        ("12 August", ""),
        ("yesterday", ""),
        ("12 August 2015", "2015-08-12"),
    ],
)
def test_under_doubt_the_window_decides(phrase, expected):
    """Weekdays become a set of the window's days; nothing counts from the doubted date."""
    _, account, findings = dated(f"They met {phrase}.", phrase, doubt=DOUBT)
    assert account.value(Property.DATE) == expected
    assert bool(findings) is (expected == "")


def test_a_date_claim_is_replaced_not_doubled():
    """Dating twice gives what dating once gives."""
    document, account, _ = dated("They met on Tuesday.", "Tuesday")
    times = tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(document.text))
    assert date_account(document, said_in(document, times), account)[0] == account


def reported(publisher="President of Norway", main=True, status="held", parties=("Norway", "Kenya"), times=(), **more):
    """Date an account of an office's report that names no time, or these."""
    text = f"2031-04-07 | {publisher} | Lind received Wairimu{''.join(times)}."
    cited = Claim(Property.PUBLISHED, "2031-04-07", (Span(0, 10),))
    office = Claim(Property.PUBLISHER, publisher, (Span(13, 13 + len(publisher)),))
    document = Document("key", "id", text, "", "", "", published=cited, publisher=office)
    word = Span(text.index("received"), text.index("received") + 8)
    claims = [Claim(Property.STATUS, status, (word,)), *(Claim(Property.PARTY, p, (word,)) for p in parties)]
    claims += [Claim(Property.TIME_TEXT, t, (Span(text.index(t), text.index(t) + len(t)),)) for t in times]
    found = tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(text, text.index("Lind")))
    account, _ = date_account(
        document, said_in(document, found), Account("account", "key", main, 1.0, tuple(claims)), **more
    )
    return account.first(Property.DATE)


def test_an_offices_report_of_its_own_meeting_is_of_the_day():
    """As a guess, which says so, and leads to the words that tell of the meeting."""
    date_claim = reported()
    assert date_claim.value == "2031-04-07"
    assert date_claim.basis.startswith("a guess: no day of it is named")
    assert reported(times=(" in the morning", " before he leaves tomorrow")).value == "2031-04-07"
    assert date_claim.spans and date_claim.spans[0].end - date_claim.spans[0].start == len("received")


@pytest.mark.parametrize(
    "otherwise",
    [
        {"publisher": "The Port Vell Herald"},
        {"main": False},
        {"status": "planned"},
        {"parties": ("Kenya", "Uganda")},
        {"times": (" recently",)},
        {"doubt": Doubt("wrong", (), ())},
    ],
    ids=["a newspaper", "in passing", "planned", "others' meeting", "words of time", "doubted"],
)
def test_others_meetings_and_others_words_give_no_such_date(otherwise):
    """What a newspaper prints, an office tells in passing or of others, or words of time leave open, stays open."""
    assert reported(**otherwise) is None
