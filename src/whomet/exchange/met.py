"""What was met while reading or writing, as digests outside of memory: it does not grow with the input."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b


class Met:
    """Names of one or several kinds. A few lie in memory, many in a temporary file that ends with the run: of each 16
    bytes from which nobody reads the name."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("CREATE TABLE met (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        self._kept.execute("BEGIN")  # one that is never ended: it need not outlive anything

    def is_new(self, kind: str, name: str) -> bool:
        """Whether a name of this kind is met for the first time; from now on it was met."""
        digest = blake2b(f"{kind} {name}".encode(errors="surrogatepass"), digest_size=16).digest()
        return self._kept.execute("INSERT OR IGNORE INTO met VALUES (?)", (digest,)).rowcount == 1
