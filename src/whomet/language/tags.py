"""What the reading model is asked, and what it may answer: the one list that training and reading share."""

from __future__ import annotations

MARKS = ("meeting", "person", "speech")
"""What can be marked: a meeting word, a person's name, what somebody said. 0 is no mark, these are 1, 2, 3."""

PLAIN = ("person", "person-begins", "organisation", "organisation-begins", "place", "place-begins", "meeting")
"""Without a mark: names, and the words that tell of a meeting."""

OF_MEETING = (
    "participant",
    "their-role",
    "side",
    "mediator",
    "where",
    "when",
    "how-long",
    "venue",
    "part-of",
    "delegation",
    "host",
    "same-meeting",
    "topic",
    "topic-begins",
    "outcome",
    "outcome-begins",
    "statement",
    "statement-begins",
)
"""With a meeting word marked: what belongs to that meeting."""

OF_PERSON = ("role-of", "side-of")
OF_SPEECH = ("speaker", "cue", "via")

TAGS = (*PLAIN, *OF_MEETING, *OF_PERSON, *OF_SPEECH)
OF_MARK = {"": PLAIN, "meeting": OF_MEETING, "person": OF_PERSON, "speech": OF_SPEECH}

CLASSES = {
    "real": ("no", "yes"),
    "main": ("no", "yes"),
    "contact": ("direct", "indirect"),
    "status": ("held", "ongoing", "planned", "postponed", "cancelled"),
    "format": ("in-person", "phone", "video", "unspecified"),
    "act": ("states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"),
}
"""What is said of a marked span as a whole; `act` of a speech, the rest of a meeting word."""

KINDS = ("", "person", "role", "time", "place", "party", "party or place", "venue", "group", "meeting word")
"""What the rules see in a token's place, told to the model beside the token: it chooses among what they find, and
finds what they don't. 0 is nothing."""

SHAPES = 12


def shape_of(word: str, opens_line: bool) -> int:
    """What an uncased model doesn't see of a token: how it is written, and whether it opens a line."""
    if not word[:1].isalnum():
        kind = 0
    elif word[0].isdigit():
        kind = 1
    elif word.islower() or not word[0].isalpha():
        kind = 2
    elif len(word) > 1 and word.isupper():
        kind = 3
    else:
        kind = 4 if word[0].isupper() else 5
    return kind + 6 * opens_line


DISTANCES = 19


def distance_of(tokens: int) -> int:
    """The class of a distance from the mark, in tokens (negative: before it): 0 is the mark, then powers of two."""
    if tokens == 0:
        return 0
    step = min(9, abs(tokens).bit_length())
    return 2 * step - (tokens < 0)
