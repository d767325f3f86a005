"""What only a server does: it is not there, refuses, goes away; and what its texts can't hold is held all the same."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text
from temporary_postgresql import name_of

from whomet.errors import MissingExtraError, RegisterError
from whomet.register import Register, postgresql

SECRET = "sesame"


@pytest.fixture(scope="module")
def guarded(postgresql_server):
    """Asks for a password, has the right to look and none to write."""
    postgresql_server.order(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
    return postgresql_server


def refused(address: str) -> str:
    """What is said where a register is not opened: one sentence without the password."""
    with pytest.raises(RegisterError) as told:
        Register.open(address)
    said = str(told.value)
    assert SECRET not in said
    assert "\n" not in said
    assert said.endswith(".")
    return said


def test_who_may_not_come_in_is_told_so(guarded):
    """A wrong password, none, an unknown user and an unknown database are each one sentence, with what to do."""
    host = f"?host={guarded.folder}"
    wrong = refused(f"postgresql://guarded:{SECRET}s@/postgres{host}")
    assert wrong.startswith(f"postgresql://guarded:***@/postgres{host}: can't be opened: password")
    assert "see whether user and password are right" in wrong
    assert "no password supplied" in refused(f"postgresql://guarded@/postgres{host}")
    assert "see whether" in refused(f"postgresql://stranger@/postgres{host}&password={SECRET}")
    missing = refused(f"postgresql+psycopg://owner@/nowhere{host}")
    assert 'database "nowhere" does not exist; make it first' in missing


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://me:{SECRET}@127.0.0.1:1/db",
        f"postgresql://me:{SECRET}@nowhere.invalid/db",
        f"postgresql://me:{SECRET}@a..b/db",
        f"postgresql://me:{SECRET}@host:port/db",
        f"postgres://me:{SECRET}@/db?host=/nowhere",
    ],
)
def test_a_server_that_is_not_there_is_told(address):
    """Nobody at the port, no such host and no such socket: the address is named, and what to see to."""
    pytest.importorskip("psycopg")
    assert "***@" in refused(address)
    assert "see whether the server runs and the address is right" in refused(address)


@pytest.mark.parametrize("password", [f"{SECRET}@x", f"x/{SECRET}", f"x@{SECRET}", f"50%{SECRET}", f"/{SECRET}@:"])
def test_signs_in_a_password_that_an_address_cant_have(password):
    """What would be taken for a host or a port, and so be printed, is refused before anybody is asked."""
    pytest.importorskip("psycopg")
    assert "is no address of a database; write postgresql://user@host/database" in refused(
        f"postgresql://me:{password}@host/db"
    )


def test_without_the_driver_the_extra_is_named(monkeypatch):
    """Who opens an address without psycopg is told what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"whomet\[postgresql\]"):
        Register.open("postgresql://localhost/team")


def test_letters_of_one_alphabet_are_not_enough(guarded):
    """A database that can't hold every letter is refused before anything is put in."""
    guarded.order("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    assert "whose encoding is UTF8" in refused(guarded.address("latin"))


def test_another_database_is_left_alone(guarded, postgresql):
    """A database of something else is no register."""
    guarded.order("CREATE TABLE recipes (name text)", name_of(postgresql))
    assert "is a database, but not a register; name another database." in refused(postgresql)
    assert guarded.order("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name_of(postgresql)) == [
        ("recipes",)
    ]


def test_who_may_only_look_can_ask(guarded, databases, made_up):
    """Without the right to write, or on a server that only reads, a register is asked; adding is one sentence."""
    with databases.place() as where:
        with Register.open(where) as register:
            register.add(made_up("one"))
        guarded.order("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded", name_of(where))
        by_right = where.replace("owner@", f"guarded:{SECRET}@")
        by_setting = f"{where}&options=-cdefault_transaction_read_only%3Don"
        for place, says in ((by_right, "ask for the right to"), (by_setting, "can't be written; ask for the right")):
            with Register.open(place, create=False) as register:
                assert list(register.readings()) == [made_up("one")]
                assert register.search("strelsau").documents == {made_up("one").document.key}
                with pytest.raises(RegisterError, match=says):
                    register.add(made_up("two"))
        with pytest.raises(RegisterError, match=r"ask for the right to, .*: permission denied for schema public"):
            Register.open(guarded.new().replace("owner@", f"guarded:{SECRET}@"))


def ended(server, connection) -> None:
    """As if the server had stopped: for this connection it has."""
    own = connection.scalar(text("SELECT pg_backend_pid()"))
    assert server.order(f"SELECT pg_terminate_backend({own}, 5000)") == [(True,)]


def test_a_server_that_goes_away_midway(guarded, databases, made_up):
    """Whoever writes when it goes is told that nothing was added; once it is back, all goes on."""
    gone = pytest.raises(RegisterError, match="the server went away, and nothing of this was added")
    with databases.register() as register:
        with gone, register._writing() as connection:
            connection.execute(text("INSERT INTO meta VALUES ('half', 'done')"))
            ended(guarded, connection)
            connection.execute(text("SELECT 1"))
        assert "half" not in register.meta()
        assert register.add(made_up("one"))


def test_tables_that_go_away_midway(guarded, databases):
    """So are tables that somebody drops."""
    with databases.register() as register:
        guarded.order("DROP TABLE meta", name_of(register.where))
        with pytest.raises(RegisterError, match="tables are not there any more"):
            register.meta()


def test_a_writer_that_dies_lets_the_next_one_in(guarded, databases, made_up):
    """The lock goes with who held it."""
    with databases.place() as where, Register.open(where) as first, Register.open(where) as second:
        writing = first._writing()
        ended(guarded, writing.__enter__())
        assert second.add(made_up("one"))
        with pytest.raises(RegisterError, match="the server went away"):
            writing.__exit__(None, None, None)


def test_what_a_password_stands_in_is_shown_without_it():
    """In the address or among its parameters."""
    assert postgresql.shown("postgresql://me:a:b@c@host/db?password=x&sslpassword=y&port=1") == (
        "postgresql://me:***@host/db?password=***&sslpassword=***&port=1"
    )
    for plain in ("postgresql://host/db", "postgresql://me@host:5432/db", "postgresql:///db?host=/run/postgresql"):
        assert postgresql.shown(plain) == plain


anything = st.text(st.characters(exclude_categories=["Cs"])) | st.text("\0\1\2a")


@given(anything, anything)
@example("\1\2\1\1", "\1\1\1\2")
def test_texts_with_nul_are_kept_in_order(one, two):
    """No NUL is sent; what comes back is what went in; and the order by code points stays."""
    kept = postgresql.Words()
    stored = [kept.process_bind_param(words, None) for words in (one, two)]
    assert not any("\0" in words for words in stored)
    assert [kept.process_result_value(words, None) for words in stored] == [one, two]
    assert (stored[0] < stored[1]) == (one < two)


def test_citations_of_a_text_with_nul_stand_where_they_are(databases, made_up):
    """The view `cited_words` counts as we do, and shows U+2400 for what the database can't hold."""
    reading = made_up("one", text="\0\1\2\1\0 of Ruritania and Graustark, who met in Strelsau, it was said there")
    with databases.register() as register:
        register.add(reading)
        with register._looking() as connection:
            seen = set(connection.scalars(text("SELECT words FROM cited_words")))
    every = (reading.document.title, reading.document.published, *reading.figures, *reading.accounts[0].claims)
    assert seen == {s.of(reading.document.text).replace("\0", "\u2400") for c in every for s in c.spans}
