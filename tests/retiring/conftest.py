"""A course after release, with the desk that retires."""

import pytest

from itemwright.store.engine import Store
from tests.released import Course


@pytest.fixture
def here(store: Store, course: str) -> Course:
    return Course(store, course)
