"""Runs: stored requests for items, and who is at work on them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, tuple_, update

from itemwright.domain.run import EventKind, Run, RunEvent, RunState
from itemwright.errors import BadInput, NotFound
from itemwright.store.cursor import read_cursor, write_cursor
from itemwright.store.tables import any_of, run_events, runs

_OPEN = ["queued", "running"]
_CHANGES = {"state", "why", "round", "seconds", "budget", "begun_at", "ended_at", "beat_at"}


class Runs:
    """The runs of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def add(self, run: Run) -> None:
        """Raises Conflict: there is a run of the same digest."""
        self._tx.execute(insert(runs).values(course=self._course, **run.model_dump()))

    def get(self, run_id: str) -> Run:
        """Raises NotFound, for an unknown id and for one of another course alike."""
        return self._one(run_id, lock=False)

    def lock(self, run_id: str) -> Run:
        """The run, which nobody else changes until the transaction ends. Raises NotFound."""
        return self._one(run_id, lock=True)

    def find(self, digest: str) -> Run | None:
        """The run of this digest."""
        row = self._tx.execute(select(runs).where(self._mine(), runs.c.digest == digest)).one_or_none()
        return None if row is None else _run(row._mapping)

    def newest_of(self, series: str) -> Run | None:
        """Of the runs that differ in their seed alone, the one of the highest."""
        query = select(runs).where(self._mine(), runs.c.series == series)
        row = self._tx.execute(query.order_by(runs.c.seed.desc()).limit(1)).one_or_none()
        return None if row is None else _run(row._mapping)

    def page(self, limit: int, cursor: str | None = None) -> tuple[list[Run], str | None]:
        """Up to `limit` runs, the newest first, and the cursor of the next page, None at the end."""
        key = tuple_(runs.c.created_at, runs.c.id)
        query = select(runs).where(self._mine()).order_by(runs.c.created_at.desc(), runs.c.id.desc())
        if cursor is not None:
            at, run_id = read_cursor(cursor, 2)
            try:
                query = query.where(key < tuple_(datetime.fromisoformat(at), run_id))
            except ValueError as error:
                raise BadInput(
                    f"{cursor[:80]!r} is not a cursor; take it from the 'next' of the page before."
                ) from error
        found = [_run(row._mapping) for row in self._tx.execute(query.limit(limit + 1))]
        last = found[limit - 1] if len(found) > limit else None
        return found[:limit], None if last is None else write_cursor(last.created_at.isoformat(), last.id)

    def change(self, run: Run, at: datetime, **changes: Any) -> Run:
        """The run with these changes, stored; a change of its state is told in its log."""
        assert set(changes) <= _CHANGES
        self._tx.execute(update(runs).where(self._is(run.id)).values(changes))
        changed = run.model_copy(update=changes)
        if "state" in changes:
            data = {"state": changed.state, "why": changed.why, "round": changed.round}
            return changed.model_copy(update={"events": self.log(run.id, "state", data, at)})
        return changed

    def log(self, run_id: str, kind: EventKind, data: Mapping[str, Any], at: datetime) -> int:
        """Add to a run's log; returns the number of the entry."""
        counting = update(runs).where(self._is(run_id)).values(events=runs.c.events + 1)
        number = int(self._tx.execute(counting.returning(runs.c.events)).scalar_one())
        entry = {"number": number, "kind": kind, "data": dict(data), "at": at}
        self._tx.execute(insert(run_events).values(course=self._course, run=run_id, **entry))
        return number

    def events(self, run_id: str, after: int, limit: int) -> list[RunEvent]:
        """Up to `limit` entries of a run's log that come after the one numbered `after`."""
        query = select(run_events).where(
            run_events.c.course == self._course, run_events.c.run == run_id, run_events.c.number > after
        )
        rows = self._tx.execute(query.order_by(run_events.c.number).limit(limit))
        return [RunEvent(number=row.number, at=row.at, kind=row.kind, data=row.data) for row in rows]

    def _one(self, run_id: str, lock: bool) -> Run:
        query = select(runs).where(self._is(run_id))
        row = self._tx.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise NotFound(f"No run {run_id!r} in this course; see GET /v1/runs.")
        return _run(row._mapping)

    def _is(self, run_id: str) -> ColumnElement[bool]:
        return self._mine() & (runs.c.id == run_id)

    def _mine(self) -> ColumnElement[bool]:
        return runs.c.course == self._course


RunKey = tuple[str, str]
"""Course and id."""


def beat(tx: Connection, keys: Collection[RunKey], at: datetime) -> dict[RunKey, RunState]:
    """Say that these runs are worked on; returns the state of each that is there."""
    named = tuple_(runs.c.course, runs.c.id).in_(sorted(keys))
    tx.execute(update(runs).where(named, runs.c.state == any_of(_OPEN)).values(beat_at=at))
    return {
        (row.course, row.id): row.state
        for row in tx.execute(select(runs.c.course, runs.c.id, runs.c.state).where(named))
    }


def left_alone(tx: Connection, before: datetime) -> list[tuple[str, Run]]:
    """The open runs of all courses that nobody has worked on since, each with its course; oldest first."""
    idle = runs.c.beat_at.is_(None) | (runs.c.beat_at < before)
    query = select(runs).where(runs.c.state == any_of(_OPEN), idle).order_by(runs.c.created_at)
    return [(row.course, _run(row._mapping)) for row in tx.execute(query)]


def _run(row: Mapping[Any, Any]) -> Run:
    return Run.model_validate({name: value for name, value in row.items() if name != "course"})
