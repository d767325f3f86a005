"""Accounts of made-up people, and pages as they see them."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from whomet.faces import accounts
from whomet.faces.roles import Role
from whomet.faces.web.app import web_app
from whomet.faces.web.entrance import Ways

PASSWORD = "seven ferries at dawn"
NAMES = {Role.READER: "Rut Ekmark", Role.CODER: "Coen Dahl", Role.ADMIN: "Ada Lind"}
TEAM = Ways(accounts=True, names=("talks.example",))
NEAR = ("127.0.0.1", 50000)
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_accounts() -> None:
    """One of each role, with one password."""
    for role, name in NAMES.items():
        accounts.add_account(name, role, PASSWORD)


def browser(register, ways: Ways = TEAM, **more) -> TestClient:
    """A browser on the machine of a server."""
    told = {"base_url": "http://127.0.0.1:8064", "client": NEAR, "follow_redirects": False}
    return TestClient(web_app(str(register), ways), **(told | more))


def token_in(page: str) -> str:
    """What the form on a page carries."""
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, wanted: str = "/", **more):
    """The form filled in and sent."""
    token = token_in(client.get("/login", **more).text)
    fields = {"csrf": token, "next": wanted, "name": name, "password": password}
    return client.post("/login", data=fields, **more)


def logged_in(register, role: Role, ways: Ways = TEAM) -> TestClient:
    """The browser of somebody who has logged in."""
    client = browser(register, ways)
    assert log_in(client, NAMES[role]).status_code == 303
    return client
