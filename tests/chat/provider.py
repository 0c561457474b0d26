"""A loopback server that plays an OpenAI-compatible provider: replies, and faults, in a given order."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """One answer. `drip`: seconds between single bytes; `cut`: promise more bytes than are sent."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    drip: float = 0.0
    cut: bool = False
    wait: float = 0.0


class Provider:
    """What was asked, and what is answered: the last reply goes on for ever."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.at: list[float] = []
        self.url = ""


def completion(text: str | None, finish: str | None = "stop", **message: Any) -> Reply:
    whole = {
        "model": "made",
        "choices": [{"message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3},
        "served_by": "a field that nobody asked for",
    }
    return Reply(json.dumps(whole).encode())


def refusal(status: int, message: str, code: str | None = None, **headers: str) -> Reply:
    body = json.dumps({"error": {"message": message, "code": code, "type": None, "param": None}}).encode()
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(body, status, (("Content-Type", "application/json"), *named))


@contextmanager
def provider(*replies: Reply) -> Iterator[Provider]:
    made = Provider(list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            made.at.append(time.monotonic())
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append(json.loads(body))
            made.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = made.replies.pop(0) if len(made.replies) > 1 else made.replies[0]
            time.sleep(reply.wait)
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) * (2 if reply.cut else 1)))
            self.end_headers()
            if not reply.drip:
                self.wfile.write(reply.body)
            for at in range(len(reply.body) if reply.drip else 0):
                self.wfile.write(reply.body[at : at + 1])
                time.sleep(reply.drip)
            self.close_connection = reply.cut

    class Server(ThreadingHTTPServer):
        block_on_close = False
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
