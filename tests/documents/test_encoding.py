"""Bytes become text in any encoding, and a guess is told."""

import pytest

from whomet.documents.encoding import decode, is_binary

ENGLISH = "The envoy said “we met for two hours” – and Count Müller agreed, naïvely."
ARABIC = "التقى المبعوثان في القلعة مساء أمس وتحدثا عن العبارات والملح والرسوم الجمركية بين الدوقيتين."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [ENGLISH, ARABIC])
def test_what_says_its_encoding_is_read_without_a_warning(codec, text):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.warning) == (text, "")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nuls(codec):
    data = ENGLISH.encode(codec)
    assert not is_binary(data) and decode(data).text == ENGLISH


@pytest.mark.parametrize(("codec", "text"), [("cp1252", ENGLISH), ("cp1256", ARABIC), ("iso8859-6", ARABIC)])
def test_older_encodings_are_guessed_and_told(codec, text):
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.warning.endswith("which is a guess.")


def test_the_encoding_a_page_declares_is_believed_unless_it_is_plainly_utf8():
    assert decode(ARABIC.encode("cp1256"), "windows-1256").text == ARABIC
    assert decode(ARABIC.encode(), "windows-1252").text == ARABIC
    assert decode("Müller".encode("cp1252"), "no-such-thing").text == "Müller"
    assert "Some bytes" in decode(b"\xd8\xff\xff", "ascii").warning


def test_newlines_are_not_translated_and_a_mark_is_no_text():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_broken_utf8_keeps_what_is_whole():
    decoded = decode(ARABIC.encode()[:-2])
    assert decoded.text == ARABIC[:-2] + "\ufffd"
    assert decode(ARABIC.encode() + b"\xd8").warning.startswith("The text is broken UTF-8")
