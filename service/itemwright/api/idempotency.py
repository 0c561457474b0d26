"""Idempotency-Key on every POST: the same request sent twice is done once and answered alike."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from itemwright.api.access import current_principal
from itemwright.api.problem import problem
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict
from itemwright.store.engine import Store
from itemwright.store.replies import Replies, StoredReply

LONGEST_KEY = 200


class Idempotency:
    """Keeps the replies to POSTs that carry a key, but for those of 5xx: that work may be tried again."""

    def __init__(self, app: ASGIApp, store: Callable[[], Store], now: Callable[[], datetime]) -> None:
        self.app = app
        self.store = store
        self.now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if key is None or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        if not 0 < len(key) <= LONGEST_KEY:
            await problem(
                422, "bad_input", f"Idempotency-Key has {len(key)} characters; use 1 to {LONGEST_KEY}."
            )(scope, receive, send)
            return
        body = await _read(receive)
        principal, route = current_principal(), str(scope["path"])
        try:
            kept = await asyncio.to_thread(
                self._claim, principal, key, route, hashlib.sha256(body).hexdigest()
            )
        except BadInput as error:
            await problem(422, "idempotency_key_reused", str(error))(scope, receive, send)
            return
        except Conflict as error:
            await problem(409, "conflict", str(error), {"Retry-After": "1"})(scope, receive, send)
            return
        if kept is not None:
            await _replay(kept)(scope, receive, send)
            return
        recorder = _Recorder(body, send)
        try:
            await self.app(scope, recorder.receive, recorder.send)
        finally:
            await asyncio.to_thread(self._finish, principal, key, recorder)

    def _claim(self, principal: Principal, key: str, route: str, digest: str) -> StoredReply | None:
        with self.store().begin() as tx:
            return Replies(tx, principal.course, principal.role).claim(key, route, digest, self.now())

    def _finish(self, principal: Principal, key: str, recorder: "_Recorder") -> None:
        with self.store().begin() as tx:
            replies = Replies(tx, principal.course, principal.role)
            if recorder.status is None or recorder.status >= 500:
                replies.release(key)
            else:
                replies.finish(key, recorder.status, {"headers": recorder.headers, "body": recorder.text()})


class _Recorder:
    """Hands the body on and remembers the reply that passes by."""

    def __init__(self, body: bytes, send: Send) -> None:
        self._body: bytes | None = body
        self._send = send
        self._reply = bytearray()
        self.status: int | None = None
        self.headers: dict[str, str] = {}

    async def receive(self) -> Message:
        body, self._body = self._body, None
        if body is None:
            return (
                await asyncio.Future()
            )  # the client's going away is of no interest: the work is done anyway
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            kept = ("content-type", "location", "etag")
            self.headers = {
                n.decode(): v.decode() for n, v in message["headers"] if n.decode().lower() in kept
            }
        elif message["type"] == "http.response.body":
            self._reply += message.get("body", b"")
        await self._send(message)

    def text(self) -> str:
        return self._reply.decode()


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replay(kept: StoredReply) -> Response:
    headers = {**kept.reply["headers"], "Idempotency-Replayed": "true"}
    return Response(kept.reply["body"], kept.status, headers)
