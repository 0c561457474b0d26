"""Time for what waits, so that tests need not: the system's clock, and one that is set by hand."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is. `seconds` never jumps, `now` tells people."""

    def seconds(self) -> float: ...

    def now(self) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The time of this machine."""

    def seconds(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class FakeClock:
    """The fake: stands still until somebody sleeps or winds it."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._passed = 0.0

    def wind(self, seconds: float) -> None:
        self._passed += seconds

    def seconds(self) -> float:
        return self._passed

    def now(self) -> datetime:
        return self._now + timedelta(seconds=self._passed)

    async def sleep(self, seconds: float) -> None:
        self.wind(seconds)
        await asyncio.sleep(0)
