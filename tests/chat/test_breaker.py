"""A breaker opens after failures in a row, lets probes through, and closes when one succeeds."""

import threading
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from itemwright.chat.breaker import OPENS_AFTER, PROBE_EVERY, PROBE_LATEST, Breaker, Failure
from itemwright.chat.clock import FakeClock
from itemwright.errors import ModelUnavailable

DOWN = Failure("it answered HTTP 503")


class Watched:
    """A breaker with a clock of its own."""

    def __init__(self, opens_after: int = OPENS_AFTER) -> None:
        self.clock = FakeClock(datetime(2026, 11, 21, 12, tzinfo=UTC))
        self.breaker = Breaker("The server 'x'", self.clock, opens_after)

    def admits(self) -> bool:
        try:
            self.breaker.admit()
        except ModelUnavailable:
            return False
        return True

    def fail(self, times: int, failure: Failure = DOWN) -> "Watched":
        for _ in range(times):
            self.breaker.failed(failure)
        return self


def test_it_opens_after_failures_in_a_row_and_not_before() -> None:
    watched = Watched().fail(OPENS_AFTER - 1)
    assert watched.admits()
    watched.breaker.succeeded()
    watched.fail(OPENS_AFTER - 1)
    assert watched.admits()
    watched.fail(1)
    assert not watched.admits()
    assert watched.breaker.is_open


def test_the_error_names_the_time_of_the_next_probe_and_why() -> None:
    watched = Watched().fail(OPENS_AFTER)
    watched.clock.wind(2)
    with pytest.raises(ModelUnavailable) as caught:
        watched.breaker.admit()
    assert caught.value.reason == "breaker_open"
    assert caught.value.retry_after == PROBE_EVERY - 2
    for told in ("The server 'x'", "HTTP 503", "12:00:05 UTC"):
        assert told in str(caught.value)


def test_a_hundred_callers_make_one_probe_every_five_seconds() -> None:
    watched = Watched().fail(OPENS_AFTER)
    probes = []
    for second in range(60):
        for _ in range(100):
            if watched.admits():
                probes.append(second)
                watched.fail(1)
        watched.clock.wind(1)
    assert len(probes) <= 60 / PROBE_EVERY
    assert all(later - earlier >= PROBE_EVERY for earlier, later in pairwise(probes))


def test_a_probe_that_hangs_does_not_keep_others_from_trying() -> None:
    watched = Watched().fail(OPENS_AFTER)
    watched.clock.wind(PROBE_EVERY)
    assert watched.admits()
    assert not watched.admits()
    watched.clock.wind(PROBE_EVERY)
    assert watched.admits()


@pytest.mark.parametrize("asked", [None, 1.0, 60.0, 86_400.0])
def test_it_closes_within_thirty_seconds_of_recovery_whatever_the_server_asked_for(
    asked: float | None,
) -> None:
    watched = Watched().fail(OPENS_AFTER, DOWN._replace(wait=asked))
    waited = 0
    while not watched.admits():
        watched.clock.wind(1)
        waited += 1
    watched.breaker.succeeded()
    assert waited <= 30
    assert watched.admits()
    assert watched.admits()
    assert not watched.breaker.is_open


def test_a_server_that_asks_for_time_gets_it_up_to_the_latest_probe() -> None:
    watched = Watched().fail(OPENS_AFTER, DOWN._replace(wait=86_400.0))
    watched.clock.wind(PROBE_LATEST - 1)
    assert not watched.admits()
    watched.clock.wind(1)
    assert watched.admits()


def test_calls_that_are_refused_together_count_once() -> None:
    busy = Failure("it is overloaded", counts_for=2.0)
    watched = Watched()
    for _ in range(OPENS_AFTER - 1):
        watched.fail(20, busy)
        watched.clock.wind(2)
        assert watched.admits()
    watched.fail(1, busy)
    assert not watched.admits()


def test_what_is_told_once_for_all_keeps_its_reason() -> None:
    watched = Watched(opens_after=1).fail(1, Failure("it is out of quota", "quota"))
    with pytest.raises(ModelUnavailable, match="out of quota") as caught:
        watched.breaker.admit()
    assert caught.value.reason == "quota"


def test_of_many_threads_one_is_the_probe() -> None:
    watched = Watched().fail(OPENS_AFTER)
    watched.clock.wind(PROBE_EVERY)
    passed: list[bool] = []
    threads = [threading.Thread(target=lambda: passed.append(watched.admits())) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 1
