"""Which speeches become statements of an account, and under whose name."""

from dataclasses import replace

from speech_marks import read_marked, simple_sentences

from whomet.extraction.statements import find_statements
from whomet.language.quotations import find_quotations
from whomet.language.speech import find_speech
from whomet.model import Account, Analysis, Claim, Link, LinkKind, MentionKind, Property, Span, claims_by_part


def read(marked, links=()):
    """Text and analysis of a marked text; links as (kind, index, index) of its marks."""
    text, mentions = read_marked(marked)
    sentences = simple_sentences(text)
    speeches = find_speech(text, sentences, mentions, find_quotations(text))
    return text, Analysis(sentences, mentions, tuple(Link(*link) for link in links), speeches)


def account(text, lead, parties=(), people=(), main=True):
    """An account with a lead, parties, and people as (name, role, party)."""

    def cited(prop, value, part=0):
        start = text.find(value)
        return Claim(prop, value, (Span(start, start + len(value)),) if start >= 0 else (), part=part)

    claims = [cited(Property.LEAD, lead), *(cited(Property.PARTY, p) for p in parties)]
    for part, (name, role, party) in enumerate(people):
        claims.append(cited(Property.PERSON_NAME, name, part))
        claims += [cited(Property.PERSON_ROLE, role, part)] if role else []
        claims += [cited(Property.PERSON_PARTY, party, part)] if party else []
    return Account(lead[:8], "doc", main, 1.0, tuple(claims))


def rows(claims):
    """(speaker, act, text) of each statement."""
    return [
        tuple(part[p].value for p in (Property.STATEMENT_SPEAKER, Property.STATEMENT_ACT, Property.STATEMENT_TEXT))
        for part in claims_by_part(claims, "statement")
    ]


PEOPLE = [("Lena Orlo", "foreign minister", "Norland"), ("Pavel Drin", "president", "Sudmark")]
LEAD = "Lena Orlo met Pavel Drin."
OPENING = "[Lena Orlo](person) met [Pavel Drin](person). "


def statements(body, links=(), parties=("Norland", "Sudmark"), people=PEOPLE):
    """Statement rows of one account over the opening and a body."""
    text, analysis = read(OPENING + body, links)
    return rows(find_statements(text, analysis, account(text, LEAD, parties, people)))


def test_a_surname_is_the_person_whose_it_is():
    """Only one of them is called Drin."""
    assert statements("[Drin](person) warned that the dam would break.") == [
        ("Pavel Drin", "warns", "the dam would break")
    ]


def test_a_link_leads_to_the_fullest_name():
    """What coreference joined is believed, whatever the letters."""
    body = "[The old fox](person) warned that the dam would break."
    assert statements(body, [(LinkKind.SAME_PERSON, 2, 1)]) == [("Pavel Drin", "warns", "the dam would break")]


def test_a_role_that_only_one_holds_names_them():
    """The account has one foreign minister."""
    assert statements("The foreign minister condemned the fire at the mill.") == [
        ("Lena Orlo", "condemns", "the fire at the mill")
    ]


def test_both_speak_together():
    """A plural without a name is all who met; two names of two sides too."""
    assert [row[0] for row in statements("The two sides agreed to share the wells.")] == ["both"]
    body = "[Orlo](person) and [Drin](person) agreed to share the wells."
    assert [row[0] for row in statements(body)] == ["both"]


def test_leaders_of_one_party_are_that_party():
    """Not both."""
    body = "[Norland](organisation Norland) leaders agreed to share the wells."
    assert [row[0] for row in statements(body)] == ["Norland"]


def test_strangers_say_nothing_at_this_meeting():
    """Neither someone else, nor other people's factions, nor a role that two could hold."""
    assert statements("[Ina Keel](person) said that the dam would break.") == []
    assert statements("The Westmark factions agreed to share the wells.") == []
    two = [("Lena Orlo", "president", "Norland"), ("Pavel Drin", "president", "Sudmark")]
    assert statements("Later a president said that the dam would break.", people=two) == []


def test_a_spokesman_is_named_where_the_language_tells_which_meeting_a_speech_is_of():
    """By the fullest name, or by the text's words for a body; without that knowledge nothing is claimed."""
    body = "[Ina Keel](person) said that the talks were long. [Keel](person) denied that there was a quarrel. "
    text, analysis = read(
        OPENING + body + "[The harbour office](organisation Harbour Office) warned that gales would come.",
        [(LinkKind.SAME_PERSON, 3, 2)],
    )
    made = account(text, LEAD, ("Norland", "Sudmark"), PEOPLE)
    met = Span(text.index("met"), text.index("met") + 3)
    made = replace(made, claims=(*made.claims, Claim(Property.STATUS, "held", (met,))))
    assert find_statements(text, analysis, made) == ()
    about = replace(analysis, speeches=tuple(replace(s, about=(met,)) for s in analysis.speeches))
    assert [row[0] for row in rows(find_statements(text, about, made))] == [
        "Ina Keel",
        "Ina Keel",
        "The harbour office",
    ]


def test_what_is_relayed_says_through_whom():
    """The relay stands in the statement's chain and in its own claim."""
    text, analysis = read(OPENING + "According to [Sudmark](organisation Sudmark), [Orlo](person) praised the farmers.")
    claims = find_statements(text, analysis, account(text, LEAD, ("Norland", "Sudmark"), PEOPLE))
    by_property = {c.property: c for c in claims}
    assert by_property[Property.STATEMENT_SPEAKER].value == "Lena Orlo"
    assert by_property[Property.STATEMENT_VIA].value == "Sudmark"
    assert by_property[Property.STATEMENT_TEXT].according_to == ("Sudmark",)


def test_quotation_marks_are_told():
    """True where most of the content stands in marks, false elsewhere."""
    body = "[Orlo](person) praised “the patience of the farmers.” [Drin](person) praised the work of the nurses."
    text, analysis = read(OPENING + body)
    claims = find_statements(text, analysis, account(text, LEAD, ("Norland", "Sudmark"), PEOPLE))
    assert [c.value for c in claims if c.property is Property.STATEMENT_QUOTE] == ["true", "false"]


def test_a_meeting_in_passing_leaves_statements_to_the_main_one():
    """Both accounts have the speaker; the one that the text is about keeps what they said."""
    text, analysis = read(
        OPENING + "[Orlo](person) will see [Ina Keel](person) in May. [Orlo](person) praised the farmers."
    )
    first = account(text, LEAD, ("Norland", "Sudmark"), PEOPLE)
    people = [PEOPLE[0], ("Ina Keel", "", "Westmark")]
    second = account(text, "Orlo will see Ina Keel in May.", ("Norland", "Westmark"), people, main=False)
    assert [row[0] for row in rows(find_statements(text, analysis, first, (second,)))] == ["Lena Orlo"]
    assert find_statements(text, analysis, second, (first,)) == ()


def test_masked_text_is_no_content():
    """What a title or a share button says is nobody's statement."""
    text, analysis = read(OPENING + "[Orlo](person) praised the farmers.")
    one = account(text, LEAD, ("Norland", "Sudmark"), PEOPLE)
    assert find_statements(text, analysis, one, (), (Span(0, len(text)),)) == ()
    assert len(rows(find_statements(text, analysis, one))) == 1


def test_twelve_at_most_in_text_order_with_parts_from_nought():
    """The weightiest are kept, and numbered as they stand; every span is of the text."""
    body = " ".join(f"[Orlo](person) condemned the fire at mill number {n}." for n in "abcdefghijklmnop")
    text, analysis = read(OPENING + body)
    claims = find_statements(text, analysis, account(text, LEAD, ("Norland", "Sudmark"), PEOPLE))
    contents = [c for c in claims if c.property is Property.STATEMENT_TEXT]
    assert [c.part for c in contents] == list(range(12))
    assert [c.spans[0] for c in contents] == sorted(c.spans[0] for c in contents)
    assert all(c.spans[0].of(text) == c.value for c in contents)
    assert all(0 <= s.start < s.end <= len(text) for c in claims for s in c.spans)


def test_every_claim_has_a_span_and_a_basis_where_the_words_differ():
    """No claim without a span; a value that its span does not show says how it follows."""
    text, analysis = read(OPENING + "The two sides agreed to share the wells. Drin praised the farmers.")
    claims = find_statements(text, analysis, account(text, LEAD, ("Norland", "Sudmark"), PEOPLE))
    assert claims
    assert all(c.spans for c in claims)
    shown = [c.value in [s.of(text) for s in c.spans] for c in claims]
    assert all(letter or c.basis for letter, c in zip(shown, claims, strict=True))


def test_mentions_without_a_kind_that_speaks_are_harmless():
    """Times and topics in a speaker's words change nothing."""
    text, mentions = read_marked(OPENING + "[On Monday](time) [Drin](person) praised the farmers.")
    assert {m.kind for m in mentions} == {MentionKind.PERSON, MentionKind.TIME}
    sentences = simple_sentences(text)
    analysis = Analysis(sentences, mentions, (), find_speech(text, sentences, mentions, ()))
    found = rows(find_statements(text, analysis, account(text, LEAD, ("Norland", "Sudmark"), PEOPLE)))
    assert found == [("Pavel Drin", "praises", "the farmers")]


def test_those_in_the_place_of_the_meeting_speak_together():
    """A place that the account knows is no other party's name."""
    text, analysis = read(OPENING + "Participants in the Port Vell meeting stressed the importance of open roads.")
    known = account(text, LEAD, ("Norland", "Sudmark"), PEOPLE)
    at = text.index("Port Vell")
    placed = replace(known, claims=(*known.claims, Claim(Property.PLACE_TEXT, "Port Vell", (Span(at, at + 9),))))
    assert [row[0] for row in rows(find_statements(text, analysis, placed))] == ["both"]
