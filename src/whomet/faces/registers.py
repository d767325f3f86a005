"""Registers as many requests at once ask them: each request has one of its own, and sees one state of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue

from whomet.register import Register


class Registers:
    """Opened registers of one place, lent to one request at a time and kept for the next."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._free: LifoQueue[Register] = LifoQueue()

    @contextmanager
    def lent(self) -> Iterator[Register]:
        """A register for one request, all of whose questions are answered from one state, up to what it writes itself.

        Raises RegisterError where there is none, or it can't be read.
        """
        try:
            register = self._free.get_nowait()
        except Empty:
            register = Register.open(self.where, create=False)
        try:
            with register.one_state():
                yield register
        except BaseException as error:
            register.__exit__(type(error), error, error.__traceback__)  # closes it, and says so where it is damaged
            raise
        self._free.put(register)

    @contextmanager
    def changing(self) -> Iterator[Register]:
        """A register of its own for a request that changes something: each question sees what others wrote before.

        Raises as `lent` does.
        """
        with Register.open(self.where, create=False) as register:
            yield register

    def close(self) -> None:
        """Let go of all that is not lent."""
        while not self._free.empty():
            self._free.get_nowait().close()
