"""The store: one PostgreSQL, named by a URL or embedded below the data folder, and transactions on it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from itemwright.errors import BadInput, Conflict, NotFound, StoreUnavailable
from itemwright.store import watchdog
from itemwright.store.embedded import EmbeddedPostgres
from itemwright.store.schema import bring_to_newest, first_line

SCHEMES = ("postgresql://", "postgres://", "postgresql+psycopg://")
OLDEST_SERVER = 14
CONNECT_WITHIN = 10  # seconds
RECOVER_WITHIN = 30.0  # seconds for the embedded database to replay its log after a crash
# Times come back in UTC; nobody waits for ever for a lock, or holds one while its process hangs.
SESSION: tuple[LiteralString, ...] = (
    "SET TIME ZONE 'UTC'",
    "SET lock_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '5min'",
)
FOREIGN_KEY, UNIQUE = "23503", "23505"


class Store:
    """An open database whose tables are of this release. Safe to share between threads.

    `conninfo` is the libpq string of the database, for other libraries that connect to it; it may hold
    a password.
    """

    def __init__(self, conninfo: str, embedded: EmbeddedPostgres | None) -> None:
        self._conninfo = conninfo
        self._embedded = embedded
        self.engine: Engine = create_engine(
            "postgresql+psycopg://", creator=self._connect, pool_pre_ping=True, pool_size=8, max_overflow=24,
            pool_timeout=15,
        )  # fmt: skip

    @classmethod
    def open(cls, database_url: str | None, data_dir: Path) -> Self:
        """Open the database at the URL, or the embedded one below `data_dir` when it is None.

        Raises:
            StoreUnavailable: no such database, or its tables are of another release.
        """
        embedded = EmbeddedPostgres(data_dir) if database_url is None else None
        store = cls("" if database_url is None else read_url(database_url), embedded)
        try:
            with _told_plainly():
                store._check_server()
                bring_to_newest(store.engine)
        except BaseException:
            store.close()
            raise
        return store

    @property
    def conninfo(self) -> str:
        if self._embedded is None:
            return self._conninfo
        host = str(self._embedded.ensure_running())
        return make_conninfo(host=host, port=5432, user=watchdog.SUPERUSER, dbname=watchdog.SUPERUSER)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, rolled back when the block raises.

        Raises:
            BadInput: a value that PostgreSQL cannot hold, such as a text with a NUL character.
            NotFound: a row refers to another that does not exist, such as an unknown course.
            Conflict: another row has this key already.
            StoreUnavailable: the database went away, or refuses to work (full disk, read-only, deadlock).
        """
        with _told_plainly(), self.engine.begin() as tx:
            yield tx

    def close(self) -> None:
        """Close all connections; the embedded database ends with its last user."""
        self.engine.dispose()
        if self._embedded is not None:
            self._embedded.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> psycopg.Connection[Any]:
        """One new connection; an embedded database that has died is started again."""
        until = time.monotonic() + RECOVER_WITHIN
        while True:
            try:
                return _prepared(
                    psycopg.connect(
                        self.conninfo,
                        connect_timeout=CONNECT_WITHIN,
                        application_name="itemwright",
                        client_encoding="utf8",
                    )
                )
            except psycopg.OperationalError as error:
                if self._embedded is None:
                    raise StoreUnavailable(_unreachable(self._conninfo, error)) from error
                if time.monotonic() > until:
                    raise StoreUnavailable(f"The embedded database refuses to answer: {error}") from error
                time.sleep(0.05)

    def _check_server(self) -> None:
        with self.engine.connect() as connection:
            version = connection.connection.dbapi_connection.info.server_version // 10000  # type: ignore[union-attr]
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if version < OLDEST_SERVER:
            raise StoreUnavailable(
                f"PostgreSQL {version} is too old; Itemwright wants {OLDEST_SERVER} or later."
            )
        if encoding != "UTF8":
            raise StoreUnavailable(
                f"The database is encoded in {encoding!r}; create one with ENCODING 'UTF8' and name that."
            )


def _prepared(connection: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    for setting in SESSION:
        connection.execute(setting)
    connection.commit()
    return connection


def read_url(database_url: str) -> str:
    """The libpq connection string for a URL of any of SCHEMES.

    Raises:
        StoreUnavailable: not such a URL. The message shows no part of it that could be a password.
    """
    for scheme in SCHEMES:
        if database_url.startswith(scheme):
            try:
                return make_conninfo("postgresql://" + database_url.removeprefix(scheme))
            except psycopg.ProgrammingError:
                break
    scheme = database_url.partition("://")[0] if "://" in database_url else ""
    raise StoreUnavailable(
        f"The database URL (scheme {scheme!r}) does not name a PostgreSQL database; write it as "
        "'postgresql://user:password@host:5432/name' (special characters percent-encoded), "
        "or unset ITEMWRIGHT_DATABASE_URL for the embedded one."
    )


def _unreachable(conninfo: str, error: psycopg.OperationalError) -> str:
    named = conninfo_to_dict(conninfo)
    place = f"{named.get('host', 'localhost')}:{named.get('port', 5432)}"
    reason = " ".join(str(error).split())
    if password := named.get("password"):
        reason = reason.replace(str(password), "***")
    return (
        f"No database at {place!r}, name {named.get('dbname', '')!r}: {reason}. "
        "Check ITEMWRIGHT_DATABASE_URL and that PostgreSQL is running there."
    )


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn the driver's errors into ours. SQL and parameters never reach the message."""
    try:
        yield
    except DataError as error:
        raise BadInput(f"The database cannot hold a value: {first_line(error)}.") from error
    except UnicodeEncodeError as error:
        raise BadInput(
            f"The database cannot hold {error.object[error.start : error.end]!r}; send well-formed Unicode."
        ) from error
    except IntegrityError as error:
        detail = getattr(getattr(error.orig, "diag", None), "message_detail", None) or first_line(error)
        state = getattr(error.orig, "sqlstate", None)
        if state == FOREIGN_KEY:
            raise NotFound(f"{detail} Make that first.") from error
        if state == UNIQUE:
            raise Conflict(f"{detail} Read it again and decide anew.") from error
        raise
    except (OperationalError, InterfaceError, InternalError) as error:
        raise StoreUnavailable(_refusal(error)) from error
    except PoolTimeout as error:
        raise StoreUnavailable("All connections to the database are busy; try again in a moment.") from error


def _refusal(error: DBAPIError) -> str:
    if error.connection_invalidated:
        return "The connection to the database was lost, and with it what was not committed; try again."
    return f"The database refused: {first_line(error)}. Try again; if it persists, see the database's log."
