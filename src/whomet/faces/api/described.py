"""What OpenAPI says of each address beside its parameters: the shapes of answers, of problems and of bodies."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from whomet.faces.api.problems import MEDIA_TYPE
from whomet.faces.api.shapes import Problem

_PROBLEMS = {
    400: "The body is no JSON.",
    401: "A token is needed, or this one is none.",
    403: "The token does not allow this.",
    404: "Nothing goes by that name.",
    409: "Somebody else decided meanwhile.",
    413: "The body is too long.",
    415: "The body is not sent as JSON.",
    421: "The server does not go by that name.",
    422: "What was sent can't be taken.",
    429: "This was asked for too often; Retry-After says how long to wait.",
    500: "A mistake of Whomet's own.",
    502: "The language model that reads here gives no answer now.",
    503: "The register can't be used now.",
}
_ALWAYS = (401, 421, 422, 429, 500, 503)

Description = dict[int | str, dict[str, Any]]
OPEN: dict[str, Any] = {"security": [{}, {"token": []}]}
"""For reading: a token where there is one."""


def gives(shape: type[Struct], *, listed: bool = False, also: tuple[int, ...] = ()) -> Description:
    """The answers of an address that is read from: a shape, nothing new, or a problem."""
    headers = {"ETag": _header("Follows from the answer; send it as If-None-Match.")}
    if listed:
        headers["Link"] = _header('The next page, rel="next"; absent with the last one.')
    told = {"description": _first_line(shape), "content": _json(shape), "headers": headers}
    return {200: told, 304: {"description": "Nothing changed."}, **_problems((*_ALWAYS, *also))}


def makes(shape: type[Struct], *also: int) -> Description:
    """The answers of an address that takes a body."""
    told = {"description": _first_line(shape), "content": _json(shape)}
    return {200: told, **_problems((*_ALWAYS, 400, 413, 415, *also))}


def takes(shape: type[Struct], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys of OpenAPI
    """The body of an address."""
    return {"requestBody": {"required": True, "content": _json(shape)}, **more}


def _problems(statuses: tuple[int, ...]) -> Description:
    content = {MEDIA_TYPE: {"schema": _reference(Problem)}}
    return {status: {"description": _PROBLEMS[status], "content": content} for status in sorted(statuses)}


def _json(shape: type[Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": _reference(shape)}}


def _reference(shape: type[Struct]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _first_line(shape: type[Struct]) -> str:
    return (shape.__doc__ or "A page.").strip().split("\n")[0] or "A page."


def _header(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}}
