"""A report of meetings as one HTML file, to be mailed, read and printed: no script, nothing loaded from elsewhere.

Meetings stand in the order of their dates under a table of contents. Each value shows which documents give it and
opens to the exact words it rests on; where the sources differ, that is said first. See `html_page` for the safeguards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile

from whomet.exchange.html_meeting import anchor, article, cells_of, leading, sides
from whomet.exchange.html_page import FOOT, head, own, text
from whomet.exchange.told import Told
from whomet.model import Property
from whomet.values.edtf import bounds

_TITLE = "Who met whom"
_BACK = '<p class="back"><a href="#contents">All meetings</a></p>\n'
_LISTED = 160  # characters of a value in the table of contents: the article has it whole


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """The page in pieces. Finished articles wait in a temporary file until their order is known; in memory are one
    meeting at a time and, of each, a line for the table of contents."""
    with TemporaryFile() as waiting:
        places: list[tuple[str, str, str, int, int]] = []
        for one in told:
            finished = article(one, _BACK).encode("utf-8")
            places.append((_first_day(one), one.meeting.id, _line(one), waiting.tell(), len(finished)))
            waiting.write(finished)
        places.sort()
        yield (head(_TITLE) + _opening(len(places)) + _contents([line for _, _, line, _, _ in places])).encode("utf-8")
        for _, _, _, start, length in places:
            waiting.seek(start)
            yield waiting.read(length)
        yield f"</main>\n{FOOT}".encode()


def _first_day(one: Told) -> str:
    """The earliest day that any source leaves possible; what has no date comes last."""
    return min((b[0].isoformat() for v in one.meeting.values(Property.DATE) if (b := bounds(v))), default="9999")


def _opening(meetings: int) -> str:
    counted = f"{meetings} meeting{'' if meetings == 1 else 's'}"
    return f"""<header>
<h1>{_TITLE}</h1>
<p class="lede">{counted}, as published reports tell of {"it" if meetings == 1 else "them"}. Nothing here is claimed
beyond what a source says: beside each value stands who gives it; open it to read the exact words.</p>
</header>
"""


def _contents(lines: Sequence[str]) -> str:
    listed = f"<ol>\n{''.join(lines)}</ol>" if lines else "<p>There are no meetings in this register.</p>"
    return f"""<nav id="contents" aria-labelledby="by-date">
<h2 id="by-date">Meetings by date</h2>
{listed}
</nav>
<main>
"""


def _line(one: Told) -> str:
    cells = cells_of(one)
    day = leading(cells.get(Property.DATE)) or "no date"
    about = [leading(cells.get(p)) for p in (Property.CITY, Property.STATUS)]
    about += ["denied"] if Property.DENIAL_TEXT in cells else []
    gist = " · ".join(own(_cut(part)) for part in about if part)
    shown = (("day", text(_cut(day))), ("sides", own(_cut(sides(cells)))), ("gist", gist))
    spans = " ".join(f'<span class="{kind}">{part}</span>' for kind, part in shown)
    return f'<li><a href="#{anchor(one)}">{spans}</a></li>\n'


def _cut(words: str) -> str:
    return words if len(words) <= _LISTED else f"{words[:_LISTED]}…"
