"""Retirements, append-only, and the notices that tell learners of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from itemwright.domain.retirement import Notice, Retirement
from itemwright.store.tables import any_of, notices, retirements


class Retirements:
    """The retirements of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def add(self, retirement: Retirement) -> None:
        """Raises Conflict, when the transaction ends, if the item was retired as often by somebody else."""
        self._tx.execute(
            insert(retirements).values(
                course=self._course,
                id=retirement.id,
                item=retirement.item,
                round=retirement.round,
                retirement=retirement.model_dump(mode="json"),
            )
        )

    def of_item(self, item_id: str) -> list[Retirement]:
        """Oldest first."""
        mine = (retirements.c.course == self._course) & (retirements.c.item == item_id)
        found = self._tx.execute(select(retirements.c.retirement).where(mine).order_by(retirements.c.round))
        return [Retirement.model_validate(retirement) for retirement in found.scalars()]

    def many(self, ids: Collection[str]) -> dict[str, Retirement]:
        """These, by id, as far as they are there."""
        query = select(retirements.c.retirement).where(
            retirements.c.course == self._course, retirements.c.id == any_of(sorted(ids))
        )
        read = [Retirement.model_validate(found) for found in self._tx.execute(query).scalars()]
        return {retirement.id: retirement for retirement in read}


class Notices:
    """The notices of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def add(self, told: Sequence[Notice]) -> None:
        """Stores new notices."""
        rows = [notice.model_dump() | {"course": self._course} for notice in told]
        if rows:
            self._tx.execute(insert(notices), rows)

    def of_learner(self, learner: str) -> list[Notice]:
        """Newest first."""
        columns = [notices.c[name] for name in Notice.model_fields]
        mine = (notices.c.course == self._course) & (notices.c.learner == learner)
        rows = self._tx.execute(select(*columns).where(mine).order_by(notices.c.at.desc(), notices.c.id))
        return [Notice(**row._mapping) for row in rows]

    def mark_seen(self, learner: str, ids: Collection[str] | None, at: datetime) -> None:
        """These of the learner's notices, or all of them; one that was seen before keeps its time."""
        mine = (notices.c.course == self._course) & (notices.c.learner == learner)
        unseen = mine & notices.c.seen_at.is_(None)
        if ids is not None:
            unseen &= notices.c.id == any_of(sorted(ids))
        self._tx.execute(update(notices).where(unseen).values(seen_at=at))
