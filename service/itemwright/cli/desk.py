"""What the commands with a store share: the store of the local operator, and the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from itemwright.domain.principal import Principal, local_operator
from itemwright.settings import Settings
from itemwright.store.courses import Courses
from itemwright.store.engine import Store


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


@contextmanager
def open_store(settings: Settings) -> Iterator[tuple[Store, Principal]]:
    """The store of these settings, its local course made, and the principal who works on it."""
    principal = local_operator()
    with Store.open(settings.database_url, settings.data_dir) as store:
        with store.begin() as tx:
            Courses(tx).ensure(principal.course, "Local course")
        yield store, principal
