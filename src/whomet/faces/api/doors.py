"""Who may do what: without any token everybody on this machine may read; from the first token on each request needs
one. Only a token that may decide decides."""

from __future__ import annotations

from starlette.requests import Request

from whomet.faces.api.problems import ProblemError
from whomet.faces.token_commands import May
from whomet.faces.tokens import Token, kept_tokens, token_of
from whomet.faces.web_safety import is_near

_LONGEST = 1_000


def may_read(request: Request) -> None:
    """Raises ProblemError where who asks may not read."""
    tokens = kept_tokens()
    if tokens or request.headers.get("authorization"):
        _token(request, tokens)
    elif not is_near(request):
        raise ProblemError(401, "From another machine this needs a token; `whomet token add` makes one on the server.")


def may_decide(request: Request) -> Token:
    """The token of who decides. Raises ProblemError where there is none, or it allows reading only."""
    token = _token(request, kept_tokens())
    if token.may is not May.DECIDE:
        raise ProblemError(403, f"The token of {token.name} allows reading only; one made with --may decide is needed.")
    return token


def _token(request: Request, tokens: tuple[Token, ...]) -> Token:
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    if not words:
        raise ProblemError(401, "This needs a token, sent as “Authorization: Bearer TOKEN”.")
    found = token_of(words.strip(), tokens) if scheme.casefold() == "bearer" and len(words) < _LONGEST else None
    if found is None:
        raise ProblemError(401, "This token is none of this server's, or was revoked; ask for another.")
    return found
