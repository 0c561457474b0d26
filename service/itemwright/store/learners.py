"""Learner states: a cache of what the events say, rebuilt from them at will."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.learner import LearnerState
from itemwright.store.tables import attempts, learner_states, replays_due, replies, reports, sessions

ERASED = "(erased)"
"""What stands in the place of an erased learner's words."""


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

    def ask_for_replays(self, learners: Collection[str], cause: str) -> None:
        """What is believed of these is to be rebuilt, because of `cause`, before it is used again.

        It takes no lock of a learner's: whoever rebuilds takes the request away first and reads the events
        afterwards, so that a request is either seen with its events or stays. A request that is there
        already is written anew, for that holds it until the events that it is made for are stored."""
        rows = [{"course": self.course, "learner": name, "cause": cause} for name in sorted(set(learners))]
        if rows:
            asked = insert(replays_due)
            held = asked.on_conflict_do_update(
                index_elements=["course", "learner", "cause"], set_={"cause": asked.excluded.cause}
            )
            self.tx.execute(held, rows)

    def replay_is_due(self, learner: str) -> bool:
        """Whether somebody asked for it."""
        mine = (replays_due.c.course == self.course) & (replays_due.c.learner == learner)
        return self.tx.execute(select(replays_due.c.cause).where(mine).limit(1)).first() is not None

    def take_replays(self, learner: str) -> None:
        """Takes the requests for this learner away."""
        mine = (replays_due.c.course == self.course) & (replays_due.c.learner == learner)
        self.tx.execute(delete(replays_due).where(mine))

    def awaiting_replay(self, most: int) -> list[str]:
        """Up to `most` learners whose state is to be rebuilt."""
        query = select(replays_due.c.learner).where(replays_due.c.course == self.course).distinct()
        return list(self.tx.execute(query.order_by(replays_due.c.learner).limit(most)).scalars())

    def erase(self, learner: str) -> None:
        """Deletes sessions, attempts, events, notices, state and kept replies of the learner. Of reports the
        kind, the item and what was decided stay, without name, words and attempt."""
        mine = select(sessions.c.id).where(sessions.c.course == self.course, sessions.c.learner == learner)
        tried = select(attempts.c.id).where(attempts.c.course == self.course, attempts.c.learner == learner)
        # A retirement locks attempts in this order, too.
        self.tx.execute(tried.order_by(attempts.c.id).with_for_update()).all()
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
        theirs = (reports.c.course == self.course) & (reports.c.learner == learner)
        self.tx.execute(update(reports).where(theirs).values(learner=None, attempt=None, text=ERASED))
        self.take_replays(learner)
        for table in (sessions, learner_states):  # attempts, events and notices go with their session
            self.tx.execute(delete(table).where(table.c.course == self.course, table.c.learner == learner))
