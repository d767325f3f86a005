"""All that is PostgreSQL's own: how a database is reached, locked and searched, and what its errors mean.

Nothing outside this file and the migrations speaks PostgreSQL's dialect; `sqlite.py` is its twin. Psycopg, which speaks
to the server, is imported only where a database is opened: it is an extra.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    MetaData,
    Select,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    collate,
    create_engine,
    event,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects import postgresql as dialect
from sqlalchemy.exc import DBAPIError

from whomet.errors import MissingExtraError, RegisterError
from whomet.register.search import Term, fold

PLACE = "database"
SCHEMES = ("postgresql", "postgresql+psycopg", "postgres")
WAIT = 30.0  # seconds for another process to finish its write
WRITER = int.from_bytes(b"whomet")  # the advisory lock that whoever writes holds

# Where the address does not say otherwise (https://www.postgresql.org/docs/current/libpq-connect.html).
_USUAL = {"application_name": "whomet", "connect_timeout": "10", "keepalives_idle": "30"}


class Words(TypeDecorator[str]):
    """Text that may hold NUL, which PostgreSQL's can't: U+0000 is kept as U+0001 U+0001, and U+0001 as U+0001 U+0002.

    So what is kept is ordered as what it stands for: by code points, as Python and SQLite compare.
    """

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and value.replace("\1", "\1\2").replace("\0", "\1\1")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value and value.replace("\1\1", "\0").replace("\1\2", "\1")


# -------------------------------------------------------------------------------------------------- connections


def shown(where: str) -> str:
    """An address as messages name it, without passwords."""
    head, at, rest = re.sub(r"(?<=password=)[^&]*", "***", where).rpartition("@")
    return re.sub(r"(://[^:/@]*):.*", r"\1:***", head, count=1, flags=re.DOTALL) + at + rest


def connect(where: str, create: bool) -> Engine:
    """An engine on a database that is there; what is made in it are tables.

    Raises RegisterError for what is no address, MissingExtraError without psycopg. Who can't be reached, or refuses, is
    met with the first connection, which raises RegisterError then.
    """
    try:
        import psycopg
    except ImportError:
        raise MissingExtraError("A register in PostgreSQL", "postgresql") from None
    name, asked = shown(where), _parameters(where)

    def opened() -> psycopg.Connection[Any]:
        try:
            connection = psycopg.connect(**asked)
        except (psycopg.Error, OSError, ValueError) as error:
            raise RegisterError(f"{name}: can't be opened: {_refusal(str(error))}.") from error
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise RegisterError(f"{name}: holds letters as {encoding}; name a database whose encoding is UTF8.")
        connection.execute("SET jit = off")  # to compile one of our questions takes longer than to answer it
        connection.commit()
        return connection

    engine = create_engine("postgresql+psycopg://", creator=opened, use_native_hstore=False)
    event.listen(engine, "begin", _begin)
    return engine


def _parameters(where: str) -> dict[str, Any]:
    """What libpq makes of an address. Its own complaints are not passed on: they may hold parts of a password."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    rest = where.partition("://")[2]
    if not set("@/") & set(rest.rpartition("@")[0]):
        try:
            return _USUAL | conninfo_to_dict("postgresql://" + rest) | {"client_encoding": "UTF8"}
        except (psycopg.Error, ValueError):
            pass
    raise RegisterError(
        f"{shown(where)}: is no address of a database; write postgresql://user@host/database, "
        "signs such as @ : / % in a name or password as %40 %3A %2F %25."
    )


def _refusal(said: str) -> str:
    """Why a server was not reached, or does not let us in, and what to do about it."""
    lines = said.splitlines() or [""]
    reason = next((line for line in lines if "failed: " in line), lines[0]).rpartition("failed: ")[2]
    reason = " ".join(reason.removeprefix("FATAL:").split())
    if "password" in reason:
        return f"{reason}; see whether user and password are right"
    if reason.startswith("database") and "not exist" in reason:
        return f"{reason}; make it first (createdb), or name another"
    return f"{reason}; see whether the server runs and the address is right"


def make_ready(engine: Engine) -> None:
    """Nothing: PostgreSQL always lets others read while one writes."""


def _begin(connection: Connection) -> None:
    # A reader sees one state of the register to its end, and waits for nobody. A writer waits for its turn, then sees
    # all that was written before.
    import psycopg

    writes = connection.get_execution_options().get("writes", False)
    driver: Any = connection.connection.driver_connection
    level = psycopg.IsolationLevel
    driver.read_only = None if writes else True
    driver.isolation_level = level.READ_COMMITTED if writes else level.REPEATABLE_READ
    if writes:
        turn = f"SET LOCAL lock_timeout = {int(WAIT * 1000)}; SELECT pg_advisory_xact_lock({WRITER})"
        connection.exec_driver_sql(turn, execution_options={"no_parameters": True})


def wipe(engine: Engine, where: str) -> None:
    """Write every table anew: deleted rows stay in its pages until then. Whoever reads waits for one table at a time.

    Raises RegisterError where another program reads for long, or this user may not.
    """
    import psycopg

    driver = engine.raw_connection()
    connection: Any = driver.driver_connection
    try:
        connection.read_only, connection.autocommit = None, True
        connection.execute(f"SET lock_timeout = {int(WAIT * 1000)}")
        tables = connection.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in tables.fetchall():
            connection.execute(f"VACUUM (FULL) {table}")
    except psycopg.Error as error:
        raise RegisterError(f"{where}: {meaning(DBAPIError(None, None, error))}") from error
    finally:
        driver.invalidate()


def is_damaged(connection: Connection) -> bool:
    """No: a server sees to its own disk, and says so where it fails."""
    return False


# ---------------------------------------------------------------------------------------------- what went wrong

_READ_ONLY = "can't be written; ask for the right to write there, or name another database."
_BUSY = "another program is writing to it and did not finish; run this again when it has."
_GONE = "the server went away, and nothing of this was added; run this again when it is back."
_MEANINGS = {  # by the beginning of SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html)
    "57014": "this took longer than the server allows, and nothing of it was added.",
    "57": _GONE,
    "08": _GONE,
    "25006": _READ_ONLY,
    "42501": "this user may not do that; ask for the right to, or name another database",
    "42P01": "the register's tables are not there any more.",
    "55P03": _BUSY,
    "40": _BUSY,
    "53100": "the server's disk is full, and nothing of this was added; make room and run it again.",
    "53": "the server has no room for this, and nothing of it was added; run it again later.",
    "58": "the server's disk failed, and nothing of this was added; see whether it is full.",
    "XX001": "is damaged; put a copy of it back, or read the documents into a new one.",
    "XX002": "is damaged; put a copy of it back, or read the documents into a new one.",
    "54": "something in this is longer than the database holds, and nothing of it was added",
    "23": "this contradicts what is in it already, or itself, and was not added",
}


def meaning(error: DBAPIError) -> str:
    """What a reader should know of a database's error, and do about it."""
    state = getattr(error.orig, "sqlstate", None) or ""
    told = next((sentence for code, sentence in _MEANINGS.items() if state.startswith(code)), "")
    if error.connection_invalidated and not told:
        return _GONE
    said = str(error.orig).strip().partition("\n")[0]
    if not told:
        return f"the database answers {said}."
    return told if told.endswith(".") else f"{told}: {said}."


# ---------------------------------------------------------------------------------------------------------- rows


def insert(table: Table) -> dialect.Insert:
    """An INSERT that can say what to do where a row with the same key is there."""
    return dialect.insert(table)


def key_of(table: Table) -> list[ColumnElement[Any]]:
    """The digests of a table's key: an index of PostgreSQL takes no text over some 2,700 bytes."""
    return [func.digest_of(column) for column in table.primary_key]


def listed(values: Sequence[str]) -> Select[Any]:
    """Any number of values as a query, for IN: more than a statement takes parameters."""
    return select(collate(func.unnest(cast(list(values), dialect.ARRAY(Text))), "C"))


# -------------------------------------------------------------------------------------------------------- views


def joined(what: str, source: str, order: str) -> str:
    """SQL for all of something in what FROM is followed by, in an order, with "; " between; "" where there is none."""
    put_together = legible(f"string_agg({what}, '; ' ORDER BY {order})")
    return f"coalesce((SELECT {put_together} FROM {source}), '')"


def legible(words: str) -> str:
    """SQL for words as any program may show them: U+2400 for U+0000, which is kept as two signs."""
    return f"replace(replace({words}, E'\\x01\\x01', E'\\u2400'), E'\\x01\\x02', E'\\x01')"


def words_at(text: str, start: str, end: str) -> str:
    """SQL for the words between two places of a text, in code points."""
    first, several = f"least({start}, 2147483646)", f"least({end} - {start}, 2147483647)"
    return f"substr({legible(text)}, CAST({first} AS integer) + 1, CAST({several} AS integer))"


def chained(names: str) -> str:
    """SQL for a JSON list of names, joined; null where there is none."""
    listed = f"CAST(replace({names}, '\\u0000', '\\u2400') AS json)"
    each = f"json_array_elements_text({listed}) WITH ORDINALITY j(value, place)"
    return f"CASE WHEN {names} <> '[]' THEN (SELECT string_agg(j.value, '; ' ORDER BY j.place) FROM {each}) END"


def place_of(sign: str, words: str) -> str:
    """SQL for the place of a sign in words, counted from 1."""
    return f"strpos({words}, '{sign}')"


# ------------------------------------------------------------------------------------------------------- search

# PostgreSQL's parser takes text apart in its own way, and a tsvector takes no long words and no megabytes of them. So
# it is given our words, as they are folded, and shortened; where that loses something, `words` are looked through.
# A change of any of these needs a migration that makes the index anew.
_LONGEST = 500  # code points of a word in the index: a lexeme may have 2,046 bytes
_MOST = 1_000_000  # bytes of all the words of an entry: a tsvector may have 1,048,575
_TOO_MANY = "*"  # stands in the index for all words of an entry that has more; no folded word has it

_index = Table(
    "word_index",
    MetaData(),
    Column("reading", BigInteger, primary_key=True, autoincrement=False),
    Column("account", BigInteger, primary_key=True, autoincrement=False),
    Column("words", Text(collation="C"), nullable=False),
    Column("lexemes", dialect.TSVECTOR, nullable=False),
)


def make_index(connection: Connection) -> None:
    """Make the full-text index: what each entry says, folded, and the words in it."""
    _index.create(connection)
    connection.execute(text("CREATE INDEX ix_word_index_lexemes ON word_index USING gin (lexemes)"))


def has_index(connection: Connection) -> bool:
    """Whether the register was made with a full-text index."""
    return bool(connection.scalar(text("SELECT to_regclass('word_index') IS NOT NULL")))


def index_words(connection: Connection, reading: int, entries: Iterable[tuple[int, str]]) -> None:
    """Add to the index what a reading says, as (account number, or 0 for the document's text; words)."""
    folded = ((number, fold(words)) for number, words in entries)
    rows = [
        {"reading": reading, "account": number, "words": words, "lexemes": _lexemes(words)}
        for number, words in folded
        if words
    ]
    if rows:
        lexemes = func.array_to_tsvector(cast(bindparam("lexemes"), dialect.ARRAY(Text)))
        connection.execute(_index.insert().values(lexemes=lexemes), rows)


def unindex_words(connection: Connection, readings: Sequence[int], entries: Iterable[tuple[int, int, str]]) -> None:
    """Take out of the index all that it has of some readings."""
    if has_index(connection):
        connection.execute(_index.delete().where(_index.c.reading.in_(list(readings))))


def _lexemes(folded: str) -> list[str]:
    found = sorted({word[:_LONGEST] for word in folded.split()})
    return found if sum(len(word.encode()) for word in found) <= _MOST else [_TOO_MANY]


def entries_with(terms: tuple[Term, ...]) -> Select[Any]:
    """The entries of the index that have every term: `reading` and `account` (0 for the document's text)."""
    asked = " & ".join(dict.fromkeys(word for term in terms for word in _words_asked(term)))
    return select(_index.c.reading, _index.c.account).where(
        _has(f"{asked} | '{_TOO_MANY}'"), *(_stands(term) for term in terms)
    )


def _words_asked(term: Term) -> list[str]:
    """The words of a term as `tsquery` writes them."""
    *whole, last = (f"'{word[:_LONGEST]}'" for word in term.words.split())
    return [*whole, last + ":*" * term.begun]


def _stands(term: Term) -> ColumnElement[bool]:
    """Whether the words of an entry have a term, looked through only where the index can't know."""
    padded = func.concat(" ", _index.c.words, " ")
    found = func.strpos(padded, f" {term.words}{'' if term.begun else ' '}") > 0
    by_index = " " not in term.words and len(term.words) < _LONGEST
    return or_(~_has(f"'{_TOO_MANY}'"), found) if by_index else found


def _has(query: str) -> ColumnElement[bool]:
    return _index.c.lexemes.op("@@", is_comparison=True)(cast(query, dialect.TSQUERY))
