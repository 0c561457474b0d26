"""A circuit breaker: what failed again and again is left alone, but for a probe now and then."""

import threading
from datetime import timedelta
from typing import NamedTuple

from itemwright.chat.clock import Clock
from itemwright.errors import ModelUnavailable, Unavailability

OPENS_AFTER = 8
"""Failed requests in a row. Fewer, and a server that fails three times in ten would be left alone by chance:
once in 400 requests for 5 in a row, once in 15,000 for 8."""
PROBE_EVERY = 5.0
"""Seconds from one request to an open breaker to the next that is let through."""
PROBE_LATEST = 25.0
"""Seconds after which a probe is let through whatever the server asked for: it may have recovered."""


class Failure(NamedTuple):
    """Why a request failed. `counts_for` seconds further failures count no more than this one: calls that
    were refused together tell one thing together. `wait`: seconds that the server asked for."""

    what: str
    reason: Unavailability = "breaker_open"
    counts_for: float = 0.0
    wait: float | None = None


class Breaker:
    """The state of whatever `name` is. Closed: requests pass. Open: one passes every PROBE_EVERY seconds.

    Safe to share between threads and event loops."""

    def __init__(self, name: str, clock: Clock, opens_after: int = OPENS_AFTER) -> None:
        self.name = name
        self._clock = clock
        self._opens_after = opens_after
        self._lock = threading.Lock()
        self._failed = 0
        self._counts_again = 0.0
        self._last: Failure | None = None
        self._probe: float | None = None

    @property
    def is_open(self) -> bool:
        return self._probe is not None

    def admit(self) -> None:
        """Let a request pass.

        Raises:
            ModelUnavailable: the breaker is open; names the time of the next probe.
        """
        with self._lock:
            now = self._clock.seconds()
            if self._probe is None or self._last is None:
                return
            if now >= self._probe:
                self._probe = now + PROBE_EVERY
                return
            wait, last = self._probe - now, self._last
        at = self._clock.now() + timedelta(seconds=wait)
        raise ModelUnavailable(
            f"{self.name} is left alone after failed requests: {self._failed} (the last: {last.what}); "
            f"the next one is let through at {at:%H:%M:%S} UTC.",
            reason=last.reason,
            retry_after=wait,
        )

    def succeeded(self) -> None:
        """A request was served: the breaker closes."""
        with self._lock:
            self._failed, self._counts_again, self._last, self._probe = 0, 0.0, None, None

    def failed(self, failure: Failure) -> None:
        """A request failed in a way that tells something of all others."""
        with self._lock:
            now = self._clock.seconds()
            if now >= self._counts_again or failure.counts_for == 0.0:
                self._failed += 1
                self._counts_again = max(self._counts_again, now + failure.counts_for)
            self._last = failure
            if self._failed >= self._opens_after:
                asked = min(failure.wait or 0.0, PROBE_LATEST)
                self._probe = max(self._probe or 0.0, now + max(asked, PROBE_EVERY))
