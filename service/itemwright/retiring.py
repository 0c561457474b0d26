"""Retiring an item: at once from learners, its attempts void or graded by a corrected key, all of them told.

What was shown but not answered is withdrawn: the session goes on with another item. Whoever answers it all
the same loses no word: the answer is saved, and graded by the corrected key if there is one.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection

from itemwright.domain.attempt import Attempt, AttemptEvent, AttemptState, ItemRetired, Responded
from itemwright.domain.draft import Draft
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal
from itemwright.domain.report import ReportDecision, ReportState
from itemwright.domain.retirement import Fate, Notice, NoticeKind, Retirement
from itemwright.domain.value import Value
from itemwright.errors import BadInput, Conflict, NotAllowed
from itemwright.grading.exact import needs_grader
from itemwright.item_form import form_of, grades_alike, with_key
from itemwright.learner_record import LearnerRecords
from itemwright.regrading import grade_again, notice_of, regrade_events
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from itemwright.store.reports import Reports
from itemwright.store.retirements import Notices, Retirements

REPLAYED_AT_ONCE = 50
"""States rebuilt before the clock is looked at again."""


class RetireRequest(Value):
    """`expected` is the item version that the author saw. Without a `replacement` key the attempts become
    void, or stand as they are with `attempts` "keep". `replacement`: see `with_key`."""

    expected: int
    reason: str = ""
    attempts: Literal["void", "keep"] = "void"
    replacement: Any = None
    explanation: str | None = None

    @property
    def fate(self) -> Fate:
        """What becomes of the attempts."""
        return self.attempts if self.replacement is None else "regrade"


class Retired(NamedTuple):
    """The draft as it stands now, and the retirement."""

    draft: Draft
    retirement: Retirement


class _Case(NamedTuple):
    """What a retirement finds: the newest version, the one whose key counts from now on (None: no key does),
    whether that is new, and the attempts that it concerns."""

    current: Item
    corrected: Item | None
    is_new: bool
    attempts: list[Attempt]
    versions: tuple[int, ...]


class RetireDesk:
    """Takes items from learners. `seconds`: how long a request rebuilds learners' states by itself; the rest
    is rebuilt before it is next read, or by whoever looks for unfinished work."""

    def __init__(self, store: Store, now: Callable[[], datetime], seconds: float = 5.0) -> None:
        self.store = store
        self.now = now
        self.seconds = seconds
        self.records = LearnerRecords(store, now)

    def retire(self, principal: Principal, item_id: str, request: RetireRequest) -> Retired:
        """Retires the item in one transaction: whole, or not at all. The same request again changes nothing
        and is answered alike.

        Raises:
            NotFound: no such item in this course.
            Conflict: it was never released, is retired already, or is no longer of the version expected.
            BadInput: the replacement is no key of this item, or the key it has.
        """
        _author(principal)
        with self.store.begin() as tx:
            retired = self._retire(tx, principal, item_id, request)
        until = time.monotonic() + self.seconds
        while time.monotonic() < until and self.records.rebuild_due(principal, REPLAYED_AT_ONCE):
            pass
        return retired

    def history(self, principal: Principal, item_id: str) -> list[Retirement]:
        """The item's retirements, oldest first.

        Raises:
            NotFound: no such item in this course.
        """
        _author(principal)
        with self.store.begin() as tx:
            Items(tx, principal.course).get(item_id)
            return Retirements(tx, principal.course).of_item(item_id)

    def _retire(self, tx: Connection, principal: Principal, item_id: str, request: RetireRequest) -> Retired:
        course, drafts = principal.course, Drafts(tx, principal.course)
        Items(tx, course).hold(item_id, alone=True)  # no answer is saved or graded meanwhile
        draft = drafts.get(item_id)
        past = Retirements(tx, course).of_item(item_id)
        if past and _is_same(past[-1], request):
            return Retired(draft, past[-1])
        _check_retirable(draft, past, request)
        at, actor = self.now(), principal.role
        case = _case_of(tx, course, draft.item, request)
        if case.is_new:
            reason = f"corrected key: {request.reason}"
            draft = drafts.change(item_id, draft.revision, "edited", actor, reason, at, case.corrected)
            case = case._replace(corrected=draft.item)
        draft = drafts.change(item_id, draft.revision, "retired", actor, request.reason, at)
        retirement = Retirement(
            id=f"ret_{uuid4().hex[:16]}",
            item=item_id,
            round=len(past) + 1,
            at=at,
            actor=actor,
            reason=request.reason,
            fate=request.fate,
            expected=request.expected,
            replacement=request.replacement,
            corrected=None if case.corrected is None else case.corrected.version,
            versions=case.versions,
            attempts=len(case.attempts),
            learners=len({attempt.learner for attempt in case.attempts}),
        )
        Retirements(tx, course).add(retirement)
        if retirement.fate != "keep":
            _settle_attempts(tx, course, retirement, case)
        _close_reports(tx, course, retirement)
        return Retired(draft, retirement)


def _check_retirable(draft: Draft, past: Sequence[Retirement], request: RetireRequest) -> None:
    if draft.item.version != request.expected:
        raise Conflict(
            f"Item {draft.id!r} is of version {draft.item.version}, not {request.expected}; read it again."
        )
    if not any(event.action == "approved" for event in draft.history):
        state = draft.state.replace("_", " ")
        raise Conflict(f"Item {draft.id!r} is {state} and was never released; reject its draft instead.")
    is_void = bool(past) and past[-1].fate == "void"
    if draft.state == "retired" and (request.fate == "keep" or (request.fate == "void" and is_void)):
        raise Conflict(
            f"Item {draft.id!r} is retired already; give a replacement key to have its attempts regraded."
        )


def _is_same(last: Retirement, request: RetireRequest) -> bool:
    asked = (request.expected, request.reason, request.fate, request.replacement)
    return (last.expected, last.reason, last.fate, last.replacement) == asked


def _case_of(tx: Connection, course: str, current: Item, request: RetireRequest) -> _Case:
    """Concerned are attempts that count by a key like the current one, over all versions that ask the same;
    with a replacement also those that are void, and none that count by the very replacement."""
    alike = {v.version: v for v in Items(tx, course).versions(current.id) if form_of(v) == form_of(current)}
    attempts = Attempts(tx, course).of_item(current.id, alike, lock=request.fate != "keep")
    if request.fate != "regrade":
        bad = {number for number, item in alike.items() if grades_alike(item, current)}
        found = [a for a in attempts if not standing_of(a).void and standing_of(a).version in bad]
        return _Case(current, None, False, found, tuple(sorted(bad)))
    told = request.explanation or "The key of this question was corrected." + (
        f" {request.reason}" if request.reason.strip() else ""
    )
    corrected = with_key(current, request.replacement, told)
    is_new = not grades_alike(corrected, current)
    bad = {
        number
        for number, item in alike.items()
        if grades_alike(item, current if is_new else corrected) == is_new
    }
    found = [a for a in attempts if standing_of(a).void or standing_of(a).version in bad]
    if not is_new and not found:
        raise BadInput(f"{request.replacement!r} is the key of item {current.id!r} already; nothing changes.")
    versions = tuple(sorted(bad | {attempt.version for attempt in found}))
    return _Case(current, corrected if is_new else current, is_new, found, versions)


def _settle_attempts(tx: Connection, course: str, retirement: Retirement, case: _Case) -> None:
    terms = frozenset(concept.name for concept in Concepts(tx, course).all())
    events: list[tuple[str, AttemptEvent]] = []
    states: dict[AttemptState, list[str]] = {"withdrawn": [], "pending": [], "closed": []}
    notices: list[Notice] = []
    for attempt in case.attempts:
        added, state, kind = _settled(attempt, retirement, case.corrected, terms)
        events += [(attempt.id, event) for event in added]
        states[state].append(attempt.id)
        after = standing_of(attempt.model_copy(update={"events": (*attempt.events, *added)}))
        if attempt.state != "withdrawn" or kind != "withdrawn":  # nobody is told twice of a withdrawal
            notices.append(notice_of(attempt, after, kind, retirement.at))
    attempts = Attempts(tx, course)
    attempts.append_all(events)
    for state, ids in states.items():
        attempts.set_states(ids, state)
    Notices(tx, course).add(notices)
    Learners(tx, course).ask_for_replays([a.learner for a in case.attempts], retirement.id)


def _settled(
    attempt: Attempt, retirement: Retirement, corrected: Item | None, terms: frozenset[str]
) -> tuple[list[AttemptEvent], AttemptState, NoticeKind]:
    """What is added to an attempt, its state afterwards, and what its learner is told."""
    version = None if corrected is None else corrected.version
    marked = ItemRetired(at=retirement.at, round=retirement.round, retirement=retirement.id, version=version)
    if not any(isinstance(event, Responded) for event in attempt.events):
        return [marked], "withdrawn", "withdrawn"
    if corrected is None:
        return [marked], "closed", "voided"
    if needs_grader(corrected):  # whoever looks for unfinished work finds it, also after a crash
        return [marked], "pending", "regrading"
    outcomes = grade_again(corrected, attempt, terms)
    again = regrade_events(attempt, outcomes, retirement.at, retirement.round)
    return [marked, *again], "closed", "regraded"


def _close_reports(tx: Connection, course: str, retirement: Retirement) -> None:
    state: ReportState = "corrected" if retirement.fate == "regrade" else "retired"
    decision = ReportDecision(
        at=retirement.at,
        actor=retirement.actor,
        state=state,
        reason=retirement.reason,
        retirement=retirement.id,
    )
    reports = Reports(tx, course)
    for report in reports.of_item(retirement.item):
        if report.state == "open":
            reports.decide(report, decision)


def _author(principal: Principal) -> None:
    if principal.role not in ("author", "operator"):
        raise NotAllowed(f"Role {principal.role!r} cannot retire items; ask with an author's key.")
