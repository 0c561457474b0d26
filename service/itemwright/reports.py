"""The desk for "this is wrong": reports taken from learners and programs, triaged and decided by authors."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection

from itemwright.domain.attempt import Attempt
from itemwright.domain.principal import Principal
from itemwright.domain.report import Report, ReportDecision, ReportKind, ReportState
from itemwright.errors import BadInput, Conflict, NotAllowed, NotFound
from itemwright.item_statistics import ItemStatistics, read_record, statistics_of
from itemwright.learner_record import require_own
from itemwright.store.attempts import Attempts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from itemwright.store.reports import Reports
from itemwright.triage import ReportedItem, reported_item, reported_items

Verdict = Literal["dismiss", "correct"]
"""The report is wrong; or right, and what it names was mended by an edit that leaves the key."""

MOST_BY_LEARNER = 3
"""Reports of one learner about one item: more would tell an author nothing new."""
MOST_NAMELESS = 50
"""Reports about one item for nobody in particular, by programs."""
_STATE: dict[Verdict, ReportState] = {"dismiss": "dismissed", "correct": "corrected"}


class ReportDesk:
    """Takes reports and decides about them. `now` gives the time, aware."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self.store = store
        self.now = now

    def submit(
        self,
        principal: Principal,
        item_id: str,
        text: str,
        kind: ReportKind = "other",
        attempt_id: str | None = None,
        learner: str | None = None,
    ) -> tuple[Report, bool]:
        """Stores a report before anything else is done with it. The same words again while it is open are
        the same report; the second value says whether it is new.

        Raises:
            NotFound: no such item or attempt for this principal; a learner sees only what they were shown.
            BadInput: no words, or an attempt at another item or of another learner.
            Conflict: the learner has said all there is room for about this item.
        """
        if not text.strip():
            raise BadInput("The report is empty; say what is wrong with the question.")
        learner = principal.learner if learner is None and principal.role == "learner" else learner
        require_own(principal, learner, f"No learner {learner!r}.")
        with self.store.begin() as tx:
            attempt = _attempt(tx, principal, item_id, attempt_id, learner)
            learner = attempt.learner if attempt else learner
            item = Items(tx, principal.course).get(item_id, attempt.version if attempt else None)
            Learners(tx, principal.course).lock(learner or f"(for nobody) {item_id}")
            reports = Reports(tx, principal.course)
            theirs = [report for report in reports.of_item(item_id) if report.learner == learner]
            for report in theirs:
                if report.state == "open" and (report.kind, report.text) == (kind, text):
                    return report, False
            if len(theirs) >= (MOST_NAMELESS if learner is None else MOST_BY_LEARNER):
                raise Conflict(
                    f"There are {len(theirs)} reports on item {item_id!r} from you already; an author sees "
                    "them all, and what becomes of them stands in the progress."
                )
            report = Report(
                id=f"rep_{uuid4().hex[:16]}",
                item=item_id,
                version=item.version,
                learner=learner,
                attempt=attempt.id if attempt else None,
                kind=kind,
                text=text,
                at=self.now(),
            )
            reports.add(report)
        return report, True

    def get(self, principal: Principal, report_id: str) -> Report:
        """Raises NotFound for an unknown id."""
        _author(principal)
        with self.store.begin() as tx:
            return Reports(tx, principal.course).get(report_id)

    def waiting(self, principal: Principal) -> list[ReportedItem]:
        """Every item with an open report, the greatest expected defect first."""
        _author(principal)
        with self.store.begin() as tx:
            return reported_items(tx, principal.course)

    def of_item(self, principal: Principal, item_id: str) -> ReportedItem:
        """Raises NotFound for an unknown item."""
        _author(principal)
        with self.store.begin() as tx:
            return reported_item(tx, principal.course, item_id)

    def statistics(self, principal: Principal, item_id: str) -> ItemStatistics:
        """Raises NotFound for an unknown item."""
        _author(principal)
        with self.store.begin() as tx:
            record = read_record(tx, principal.course, item_id)
            return statistics_of(record, Reports(tx, principal.course).of_item(item_id))

    def decide(
        self, principal: Principal, report_id: str, revision: int, verdict: Verdict, reason: str
    ) -> Report:
        """Closes one report. Its learner reads the reason.

        Raises:
            BadInput: no reason.
            Conflict: it is decided about, or was since `revision`.
        """
        _author(principal)
        if not reason.strip():
            raise BadInput("Say why: the learner who reported it reads the reason.")
        with self.store.begin() as tx:
            reports = Reports(tx, principal.course)
            report = reports.get(report_id)
            if report.revision != revision or report.state != "open":
                raise Conflict(f"Report {report_id!r} is {report.state} already; read it again.")
            decision = ReportDecision(
                at=self.now(), actor=principal.role, state=_STATE[verdict], reason=reason
            )
            return reports.decide(report, decision)


def _attempt(
    tx: Connection, principal: Principal, item_id: str, attempt_id: str | None, learner: str | None
) -> Attempt | None:
    """The attempt that a report is about: the one named, else the learner's newest at the item."""
    attempts = Attempts(tx, principal.course)
    if attempt_id is None:
        mine = [a for a in attempts.of_learner(learner) if a.item == item_id] if learner is not None else []
        if not mine and principal.role == "learner":  # an item never shown looks like one that is not there
            raise NotFound(f"No item {item_id!r} in this course; see GET /v1/items.")
        return mine[-1] if mine else None
    attempt = attempts.get(attempt_id)
    require_own(principal, attempt.learner, f"No attempt {attempt_id!r}; ask the session for its next item.")
    if attempt.item != item_id:
        raise BadInput(f"Attempt {attempt_id!r} is at another item than {item_id!r}; name the one it shows.")
    if learner not in (None, attempt.learner):
        raise BadInput(f"Attempt {attempt_id!r} is not of learner {learner!r}; leave the learner out.")
    return attempt


def _author(principal: Principal) -> None:
    if principal.role not in ("author", "operator"):
        raise NotAllowed(f"Role {principal.role!r} may not see reports; ask with an author's key.")
