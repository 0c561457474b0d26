"""Drafts and their append-only history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, insert, select, tuple_, update

from itemwright.domain.draft import Draft, DraftAction, DraftEvent, DraftState
from itemwright.domain.item import Item
from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.store.cursor import read_cursor, write_cursor
from itemwright.store.items import Items
from itemwright.store.tables import draft_events, drafts, items

STATE_AFTER: dict[DraftAction, DraftState] = {
    "edited": "in_review",
    "approved": "approved",
    "rejected": "rejected",
    "held": "held",
    "retired": "retired",
}
_ACTION_BEFORE: dict[DraftState, DraftAction] = {
    state: action for action, state in STATE_AFTER.items() if action != "edited"
}


class Drafts:
    """The drafts of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def lock(self) -> None:
        """Until the transaction ends nobody else who asks for this lock adds drafts to the course."""
        name = f"drafts {self._course}"
        self._tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def add(self, item: Item, state: DraftState, actor: str, reason: str, at: datetime) -> Draft:
        """Store a new item as a draft in `state`; its history begins with "proposed".

        Raises:
            Conflict: there is a draft of this id already.
        """
        stored = Items(self._tx, self._course).add(item)
        if stored.version != 1:
            raise Conflict(f"Item {item.id!r} is a draft already; change that one.")
        self._tx.execute(
            insert(drafts).values(
                course=self._course, id=item.id, version=1, state=state, revision=1, created_at=at
            )
        )
        self._record(item.id, "proposed", actor, reason, at, 1)
        if state in _ACTION_BEFORE:
            self._record(item.id, _ACTION_BEFORE[state], actor, reason, at, 1)
        return self.get(item.id)

    def get(self, draft_id: str) -> Draft:
        """Raises NotFound, for an unknown id and for one of another course alike."""
        rows = self._tx.execute(self._query().where(drafts.c.id == draft_id)).all()
        if not rows:
            raise NotFound(f"No draft {draft_id!r} in this course; see GET /v1/drafts.")
        return self._with_history(rows)[0]

    def page(
        self, state: DraftState | None, limit: int, cursor: str | None = None
    ) -> tuple[list[Draft], str | None]:
        """Up to `limit` drafts, oldest first, and the cursor of the next page, None at the end."""
        query = self._query().order_by(drafts.c.created_at, drafts.c.id).limit(limit + 1)
        if state is not None:
            query = query.where(drafts.c.state == state)
        if cursor is not None:
            at, draft_id = read_cursor(cursor, 2)
            try:
                after = datetime.fromisoformat(at)
            except ValueError as error:
                raise BadInput(
                    f"{cursor[:80]!r} is not a cursor; take it from the 'next' of the page before."
                ) from error
            query = query.where(tuple_(drafts.c.created_at, drafts.c.id) > tuple_(after, draft_id))
        rows = self._tx.execute(query).all()
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else write_cursor(last.created_at.isoformat(), last.id)
        return self._with_history(rows[:limit]), following

    def change(
        self,
        draft_id: str,
        expected_revision: int,
        action: DraftAction,
        actor: str,
        reason: str,
        at: datetime,
        item: Item | None = None,
    ) -> Draft:
        """Decide about a draft, or give it a new version of its item; the history grows by one entry.

        Args:
            action: anything but "proposed"; see STATE_AFTER for the state it leads to.
            item: the new version, for "edited" alone; its number is the next one, whatever it carries.

        Raises:
            Conflict: the draft is no longer of `expected_revision`.
        """
        if action not in STATE_AFTER or (action == "edited") != (item is not None):
            raise BadInput(f"Action {action!r} does not go with {'an' if item else 'no'} edited item.")
        mine = (drafts.c.course == self._course) & (drafts.c.id == draft_id)
        row = self._tx.execute(select(drafts).where(mine).with_for_update()).one_or_none()
        if row is None:
            raise NotFound(f"No draft {draft_id!r} in this course; see GET /v1/drafts.")
        if row.revision != expected_revision:
            raise Conflict(
                f"Draft {draft_id!r} is of revision {row.revision}, not {expected_revision}; "
                "read it again and decide anew."
            )
        version = row.version
        if item is not None:
            if item.id != draft_id:
                raise BadInput(f"Item {item.id!r} is no version of draft {draft_id!r}.")
            version = Items(self._tx, self._course).add(item).version
        new = {"version": version, "state": STATE_AFTER[action], "revision": row.revision + 1}
        self._tx.execute(update(drafts).where(mine).values(new))
        self._record(draft_id, action, actor, reason, at, version)
        return self.get(draft_id)

    def _record(
        self, draft_id: str, action: DraftAction, actor: str, reason: str, at: datetime, version: int
    ) -> None:
        event = DraftEvent(at=at, actor=actor, action=action, reason=reason, version=version)
        self._tx.execute(
            insert(draft_events).values(course=self._course, draft=draft_id, **event.model_dump())
        )

    def _query(self) -> Select[tuple[object, ...]]:
        current = (
            (items.c.course == drafts.c.course)
            & (items.c.id == drafts.c.id)
            & (items.c.version == drafts.c.version)
        )
        return (
            select(drafts.c.id, drafts.c.state, drafts.c.revision, drafts.c.created_at, items.c.item)
            .join_from(drafts, items, current)
            .where(drafts.c.course == self._course)
        )

    def _with_history(self, rows: Sequence[Row[tuple[object, ...]]]) -> list[Draft]:
        history: dict[str, list[DraftEvent]] = {row.id: [] for row in rows}
        columns = [draft_events.c[name] for name in DraftEvent.model_fields]
        query = select(draft_events.c.draft, *columns).where(
            draft_events.c.course == self._course, draft_events.c.draft.in_(list(history))
        )
        for event in self._tx.execute(query.order_by(draft_events.c.seq)):
            fields = dict(event._mapping)
            history[fields.pop("draft")].append(DraftEvent.model_validate(fields))
        return [
            Draft(
                id=row.id,
                item=row.item,
                state=row.state,
                revision=row.revision,
                history=tuple(history[row.id]),
            )
            for row in rows
        ]
