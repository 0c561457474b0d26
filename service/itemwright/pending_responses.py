"""Responses that are saved and wait for their grade: each gets one, by the key that counts, or waits on."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from itemwright.attempt_outcome import learn_from_attempt, state_after
from itemwright.domain.attempt import Attempt, Graded, Responded
from itemwright.domain.grade import Grade, Outcome, Ungraded
from itemwright.domain.item import Item, Response
from itemwright.domain.principal import Principal
from itemwright.domain.rubric import RubricPoint
from itemwright.errors import ModelUnavailable
from itemwright.grading.base import Grader, Neighbour
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.grading.neighbours import card_neighbours
from itemwright.loaded_attempt import load_attempt
from itemwright.regrading import record_regrade
from itemwright.replay import rebuild
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners


class _Known(NamedTuple):
    """What helps to judge a response: other concepts' names, for which a typed answer is never taken by
    mistake, and judged statements on the rubric's points."""

    terms: frozenset[str]
    neighbours: tuple[Neighbour, ...]


class PendingResponses:
    """What waits for a grade in one installation. `now` gives the time, aware."""

    def __init__(self, store: Store, grader: Grader, now: Callable[[], datetime]) -> None:
        self._store = store
        self._grader = grader
        self._now = now

    async def grade(self, principal: Principal, attempt_id: str) -> Outcome | None:
        """Grades what has no grade yet, by the key that counts; the first of several callers wins. A grade by
        a key that was corrected in the meantime is not recorded, and the response graded again.

        An outcome that another try may mend (`unavailable`, `timed_out`) leaves the attempt pending."""
        outcome: Outcome | None = None
        while (loaded := await asyncio.to_thread(self._ungraded, principal, attempt_id)) is not None:
            item, responded, known = loaded
            outcome = await self._judge(item, responded.response, known)
            if isinstance(outcome, Grade) or outcome.reason not in ("unavailable", "timed_out"):
                number = responded.number
                await asyncio.to_thread(self._record, principal, attempt_id, number, outcome, item)
            else:
                break
        return outcome

    async def grade_all(self, principal: Principal, age: timedelta) -> int:
        """Grades what has waited for at least `age`; returns how many were graded."""
        before = self._now() - age

        def waiting() -> list[Attempt]:
            with self._store.begin() as tx:
                pending = Attempts(tx, principal.course).pending()
            return [attempt for attempt in pending if attempt.events[-1].at <= before]

        outcomes = [await self.grade(principal, a.id) for a in await asyncio.to_thread(waiting)]
        return sum(isinstance(outcome, Grade) for outcome in outcomes)

    async def _judge(self, item: Item, response: Response, known: _Known) -> Outcome:
        if not needs_grader(item):
            return grade_response(item, response, terms=known.terms)
        try:
            return await self._grader.grade(
                item.stem, _rubric(item), [str(item.key)], str(response), neighbours=known.neighbours
            )
        except ModelUnavailable as error:
            return Ungraded(reason="unavailable", detail=str(error), model=type(self._grader).__name__)

    def _ungraded(self, principal: Principal, attempt_id: str) -> tuple[Item, Responded, _Known] | None:
        with self._store.begin() as tx:
            attempt = load_attempt(tx, principal, attempt_id)[0]
            standing = standing_of(attempt)
            if attempt.state != "pending" or standing.ungraded is None:
                return None
            item = Items(tx, principal.course).get(attempt.item, standing.version)
            given = (event for event in attempt.events if isinstance(event, Responded))
            responded = next(event for event in given if event.number == standing.ungraded)
            stored = Cards(tx, principal.course)
            cards = [card for slug in item.concepts if (card := stored.find(slug)) is not None]
            terms = frozenset(concept.name for concept in Concepts(tx, principal.course).all())
            return item, responded, _Known(terms, card_neighbours(_rubric(item), cards))

    def _record(
        self, principal: Principal, attempt_id: str, number: int, outcome: Outcome, graded_by: Item
    ) -> None:
        """Stores the outcome and what follows from it, all in one transaction, or finds it done already, or
        another key in force than that of `graded_by`."""
        with self._store.begin() as tx:
            attempt, item, mode = load_attempt(tx, principal, attempt_id, lock=True)
            standing = standing_of(attempt)
            in_force = attempt.state == "pending" and standing.version == graded_by.version
            if not in_force or standing.ungraded != number:
                return
            if standing.retired is not None:
                record_regrade(tx, principal.course, attempt, number, outcome, self._now())
                return
            attempts, learners = Attempts(tx, principal.course), Learners(tx, principal.course)
            event = Graded(at=self._now(), number=number, outcome=outcome)
            seq = attempts.append(attempt_id, event)
            if seq is None:
                return
            attempts.set_state(attempt_id, state_after(item, mode, event))
            learners.lock(attempt.learner)
            if learners.replay_is_due(attempt.learner):
                rebuild(tx, principal.course, attempt.learner)
                return
            before = learners.get(attempt.learner)
            learners.save(learn_from_attempt(before, attempt, item, event), seq)


def _rubric(item: Item) -> tuple[RubricPoint, ...]:
    return getattr(item, "rubric", None) or ()
