"""A limit on what goes on at once: others wait, first come first served, in whatever thread or event loop."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 8


class _Waiter:
    """A place in the queue: its event loop, and a future that is done when it may go on."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.granted = False
        self.turn: asyncio.Future[None] = self.loop.create_future()


class Limit:
    """At most `at_once` holders of a place."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.at_once = at_once
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[_Waiter] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for a place now."""
        return len(self._waiting)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place, for the length of the block. Waiting for it can be cancelled."""
        await self._enter()
        try:
            yield
        finally:
            self._leave()

    async def _enter(self) -> None:
        with self._lock:
            if self._free and not self._waiting:
                self._free -= 1
                return
            waiter = _Waiter()
            self._waiting.append(waiter)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            with self._lock:
                if not waiter.granted:
                    self._waiting.remove(waiter)
            if waiter.granted:  # granted and cancelled at once: the next one may have it
                self._leave()
            raise

    def _leave(self) -> None:
        with self._lock:
            while self._waiting:
                waiter = self._waiting.popleft()
                waiter.granted = True
                try:
                    waiter.loop.call_soon_threadsafe(_wake, waiter.turn)
                    return
                except RuntimeError:  # its event loop has ended, and with it who waited
                    continue
            self._free += 1


def _wake(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)
