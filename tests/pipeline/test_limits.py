"""No text, long or hostile, keeps a reader busy. A process of its own, stopped at a generous limit of the
processor's time, tells."""

from __future__ import annotations

import pytest
from processor_time import finishes

# `read` reads a text all the way.
PREFACE = """
import io, json, sys
from whomet.documents import read_documents
from whomet.language import english_by_rules
from whomet.pipeline import read as read_loaded

def read(text):
    line = json.dumps({"id": "long", "language": "en", "published": "2023-05-10", "text": text}).encode()
    (loaded,) = read_documents(["-"], io.BytesIO(line))
    return read_loaded(loaded, english_by_rules())
"""

MET = "Norwegian Foreign Minister Ada Lind met her Kenyan counterpart Joseph Wairimu in Oslo on Monday. "

# The way a text of about `n` code points is made. Every one has shown, or could show, what is dearer than its length.
SHAPES = {
    "a line without a stop": "'lorem ipsum dolor ' * (n // 18)",
    "one word": "'x' * n",
    "one line of sentences": f"{MET!r} * (n // {len(MET)})",
    "short lines": "'Ada met\\n' * (n // 8)",
    "short sentences": "'Norway met Kenya.\\n\\n' * (n // 19)",
    "stops before a letter": "'.' * n + 'x'",
    "hosts and delegations": "'Ada Lind met Tom Berg, hosted by Norway, with his delegation.\\n' * (n // 60)",
    "marks of quotation": "'“a” ' * (n // 4)",
    "one speaker": "'Ada Lind said that it rained. ' * (n // 30)",
    "a chronicle of many meetings": """' '.join(
        f'{a} Foreign Minister Ada Lind met {b} officials in Oslo on {1 + i % 28} May {1900 + i // 28 % 100}.'
        for i in range(n // 80)
        for a in [('Norwegian', 'Swedish', 'Danish')[i % 3]]
        for b in [('Kenyan', 'Iraqi', 'Turkish', 'Irish')[i // 3 % 4]])""",
    "a crowd": """' '.join(
        f'Norwegian Foreign Minister {chr(65 + i % 26)}{v}{c}ov Bik met Kenyan officials.'
        for i in range(n // 70)
        for v in ['aeiou'[i // 26 % 5]]
        for c in ['lmnrst'[i // 130 % 6]])""",
}

# What a sentence is made of, over and over, to find patterns that try too much.
PHRASES = """
a
A
the
of the
1
Mr
US
Ada Lind
Norway,
Norway and
met,
met with
talks
he said
said that
discussed the
signed the a
agreed to
visited
will be held
President of
Foreign Minister
first round of
during the visit to
at the a
in the Kenyan capital
on the sidelines of the
last May
3 May
10 killed
"""
UNITS = [
    *(line + " " for line in PHRASES.split("\n")[1:-1]),
    *("a-", "al-", "1", "1,", "2023-05-", "“", "(", ","),
    "ا",
    "\x00",
]


def test_long_texts_are_read_in_time():
    """Sixty thousand code points of each shape within a minute, though seconds would do."""
    made = "\n".join(f"print({name!r})\nread({text})" for name, text in SHAPES.items())
    finishes(f"{PREFACE}n = 60_000\n{made}", 60)


def test_hostile_sentences_are_read_in_time():
    """Sentences as long as any that are read, each twice."""
    twice = f"for unit in {UNITS!r}:\n    print(ascii(unit))\n    read(('In ' + (unit * 2800)[:2800] + '. ') * 2)"
    finishes(PREFACE + twice, 60)


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_a_very_long_text_is_read_in_time(shape):
    """Two million code points: what grows with the square of the length would take an hour."""
    finishes(f"{PREFACE}n = 2_000_000\nread({SHAPES[shape]})", 600)
