"""The two sandboxes, with limits that a test can wait for."""

import random
from collections.abc import Iterator

import pytest

from itemwright.errors import ExecutionRefused
from itemwright.sandbox.bubblewrap import Bubblewrap, Limits
from itemwright.sandbox.monty import MontySandbox
from itemwright.sandbox.probe import probe

# A number by which the processes of this test run are told from those of another on the same machine.
SECONDS = 2.0 + random.SystemRandom().randrange(10**9) / 10**10
LIMITS = Limits(seconds=SECONDS, cpu_seconds=1, memory=200_000_000, output=9_000)


@pytest.fixture(scope="session")
def monty() -> Iterator[MontySandbox]:
    with MontySandbox(seconds=0.3, memory=50_000_000, output=9_000) as opened:
        yield opened


@pytest.fixture(scope="session")
def bubblewrap() -> Bubblewrap:
    """Full CPython, or the reason why not here."""
    try:
        python = Bubblewrap(LIMITS)
        probe(python)
    except ExecutionRefused as error:
        pytest.skip(str(error))
    return python
