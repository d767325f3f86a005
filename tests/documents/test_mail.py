"""Mail: the message and its attachments become documents, whatever a mail program or an enemy made of it."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inner_inputs import errors, must_hold, read, texts
from reportlab.pdfgen import canvas

from whomet.documents import Loaded, read_documents
from whomet.documents.inputs import Format, sniff
from whomet.documents.mail_text import quoted, unfolded, unwrapped
from whomet.model import FindingKind, RegionKind

BODY = "The envoys of both duchies met in the castle of Strelsau.\n\nThey spoke of ferries.\n"


def message(body: str = BODY, **headers: str) -> EmailMessage:
    """A mail from the press office of a duchy."""
    made = EmailMessage()
    stated = {
        "From": "Press Office of Strelsau <press@strelsau.example>",
        "Subject": "Envoys meet in Strelsau",
        "Date": "Mon, 6 Jul 2015 23:30:00 -0500",
        "Message-ID": "<1@strelsau.example>",
    }
    for name, value in (stated | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(body)
    return made


def raw(headers: str, body: bytes) -> bytes:
    """A mail, byte for byte."""
    return b"MIME-Version: 1.0\nSubject: Envoys meet\n" + headers.encode() + b"\n\n" + body


def pdf(words: str) -> bytes:
    """A PDF of one line."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 700, words)
    page.save()
    return out.getvalue()


def one(data: bytes) -> Loaded:
    """The only document of a mail."""
    (found,) = read(data)
    assert isinstance(found, Loaded)
    return found


def boilerplate(loaded: Loaded) -> list[str]:
    """The words that are kept but no content."""
    document = loaded.document
    return [r.span.of(document.text) for r in document.regions if r.kind is RegionKind.BOILERPLATE]


def test_the_headers_give_title_publisher_and_day():
    """The day is the sender's own; each claim says where it comes from."""
    document = one(message().as_bytes()).document
    claims = (document.title, document.publisher, document.published)
    assert [c.value for c in claims] == ["Envoys meet in Strelsau", "Press Office of Strelsau", "2015-07-06"]
    assert {c.basis for c in claims} == {"Given in the mail's headers."}
    assert document.title.spans[0].of(document.text) == "Envoys meet in Strelsau"
    assert document.extractor == "mail/1" and document.url == ""


def test_the_subject_stands_above_the_text_once():
    """A text that begins with its own subject keeps it as it is."""
    assert one(message().as_bytes()).document.text == "Envoys meet in Strelsau\n\n" + BODY
    repeated = message(f"Envoys meet in Strelsau\n\n{BODY}").as_bytes()
    assert one(repeated).document.text == f"Envoys meet in Strelsau\n\n{BODY}"


@pytest.mark.parametrize(
    ("header", "publisher"),
    [
        ("press@strelsau.example", "press@strelsau.example"),
        ('"Count Rupert (press)" <r@strelsau.example>', "Count Rupert (press)"),
        ("=?utf-8?q?B=C3=BCro_des_Herzogs?= <b@strelsau.example>", "Büro des Herzogs"),
        ("=?no-such-charset?q?Duke?= <d@strelsau.example>", "Duke"),
    ],
)
def test_the_publisher_is_the_senders_name_else_the_address(header, publisher):
    """Encoded names are decoded."""
    assert one(b"From: " + header.encode() + b"\n" + raw("", b"They met.")).document.publisher.value == publisher


def test_a_date_that_is_none_is_told_and_none_is_made_up():
    """No day is better than a guessed one."""
    found = one(b"Date: the other day\n" + raw("", b"They met."))
    assert found.document.published is None
    assert [f.kind for f in found.findings] == [FindingKind.NOT_UNDERSTOOD]


def test_an_archived_address_is_kept_so_that_the_mail_can_be_shown():
    """RFC 5064; anything but an address of the Web is left out."""
    assert one(message(Archived_At="<https://lists.example/1>").as_bytes()).document.url == "https://lists.example/1"
    assert one(message(Archived_At="<javascript:alert(1)>").as_bytes()).document.url == ""


def test_text_is_preferred_to_html():
    """Of two versions of one message, one is read."""
    made = message("The envoys met: the text.")
    made.add_alternative("<p>The envoys met: the page.</p>", subtype="html")
    assert one(made.as_bytes()).document.text.endswith("met: the text.\n")


def test_html_is_read_where_the_text_is_empty():
    """Some programs send an empty text beside the page."""
    made = message(" \n")
    made.add_alternative("<p>The envoys met.</p><script>x</script><p>They left.</p>", subtype="html")
    found = one(made.as_bytes())
    assert found.document.text == "Envoys meet in Strelsau\n\nThe envoys met.\n\nThey left."
    assert found.document.extractor.startswith("mail/1 html/1 trafilatura ")


def test_attachments_are_documents_of_their_own_and_others_are_named():
    """PDF, text, page and mail are read; a picture and a spreadsheet are told of."""
    made = message()
    made.add_attachment(pdf("The dukes met in Zenda."), "application", "pdf", filename="zenda.pdf")
    made.add_attachment("The counts met in Hentzau.", filename="hentzau.txt")
    made.add_attachment(b"<html><p>The envoys met again.</p></html>", "application", "octet-stream", filename="a.html")
    made.add_attachment(b"\x89PNG", "image", "png", filename="castle.png")
    made.add_attachment(message("They met by letter.", Subject="Inner", Message_ID="<2@x>"))
    found = read(made.as_bytes())
    assert [text.split("\n")[-1 if n else 0].strip() for n, text in enumerate(texts(found))][1:4] == [
        "The dukes met in Zenda.",
        "",
        "The envoys met again.",
    ]
    assert (
        texts(found)[2].strip() == "The counts met in Hentzau." and texts(found)[4] == "Inner\n\nThey met by letter.\n"
    )
    assert [one.document.id for one in found] == ["stdin", *(f"stdin-{n}" for n in (1, 2, 3, 5))]
    assert found[1].document.source == "-, attachment 1 (zenda.pdf)"
    assert [f.text for f in found[0].findings] == ["Attachment 4 (castle.png, image/png) was not read."]


def test_a_broken_attachment_costs_only_itself():
    """It is named with its number and name."""
    made = message()
    made.add_attachment(b"%PDF-1.7 nothing", "application", "pdf", filename="zenda.pdf")
    found = read(made.as_bytes())
    assert len(texts(found)) == 1
    assert errors(found) == ["-, attachment 1 (zenda.pdf): is no PDF that can be read: its structure is broken."]


def test_a_mail_that_is_only_its_attachment_gives_that():
    """An empty letter around a report is no document, and no error."""
    made = message("\n")
    made.add_attachment("The counts met in Hentzau.", filename="hentzau.txt")
    found = read(made.as_bytes())
    assert errors(found) == [] and [text.strip() for text in texts(found)] == ["The counts met in Hentzau."]


def test_pictures_within_a_page_are_no_attachments():
    """A newsletter's logo is nothing to be warned of."""
    made = message("<p>The envoys met.</p>")
    made.set_content("<p>The envoys met.<img src='cid:logo'></p>", subtype="html")
    made.add_related(b"\x89PNG", "image", "png", cid="<logo>")
    assert one(made.as_bytes()).findings == ()


def test_what_holds_no_text_is_named():
    """An encrypted mail, one with a picture alone, one of headers only."""
    encrypted = raw("Content-Type: application/pkcs7-mime; name=smime.p7m", b"MIAG")
    assert errors(read(encrypted)) == ["-: is encrypted mail: save it decrypted first."]
    picture = raw("Content-Type: image/png; name=a.png", b"PNG")
    without = "-: is mail without any text that is read"
    assert errors(read(picture)) == [f"{without}; attached to it is 1 (a.png, image/png)."]
    assert errors(read(raw("X-A: b", b""))) == ["-: is mail without any text that is read."]


@pytest.mark.parametrize(
    ("declared", "data", "text", "warned"),
    [
        ("utf-8", "Müller met Böll.".encode("cp1252"), "Müller met Böll.", True),
        ("us-ascii", "Müller met Böll.".encode(), "Müller met Böll.", False),
        ("iso-8859-1", "Müller met Böll.".encode(), "Müller met Böll.", False),
        ("no-such-thing", "Müller met Böll.".encode("cp1252"), "Müller met Böll.", True),
        ("iso-8859-2", "Łódź".encode("iso-8859-2"), "Łódź", False),
        ("iso-2022-jp", "会談".encode("iso-2022-jp"), "会談", False),
    ],
)
def test_a_wrongly_declared_encoding_is_seen_through(declared, data, text, warned):
    """What the bytes say counts more than what is said of them; a guess is told."""
    found = one(raw(f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit", data))
    assert found.document.text == f"Envoys meet\n\n{text}"
    assert bool([f for f in found.findings if f.kind is FindingKind.ENCODING]) is warned


def test_replies_and_signatures_are_kept_as_boilerplate():
    """Words of others, and who signs, are shown but never read as this mail's own."""
    made = message(
        "They met again today.\n\nOn 5 July 2015 Rupert wrote:\n> They will meet.\n> Soon.\n\nSo he was right.\n\n-- \n"
        "Press Office\nStrelsau\n"
    )
    found = one(made.as_bytes())
    assert boilerplate(found) == [
        "On 5 July 2015 Rupert wrote:\n> They will meet.\n> Soon.",
        "-- \nPress Office\nStrelsau",
    ]
    assert "So he was right." in found.document.text


def test_a_mail_that_is_all_quotation_is_read():
    """Otherwise nothing would be left of it."""
    assert quoted("> They met.\n> They left.") == ()


def test_lines_broken_for_want_of_room_are_made_paragraphs():
    """Only where the next word did not fit: an address and a list keep their lines."""
    prose = (
        "The envoys of both duchies sat down together in the castle of Strelsau\n"
        "on Monday evening for talks that lasted four hours and more than that,\n"
        "officials said.\n\nPress Office\nStrelsau\n"
    )
    assert unwrapped(prose) == prose.replace("Strelsau\non", "Strelsau on").replace("that,\noff", "that, off")
    assert unwrapped("short\nlines\n") == "short\nlines\n"
    listed = f"{'word ' * 14}end\n- {'ferries ' * 8}\n- salt\n"
    assert unwrapped(listed) == listed


def test_flowed_text_is_unfolded():
    """RFC 3676, with and without its added spaces; the mark of a signature stays."""
    assert unfolded("They met \nin Zenda.\n > not quoted\n-- \nRupert", False) == (
        "They met in Zenda.\n> not quoted\n-- \nRupert"
    )
    assert unfolded("会 \n談", True) == "会談"


def test_parts_that_cannot_be_told_apart_are_still_read():
    """A boundary that never comes, none at all, and base64 cut in the middle."""
    assert "They met." in texts(read(raw("Content-Type: multipart/mixed; boundary=A", b"They met.")))[0]
    assert "They met." in texts(read(raw("Content-Type: multipart/mixed", b"They met.")))[0]
    begun = b"--A\nContent-Type: text/plain\n\nThey met.\n"
    assert "They met." in texts(read(raw("Content-Type: multipart/mixed; boundary=A", begun)))[0]
    cut = raw("Content-Transfer-Encoding: base64", b"VGhleSBtZXQuIFRoZXkgbGVmd")
    assert "They met. They lef" in texts(read(cut))[0]


def test_mail_within_mail_without_end_is_given_up_in_a_sentence():
    """Forty messages, and a thousand parts, inside each other."""
    inner = b"They met."
    for _ in range(40):
        inner = raw("Content-Type: message/rfc822", inner)
    assert any("too deep" in error for error in errors(read(inner)))
    opened = b"".join(b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(3000))
    found = read(raw("Content-Type: multipart/mixed; boundary=0", opened))
    must_hold(found)
    assert any("too deep" in error for error in errors(found))


def test_a_mail_of_very_many_parts_is_read_in_part_and_says_so():
    """A mail program makes a handful, an enemy a million."""
    parts = b"--A\n\nThey met.\n" * 501 + b"--A\nContent-Type: image/png\n\nx\n" * 30
    found = one(raw("Content-Type: multipart/mixed; boundary=A", parts))
    assert found.document.text.count("They met.") == 500
    assert [f.kind for f in found.findings].count(FindingKind.NOT_UNDERSTOOD) == 21
    assert found.findings[20].text == "10 more attachments were not read."
    assert found.findings[-1].kind is FindingKind.TRUNCATED


def test_long_and_hostile_headers_do_no_harm():
    """Ten megabytes of subject, addresses that the library's grammar fails on, control characters."""
    found = one(b"Message-ID: <1>\nSubject: " + b"a (" * 3_000_000 + b"\n\nThey met.")
    assert len(found.document.title.value) <= 4000
    for hostile in ("From: \x00<@[\\\\]>, :;(((", "From: =?utf-8?b?////?= <", "Date: Mon, 99 Foo -1 99:99:99 +999999"):
        must_hold(read(raw(hostile, b"They met.")))
    assert "\u202e" not in one(raw("From: =?utf-8?b?4oCuZXZpbA==?= <e@x>", b"They met.")).document.publisher.value


def test_a_sender_with_comments_in_comments_costs_the_name_alone():
    """The library goes into each by a call of its own, until there are no more calls to be had."""
    assert one(raw("From: Ada Lind (" + "(" * 1500 + "news) <a@b.example>", b"They met.")).document.publisher is None
    assert one(raw("From: Ada Lind ((the) news) <a@b.example>", b"They met.")).document.publisher.value == "Ada Lind"


def test_a_mail_is_known_by_its_suffix_or_its_headers(tmp_path):
    """A text that begins with a label is none."""
    (tmp_path / "a.eml").write_bytes(b"Subject: Envoys meet\n\nThey met.")
    assert texts(list(read_documents([str(tmp_path)]))) == ["Envoys meet\n\nThey met."]
    assert sniff(message().as_bytes()) is Format.MAIL
    assert sniff(b"Published: 6 July 2015\n\nThey met.") is Format.TEXT
    assert sniff(b"From: the duke\n\nReceived: nothing") is Format.TEXT
    (tmp_path / "a.eml").write_bytes(b"\nno headers")
    assert errors(list(read_documents([str(tmp_path)]))) == [f"{tmp_path}/a.eml: is no mail: it has no headers."]


PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=A\n",
        b'Content-Type: multipart/alternative; boundary="A"\n',
        b"Content-Type: text/html; charset=utf-16\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Type: application/pdf; name*=utf-8''a%FF\n",
        b'Content-Disposition: attachment; filename="=?utf-8?b?//8=?="\n',
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Date: 6 Jul 2015\n",
        b"Subject: =?utf-8?q?=FF?=\n",
        b"From: a@b <c\n",
        b"--A\n",
        b"--A--\n",
        b"\n",
        b"> they met\n",
        b"<p>They met.",
        b"\xff\xfe\x00",
        b"=C3=BC =\n",
        b"%PDF-1.4\n",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=25).map(b"".join))
def test_any_bytes_after_a_header_are_read_or_named(data):
    """Reading raises nothing, whatever follows."""
    must_hold(read(b"Message-ID: <1@x>\n" + data))


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "message/rfc822", "multipart/mixed"])
def test_a_charset_with_a_null_character_breaks_nothing(kind):
    """The library raises ValueError where such a part has bytes beyond ASCII."""
    data = raw(f'Content-Type: {kind}; charset="us\0ascii"\nContent-Transfer-Encoding: 8bit', BODY.encode() + b"\xe9")
    found = read(data)
    must_hold(found)
    assert "Strelsau" in "".join(texts(found)) or errors(found)
