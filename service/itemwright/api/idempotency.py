"""Idempotency-Key on every POST: the same request sent twice is done once and answered alike."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from itemwright.api.problem import STATUS, code_of, problem
from itemwright.api.services import Services
from itemwright.errors import BadInput, Conflict, ItemwrightError, StoreUnavailable
from itemwright.store.replies import ABANDONED_AFTER, Replies, StoredReply

LONGEST_KEY = 200
LONGEST_WAIT = 60.0
"""Seconds that a second request waits for the reply to the first."""
LOOK_EVERY = 0.2
BEAT_EVERY = ABANDONED_AFTER.total_seconds() / 5
KEPT_HEADERS = ("content-type", "location", "etag")

_log = logging.getLogger(__name__)


class Idempotency:
    """Keeps the replies to POSTs that carry a key, but for those of 5xx: that work may be tried again.

    A reply is stored before it is sent. A request that came while the first was under way waits for its
    reply; one whose first was killed with its process does the work after ABANDONED_AFTER.
    """

    def __init__(self, app: ASGIApp, services: Callable[[], Services]) -> None:
        self.app = app
        self.services = services
        self._ended: dict[str, asyncio.Event] = {}
        """Keys under way in this process."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = Headers(scope=scope).get("idempotency-key") if scope["type"] == "http" else None
        if key is None or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        if not 0 < len(key) <= LONGEST_KEY:
            detail = f"Idempotency-Key has {len(key)} characters; use 1 to {LONGEST_KEY}."
            await problem(422, "bad_input", detail)(scope, receive, send)
            return
        body = await _read(receive)
        digest = hashlib.sha256(body).hexdigest()
        try:
            kept = await self._claim_or_wait(key, scope["path"], digest)
            reply = _replayed(kept) if kept else await self._answer(scope, key, body)
        except BadInput as error:
            reply = problem(422, "idempotency_key_reused", str(error))
        except Conflict as error:
            reply = problem(409, "conflict", str(error), {"Retry-After": "1"})
        except StoreUnavailable as error:
            status, code = STATUS[StoreUnavailable], code_of(StoreUnavailable.__name__)
            reply = problem(status, code, str(error), {"Retry-After": "2"})
        await reply(scope, receive, send)

    async def _claim_or_wait(self, key: str, route: str, digest: str) -> StoredReply | None:
        """None: the work is ours, and everybody else with this key waits for `_answer` to end."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST_WAIT
        while True:
            if (under_way := self._ended.get(key)) is not None:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(under_way.wait(), max(0.0, until - loop.time()))
            else:
                self._ended[key] = asyncio.Event()
                kept, claimed = None, False
                try:
                    kept = await asyncio.to_thread(self._claim, key, route, digest)
                    claimed = kept is None
                    return kept
                except Conflict:  # under way in another process, or in one that was killed
                    if loop.time() > until:
                        raise
                finally:
                    if not claimed:
                        self._release_waiters(key)
                await asyncio.sleep(LOOK_EVERY)
            if loop.time() > until:
                raise Conflict(f"The first request with Idempotency-Key {key!r} is still under way.")

    async def _answer(self, scope: Scope, key: str, body: bytes) -> Response:
        """Does the work, stores its reply and returns it."""
        recorder = _Recorder(body)
        try:
            async with self._beating(key):
                await self.app(scope, recorder.receive, recorder.send)
        finally:
            try:
                await asyncio.to_thread(self._finish, key, recorder)
            except ItemwrightError as error:  # the work is done, and its reply is owed all the same
                _log.warning("The reply to Idempotency-Key %r is not kept: %s", key, error)
            self._release_waiters(key)
        return recorder.reply()

    @asynccontextmanager
    async def _beating(self, key: str) -> AsyncIterator[None]:
        """Shows other processes that the work goes on."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(BEAT_EVERY)
                with contextlib.suppress(ItemwrightError):
                    await asyncio.to_thread(self._refresh, key)

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()

    def _release_waiters(self, key: str) -> None:
        self._ended.pop(key).set()

    def _claim(self, key: str, route: str, digest: str) -> StoredReply | None:
        services = self.services()
        with services.store.begin() as tx:
            return Replies(tx, *self._caller()).claim(key, route, digest, services.now())

    def _refresh(self, key: str) -> None:
        services = self.services()
        with services.store.begin() as tx:
            Replies(tx, *self._caller()).refresh(key, services.now())

    def _finish(self, key: str, recorder: "_Recorder") -> None:
        with self.services().store.begin() as tx:
            replies = Replies(tx, *self._caller())
            if recorder.status is None or recorder.status >= 500:
                replies.release(key)
            else:
                replies.finish(key, recorder.status, recorder.kept())

    def _caller(self) -> tuple[str, str]:
        local = self.services().local
        return local.course, local.role


class _Recorder:
    """Hands the body on and holds the reply back."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._headers: list[tuple[bytes, bytes]] = []
        self._reply = bytearray()
        self.status: int | None = None

    async def receive(self) -> Message:
        body, self._body = self._body, None
        if body is None:  # the client's going away is of no interest: the work is done anyway
            return await asyncio.Future()
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self._headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self._reply += message.get("body", b"")

    def kept(self) -> dict[str, object]:
        headers = {name.decode().lower(): value.decode() for name, value in self._headers}
        return {
            "headers": {name: value for name, value in headers.items() if name in KEPT_HEADERS},
            "body": self._reply.decode(),
        }

    def reply(self) -> Response:
        assert self.status is not None
        reply = Response(bytes(self._reply), self.status)
        reply.raw_headers = self._headers
        return reply


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replayed(kept: StoredReply) -> Response:
    headers = {**kept.reply["headers"], "Idempotency-Replayed": "true"}
    return Response(kept.reply["body"], kept.status, headers)
