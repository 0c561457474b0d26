"""Practice sessions as rows."""

from sqlalchemy import Connection, Row, insert, select

from itemwright.domain.attempt import Session
from itemwright.errors import NotFound
from itemwright.store.tables import sessions


class Sessions:
    """The sessions of one course."""

    def __init__(self, tx: Connection, course: str) -> None:
        self.tx = tx
        self.course = course

    def add(self, session: Session) -> None:
        values = session.model_dump() | {"course": self.course, "concepts": list(session.concepts)}
        self.tx.execute(insert(sessions).values(values))

    def get(self, session_id: str) -> Session:
        """Raises NotFound for an unknown id and for one of another course, alike."""
        row = self.tx.execute(
            select(sessions).where(sessions.c.course == self.course, sessions.c.id == session_id)
        ).one_or_none()
        if row is None:
            raise NotFound(f"No session {session_id!r}; start one first.")
        return self._session(row)

    def of_learner(self, learner: str) -> list[Session]:
        """In the order they were started."""
        query = select(sessions).where(sessions.c.course == self.course, sessions.c.learner == learner)
        rows = self.tx.execute(query.order_by(sessions.c.created_at, sessions.c.id)).all()
        return [self._session(row) for row in rows]

    def _session(self, row: Row[tuple[object, ...]]) -> Session:
        return Session(**{name: row._mapping[name] for name in Session.model_fields})
