"""schemathesis asks the API everything that its OpenAPI allows, and much that it does not."""

from __future__ import annotations

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from whomet.faces.api import problems
from whomet.faces.api.app import api
from whomet.faces.registers import Registers
from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token

INNER = api(Registers(""))
OUTER = FastAPI()
OUTER.mount("/api/v1", INNER)
problems.handle_all(OUTER)  # a line end in an address leads to no mounted application


async def near(scope, receive, send):
    """The API as a program on the same machine asks it, by the machine's own name."""
    if scope["type"] == "http":
        headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope = {**scope, "client": ("127.0.0.1", 50000), "headers": [*headers, (b"host", b"localhost")]}
    await OUTER(scope, receive, send)


SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", near)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
WELL_FORMED_IS_ENOUGH = schemathesis.checks.positive_data_acceptance
"""Not asked: a cursor, a date or a name can be well formed and still be none."""


@pytest.fixture
def asked(tmp_path, where):
    """The headers of who may decide about a register of three reports."""
    INNER.state.registers = Registers(where)
    return {"Authorization": f"Bearer {add_token('Ada Lind', May.DECIDE)}"}


def ask(operation, mode, headers, most):
    """Asks one address, so many times, and holds each answer to what OpenAPI says of it."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=most, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def each(case):
        case.call_and_validate(headers=headers, excluded_checks=[WELL_FORMED_IS_ENOUGH])

    each()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
def test_every_answer_is_one_that_openapi_names(operation, mode, asked):
    """What fits and what does not, a few times each: status, type and shape of each answer are those of OpenAPI, and
    nothing that does not fit is taken."""
    ask(operation, mode, asked, 6)


@pytest.mark.long
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda found: found.label)
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
def test_every_answer_is_one_that_openapi_names_many_times(operation, mode, asked):
    """The same, ten times as often."""
    ask(operation, mode, asked, 60)
