"""The application on the tests' database, in a course of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.store.engine import Store
from tests.serving import Service, serving


@pytest.fixture
def service(data_dir: Path, store: Store, course: str) -> Iterator[Service]:
    with serving(data_dir, course) as opened:
        yield opened
