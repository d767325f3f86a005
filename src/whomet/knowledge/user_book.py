"""The user's own knowledge as a book: asked, and changed as a whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from whomet.errors import KnowledgeError
from whomet.knowledge.office_book import OfficeBook, keys_version
from whomet.knowledge.user_parties import user_file, user_parties


@cache
def user_book() -> OfficeBook | None:
    """The user's book, opened at first use; None where nothing was ever imported. Raises KnowledgeError.

    A book that another version wrote, by which names became other keys, is first brought up to date.
    """
    path = user_file()
    if not path.exists():
        return None
    book = OfficeBook.open(path)
    if book.about("keys") != keys_version():
        with suppress(KnowledgeError), _whole(book):  # one that can't be written is asked as it is
            book.find_names_anew()
    return book


@contextmanager
def writing_user_book() -> Iterator[OfficeBook]:
    """The user's book to be changed, made where there is none: all that is done with it, or nothing. Raises
    KnowledgeError where the file is no such book."""
    path = user_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    book = OfficeBook.open(path) if path.exists() else _new_book(path)
    try:
        with _whole(book):
            yield book
            book.seal()
    finally:
        book.connection.close()
        user_book.cache_clear()
        user_parties.cache_clear()


def _new_book(path: Path) -> OfficeBook:
    try:
        return OfficeBook.new(path)
    except sqlite3.Error as error:
        raise KnowledgeError(f"{path}: can't be written ({error}).") from None


@contextmanager
def _whole(book: OfficeBook) -> Iterator[None]:
    """All that is done to the book, or nothing."""
    try:
        book.connection.execute("BEGIN IMMEDIATE")
        yield
        book.connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise KnowledgeError(f"{user_file()}: can't be written ({error}).") from None
    finally:
        if book.connection.in_transaction:
            book.connection.execute("ROLLBACK")
