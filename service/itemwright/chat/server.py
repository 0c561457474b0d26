"""What a process knows of the servers it asks: how they are, and what they take. Shared by all its calls."""

import asyncio
import threading
import time

from itemwright.chat.breaker import Breaker
from itemwright.chat.clock import Clock, SystemClock
from itemwright.chat.dialect import Acquaintance
from itemwright.chat.limit import AT_ONCE, Limit

PACE = 0.01
"""Seconds between requests that start in one moment: a small server has a short queue for connections, and
one that is dropped there is tried again by the system after a whole second."""


class ServedModel:
    """One model at one server: how it is asked, and whether it may be: no quota, no such model, no key that
    is taken are told once and then only asked about now and then."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.acquaintance = Acquaintance()
        self.permission = Breaker(name, clock, opens_after=1)


class Server:
    """One server, by its URL as it may be told. `limit` holds for all of its models together."""

    def __init__(self, url: str, clock: Clock | None = None, at_once: int = AT_ONCE) -> None:
        self.url = url
        self.clock: Clock = clock or SystemClock()
        self.limit = Limit(at_once)
        self.health = Breaker(f"The server {url!r}", self.clock)
        self._lock = threading.Lock()
        self._models: dict[str, ServedModel] = {}
        self._next_start = 0.0

    async def pace(self) -> None:
        """Wait for the moment in which a request may start."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next_start)
            self._next_start = start + PACE
        if start > now:
            await asyncio.sleep(start - now)

    def model(self, name: str) -> ServedModel:
        """What is known of the model `name` here."""
        with self._lock:
            if name not in self._models:
                self._models[name] = ServedModel(f"Model {name!r} at {self.url!r}", self.clock)
            return self._models[name]


class Servers:
    """The servers of a process, each with a limit of `at_once` calls."""

    def __init__(self, clock: Clock | None = None, at_once: int = AT_ONCE) -> None:
        self.clock: Clock = clock or SystemClock()
        self._at_once = at_once
        self._lock = threading.Lock()
        self._servers: dict[str, Server] = {}

    def at(self, url: str) -> Server:
        """The server at this URL; the same one for the same URL."""
        with self._lock:
            if url not in self._servers:
                self._servers[url] = Server(url, self.clock, self._at_once)
            return self._servers[url]
