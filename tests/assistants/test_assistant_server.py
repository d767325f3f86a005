"""`whomet mcp` as a program of its own, spoken to over its standard input and output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import pytest
from asked_as_assistant import ASKED, COMMAND, REPORTS, call, put, refused
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from whomet.errors import RegisterError
from whomet.faces.assistants import server as served
from whomet.faces.assistants import texts
from whomet.faces.assistants.tools import Desk
from whomet.faces.command_line import main
from whomet.register import Register

# An audit hook sees what Python does with the world outside, also what libraries do by way of Python.
WATCHED = """
import os, sys

SPEAKING = {"socket.connect", "socket.bind", "socket.listen", "socket.getaddrinfo", "socket.gethostbyname"}
STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"}

def watch(name, arguments):
    if name in SPEAKING | STARTING:
        sys.stderr.write(f"SEEN {name} {arguments!r}")
        os._exit(99)

sys.addaudithook(watch)
from whomet.faces.command_line import main
sys.exit(main())
"""


def command(where: str, *options: str) -> list[str]:
    return [sys.executable, "-c", WATCHED, "mcp", "--register", where, *options]


def environment() -> dict[str, str]:
    """Where the package and the tests' own knowledge are."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "WHOMET_KNOWLEDGE", "PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def client_of(where: str, *options: str, mode: str = "auto") -> Client:
    """The SDK's client, which starts the server under a hook that ends it where it speaks to anybody or starts a
    program."""
    head, *rest = command(where, *options)
    return Client(StdioServerParameters(command=head, args=rest, env=environment()), mode=mode)


async def check_tools(client: Client) -> None:
    """Every tool answers, under the schema that it is listed with, which the client checks."""
    tools = {tool.name for tool in (await client.list_tools()).tools}
    assert tools == set(ASKED)
    for name, asked in ASKED.items():
        told = await client.call_tool(name, asked)
        assert not told.is_error, told.content[0].text
        assert told.structured_content
        assert told.content[0].text
    hostile = await client.call_tool("show_document", {"document": "bell"})
    assert "| Norway's foreign minister, Mira Okonveld" in hostile.content[0].text
    assert COMMAND in hostile.structured_content["text"]
    nothing = await client.call_tool("show_meeting", {"meeting": "\x00\u202e" * 100})
    assert nothing.is_error
    assert "\u202e" not in nothing.content[0].text


async def check_addresses(client: Client) -> None:
    """Meetings are listed, the latest first; what stands at an address is in plain lines."""
    listed = (await client.list_resources()).resources
    assert listed[0].name == "Sweden, 2031-07, Malmö"
    (meeting,) = (await client.read_resource(listed[1].uri)).contents
    assert "Bergen" in meeting.text
    (document,) = (await client.read_resource("whomet://documents/courier")).contents
    assert "| The Norwegian foreign minister" in document.text
    templates = (await client.list_resource_templates()).resource_templates
    assert {one.uri_template for one in templates} == {"whomet://meetings/{id}", "whomet://documents/{key}"}
    with pytest.raises(Exception, match="There is nothing at 'whomet://tables/1'"):
        await client.read_resource("whomet://tables/1")


async def check_tasks(client: Client) -> None:
    """A task has the words of who starts it; one that lacks what it needs is refused."""
    assert {one.name for one in (await client.list_prompts()).prompts} == {"compare_meeting", "meetings_of_person"}
    asked = await client.get_prompt("meetings_of_person", {"person": "Brae", "since": "2031"})
    assert "'Brae', from 2031" in asked.messages[0].content.text
    with pytest.raises(Exception, match="needs meeting"):
        await client.get_prompt("compare_meeting", {})


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_of_either_age_of_the_protocol_is_answered(where, mode):
    """Tools, addresses and tasks; nothing is said to anybody else."""

    async def talk() -> None:
        async with client_of(where, mode=mode) as client:
            assert "asserts nothing" in (client.instructions or "")
            assert "You may decide" not in (client.instructions or "")
            await check_tools(client)
            await check_addresses(client)
            await check_tasks(client)

    anyio.run(talk)


def test_a_decision_is_made_and_a_long_question_cancelled(where):
    """In the name that was lent; who cancels is answered the next question."""

    async def talk() -> None:
        async with client_of(where, "--allow-decisions", "--by", "Ada Lind") as client:
            assert "You may decide" in (client.instructions or "")
            made = await client.call_tool("accept_account", {"account": "plan", "reason": "Checked.", "seen": 0})
            assert made.structured_content["decision"]["by"] == "Ada Lind"
            with anyio.move_on_after(0.1) as given_up:
                await client.call_tool("read_text", {"text": REPORTS["courier"]["text"] * 1000})
            assert given_up.cancelled_caught
            told = await client.call_tool("show_decisions", {})
            assert [one["what"] for one in told.structured_content["decisions"]] == ["accept"]

    anyio.run(talk)


@contextmanager
def running(where: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server, spoken to in bytes."""
    program = subprocess.Popen(
        command(where, *options),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        yield program
    finally:
        program.kill()
        program.wait()
        for stream in (program.stdin, program.stdout, program.stderr):
            with suppress(OSError):
                stream.close()


def send(program: subprocess.Popen[bytes], message: dict[str, Any] | bytes) -> None:
    assert program.stdin
    line = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
    program.stdin.write(line + b"\n")
    program.stdin.flush()


def received(program: subprocess.Popen[bytes], number: int) -> dict[str, Any]:
    """The answer to a request; all that comes before it is protocol too."""
    assert program.stdout
    for line in program.stdout:
        message = json.loads(line)
        assert message["jsonrpc"] == "2.0"
        if message.get("id") == number:
            return message
    raise AssertionError("the server has left")


HELLO = {
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


def test_garbage_is_passed_over_and_the_end_of_input_ends_it(where):
    """Bytes that are no JSON, JSON that is no message, half a surrogate pair, megabytes on a line, an unknown method, a
    cancelled request that never was: all that is written is protocol, and what is asked afterwards is answered."""
    with running(where) as program:
        send(program, b"\xff\xfe not json")
        send(program, HELLO)
        assert received(program, 1)["result"]["serverInfo"]["name"] == "whomet"
        send(program, {"method": "notifications/initialized"})
        for garbage in (b"[1, 2", b"{}", b'"\\ud800"', b"[" * 100_000, b"\x00" * 3_000_000, b"null", b""):
            send(program, garbage)
        send(program, b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": 7}}')
        assert received(program, 2)["error"]["code"] == -32602
        send(program, {"id": 3, "method": "burn/everything"})
        assert received(program, 3)["error"]["code"] == -32601
        send(program, {"method": "notifications/cancelled", "params": {"requestId": 99}})
        send(program, {"id": 4, "method": "tools/call", "params": {"name": "show_decisions", "arguments": {}}})
        assert received(program, 4)["result"]["structuredContent"] == {"decisions": []}
        assert program.stdin
        assert program.stdout
        program.stdin.close()
        assert program.stdout.read() == b""
        assert program.wait(60) == 0


def test_a_program_that_leaves_without_a_word_ends_it_quietly(where):
    """Its pipe is closed while an answer is due: no traceback."""
    with running(where) as program:
        send(program, HELLO)
        received(program, 1)
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        send(program, {"id": 2, "method": "tools/list"})
        program.stdin.close()
        assert b"Traceback" not in program.stderr.read()
        assert program.wait(60) in (0, 1)


def test_control_c_ends_it_at_once(where):
    """Also while it waits for input, which nothing can wake it from."""
    with running(where) as program:
        send(program, HELLO)
        received(program, 1)
        program.send_signal(signal.SIGINT)
        assert program.wait(60) != 0
        assert program.stderr
        assert program.stderr.read() == b""


# ------------------------------------------------------------------------------------- in this process


def test_a_question_that_is_cancelled_keeps_nobody_waiting(desk, monkeypatch):
    """Its work goes on in a thread whose end nobody awaits; the next question is answered meanwhile."""
    begun, let_go = threading.Event(), threading.Event()

    def slow(asked):
        begun.set()
        assert let_go.wait(60)
        raise RegisterError("nobody hears this")

    monkeypatch.setattr(texts, "read", slow)

    async def talk() -> None:
        async with Client(served.server(desk), mode="legacy") as client, anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "read_text", {"text": "Ministers met."})
            await anyio.to_thread.run_sync(begun.wait)
            group.cancel_scope.cancel()
        async with Client(served.server(desk), mode="legacy") as client:
            told = await client.call_tool("show_decisions", {})
            assert told.structured_content == {"decisions": []}

    try:
        anyio.run(talk)
    finally:
        let_go.set()


def test_the_register_may_change_and_vanish_meanwhile(where, desk, caplog):
    """Each question is answered from what is there; where there is none, one sentence that names no file."""
    before = len(call(desk, "search_meetings")[0]["meetings"])
    put(where, {"new": {"text": "Norway's envoy Jon Lund met the Danish envoy Ada Holm in Turku on 2 May 2031."}})
    assert len(call(desk, "search_meetings")[0]["meetings"]) == before + 1
    Path(where).rename(f"{where}.away")
    sentence = refused(desk, "search_meetings")
    assert sentence.startswith("The register: ")
    assert where not in sentence
    assert where in caplog.text
    Path(f"{where}.away").rename(where)
    assert len(call(desk, "search_meetings")[0]["meetings"]) == before + 1


def test_a_register_that_others_write_to_is_read_and_deciding_says_so(where, monkeypatch):
    """A lock held by another program: questions are answered, a decision is refused in one sentence."""
    monkeypatch.setattr("whomet.register.sqlite.WAIT", 0.1)
    ada = Desk(where, "Ada Lind")
    with Register.open(where) as register, register._writing():
        assert len(call(ada, "search_meetings")[0]["meetings"]) == 3
        sentence = refused(ada, "accept_account", account="plan", reason="Checked.", seen=0)
    assert sentence.startswith("The register: ")
    assert where not in sentence


def test_a_mistake_of_ours_is_told_so(desk, monkeypatch, caplog):
    """No traceback goes out; it stands on standard error."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("a slip")

    monkeypatch.setattr("whomet.faces.assistants.tools.harmless", broken)
    sentence = refused(desk, "show_decisions")
    assert sentence == "This is a mistake of Whomet's own; please report it with what it wrote on standard error."
    assert "a slip" in caplog.text


def test_nothing_is_traced(desk):
    """The SDK's tracing is taken out."""
    assert served.server(desk).middleware == []


def test_without_the_sdk_one_sentence_says_what_to_install(where, monkeypatch, capsys):
    """The extra is named."""
    monkeypatch.delitem(sys.modules, "whomet.faces.assistants.server")
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    assert main(["mcp", "--register", where]) == 1
    assert "pip install 'whomet[mcp]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--register", "nowhere.whomet"], "nowhere.whomet"),
        (["--by", "Ada Lind"], "--by names whose the decisions are; nobody decides without --allow-decisions."),
    ],
)
def test_what_can_not_begin_is_one_sentence(where, tmp_path, monkeypatch, capsys, options, sentence):
    """On standard error; nothing goes to standard output."""
    monkeypatch.chdir(tmp_path)
    assert main(["mcp", "--register", where, *options]) == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""
