"""The one door to the Model Context Protocol's SDK: what tools, addresses and tasks there are, over standard input and
output, and nothing else. Nothing is traced, and no address is listened on."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
import msgspec
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from whomet import __version__
from whomet.errors import RegisterError, WhometError
from whomet.faces.assistants import prompts, resources
from whomet.faces.assistants.gives import schema
from whomet.faces.assistants.harmless import shown
from whomet.faces.assistants.tools import Desk, Tool, answer, tools
from whomet.faces.assistants.wording import in_words
from whomet.register.databases import database_at

_LOG = logging.getLogger("whomet")
_BUG = "This is a mistake of Whomet's own; please report it with what it wrote on standard error."
Found = TypeVar("Found")


def serve_assistants(desk: Desk) -> None:
    """Answers one assistant over standard input and output until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing else wakes the thread that waits for input
    try:
        anyio.run(_serve, server(desk))
    except* (BrokenPipeError, anyio.BrokenResourceError):  # the assistant's program has left
        pass


async def _serve(made: Server[Any]) -> None:
    async with stdio_server() as (received, sent):
        await made.run(received, sent, made.create_initialization_options())


def server(desk: Desk) -> Server[Any]:
    """All that an assistant may ask a register."""
    known = tools(desk)
    made: Server[Any] = Server(
        "whomet",
        version=__version__,
        title="Whomet: who met whom, according to whom",
        instructions=prompts.INSTRUCTIONS + (prompts.DECIDING if desk.by else ""),
        on_list_tools=_listing(types.ListToolsResult(tools=[_as_listed(tool) for tool in known.values()])),
        on_call_tool=_calling(desk, known),
        on_list_resources=_resources(desk),
        on_list_resource_templates=_listing(_TEMPLATES),
        on_read_resource=_reading(desk),
        on_list_prompts=_listing(types.ListPromptsResult(prompts=[_as_prompt(t) for t in prompts.TASKS.values()])),
        on_get_prompt=_prompt,
    )
    made.middleware.clear()  # the SDK's own tracing, which hands on what was asked where a tracer is installed
    return made


def _listing(whole: Found) -> Callable[[Any, Any], Any]:
    """A list that is the same for everybody, on one page."""

    async def listed(_: Any, __: Any) -> Found:  # noqa: ANN401 - the SDK's context
        return whole

    return listed


# ---------------------------------------------------------------------------------------------------- tools


def _as_listed(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(
        title=tool.title,
        read_only_hint=not tool.decides,
        destructive_hint=tool.decides,  # it can be undone, but a program should ask its user first
        idempotent_hint=not tool.decides,
        open_world_hint=False,
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=schema(tool.takes),
        output_schema=schema(tool.gives),
        annotations=hints,
    )


def _calling(desk: Desk, known: dict[str, Tool]) -> Callable[[Any, types.CallToolRequestParams], Any]:
    async def call(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:  # noqa: ANN401
        tool = known.get(asked.name)
        if tool is None:
            raise MCPError(
                types.INVALID_PARAMS, f"There is no tool {asked.name[:100]!r}; there are {', '.join(known)}."
            )
        try:
            told = await _aside(partial(answer, desk, tool, asked.arguments or {}), finish=tool.decides)
        except Exception as error:
            return _told(_sentence(error, desk), is_error=True)
        return _told(in_words(told), structured=msgspec.to_builtins(told))

    return call


async def _aside(work: Callable[[], Found], *, finish: bool = False) -> Found:
    """Work in a thread of its own. Who cancels need not wait for its end, but where it has to `finish`."""
    return await anyio.to_thread.run_sync(work, abandon_on_cancel=not finish)


def _told(words: str, structured: Any = None, *, is_error: bool = False) -> types.CallToolResult:  # noqa: ANN401
    text = types.TextContent(type="text", text=words)
    return types.CallToolResult(content=[text], structured_content=structured, is_error=is_error)


def _sentence(error: Exception, desk: Desk) -> str:
    """What went wrong, in one sentence that names no file of this machine."""
    if isinstance(error, RegisterError):
        _LOG.error("%s", error)
        named = (database_at(desk.where).shown(desk.where), desk.where)
        return shown(str(error).replace(named[0], "The register").replace(named[1], "the register"))
    if isinstance(error, WhometError):
        return shown(str(error))
    _LOG.error("a question could not be answered", exc_info=error)
    return _BUG


# ------------------------------------------------------------------------------------ addresses and tasks

_PLAIN = "text/plain"
_TEMPLATES = types.ListResourceTemplatesResult(
    resource_templates=[
        types.ResourceTemplate(
            name="meeting",
            title="A meeting",
            uri_template=resources.MEETING,
            description="What all sources say of one meeting, with their words.",
            mime_type=_PLAIN,
        ),
        types.ResourceTemplate(
            name="document",
            title="A document",
            uri_template=resources.DOCUMENT,
            description="The beginning of a document's text, and what was read in it.",
            mime_type=_PLAIN,
        ),
    ]
)


def _resources(desk: Desk) -> Callable[[Any, types.PaginatedRequestParams | None], Any]:
    async def listed(_: Any, asked: types.PaginatedRequestParams | None) -> types.ListResourcesResult:  # noqa: ANN401
        given = (asked.cursor if asked else "") or ""
        found, following = await _or_refused(partial(resources.latest, desk, given), desk)
        made = [
            types.Resource(uri=one.address, name=one.name, title=one.name, description=one.about, mime_type=_PLAIN)
            for one in found
        ]
        return types.ListResourcesResult(resources=made, next_cursor=following or None)

    return listed


def _reading(desk: Desk) -> Callable[[Any, types.ReadResourceRequestParams], Any]:
    async def read(_: Any, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:  # noqa: ANN401
        text = await _or_refused(partial(resources.text_at, desk, asked.uri), desk)
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=asked.uri, mime_type=_PLAIN, text=text)]
        )

    return read


async def _or_refused(work: Callable[[], Found], desk: Desk) -> Found:
    """What some work gives. Raises MCPError with one sentence where it can't be done."""
    try:
        return await _aside(work)
    except WhometError as error:
        raise MCPError(types.INVALID_PARAMS, _sentence(error, desk)) from None
    except Exception as error:
        raise MCPError(types.INTERNAL_ERROR, _sentence(error, desk)) from None


def _as_prompt(task: prompts.Task) -> types.Prompt:
    needs = [types.PromptArgument(name=name, description=about, required=must) for name, about, must in task.needs]
    return types.Prompt(name=task.name, title=task.title, description=task.about, arguments=needs)


async def _prompt(_: Any, asked: types.GetPromptRequestParams) -> types.GetPromptResult:  # noqa: ANN401
    task, given = prompts.TASKS.get(asked.name), asked.arguments or {}
    if task is None:
        raise MCPError(
            types.INVALID_PARAMS, f"There is no task {asked.name[:100]!r}; there are {', '.join(prompts.TASKS)}."
        )
    missing = [name for name, _, must in task.needs if must and not given.get(name, "").strip()]
    if missing:
        raise MCPError(types.INVALID_PARAMS, f"{task.name} needs {' and '.join(missing)}.")
    words = types.TextContent(type="text", text=shown(task.words(given)))
    return types.GetPromptResult(description=task.about, messages=[types.PromptMessage(role="user", content=words)])
