"""Grading a response again by a corrected key: the grade given before stays beside the new one."""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from itemwright.attempt_view import credit
from itemwright.domain.attempt import Attempt, AttemptEvent, Graded, Regraded, Responded
from itemwright.domain.grade import Outcome, Ungraded
from itemwright.domain.item import Item
from itemwright.domain.retirement import Notice, NoticeKind
from itemwright.errors import BadInput
from itemwright.grading.exact import grade_response
from itemwright.standing import Standing, standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.learners import Learners
from itemwright.store.retirements import Notices


def grade_again(item: Item, attempt: Attempt, terms: Collection[str]) -> dict[int, Outcome]:
    """The outcome of every response by the key of `item`, which no Grader has to judge.

    A response that the item cannot take is Ungraded: it was given to other words."""
    found: dict[int, Outcome] = {}
    for event in attempt.events:
        if isinstance(event, Responded):
            try:
                found[event.number] = grade_response(item, event.response, terms=terms)
            except BadInput as error:
                found[event.number] = Ungraded(reason="malformed", detail=str(error), model="exact")
    return found


def regrade_events(
    attempt: Attempt, outcomes: dict[int, Outcome], at: datetime, round: int
) -> list[AttemptEvent]:
    """Each outcome as an event: a first grade for a response that had none, else one of this `round`."""
    graded = {event.number for event in attempt.events if isinstance(event, Graded)}
    return [
        Regraded(at=at, number=number, round=round, outcome=outcome)
        if number in graded
        else Graded(at=at, number=number, outcome=outcome)
        for number, outcome in sorted(outcomes.items())
    ]


def record_regrade(
    tx: Connection, course: str, attempt: Attempt, number: int, outcome: Outcome, at: datetime
) -> None:
    """Stores one outcome by the corrected key of a retired item. With the last of them the attempt is closed,
    its learner told, and their state left to be rebuilt."""
    standing = standing_of(attempt)
    assert standing.retired is not None
    attempts = Attempts(tx, course)
    events = regrade_events(attempt, {number: outcome}, at, standing.retired.round)
    attempts.append_all([(attempt.id, event) for event in events])
    done = standing_of(attempts.get(attempt.id))
    if done.ungraded is not None:
        return
    attempts.set_state(attempt.id, "closed")
    if done.before:  # what was first answered after the retirement was never graded by the wrong key
        Notices(tx, course).add([notice_of(attempt, done, "regraded", at)])
    Learners(tx, course).ask_for_replays([attempt.learner], standing.retired.retirement)


def notice_of(attempt: Attempt, standing: Standing, kind: NoticeKind, at: datetime) -> Notice:
    """What the learner is told of an attempt that stands as in `standing`, after a retirement."""
    assert standing.retired is not None
    return Notice(
        id=f"not_{uuid4().hex[:16]}",
        learner=attempt.learner,
        attempt=attempt.id,
        item=attempt.item,
        retirement=standing.retired.retirement,
        kind=kind,
        at=at,
        before=credit(standing.before),
        after=None if standing.void else credit(standing.outcomes),
    )
