"""Files that lie elsewhere: addresses such as s3://bucket/folder, asked by fsspec (extra "dask").

Pages of the Web are no such files: only `whomet fetch` asks for those.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from whomet.errors import InputError

_WEB = ("http", "https", "ftp")


def is_remote(path: str) -> bool:
    """Whether it is an address of a store, not a file of this machine or of the Web."""
    scheme, found, _ = path.partition("://")
    return bool(found) and scheme.isalnum() and scheme not in _WEB


def find_remote(address: str) -> Iterator[str]:
    """The addresses of all files under one, in the order of names. Raises InputError where they can't be asked for."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(address, "needs pip install 'whomet[dask]'.") from None
    try:
        store, root = url_to_fs(address)
        found = sorted(store.find(root))
    except Exception as error:  # each store has errors of its own
        raise InputError(address, f"can't be read ({_said(error)}).") from None
    if not found:
        raise InputError(address, "there is no such file or folder.")
    yield from map(store.unstrip_protocol, found)


def open_remote(address: str) -> BinaryIO:
    """Its bytes, as a stream that can be sought in. Raises InputError where it can't be opened."""
    from fsspec.core import url_to_fs

    try:
        store, path = url_to_fs(address)
        stream: BinaryIO = store.open(path, "rb")
    except Exception as error:
        raise InputError(address, f"can't be opened ({_said(error)}).") from None
    return stream


def mark_of(address: str) -> str:
    """What changes when the file does, as far as its store can tell."""
    from fsspec.core import url_to_fs

    store, path = url_to_fs(address)
    return str(store.ukey(path))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
