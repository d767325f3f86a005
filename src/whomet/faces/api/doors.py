"""Who may do what: a token reads, one that may decides as well. Without one, who the server around says asks may read.

Where that is this machine alone everybody on it may read, until there is a token: from then on each request needs one.
"""

from __future__ import annotations

import math

from starlette.requests import Request

from whomet.faces.api.problems import ProblemError
from whomet.faces.audit import Done
from whomet.faces.roles import Role
from whomet.faces.token_commands import May
from whomet.faces.tokens import Token, kept_tokens, token_of
from whomet.faces.web.visitors import ENTRANCE, VISITOR, Gate, Visitor
from whomet.faces.web_safety import is_near

_LONGEST = 1_000
_ROLES = {May.READ: Role.READER, May.DECIDE: Role.CODER}


def may_see(request: Request) -> None:
    """What the public sees, where it is let in. Raises ProblemError where who asks may not."""
    _let_in(request, Role.PUBLIC)


def may_read(request: Request) -> None:
    """Raises ProblemError where who asks may not read."""
    _let_in(request, Role.READER)


def may_decide(request: Request) -> Token:
    """The token of who decides. Raises ProblemError where there is none, or it allows reading only."""
    token = _token(request, kept_tokens())
    if token.may is not May.DECIDE:
        raise ProblemError(403, f"The token of {token.name} allows reading only; one made with --may decide is needed.")
    return token


def in_turn(request: Request) -> None:
    """Counts something that takes long. Raises ProblemError where it was asked for too often."""
    gate: Gate | None = request.scope.get(ENTRANCE)
    if gate and (wait := gate.costs(request)):
        refused = ProblemError(429, "This was asked for too often; wait a little.")
        refused.headers["Retry-After"] = str(math.ceil(wait))
        raise refused


def note(request: Request, done: Done, about: str = "") -> None:
    """Keeps in the audit log of the server around what was done."""
    gate: Gate | None = request.scope.get(ENTRANCE)
    if gate:
        gate.note(request, done, about)


def _let_in(request: Request, need: Role) -> None:
    tokens = kept_tokens()
    visitor: Visitor | None = request.scope.get(VISITOR)
    unasked = visitor is None or visitor.own
    if request.headers.get("authorization") or (unasked and tokens):
        _token(request, tokens)
    elif visitor is None or visitor.own:
        if not is_near(request):
            raise ProblemError(
                401, "From another machine this needs a token; `whomet token add` makes one on the server."
            )
    elif not visitor.role.covers(need):
        raise ProblemError(401, "This needs a token, sent as “Authorization: Bearer TOKEN”.")


def _token(request: Request, tokens: tuple[Token, ...]) -> Token:
    """The token that is sent, whose name and rights the request has from here on."""
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    if not words:
        raise ProblemError(401, "This needs a token, sent as “Authorization: Bearer TOKEN”.")
    found = token_of(words.strip(), tokens) if scheme.casefold() == "bearer" and len(words) < _LONGEST else None
    if found is None:
        raise ProblemError(401, "This token is none of this server's, or was revoked; ask for another.")
    request.scope[VISITOR] = Visitor(found.name, _ROLES[found.may])
    return found
