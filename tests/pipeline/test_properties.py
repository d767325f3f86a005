"""Whatever the text, reading raises nothing, cites exactly, and remembers nothing."""

from __future__ import annotations

from exact_citations import check_analysis, check_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_records import RECORDS

from whomet.language import english_by_rules

LINES = [line for record in RECORDS for line in record["text"].split("\n")]

SOME_WORDS = """
    Hamas Norway Kenyan Kenya's the The leaders of and with between met received spoke talks meeting will be held
    postponed denied said that “ ” " ( ) , . ; : — - ' ’s President Prime Minister Foreign minister Mr. Dr al- Ada
    Lind Lind's Otto Brandt U.S. US-China Thursday yesterday 2023-05-10 3 May 31/02 last in at Oslo Doha Geneva phone
    video conference delegation indirect mediation Egypt Qatar on sidelines G20 summit sidelines agreed signed a
    memorandum 40 killed
"""
WORDS = st.sampled_from([*SOME_WORDS.split(), "\n", "\n\n", "\t"])
ODD = st.sampled_from(
    [
        "\x00",
        "\u202b",
        "\u200f",
        "\u0301",
        "e\u0301",
        "\u0130",  # grows when put in lower case
        "ß",
        "ﬁ",
        "\u00ad",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x0b",
        "\r",
        "\r\n",
        "التقى",
        "وزير الخارجية",
        "נפגש",
        "Встреча",
        "会谈",
        "ǅ",
        "١٢",
        "²",
        "Ⅻ",
        "😀",
        "'",
        "’",
        "x" * 500,
        "A." * 60,
        "—" * 50,
        "(" * 40,
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(WORDS, ODD), max_size=60).map(" ".join),
    st.lists(st.one_of(WORDS, ODD), max_size=40).map("".join),
    st.sampled_from(["\n" * 500, "." * 500, "“" * 300, " \t" * 200, "?!" * 200, "a" * 20_000, "A " * 5_000]),
)


@st.composite
def disturbed(draw):
    """A realistic report, its lines left out, doubled or shuffled with another's, odd characters put anywhere."""
    record = dict(draw(st.sampled_from(RECORDS)))
    lines = record["text"].split("\n") + draw(st.lists(st.sampled_from(LINES), max_size=3))
    lines = draw(st.permutations(lines)) if draw(st.booleans()) else lines
    lines = [line for line in lines for _ in range(draw(st.integers(0, 2)))]
    text = draw(st.sampled_from(["\n", "\n\n", " "])).join(lines)
    for odd in draw(st.lists(st.one_of(ODD, WORDS), max_size=6)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + odd + text[at:]
    cut = draw(st.integers(0, 3))
    record["text"] = text[: len(text) * 2 // 3] if cut == 0 else text
    return record


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_text_is_analysed(load, text):
    """No error, whatever the characters, and every span in its place."""
    document = load({"text": text})
    if document:
        check_analysis(english_by_rules().analyse(document), document.text)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["", "2023-05-10", "May 2023", "31/02/2015"]))
def test_any_text_is_read_and_cited_exactly(read_record, text, published):
    """Every claim, finding and cite."""
    reading = read_record({"text": text, "published": published})
    if reading:
        check_reading(reading)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(disturbed())
def test_a_disturbed_report_is_read_and_cited_exactly(read_record, load, record):
    """Lines lost, doubled, shuffled; other scripts between."""
    reading = read_record(record)
    if reading:
        check_reading(reading)
        check_analysis(english_by_rules().analyse(reading.document), reading.document.text)
