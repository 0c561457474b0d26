"""The slots of a run: which are open, what the others gave, and what that cost."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from itemwright.domain.blueprint import DropCode, Dropped
from itemwright.domain.run import RunSlot, SlotOutcome
from itemwright.errors import NotFound
from itemwright.store.tables import any_of, run_slots


class RunSlots:
    """The slots of one run, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str, run: str) -> None:
        self._tx = tx
        self._course = course
        self._run = run

    def add(self, count: int) -> None:
        """So many open slots, numbered from 0."""
        empty = {"course": self._course, "run": self._run, "state": "open", "dropped": []}
        none = {"calls": 0, "tokens": 0, "cost": 0.0}
        self._tx.execute(insert(run_slots), [{**empty, **none, "number": n} for n in range(count)])

    def all(self) -> list[RunSlot]:
        """Every slot, in order."""
        query = select(run_slots).where(self._mine()).order_by(run_slots.c.number)
        return [_slot(row) for row in self._tx.execute(query)]

    def open(self) -> list[int]:
        """The numbers of those that are open, in order."""
        query = select(run_slots.c.number).where(self._mine(), run_slots.c.state == "open")
        return list(self._tx.execute(query.order_by(run_slots.c.number)).scalars())

    def lock(self, number: int) -> RunSlot:
        """The slot, which nobody else changes until the transaction ends. Raises NotFound."""
        query = select(run_slots).where(self._mine(), run_slots.c.number == number)
        row = self._tx.execute(query.with_for_update()).one_or_none()
        if row is None:
            raise NotFound(f"Run {self._run!r} has no slot {number!r}.")
        return _slot(row)

    def settle(self, outcome: SlotOutcome) -> None:
        """Keep what came of a slot. What it cost is added to what it cost before."""
        code = None if outcome.item is not None else outcome.dropped[-1].code
        self._tx.execute(
            update(run_slots)
            .where(self._mine(), run_slots.c.number == outcome.number)
            .values(
                state="delivered" if outcome.item is not None else "dropped",
                item=None if outcome.item is None else outcome.item.id,
                code=code,
                dropped=[dropped.model_dump(mode="json") for dropped in outcome.dropped],
                calls=run_slots.c.calls + outcome.calls,
                tokens=run_slots.c.tokens + outcome.tokens,
                cost=run_slots.c.cost + outcome.cost if outcome.cost is not None else None,
            )
        )

    def drop_open(self, code: DropCode, reason: str) -> list[int]:
        """Close every open slot for one reason; returns their numbers."""
        numbers = self.open()
        for number in numbers:
            self.settle(SlotOutcome(number=number, dropped=(Dropped(slot=number, code=code, reason=reason),)))
        return numbers

    def open_again(self, codes: Collection[DropCode]) -> list[int]:
        """Open the slots that were dropped for one of these reasons; returns their numbers."""
        again = (
            update(run_slots)
            .where(self._mine(), run_slots.c.code == any_of(sorted(codes)))
            .values(state="open", code=None, dropped=[])
        )
        return sorted(self._tx.execute(again.returning(run_slots.c.number)).scalars())

    def _mine(self) -> ColumnElement[bool]:
        return (run_slots.c.course == self._course) & (run_slots.c.run == self._run)


def _slot(row: Row[tuple[object, ...]]) -> RunSlot:
    return RunSlot.model_validate(
        {name: getattr(row, name) for name in ("number", "state", "item", "code", "dropped")}
    )
