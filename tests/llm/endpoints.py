"""A server of OpenAI's protocol on this machine, which a test starts and tells what its model answers."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTHING = {"meetings": [], "figures": []}
_MARK = re.compile(r"^(=====[0-9a-f]{16})\n(.*)\n\1\s*$", re.S)


@dataclass
class Reply:
    """What the server sends. `content` is the model's own words; `body`, where it is given, all of the answer."""

    content: object = field(default_factory=lambda: dict(NOTHING))
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    finish: str = "stop"
    refusal: str | None = None
    after: float = 0.0  # seconds of silence before it
    usage: dict[str, int] | None = field(default_factory=lambda: {"prompt_tokens": 100, "completion_tokens": 10})

    def encoded(self) -> bytes:
        """The answer as the protocol has it."""
        if self.body is not None:
            return self.body
        words = self.content if isinstance(self.content, str) else json.dumps(self.content, ensure_ascii=False)
        message = {"role": "assistant", "content": None if self.refusal else words, "refusal": self.refusal}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        answer = {"object": "chat.completion", "choices": [choice]}
        return json.dumps(answer | ({"usage": self.usage} if self.usage else {})).encode()


@dataclass
class Asked:
    """One request: where, what, with which headers; `text` is what stands between the marks of the question."""

    path: str
    body: dict
    headers: dict[str, str]

    @property
    def text(self) -> str:
        found = _MARK.match(self.body["messages"][-1]["content"])
        assert found, "the question has its text between two marks"
        return found[2]


Model = Callable[[Asked], Reply]


@dataclass
class Server:
    """`model` says what is answered to each question; `asked` are all questions."""

    port: int = 0
    model: Model = lambda asked: Reply()
    models: tuple[str, ...] = ("small",)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def saying(answers: dict[str, object]) -> Model:
    """A model that answers about a text by a piece of it, and finds nothing in others."""

    def model(asked: Asked) -> Reply:
        given = [answer for piece, answer in answers.items() if piece in asked.text]
        first = given[0] if given else dict(NOTHING)
        return first if isinstance(first, Reply) else Reply(first)

    return model


@contextmanager
def serving() -> Iterator[Server]:
    """A server in threads of its own, until the block ends."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in server.models]}
            self._send(Reply(body=json.dumps(listed).encode()))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(self.path, body, dict(self.headers))
            server.asked.append(asked)
            self._send(server.model(asked))

        def _send(self, reply: Reply) -> None:
            time.sleep(reply.after)
            encoded = reply.encoded()
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(encoded)))
                self.end_headers()
                self.wfile.write(encoded)
            except OSError:
                pass  # whoever asked has left

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
