"""What is believed of a learner, rebuilt from the events: as if every key had been right from the start."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from itemwright.attempt_outcome import learn_from_attempt
from itemwright.domain.attempt import Attempt, Graded
from itemwright.domain.item import Item
from itemwright.domain.learner import LearnerState
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.items import Items
from itemwright.store.learners import Learners


def replay(
    learner: str,
    attempts: Sequence[Attempt],
    gradings: Sequence[tuple[str, Graded]],
    items: Mapping[tuple[str, int], Item],
) -> LearnerState:
    """The state that follows from `gradings` (attempt id, event) in the order they happened: each with the
    outcome that counts now, at the time of the first one; void attempts and what waits for a grade left out.

    `items`: by (id, version), every version that an attempt counts by."""
    by_id = {attempt.id: (attempt, standing_of(attempt)) for attempt in attempts}
    state = LearnerState(learner=learner)
    for attempt_id, event in gradings:
        attempt, standing = by_id[attempt_id]
        outcome = standing.outcomes.get(event.number)
        if standing.void or outcome is None:
            continue
        counted = event.model_copy(update={"outcome": outcome})
        state = learn_from_attempt(state, attempt, items[(attempt.item, standing.version)], counted)
    return state


def rebuild(tx: Connection, course: str, learner: str) -> LearnerState:
    """Replays the learner's events and stores the state. The caller holds the learner's lock."""
    learners, attempts = Learners(tx, course), Attempts(tx, course)
    learners.take_replays(learner)  # before the events are read: see `Learners.ask_for_replays`
    order = attempts.grading_order(learner)
    mine = attempts.of_learner(learner)
    wanted = {(attempt.item, standing_of(attempt).version) for attempt in mine}
    gradings = [(attempt, event) for _, attempt, event in order if isinstance(event, Graded)]
    state = replay(learner, mine, gradings, Items(tx, course).many(wanted))
    learners.save(state, order[-1][0] if order else 0)
    return state


def believed(tx: Connection, course: str, learner: str) -> LearnerState:
    """The learner's state, rebuilt first when a retirement changed what it follows from."""
    learners = Learners(tx, course)
    if not learners.replay_is_due(learner):
        return learners.get(learner)
    learners.lock(learner)
    return rebuild(tx, course, learner)
