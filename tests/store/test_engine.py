"""Opening by URL, plain errors that hide credentials, and transactions that keep all or nothing."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from itemwright.domain.concept import Concept
from itemwright.errors import BadInput, Conflict, NotFound, StoreUnavailable
from itemwright.store.concepts import Concepts
from itemwright.store.courses import Courses
from itemwright.store.engine import SCHEMES, Store
from itemwright.store.sources import Sources

NOWHERE = Path("/proc/none")  # a data folder that a database by URL must not touch


@pytest.fixture
def place(store: Store) -> str:
    """The part of a URL after its scheme that names the tests' own server."""
    named = conninfo_to_dict(store.conninfo)
    return f"{named['user']}@/{named['dbname']}?host={quote(str(named['host']))}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_way_to_write_the_url_opens_the_same_database(
    store: Store, course: str, place: str, scheme: str
) -> None:
    with Store.open(scheme + place, NOWHERE) as opened, opened.begin() as tx:
        assert Courses(tx).get(course).slug == course
        assert conninfo_to_dict(opened.conninfo)["host"] == conninfo_to_dict(store.conninfo)["host"]


@pytest.mark.parametrize(
    "url",
    ["", "sqlite:///secret.db", "mysql://me:secret@host/db", "postgresql+asyncpg://me:secret@h/db", "secret",
     "postgresql://me:secret%zz@host/db", "postgres//me:secret@host"],
)  # fmt: skip
def test_what_is_no_postgresql_url_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="'postgresql://user:password@host:5432/name'") as caught:
        Store.open(url, NOWHERE)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def not_postgresql() -> Iterator[int]:
    """The port of a server that answers everything as a web server would."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(100)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_server_that_is_not_postgresql_is_named_without_the_password(not_postgresql: int) -> None:
    with pytest.raises(StoreUnavailable, match=rf"No database at '127\.0\.0\.1:{not_postgresql}'") as caught:
        Store.open(f"postgresql://me:secret@127.0.0.1:{not_postgresql}/bank", NOWHERE)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match=f"No database at '127.0.0.1:{port}', name 'bank'.*refused"):
        Store.open(f"postgresql://me:secret@127.0.0.1:{port}/bank", NOWHERE)
    assert time.monotonic() - began < 5


def test_a_database_that_does_not_exist_is_named(place: str) -> None:
    with pytest.raises(StoreUnavailable, match='"no-such-db" does not exist'):
        Store.open("postgresql://" + place.replace("/postgres?", "/no-such-db?"), NOWHERE)


def test_the_second_opening_is_fast(place: str) -> None:
    began = time.monotonic()
    Store.open("postgresql://" + place, NOWHERE).close()
    assert time.monotonic() - began < 0.5


def test_a_block_that_raises_keeps_nothing(store: Store, course: str) -> None:
    slug = f"{course}-undone"

    def fail() -> None:
        with store.begin() as tx:
            Courses(tx).ensure(slug, "x")
            raise Conflict("changed my mind")

    with pytest.raises(Conflict, match="changed my mind"):
        fail()
    with store.begin() as tx, pytest.raises(NotFound):
        Courses(tx).get(slug)


@pytest.mark.parametrize(("title", "said"), [("NUL \x00", "NUL"), ("half \ud83d", r"\\ud83d")])
def test_a_text_that_no_column_can_hold_is_bad_input(
    store: Store, course: str, title: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said), store.begin() as tx:
        Courses(tx).ensure(f"{course}-bad", title)


def test_an_id_that_no_column_can_hold_is_bad_input(store: Store, course: str) -> None:
    with pytest.raises(BadInput, match="cannot hold"), store.begin() as tx:
        Sources(tx, course).get("\x00")


def test_writing_to_a_course_that_is_not_there_names_it(store: Store) -> None:
    with pytest.raises(NotFound, match=r"\(course\)=\(nowhere\)"), store.begin() as tx:
        Concepts(tx, "nowhere").save([Concept(slug="a", name="A", definition="d")])


def test_a_refusal_shows_neither_sql_nor_values(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="The database refused") as caught, store.begin() as tx:
        tx.execute(text("SELECT pg_cancel_backend(pg_backend_pid()), :words"), {"words": "a learner's words"})
    assert "learner" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_of_two_transactions_that_block_each_other_one_is_told_to_try_again(
    store: Store, course: str
) -> None:
    with store.begin() as tx:
        for name in ("a", "b"):
            Courses(tx).ensure(f"{course}-{name}", "x")
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def lock(first: str, second: str) -> None:
        try:
            with store.begin() as tx:
                statement = text("UPDATE courses SET title = 'y' WHERE slug = :slug")
                tx.execute(statement, {"slug": f"{course}-{first}"})
                both.wait()
                tx.execute(statement, {"slug": f"{course}-{second}"})
            outcomes.append("done")
        except StoreUnavailable as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=lock, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1] == "done"
    assert "deadlock detected" in sorted(outcomes)[0]


def test_many_threads_share_a_store(store: Store, course: str) -> None:
    def work(number: int) -> None:
        with store.begin() as tx:
            Courses(tx).ensure(f"{course}-thread-{number:02}", "x")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin() as tx:
        assert sum(found.slug.startswith(f"{course}-thread-") for found in Courses(tx).all()) == 40
