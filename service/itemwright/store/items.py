"""Items, every version of each: what was shown to a learner can always be read again."""

from collections.abc import Collection

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from itemwright.domain.item import ITEM, Item, ItemType
from itemwright.errors import NotFound
from itemwright.store.cursor import read_cursor, write_cursor
from itemwright.store.tables import any_of, drafts, items


class Items:
    """The items of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def add(self, item: Item) -> Item:
        """Store the item as the next version of its id (1 for a new id), and return it with that number.

        Raises:
            Conflict: another transaction added the same version; told when the transaction ends.
        """
        query = select(func.max(items.c.version))
        newest = self._tx.execute(query.where(items.c.course == self._course, items.c.id == item.id)).scalar()
        stored = item.model_copy(update={"version": (newest or 0) + 1})
        self._tx.execute(
            insert(items).values(
                course=self._course,
                id=stored.id,
                version=stored.version,
                type=stored.type,
                concepts=list(stored.concepts),
                family=stored.family,
                item=stored.model_dump(mode="json"),
            )
        )
        return stored

    def get(self, item_id: str, version: int | None = None) -> Item:
        """That version, or the newest. Raises NotFound, also for an item of another course."""
        query = select(items.c.item).where(items.c.course == self._course, items.c.id == item_id)
        if version is not None:
            query = query.where(items.c.version == version)
        found = self._tx.execute(query.order_by(items.c.version.desc()).limit(1)).scalar()
        if found is None:
            named = f"{item_id!r}" if version is None else f"{item_id!r} in version {version}"
            raise NotFound(f"No item {named} in this course; see GET /v1/items.")
        return ITEM.validate_python(found)

    def versions(self, item_id: str) -> list[Item]:
        """Every version of one item, oldest first; none for an item of another course."""
        query = select(items.c.item).where(items.c.course == self._course, items.c.id == item_id)
        return [
            ITEM.validate_python(found)
            for found in self._tx.execute(query.order_by(items.c.version)).scalars()
        ]

    def many(self, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Item]:
        """These (id, version), as far as they are there."""
        ids = sorted({item_id for item_id, _ in wanted})
        query = select(items.c.id, items.c.version, items.c.item).where(
            items.c.course == self._course, items.c.id == any_of(ids)
        )
        rows = self._tx.execute(query) if ids else ()
        keep = set(wanted)
        return {
            (row.id, row.version): ITEM.validate_python(row.item)
            for row in rows
            if (row.id, row.version) in keep
        }

    def hold(self, item_id: str, *, alone: bool = False) -> None:
        """Until the transaction ends the item is not retired; `alone`: nor is it shown or answered meanwhile.

        Whoever shows an item, or saves or grades an answer to it, holds it together with others; whoever
        retires it holds it alone. So each answer comes either before a retirement or after it."""
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        self._tx.execute(select(lock(func.hashtextextended(f"item {self._course} {item_id}", 0))))

    def is_live(self, item: Item) -> bool:
        """Whether learners may still be shown this very version."""
        return (
            self._tx.execute(
                self._approved().where(items.c.id == item.id, items.c.version == item.version)
            ).first()
            is not None
        )

    def live(
        self, concepts: Collection[str] | None = None, types: Collection[ItemType] | None = None
    ) -> list[Item]:
        """Items that learners may be shown, in their approved version, by id.

        Args:
            concepts: only items of at least one of these; None for all.
            types: only items of these types; None for all.
        """
        query = self._approved()
        if concepts is not None:
            query = query.where(items.c.concepts.overlap(list(concepts)))
        if types is not None:
            query = query.where(items.c.type.in_(list(types)))
        return [ITEM.validate_python(row.item) for row in self._tx.execute(query)]

    def newest(self) -> list[Item]:
        """The newest version of every item, released or not, by id: what a new one must not repeat."""
        query = select(items.c.item).ext(distinct_on(items.c.id)).where(items.c.course == self._course)
        rows = self._tx.execute(query.order_by(items.c.id, items.c.version.desc()))
        return [ITEM.validate_python(row.item) for row in rows]

    def known(self, ids: Collection[str]) -> set[str]:
        """Which of these ids are there, in any version."""
        query = select(items.c.id).where(items.c.course == self._course, items.c.id.in_(list(ids)))
        return set(self._tx.execute(query).scalars())

    def page(self, limit: int, cursor: str | None = None) -> tuple[list[Item], str | None]:
        """Up to `limit` live items by id, and the cursor of the next page, None at the end."""
        query = self._approved().limit(limit + 1)
        if cursor is not None:
            query = query.where(items.c.id > read_cursor(cursor, 1)[0])
        found = [ITEM.validate_python(row.item) for row in self._tx.execute(query)]
        more = len(found) > limit
        return found[:limit], write_cursor(found[limit - 1].id) if more else None

    def _approved(self) -> Select[tuple[object]]:
        released = (
            (drafts.c.course == items.c.course)
            & (drafts.c.id == items.c.id)
            & (drafts.c.version == items.c.version)
        )
        return (
            select(items.c.item)
            .join_from(items, drafts, released)
            .where(items.c.course == self._course, drafts.c.state == "approved")
            .order_by(items.c.id)
        )
