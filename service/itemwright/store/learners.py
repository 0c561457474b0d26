"""Learner states: a cache of what the events say, rebuilt from them at will."""

import json

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.learner import LearnerState
from itemwright.store.tables import attempts, learner_states, replies, sessions


class Learners:
    """The learners of one course."""

    def __init__(self, tx: Connection, course: str) -> None:
        self.tx = tx
        self.course = course

    def lock(self, learner: str) -> None:
        """Until the transaction ends nobody else changes this learner's state, be there one or not."""
        self.tx.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
            {"name": f"learner {self.course} {learner}"},
        )

    def get(self, learner: str) -> LearnerState:
        """The state, or the state of somebody who has not answered yet."""
        query = select(learner_states.c.state)
        found = self.tx.execute(
            query.where(learner_states.c.course == self.course, learner_states.c.learner == learner)
        ).scalar()
        return LearnerState(learner=learner) if found is None else LearnerState.model_validate(found)

    def save(self, state: LearnerState, last_event: int) -> None:
        """`last_event`: sequence number of the newest event folded in."""
        values = {"state": state.model_dump(mode="json"), "last_event": last_event}
        statement = insert(learner_states).values(course=self.course, learner=state.learner, **values)
        self.tx.execute(statement.on_conflict_do_update(index_elements=["course", "learner"], set_=values))

    def erase(self, learner: str) -> None:
        """Deletes sessions, attempts, events, state and kept replies of the learner."""
        mine = select(sessions.c.id).where(sessions.c.course == self.course, sessions.c.learner == learner)
        tried = select(attempts.c.id).where(attempts.c.course == self.course, attempts.c.learner == learner)
        for found in self.tx.execute(mine.union_all(tried)).scalars().all():
            self.tx.execute(
                delete(replies).where(
                    replies.c.course == self.course, replies.c.route.contains(found, autoescape=True)
                )
            )
        named = f'"learner":{json.dumps(learner, ensure_ascii=False)}'
        body = replies.c.reply["body"].as_string()
        self.tx.execute(
            delete(replies).where(replies.c.course == self.course, body.contains(named, autoescape=True))
        )
        for table in (sessions, learner_states):  # attempts and events go with their session
            self.tx.execute(delete(table).where(table.c.course == self.course, table.c.learner == learner))
