"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached by a socket in it and nothing else.

Its programs are found in PATH or where Debian, Red Hat and Homebrew put them. A server refuses to be run by root: then
it is run by an unprivileged user of the system.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
IN_MEMORY = "/dev/shm"
UNPRIVILEGED = ("postgres", "nobody")
ABSENT = "no PostgreSQL server is installed here (Debian: apt install postgresql), so nothing is tested on one"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
}
RULES = "local all guarded scram-sha-256\nlocal all all trust\n"  # all may come in; who is `guarded`, by password
NAMES = count()


@dataclass(frozen=True)
class Server:
    """A server that runs; every database in it is empty, or a copy of another, when it is given."""

    folder: Path

    def address(self, database: str, user: str = "owner") -> str:
        """How a database is reached."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The address of one more database."""
        name = f"made_{next(NAMES)}"
        self.order(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.address(name)

    def drop(self, address: str) -> None:
        """A database less, whoever is in it."""
        self.order(f"DROP DATABASE {name_of(address)} WITH (FORCE)")

    def order(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement, done at once; the rows that it gives."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []


def name_of(address: str) -> str:
    """The database that an address leads to."""
    return address.rpartition("/" if "?" not in address else "?")[0].rpartition("/")[2]


def programs() -> Path | None:
    """The folder of the newest server's programs, None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place[1:]), key=lambda path: path.parts[-2], reverse=True)
    return next((folder for folder in folders if all((folder / p).exists() for p in ("initdb", "postgres"))), None)


@contextmanager
def running(folder_of_programs: Path) -> Iterator[Server]:
    """A server as long as it is wanted, and no longer than this process lives."""
    within = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="whomet-postgresql-", dir=within))
    try:
        _make(folder_of_programs, folder)
        # The shell waits for our end of the pipe to close, which it does however we end, then stops the server.
        watch = '"$@" >"$0/log" 2>&1 & server=$!; read _; kill -QUIT $server; wait $server; rm -rf "$0"'
        command = ["sh", "-c", watch, folder, folder_of_programs / "postgres", "-D", folder / "data", "-k", folder]
        shell = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder, **_unprivileged())
        try:
            _wait_for(folder, shell)
            yield Server(folder)
        finally:
            shell.communicate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder_of_programs: Path, folder: Path) -> None:
    user = _unprivileged()
    if user:
        shutil.chown(folder, user["user"], user["group"])
    command = [folder_of_programs / "initdb", "-D", folder / "data", "-U", "owner", "-E", "UTF8", "--locale=C", "-A"]
    subprocess.run([*command, "trust", "--no-sync"], cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    (folder / "data" / "pg_hba.conf").write_text(RULES)


def _unprivileged() -> dict[str, Any]:
    """As whom to run a server: as ourselves, unless we are root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = next(known[name] for name in UNPRIVILEGED if name in known)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_for(folder: Path, shell: subprocess.Popen[bytes], seconds: float = 30) -> None:
    import psycopg

    end = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(Server(folder).address("postgres")).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end or shell.poll() is not None:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
