"""A course after release: items that are out, learners who answer them at known times, and the desks."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from itemwright.domain.attempt import Attempt, Choice, Mode, Session, Shown
from itemwright.domain.concept import Concept
from itemwright.domain.grade import Outcome
from itemwright.domain.item import Item
from itemwright.domain.learner import LearnerState
from itemwright.domain.principal import Principal
from itemwright.grading.base import ScriptedGrader
from itemwright.practice import Practice
from itemwright.reports import ReportDesk
from itemwright.retiring import Retired, RetireDesk, RetireRequest
from itemwright.store.attempts import Attempts
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.learners import Learners
from itemwright.store.sessions import Sessions
from tests.serving import PROOF, item_of

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class Course:
    """The desks of one course. Time stands still until `at` is set, or a step is told to come later."""

    store: Store
    slug: str
    outcomes: Iterable[Outcome] = ()
    at: datetime = START
    shown: int = 0
    practice: Practice = field(init=False)

    def __post_init__(self) -> None:
        self.practice = Practice(self.store, ScriptedGrader(self.outcomes), self.now)
        self.retiring = RetireDesk(self.store, self.now)
        self.reports = ReportDesk(self.store, self.now)
        self.principal = Principal(course=self.slug, role="operator")
        with self.store.begin() as tx:
            names = ("peft", "tokens", "lora")
            Concepts(tx, self.slug).save([Concept(slug=n, name=n.title(), definition="d") for n in names])

    def now(self) -> datetime:
        return self.at

    def release(self, *items: Item) -> None:
        with self.store.begin() as tx:
            for item in items:
                proved = item.model_copy(update={"proof": item.proof or PROOF})
                Drafts(tx, self.slug).add(proved, "approved", "test", "", self.at)

    def show(self, learner: str, item: str, *, mode: Mode = "practice", p: float = 0.6) -> str:
        """An attempt at the item, in a session of its own; returns its id."""
        self.shown += 1
        session = Session(id=f"ses_{self.shown:04}", learner=learner, mode=mode, seed=self.shown)
        choice = Choice(terms={"p": p}, sentence="because")
        attempt = Attempt(
            id=f"att_{self.shown:04}", session=session.id, learner=learner, item=item, version=1,
            order=("d", "c", "b", "a"), state="open", events=(Shown(at=self.at, choice=choice),),
        )  # fmt: skip
        with self.store.begin() as tx:
            Sessions(tx, self.slug).add(session)
            Attempts(tx, self.slug).add(attempt)
        return attempt.id

    def respond(self, attempt: str, response: Any) -> Any:
        return asyncio.run(self.practice.respond(self.principal, attempt, response))

    def answer(self, learner: str, item: str, *responses: Any, later: float = 1.0, **more: Any) -> str:
        """Shown and answered `later` minutes on; returns the attempt's id."""
        self.at += timedelta(minutes=later)
        attempt = self.show(learner, item, **more)
        for response in responses:
            self.respond(attempt, response)
        return attempt

    def retire(self, item: str, key: Any = None, *, expected: int = 1, **more: Any) -> Retired:
        self.at += timedelta(minutes=1)
        request = RetireRequest(
            expected=expected, replacement=key, reason=more.pop("reason", "the key is wrong"), **more
        )
        return self.retiring.retire(self.principal, item, request)

    def attempt(self, attempt_id: str) -> Attempt:
        with self.store.begin() as tx:
            return Attempts(tx, self.slug).get(attempt_id)

    def state(self, learner: str) -> LearnerState:
        """What is stored, which a reader sees once it was rebuilt."""
        self.practice.progress(self.principal, learner)
        with self.store.begin() as tx:
            return Learners(tx, self.slug).get(learner)

    def told(self, learner: str) -> list[tuple[str, float | None, float | None]]:
        """(kind, before, after) of each notice, newest first."""
        notices = self.practice.progress(self.principal, learner).notices
        return [(notice.kind, notice.before, notice.after) for notice in notices]


def choice(name: str, key: str = "b", concept: str = "peft", mean: float = 0.0) -> Item:
    """An item of four options, a to d."""
    difficulty = {"mean": mean, "sd": 0.5, "label": "medium"}
    return item_of("multiple_choice", name, key=key, concepts=[concept], difficulty=difficulty)
