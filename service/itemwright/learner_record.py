"""What is kept of a learner: read as progress, handed out whole, rebuilt, erased."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from itemwright.attempt_view import attempt_so_far
from itemwright.domain.learner import LearnerState
from itemwright.domain.principal import Principal
from itemwright.domain.report import Report
from itemwright.errors import NotFound
from itemwright.progress import Progress, ToldNotice, ToldReport, notice_sentence, progress_of
from itemwright.replay import believed, rebuild
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from itemwright.store.reports import Reports
from itemwright.store.retirements import Notices, Retirements
from itemwright.store.sessions import Sessions


class LearnerRecords:
    """The records of one installation's learners. `now` gives the time, aware."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store = store
        self.now = now

    def progress(self, principal: Principal, learner: str) -> Progress:
        """What is believed of the learner, the concepts they met first; what they are to be told.

        Raises:
            NotFound: a learner's principal asks for somebody else.
        """
        require_own(principal, learner, f"No learner {learner!r}.")
        with self.store.begin() as tx:
            return _progress(tx, principal.course, learner)

    def mark_seen(self, principal: Principal, learner: str, ids: Collection[str] | None) -> Progress:
        """Notes that the learner has seen these notices (None: all), and tells the progress anew."""
        require_own(principal, learner, f"No learner {learner!r}.")
        with self.store.begin() as tx:
            Notices(tx, principal.course).mark_seen(learner, ids, self.now())
            return _progress(tx, principal.course, learner)

    def export(self, principal: Principal, learner: str) -> dict[str, Any]:
        """Everything stored of the learner, ready for JSON.

        Raises:
            NotFound: nothing is stored of such a learner.
        """
        require_own(principal, learner, f"No learner {learner!r}.")
        course = principal.course
        with self.store.begin() as tx:
            sessions = Sessions(tx, course).of_learner(learner)
            if not sessions:
                raise NotFound(
                    f"No learner {learner!r} in this course; learners appear with their first session."
                )
            items = Items(tx, course)
            attempts = [
                attempt_so_far(attempt, items.get(attempt.item, standing_of(attempt).version))
                for attempt in Attempts(tx, course).of_learner(learner)
            ]
            told = _progress(tx, course, learner)
            return {
                "learner": learner,
                "state": Learners(tx, course).get(learner).model_dump(mode="json"),
                "sessions": [session.model_dump(mode="json", exclude={"seed"}) for session in sessions],
                "attempts": [attempt.model_dump(mode="json") for attempt in attempts],
                "reports": [report.model_dump(mode="json") for report in told.reports],
                "notices": [notice.model_dump(mode="json") for notice in told.notices],
            }

    def erase(self, principal: Principal, learner: str) -> None:
        """Deletes everything stored of the learner; nothing happens if there is nothing."""
        require_own(principal, learner, f"No learner {learner!r}.")
        with self.store.begin() as tx:
            learners = Learners(tx, principal.course)
            learners.lock(learner)
            learners.erase(learner)

    def rebuild(self, principal: Principal, learner: str) -> LearnerState:
        """Replays the learner's events into a state anew, and stores it."""
        with self.store.begin() as tx:
            Learners(tx, principal.course).lock(learner)
            return rebuild(tx, principal.course, learner)

    def rebuild_due(self, principal: Principal, most: int) -> int:
        """Rebuilds up to `most` states that a retirement left to be rebuilt; returns how many. Each is a
        transaction of its own: a kill loses none, for the rest is still due."""
        with self.store.begin() as tx:
            waiting = Learners(tx, principal.course).awaiting_replay(most)
        for learner in waiting:
            self.rebuild(principal, learner)
        return len(waiting)


def require_own(principal: Principal, learner: str | None, unknown: str) -> None:
    """Somebody else's thing looks exactly like one that does not exist."""
    if principal.role == "learner" and principal.learner != learner:
        raise NotFound(unknown)


def _progress(tx: Connection, course: str, learner: str) -> Progress:
    state = believed(tx, course, learner)
    names = {concept.slug: concept.name for concept in Concepts(tx, course).all()}
    notices, reports = Notices(tx, course).of_learner(learner), Reports(tx, course).of_learner(learner)
    if not notices and not reports:
        return progress_of(state, names)
    attempts = {attempt.id: attempt for attempt in Attempts(tx, course).of_learner(learner)}
    still_open = {attempt.item for attempt in attempts.values() if attempt.state != "closed"}
    why = Retirements(tx, course).many({notice.retirement for notice in notices})
    shown = [(attempts[notice.attempt].item, attempts[notice.attempt].version) for notice in notices]
    stems = Items(tx, course).many({*shown, *((report.item, report.version) for report in reports)})
    settled = {(n.attempt, n.retirement) for n in notices if n.kind == "regraded"}
    told = [
        ToldNotice(
            **notice.model_dump(include={"id", "at", "kind", "attempt", "item", "before", "after"}),
            stem=stems[(notice.item, attempts[notice.attempt].version)].stem,
            told=notice_sentence(notice),
            reason=None if notice.item in still_open else why[notice.retirement].reason or None,
            seen=notice.seen_at is not None,
        )
        for notice in notices
        if notice.kind != "regrading" or (notice.attempt, notice.retirement) not in settled
    ]
    answered = [
        _told_report(report, stems[(report.item, report.version)].stem, report.item in still_open)
        for report in reversed(reports)
    ]
    return progress_of(state, names, told, answered)


def _told_report(report: Report, stem: str, still_open: bool) -> ToldReport:
    last = report.decisions[-1] if report.decisions else None
    return ToldReport(
        **report.model_dump(include={"id", "at", "item", "kind", "text"}),
        stem=stem,
        state=report.state,
        decided_at=last.at if last else None,
        answer=None if last is None or still_open else last.reason or None,
    )
