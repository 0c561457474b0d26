"""The application on the tests' database, in a course of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.store.engine import Store
from tests.serving import Service, serving


@pytest.fixture(scope="package")
def application(data_dir: Path, store: Store) -> Iterator[Service]:
    with serving(data_dir, "tests") as opened:
        yield opened


@pytest.fixture
def service(application: Service, course: str) -> Service:
    return application.in_course(course)
