"""Some meetings of a register as a sequence that is fetched as it is looked at: a register may hold millions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from whomet.exchange import notebook
from whomet.faces.python.nouns import Meeting, as_told

Fetch = Callable[[Sequence[str]], Iterator[Meeting]]
"""Gives the meetings with some ids, in their order."""

_SHOWN = 20
"""Meetings that a display lists."""


class Meetings(Sequence[Meeting]):
    """Meetings in the order of their dates. It has a length, an index and slices as a tuple has; only ids are in
    memory, and each meeting is fetched anew when it is asked for, so the register must still be there."""

    def __init__(self, ids: Sequence[str], fetch: Fetch) -> None:
        """The meetings with these ids, as `fetch` gives them."""
        self.ids = tuple(ids)
        self._fetch = fetch

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Meeting]:
        return self._fetch(self.ids)

    @overload
    def __getitem__(self, at: int) -> Meeting: ...
    @overload
    def __getitem__(self, at: slice) -> Meetings: ...
    def __getitem__(self, at: int | slice) -> Meeting | Meetings:
        if isinstance(at, slice):
            return Meetings(self.ids[at], self._fetch)
        return next(self._fetch([self.ids[at]]))

    def __repr__(self) -> str:
        listed = "".join(f"\n  {meeting!r}" for meeting in self[:_SHOWN])
        more = f"\n  and {len(self) - _SHOWN} more" if len(self) > _SHOWN else ""
        return f"<{len(self)} meeting{'s' * (len(self) != 1)}{listed}{more}>"

    def _repr_html_(self) -> str:
        """A line for each of the first meetings, for a notebook."""
        return notebook.table([as_told(meeting) for meeting in self[:_SHOWN]], max(len(self) - _SHOWN, 0))
