"""The version of the tables: read at each opening, brought to the newest under a lock when it is older."""

from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from itemwright.errors import StoreUnavailable

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision, oldest first; the last is what this release works with."""
VERSION_TABLE = "itemwright_version"
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
ADVISORY_LOCK = 0x17E3_0001  # any number, the same in every release


def bring_to_newest(engine: Engine) -> None:
    """Make or migrate the tables; does nothing, fast, when they are of this release.

    Raises:
        StoreUnavailable: a newer release made the tables, or these cannot be migrated.
    """
    with engine.connect() as connection:
        if read_revision(connection) == REVISIONS[-1]:
            return
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        found = read_revision(connection)  # another process may have migrated while we waited
        if found == REVISIONS[-1]:
            return
        try:
            _migrate(connection)
        except DBAPIError as error:
            raise StoreUnavailable(
                f"The tables of this database (version {found!r}) cannot be brought to version "
                f"{REVISIONS[-1]!r} ({first_line(error)}); nothing was changed. Name an empty database, "
                "or one whose owner you are."
            ) from error


def read_revision(connection: Connection) -> str | None:
    """The version of the tables, None when there are none yet.

    Raises:
        StoreUnavailable: the version is unknown to this release.
    """
    if connection.execute(text("SELECT to_regclass(:table)"), {"table": VERSION_TABLE}).scalar() is None:
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if found is not None and found not in REVISIONS:
        raise StoreUnavailable(
            f"This database was made by a newer Itemwright: its tables are of version {found!r}, and this "
            f"release knows {REVISIONS[-1]!r}; upgrade with 'pip install --upgrade itemwright', "
            "or name another database."
        )
    return str(found) if found is not None else None


def first_line(error: DBAPIError) -> str:
    """What the database said, without SQL and parameters: those may hold a learner's words."""
    return (str(error.orig).strip().splitlines() or ["no message"])[0]


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
