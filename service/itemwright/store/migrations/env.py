"""What alembic runs for each command: on the connection it is given, for our own tables only."""

from alembic import context

from itemwright.store.schema import VERSION_TABLE
from itemwright.store.tables import metadata


def _is_ours(thing: object, name: str | None, kind: str, reflected: bool, compared_to: object) -> bool:
    """Tables found in the database that we do not know belong to others, and stay."""
    return not (kind == "table" and reflected and compared_to is None)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    include_object=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
