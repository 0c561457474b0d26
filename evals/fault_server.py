"""A loopback server that plays an OpenAI-compatible provider: replies, and faults, in a given order."""

import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

JSON = (("Content-Type", "application/json"),)
LETTERS = "@letters@"
"""Stands in a reply for the letters that its request wants repeated, as `"reply_to"`."""
_ASKED = re.compile(r'"reply_to": "([^"]+)"')
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER on, for 0 s: to close is to reset."""


class Reply(NamedTuple):
    """One answer. `drip`: seconds between single bytes; `cut`: promise more bytes than are sent; `wait`:
    seconds before anything is sent; `blanks`: MiB of them before the body, whose length is not told then;
    `reset`: the request is read and the connection reset; `raw`: the body alone is sent, no HTTP."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = JSON
    drip: float = 0.0
    cut: bool = False
    wait: float = 0.0
    blanks: int = 0
    reset: bool = False
    raw: bool = False


class Provider:
    """What was asked, and what is answered: the last reply goes on for ever. `listed` answers every GET."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.answers: Callable[[dict[str, Any]], Reply] | None = None
        """What answers each request instead of `replies`; asked by many threads at once."""
        self.listed = Reply(b'{"object": "list", "data": [{"id": "made", "object": "model"}]}')
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.at: list[float] = []
        self.connections = 0
        self.url = ""
        self.closing = threading.Event()


def bound(text: str, letters: str = LETTERS) -> str:
    """A JSON object as a reply to its request, or, with `letters` of its own, as one to another."""
    return f'{{"reply_to": "{letters}", {text.removeprefix("{")}'


def completion(text: object, finish: str | None = "stop", **message: Any) -> Reply:
    """A chat completion; `message` adds fields to the assistant's message."""
    whole = {
        "model": "made",
        "choices": [{"message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3},
        "served_by": "a field that nobody asked for",
    }
    return Reply(json.dumps(whole).encode())


def refusal(status: int, message: str, code: str | None = None, **headers: str) -> Reply:
    """An error in the form that providers use; `retry_after="1"` adds the header Retry-After."""
    body = json.dumps({"error": {"message": message, "code": code, "type": None, "param": None}}).encode()
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(body, status, (*JSON, *named))


def closed_port() -> str:
    """A URL on this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


@contextmanager
def provider(*replies: Reply) -> Iterator[Provider]:
    """The server, on a free port of this machine; what still waits or drips ends with it."""
    made = Provider(list(replies))

    class Handler(_Handler):
        plays = made

    class Server(ThreadingHTTPServer):
        block_on_close = False
        request_queue_size = 64
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            # A client that hangs up in the middle does what it should.
            if not isinstance(sys.exc_info()[1], OSError):
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers every POST, on whatever path, with the next reply of `plays`, and every GET with `listed`."""

    protocol_version = "HTTP/1.1"
    plays: Provider

    def setup(self) -> None:
        super().setup()
        self.plays.connections += 1

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        plays = self.plays
        plays.at.append(time.monotonic())
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(body)
        plays.asked.append(asked)
        plays.headers.append({name.lower(): value for name, value in self.headers.items()})
        if plays.answers is not None:
            reply = plays.answers(asked)
        else:
            reply = plays.replies.pop(0) if len(plays.replies) > 1 else plays.replies[0]
        reply = reply._replace(body=reply.body.replace(LETTERS.encode(), _letters(asked)))
        self._play(reply)

    def do_GET(self) -> None:
        self._play(self.plays.listed)

    def _play(self, reply: Reply) -> None:
        self.plays.closing.wait(reply.wait)
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.connection.close()
            self.close_connection = True
            return
        try:
            self._send(reply)
        except OSError:
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.raw:
            self.wfile.write(reply.body)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.blanks:
            # Without a length the body ends where the connection does.
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(reply.body) * (2 if reply.cut else 1)))
        self.end_headers()
        for _ in range(reply.blanks):
            self.wfile.write(b" " * 2**20)
        if not reply.drip:
            self.wfile.write(reply.body)
        for at in range(len(reply.body) if reply.drip else 0):
            if self.plays.closing.wait(reply.drip):
                break
            self.wfile.write(reply.body[at : at + 1])
        self.close_connection = self.close_connection or reply.cut or reply.drip > 0


def _letters(asked: dict[str, Any]) -> bytes:
    """The letters that a reply to this request has to repeat."""
    for message in asked.get("messages", ()):
        if found := _ASKED.search(str(message.get("content"))):
            return found[1].encode()
    return b"none"
