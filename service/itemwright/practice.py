"""Practice: pick an item, show it, save the answer, grade it, update what is believed of the learner."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection

from itemwright.attempt_view import AttemptView, display_order
from itemwright.domain.attempt import Attempt, HintOpened, Mode, Responded, Session, Shown
from itemwright.domain.grade import Outcome
from itemwright.domain.item import Item, Response
from itemwright.domain.learner import LearnerState
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict
from itemwright.grading.base import Grader
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.histories import Histories
from itemwright.learner_record import LearnerRecords, require_own
from itemwright.loaded_attempt import attempt_as_seen, load_attempt
from itemwright.pending_responses import PendingResponses
from itemwright.progress import Progress
from itemwright.replay import believed
from itemwright.selection import choose_item
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from itemwright.store.sessions import Sessions

REBUILT_AT_ONCE = 200
"""Learners' states rebuilt in one look for unfinished work."""

Restock = Callable[[Principal, Sequence[str], Mode], int]
"""Writes fresh items into the bank and returns how many a learner may now be shown."""


class Place(NamedTuple):
    """`number` counts from 1; `length` is None in a session with an open end."""

    learner: str
    number: int
    length: int | None


class Practice:
    """The practice desk of one installation. `now` gives the time, aware; `restock` may be None."""

    def __init__(
        self, store: Store, grader: Grader, now: Callable[[], datetime], restock: Restock | None = None
    ) -> None:
        self.store = store
        self.grader = grader
        self.now = now
        self.restock = restock
        self.records = LearnerRecords(store, now)
        self._histories = Histories()

    def start(
        self,
        principal: Principal,
        learner: str,
        concepts: Sequence[str] = (),
        mode: Mode = "practice",
        length: int | None = None,
        role: str | None = None,
        seed: int | None = None,
    ) -> Session:
        """Opens a session.

        Raises:
            BadInput: an unknown concept.
            NotFound: a learner's principal asks for somebody else.
        """
        require_own(principal, learner, f"No learner {learner!r}.")
        with self.store.begin() as tx:
            known = {concept.slug for concept in Concepts(tx, principal.course).all()}
            if unknown := [slug for slug in concepts if slug not in known]:
                raise BadInput(
                    f"Unknown concept {unknown[0]!r}; ingest articles on it, or choose one that "
                    "'GET /v1/concepts' lists."
                )
            session = Session(
                id=f"ses_{uuid4().hex[:16]}",
                learner=learner,
                mode=mode,
                concepts=tuple(concepts),
                length=length,
                role=role,
                seed=Random().getrandbits(48) if seed is None else seed,
            )
            Sessions(tx, principal.course).add(session)
        return session

    def next(self, principal: Principal, session_id: str) -> AttemptView | None:
        """The session's open attempt, else a new one; None when the session is over.

        Raises:
            NotFound: no such session for this principal.
        """
        chosen = self._next(principal, session_id)
        # Nothing new is left: write more, and where that fails, show what comes close to the old.
        more = self.restock
        if isinstance(chosen, Session) and more and more(principal, chosen.concepts, chosen.mode):
            chosen = self._next(principal, session_id)
        if isinstance(chosen, Session):
            chosen = self._next(principal, session_id, last_resort=True)
        return chosen if isinstance(chosen, AttemptView) else None

    def _next(
        self, principal: Principal, session_id: str, last_resort: bool = False
    ) -> AttemptView | Session | None:
        course = principal.course
        with self.store.begin() as tx:
            session = Sessions(tx, course).get(session_id)
            require_own(principal, session.learner, f"No session {session_id!r}; start one first.")
            Learners(tx, course).lock(session.learner)  # two requests at once get one attempt
            shown = Attempts(tx, course).of_session(session_id)
            if shown and shown[-1].state in ("open", "pending") and standing_of(shown[-1]).retired is None:
                return attempt_as_seen(tx, course, shown[-1], session.mode)
            # What was withdrawn before its answer makes room for another item.
            if session.length is not None and len(_counted(shown)) >= session.length:
                return None
            attempt = self._choose(tx, course, session, shown, last_resort)
            if attempt is None:
                return session
            Attempts(tx, course).add(attempt)
            return attempt_as_seen(tx, course, attempt, session.mode)

    def _choose(
        self, tx: Connection, course: str, session: Session, shown: list[Attempt], last_resort: bool
    ) -> Attempt | None:
        """An attempt at the item to show next, which is not retired before the transaction ends."""
        items, concepts = Items(tx, course), Concepts(tx, course).all()
        past = [items.get(attempt.item, attempt.version) for attempt in shown]
        seen = self._histories.seen(tx, course, session.learner, past)
        rng = Random(f"{session.seed}:{len(shown)}")
        at = self.now()
        state, graph = believed(tx, course, session.learner), {concept.slug: concept for concept in concepts}
        while True:
            live = items.live(concepts=session.concepts or None)
            chosen = choose_item(live, state, graph, seen, session.mode, at, rng, last_resort)
            if chosen is None:
                return None
            item, choice = chosen
            items.hold(item.id)
            if items.is_live(item):
                break
        return Attempt(
            id=f"att_{uuid4().hex[:16]}",
            session=session.id,
            learner=session.learner,
            item=item.id,
            version=item.version,
            order=display_order(item, rng),
            state="open",
            events=(Shown(at=at, choice=choice),),
        )

    def session(self, principal: Principal, session_id: str) -> Session:
        """Raises NotFound when there is no such session for this principal."""
        with self.store.begin() as tx:
            session = Sessions(tx, principal.course).get(session_id)
        require_own(principal, session.learner, f"No session {session_id!r}; start one first.")
        return session

    def ending(self, principal: Principal, session_id: str) -> str:
        """Why `next` has no item for this session, in a sentence."""
        session = self.session(principal, session_id)
        with self.store.begin() as tx:
            shown = len(_counted(Attempts(tx, principal.course).of_session(session_id)))
        if session.length is not None and shown >= session.length:
            return f"The session is complete: {shown} of {session.length} items."
        return "There is no released item left that fits this session and that this learner has not seen."

    def place(self, principal: Principal, session_id: str, attempt_id: str) -> Place:
        """Where in its session an attempt stands."""
        session = self.session(principal, session_id)
        with self.store.begin() as tx:
            shown = Attempts(tx, principal.course).of_session(session_id)
        before = [attempt.id for attempt in shown].index(attempt_id)
        number = len(_counted(shown[:before])) + 1
        return Place(learner=session.learner, number=number, length=session.length)

    def view(self, principal: Principal, attempt_id: str) -> AttemptView:
        """Raises NotFound when there is no such attempt for this principal."""
        with self.store.begin() as tx:
            return self._view(tx, principal, attempt_id)

    def looks_back(self, principal: Principal, session_id: str) -> list[AttemptView]:
        """The session's attempts, in the order they were shown."""
        session = self.session(principal, session_id)
        with self.store.begin() as tx:
            return [
                attempt_as_seen(tx, principal.course, attempt, session.mode)
                for attempt in Attempts(tx, principal.course).of_session(session_id)
            ]

    def open_hint(self, principal: Principal, attempt_id: str) -> AttemptView:
        """Opens the next hint of the ladder.

        Raises:
            Conflict: the attempt is closed, or no hint is left.
        """
        with self.store.begin() as tx:
            attempt, _, _ = load_attempt(tx, principal, attempt_id, lock=True)
            before = self._view(tx, principal, attempt_id)
            if before.state != "open" or before.hints_left == 0:
                raise Conflict(f"Attempt {attempt_id!r} has no further hint to open.")
            number = len(before.hints) + 1
            Attempts(tx, principal.course).append(attempt.id, HintOpened(at=self.now(), number=number))
            return self._view(tx, principal, attempt_id)

    async def respond(self, principal: Principal, attempt_id: str, response: Response) -> AttemptView:
        """Saves the response, then grades it; the view is pending when no grade could be made yet.

        Raises:
            BadInput: the response has not the shape that the item's type asks for.
            Conflict: the attempt is closed, or another response to it is still being graded.
        """
        number = await asyncio.to_thread(self.save_response, principal, attempt_id, response)
        if number is not None:
            await self.grade_pending(principal, attempt_id)
        return await asyncio.to_thread(self.view, principal, attempt_id)

    def save_response(self, principal: Principal, attempt_id: str, response: Response) -> int | None:
        """Commits the response before anything else happens. None: there is nothing to be graded, because
        this very response is there already, or because the item was withdrawn and has no sound key."""
        with self.store.begin() as tx:
            attempt, item, _ = load_attempt(tx, principal, attempt_id, lock=True)
            given = [event for event in attempt.events if isinstance(event, Responded)]
            old = attempt.state == "withdrawn" and given and given[-1].response != response
            if attempt.state == "closed" or old:
                raise Conflict(f"Attempt {attempt_id!r} is closed; ask the session for its next item.")
            if given and given[-1].response == response:
                return None
            if attempt.state == "pending":
                raise Conflict(f"Attempt {attempt_id!r} is still being graded; look at it again in a moment.")
            _check_shape(item, response)
            attempts = Attempts(tx, principal.course)
            number = len(given) + 1
            attempts.append(attempt.id, Responded(at=self.now(), response=response, number=number))
            if standing_of(attempt).void:
                return None
            attempts.set_state(attempt.id, "pending")
            return number

    async def grade_pending(self, principal: Principal, attempt_id: str) -> Outcome | None:
        """As `PendingResponses.grade`."""
        return await self._pending().grade(principal, attempt_id)

    async def finish_pending(self, principal: Principal, age: timedelta = timedelta(0)) -> int:
        """Grades what a stopped process left ungraded for at least `age`; returns how many were graded.
        States that a retirement left to be rebuilt are rebuilt first."""
        await asyncio.to_thread(self.records.rebuild_due, principal, REBUILT_AT_ONCE)
        return await self._pending().grade_all(principal, age)

    def progress(self, principal: Principal, learner: str) -> Progress:
        """As `LearnerRecords.progress`."""
        return self.records.progress(principal, learner)

    def export(self, principal: Principal, learner: str) -> dict[str, Any]:
        """As `LearnerRecords.export`."""
        return self.records.export(principal, learner)

    def erase(self, principal: Principal, learner: str) -> None:
        """As `LearnerRecords.erase`."""
        self.records.erase(principal, learner)

    def rebuild(self, principal: Principal, learner: str) -> LearnerState:
        """As `LearnerRecords.rebuild`."""
        return self.records.rebuild(principal, learner)

    def _pending(self) -> PendingResponses:
        return PendingResponses(self.store, self.grader, self.now)

    def _view(self, tx: Connection, principal: Principal, attempt_id: str) -> AttemptView:
        attempt, _, mode = load_attempt(tx, principal, attempt_id)
        return attempt_as_seen(tx, principal.course, attempt, mode)


def _counted(shown: Sequence[Attempt]) -> list[Attempt]:
    """Those that fill a session: not what was withdrawn before it was answered."""
    return [attempt for attempt in shown if attempt.state != "withdrawn"]


def _check_shape(item: Item, response: Response) -> None:
    """Raises BadInput for a response that the item's type cannot take."""
    if not needs_grader(item):
        grade_response(item, response)
    elif not isinstance(response, str):
        raise BadInput(f"Item {item.id!r} asks for a text, not {response!r}.")
