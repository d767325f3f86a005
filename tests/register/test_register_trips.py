"""How often a register asks its database when readings are added: each time is a trip to a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from whomet.pipeline import reconcile_register
from whomet.register import Register

BEGUN = "(begun)"


@contextmanager
def counted(register: Register) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, and BEGUN for each transaction."""
    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        sent.append(statement)

    def begin(connection) -> None:
        sent.append(BEGUN)

    event.listen(register._engine, "before_cursor_execute", note)
    event.listen(register._engine, "begin", begin)
    yield sent
    event.remove(register._engine, "before_cursor_execute", note)
    event.remove(register._engine, "begin", begin)


def asked(sent: list[str]) -> list[str]:
    """Those that ask or tell something."""
    return [statement for statement in sent if statement != BEGUN and not statement.startswith("BEGIN")]


def test_a_reading_is_added_in_fifteen_statements(register, made_up):
    """In one transaction, however many accounts and claims it has; one that is there takes fewer still."""
    reading = made_up("one")
    (account,) = reading.accounts
    many = tuple(replace(account, id=f"{number:016}") for number in range(40))
    with counted(register) as sent:
        assert register.add(replace(reading, accounts=many))
    assert len(asked(sent)) <= 15
    assert sent.count(BEGUN) == 1
    with counted(register) as again:
        assert not register.add(reading)
    assert len(asked(again)) <= 6


def test_what_follows_is_made_in_five_transactions(register, made_up):
    """One that writes, one in which all that was read is looked up, and three that ask what is to be done."""
    register.add(made_up("one"))
    reconcile_register(register)
    register.add(made_up("two"))
    with counted(register) as sent:
        reconcile_register(register)
    assert sent.count(BEGUN) == 5
    assert len(asked(sent)) < 160


@pytest.mark.parametrize("several", [1, 30])
def test_what_follows_from_many_readings_takes_hardly_more(register, made_up, several):
    """Readings that are settled together share their questions."""
    for number in range(several):
        register.add(made_up(f"text {number}"))
    with counted(register) as sent:
        reconcile_register(register)
    assert len(asked(sent)) < 220
