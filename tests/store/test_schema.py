"""The tables: what the migrations make is what the code says; other releases and other people's tables."""

import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from itemwright.errors import Conflict, StoreUnavailable
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.store.schema import MIGRATIONS, REVISIONS, VERSION_TABLE
from itemwright.store.tables import metadata

NOWHERE = Path("/proc/none")


@pytest.fixture
def url(store: Store) -> Iterator[str]:
    """The URL of an empty database of this test."""
    name = f"db-{uuid.uuid4().hex[:8]}"
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        host = quote(str(conninfo_to_dict(store.conninfo)["host"]))
        yield f"postgresql://postgres@/{name}?host={host}"
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def change(url: str, statement: str) -> None:
    with Store.open(url, NOWHERE) as store, store.begin() as tx:
        tx.execute(text(statement))


def test_the_migrations_make_what_the_code_says(store: Store) -> None:
    with store.engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_revisions_named_are_the_files_there_are() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS


def test_every_table_has_its_course() -> None:
    for table in metadata.tables.values():
        assert table.name == "courses" or not table.c.course.nullable, table.name


def test_a_newer_database_is_left_alone(url: str) -> None:
    change(url, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match=r"newer Itemwright.*'9999'.*upgrade with") as caught:
        Store.open(url, NOWHERE)
    assert "\n" not in str(caught.value)


def test_a_migration_that_fails_changes_nothing(url: str) -> None:
    change(url, "DROP TABLE replies, itemwright_version")  # and with its version every table is in the way
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r'cannot be brought to version.*"courses" already exists'):
            Store.open(url, NOWHERE)


def test_the_first_migration_is_undone_when_its_last_table_is_in_the_way(store: Store, url: str) -> None:
    foreign = Store(url, None)
    with foreign.begin() as tx:
        tx.execute(text("CREATE TABLE replies (note text)"))
    with pytest.raises(StoreUnavailable, match='"replies" already exists'):
        Store.open(url, NOWHERE)
    with foreign.begin() as tx:
        tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tx.execute(tables).scalars().all() == ["replies"]
    foreign.close()


def migrate(url: str, revision: str, to: Callable[..., None] = command.upgrade) -> None:
    """Brings a database to a revision, forwards or back."""
    opened = Store(url, None)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with opened.begin() as tx:
        config.attributes["connection"] = tx
        to(config, revision)
    opened.close()


OLD_ROWS = (
    "INSERT INTO courses (slug, title) VALUES ('c', 'C')",
    "INSERT INTO items VALUES ('c', 'i', 1, 'numeric', '{peft}', 'f', '{}', now())",
    "INSERT INTO sessions VALUES ('c', 's', 'ada', 'practice', '{}', NULL, NULL, 1, now())",
    "INSERT INTO attempts VALUES ('c', 'a', 's', 'ada', 'i', 1, '{}', 'closed', now())",
    "INSERT INTO attempt_events (course, attempt, kind, number, event) VALUES ('c', 'a', 'graded', 1, '{}')",
    "INSERT INTO attempt_events (course, attempt, kind, number, event) VALUES ('c', 'a', 'graded', 2, '{}')",
)


def test_what_a_course_holds_survives_each_migration_and_its_way_back(url: str) -> None:
    migrate(url, "0001")
    old = Store(url, None)
    with old.begin() as tx:
        for statement in OLD_ROWS:
            tx.execute(text(statement))
    old.close()
    events = text("SELECT kind, number FROM attempt_events ORDER BY seq")
    again = text(
        "INSERT INTO attempt_events (course, attempt, kind, number, round, event) "
        "VALUES ('c', 'a', 'regraded', 1, 1, '{}'), ('c', 'a', 'regraded', 1, 2, '{}')"
    )
    with Store.open(url, NOWHERE) as store:
        with store.begin() as tx:
            assert tx.execute(events).all() == [("graded", 1), ("graded", 2)]
            assert tx.execute(text("SELECT DISTINCT round FROM attempt_events")).scalars().all() == [0]
            tx.execute(again)
        with pytest.raises(Conflict), store.begin() as tx:
            tx.execute(again)
    migrate(url, "0001", command.downgrade)
    old = Store(url, None)
    with old.begin() as tx:
        assert tx.execute(events).all() == [("graded", 1), ("graded", 2)]
    old.close()
    Store.open(url, NOWHERE).close()


def test_tables_of_others_stay(url: str) -> None:
    foreign = Store(url, None)
    with foreign.begin() as tx:
        tx.execute(text("CREATE TABLE procrastinate_jobs (id int)"))
        tx.execute(text("INSERT INTO procrastinate_jobs VALUES (7)"))
    foreign.close()
    with Store.open(url, NOWHERE) as store, store.begin() as tx:
        assert tx.execute(text("SELECT id FROM procrastinate_jobs")).scalar() == 7
        assert Courses(tx).all() == []


def test_a_user_who_may_not_make_tables_is_told_so(url: str) -> None:
    reader = f"reader_{uuid.uuid4().hex[:8]}"
    owner = Store(url, None)
    with owner.begin() as tx:
        tx.execute(text(f"CREATE ROLE {reader} LOGIN"))
    with pytest.raises(StoreUnavailable, match=r"permission denied.*whose owner you are"):
        Store.open(url.replace("postgres@", f"{reader}@"), NOWHERE)
    with owner.begin() as tx:
        tx.execute(text(f"DROP ROLE {reader}"))
    owner.close()


def test_an_encoding_that_loses_characters_is_refused(store: Store) -> None:
    name = f"latin-{uuid.uuid4().hex[:8]}"
    make = f"CREATE DATABASE \"{name}\" ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(make))
        host = quote(str(conninfo_to_dict(store.conninfo)["host"]))
        with pytest.raises(StoreUnavailable, match="encoded in 'LATIN1'"):
            Store.open(f"postgresql://postgres@/{name}?host={host}", NOWHERE)
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def test_of_many_that_open_an_empty_database_one_makes_the_tables(url: str) -> None:
    failures: list[StoreUnavailable] = []

    def open_it() -> None:
        try:
            Store.open(url, NOWHERE).close()
        except StoreUnavailable as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
