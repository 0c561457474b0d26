"""What was added to the bank since one last looked: in the order of the drafts' history."""

from sqlalchemy import ColumnElement, Connection, func, select

from itemwright.domain.item import ITEM, Item
from itemwright.store.tables import draft_events, items


class Proposals:
    """The items proposed in one course, in the transaction `tx`. Whoever holds the drafts' lock misses none:
    they come in the order in which their numbers were given."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def newest(self) -> int:
        """The number of the newest proposal, 0 where there is none."""
        query = select(func.coalesce(func.max(draft_events.c.seq), 0)).where(self._proposed())
        return int(self._tx.execute(query).scalar_one())

    def since(self, number: int) -> list[Item]:
        """The items proposed after the proposal of this number, as they were proposed."""
        first = (
            (items.c.course == draft_events.c.course)
            & (items.c.id == draft_events.c.draft)
            & (items.c.version == draft_events.c.version)
        )
        query = select(items.c.item).join_from(draft_events, items, first)
        rows = self._tx.execute(
            query.where(self._proposed(), draft_events.c.seq > number).order_by(draft_events.c.seq)
        )
        return [ITEM.validate_python(row.item) for row in rows]

    def _proposed(self) -> ColumnElement[bool]:
        return (draft_events.c.course == self._course) & (draft_events.c.action == "proposed")
