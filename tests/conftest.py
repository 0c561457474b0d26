"""One embedded database for the whole run, and a course of its own for each test."""

import fcntl
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.store import watchdog
from itemwright.store.courses import Courses
from itemwright.store.engine import Store


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """The data folder behind `store`; not below pytest's own, which it closes to others at each start."""
    folder = Path(tempfile.mkdtemp(prefix="itemwright-tests-"))
    yield folder
    if (lock := folder / watchdog.WATCHDOG_LOCK).exists():
        with lock.open() as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)  # the database ends in its own time
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def store(data_dir: Path) -> Iterator[Store]:
    """An open store, shared by all tests: write below `course` only."""
    with Store.open(None, data_dir) as opened:
        yield opened


@pytest.fixture
def course(store: Store) -> str:
    """A fresh, empty course for this test alone."""
    slug = f"test-{uuid.uuid4().hex[:12]}"
    with store.begin() as tx:
        Courses(tx).ensure(slug, "A course of one test")
    return slug
