"""Practice sessions as rows."""

from sqlalchemy import Connection, insert, select

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
        return Session(**{name: row._mapping[name] for name in Session.model_fields})
