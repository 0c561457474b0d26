"""Attempts and their append-only events."""

from collections.abc import Collection, Sequence

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip

from itemwright.domain.attempt import Attempt, AttemptEvent, AttemptState
from itemwright.errors import NotFound
from itemwright.store.tables import any_of, attempt_events, attempts

_EVENT: TypeAdapter[AttemptEvent] = TypeAdapter(AttemptEvent)
ON_GRADES = ("graded", "item_retired", "regraded")
ALL_KINDS = ("shown", "hint_opened", "responded", *ON_GRADES)


class Attempts:
    """The attempts of one course."""

    def __init__(self, tx: Connection, course: str) -> None:
        self.tx = tx
        self.course = course

    def add(self, attempt: Attempt) -> None:
        """Stores the attempt with the events it already has."""
        values = attempt.model_dump(exclude={"events"}) | {
            "course": self.course,
            "order": list(attempt.order),
        }
        self.tx.execute(insert(attempts).values(values))
        for event in attempt.events:
            self.append(attempt.id, event)

    def get(self, attempt_id: str, *, lock: bool = False) -> Attempt:
        """`lock` holds the row until the transaction ends, so that answers to it queue up.

        Raises NotFound for an unknown id and for one of another course, alike."""
        query = select(attempts).where(attempts.c.course == self.course, attempts.c.id == attempt_id)
        row = self.tx.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFound(f"No attempt {attempt_id!r}; ask the session for its next item.")
        return self._attempts([row])[0]

    def append(self, attempt_id: str, event: AttemptEvent) -> int | None:
        """Adds one event and returns its sequence number; None if that kind, number and round is there."""
        statement = insert_or_skip(attempt_events).values(self._row(attempt_id, event))
        return self.tx.execute(statement.on_conflict_do_nothing().returning(attempt_events.c.seq)).scalar()

    def append_all(self, events: Sequence[tuple[str, AttemptEvent]]) -> None:
        """Adds these (attempt id, event), all new, in their order."""
        rows = [self._row(attempt_id, event) for attempt_id, event in events]
        if rows:
            self.tx.execute(insert(attempt_events), rows)

    def set_state(self, attempt_id: str, state: AttemptState) -> None:
        self.set_states([attempt_id], state)

    def set_states(self, attempt_ids: Sequence[str], state: AttemptState) -> None:
        self.tx.execute(
            update(attempts)
            .where(attempts.c.course == self.course, attempts.c.id == any_of(list(attempt_ids)))
            .values(state=state)
        )

    def of_session(self, session_id: str) -> list[Attempt]:
        """In the order they were shown."""
        return self._where(attempts.c.session == session_id)

    def of_item(self, item_id: str, versions: Collection[int], *, lock: bool = False) -> list[Attempt]:
        """In the order they were shown. `lock` holds the rows until the transaction ends."""
        of_item = (attempts.c.item == item_id) & attempts.c.version.in_(list(versions))
        if lock:  # in the order of their ids, as `Learners.erase` does, so that the two never wait in a ring
            held = select(attempts.c.id).where(attempts.c.course == self.course, of_item)
            self.tx.execute(held.order_by(attempts.c.id).with_for_update()).all()
        return self._where(of_item)

    def outcomes_of(self, learners: Collection[str]) -> list[Attempt]:
        """All attempts of these, in the order they were shown, with no events but those on grades."""
        return self._where(attempts.c.learner == any_of(list(learners)), ON_GRADES)

    def of_learner(self, learner: str) -> list[Attempt]:
        """In the order they were shown."""
        return self._where(attempts.c.learner == learner)

    def pending(self) -> list[Attempt]:
        """Answered, not yet graded: what a restart has to finish."""
        return self._where(attempts.c.state == "pending")

    def shown_versions(self, learner: str) -> list[tuple[str, int]]:
        """(item id, version) of every item that the learner was ever shown, in order."""
        query = select(attempts.c.item, attempts.c.version).where(
            attempts.c.course == self.course, attempts.c.learner == learner
        )
        rows = self.tx.execute(query.order_by(attempts.c.created_at, attempts.c.id))
        return [(row.item, row.version) for row in rows]

    def grading_order(self, learner: str) -> list[tuple[int, str, AttemptEvent]]:
        """(sequence number, attempt id, event) of every grading, in the order it happened."""
        query = (
            select(attempt_events.c.seq, attempt_events.c.attempt, attempt_events.c.event)
            .join(
                attempts,
                (attempts.c.course == attempt_events.c.course) & (attempts.c.id == attempt_events.c.attempt),
            )
            .where(attempts.c.course == self.course, attempts.c.learner == learner)
            .where(attempt_events.c.kind == "graded")
            .order_by(attempt_events.c.seq)
        )
        return [
            (seq, attempt, _EVENT.validate_python(event)) for seq, attempt, event in self.tx.execute(query)
        ]

    def _row(self, attempt_id: str, event: AttemptEvent) -> dict[str, object]:
        return {
            "course": self.course,
            "attempt": attempt_id,
            "kind": event.kind,
            "number": getattr(event, "number", 0),
            "round": getattr(event, "round", 0),
            "event": _EVENT.dump_python(event, mode="json"),
            "at": event.at,
        }

    def _where(self, condition: ColumnElement[bool], kinds: Collection[str] = ALL_KINDS) -> list[Attempt]:
        query = select(attempts).where(attempts.c.course == self.course, condition)
        rows = self.tx.execute(query.order_by(attempts.c.created_at, attempts.c.id)).all()
        return self._attempts(rows, kinds)

    def _attempts(
        self, rows: Sequence[Row[tuple[object, ...]]], kinds: Collection[str] = ALL_KINDS
    ) -> list[Attempt]:
        """The attempts with their events, all read at once."""
        events: dict[str, list[AttemptEvent]] = {row._mapping["id"]: [] for row in rows}
        query = (
            select(attempt_events.c.attempt, attempt_events.c.event)
            .where(attempt_events.c.course == self.course, attempt_events.c.attempt == any_of(list(events)))
            .where(attempt_events.c.kind.in_(kinds))
            .order_by(attempt_events.c.seq)
        )
        for attempt_id, event in self.tx.execute(query) if events else ():
            events[attempt_id].append(_EVENT.validate_python(event))
        names = [name for name in Attempt.model_fields if name != "events"]
        return [
            Attempt(**{name: row._mapping[name] for name in names}, events=tuple(events[row._mapping["id"]]))
            for row in rows
        ]
