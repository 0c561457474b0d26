"""A learner's progress, in words and numbers a learner can use."""

import math
from collections.abc import Sequence
from datetime import datetime

from itemwright.domain.learner import LearnerState
from itemwright.domain.report import ReportKind, ReportState
from itemwright.domain.retirement import Notice, NoticeKind
from itemwright.domain.value import Value
from itemwright.measurement.ability import ability
from itemwright.measurement.mastery import mastery_probability


class ConceptProgress(Value):
    """`ability` in logits with its standard deviation; `mastery` is a probability 0..1."""

    concept: str
    name: str
    answers: int
    ability: float
    sd: float
    mastery: float
    mastered: bool
    due: datetime | None


class ToldNotice(Value):
    """A learner is told that an item was retired: `told` says what that changed, `reason` why, once the
    item is not open to them any more. `before`, `after`: what the attempt counted and counts, 0..1."""

    id: str
    at: datetime
    kind: NoticeKind
    attempt: str
    item: str
    stem: str
    told: str
    reason: str | None
    before: float | None
    after: float | None
    seen: bool


class ToldReport(Value):
    """What became of a learner's report. `answer` is the author's, once the item is not open to them."""

    id: str
    at: datetime
    item: str
    stem: str
    kind: ReportKind
    text: str
    state: ReportState
    decided_at: datetime | None
    answer: str | None


class Progress(Value):
    """`answered` counts items of which the first response was graded and counts. `notices` and `reports`:
    newest first."""

    learner: str
    answered: int
    ability: float
    sd: float
    concepts: tuple[ConceptProgress, ...]
    notices: tuple[ToldNotice, ...] = ()
    reports: tuple[ToldReport, ...] = ()

    @property
    def unseen(self) -> int:
        """Notices that the learner has not said to have seen."""
        return sum(not notice.seen for notice in self.notices)


def progress_of(
    state: LearnerState,
    names: dict[str, str],
    notices: Sequence[ToldNotice] = (),
    reports: Sequence[ToldReport] = (),
) -> Progress:
    """Progress told from `state`; `names` gives the concepts' names by slug."""
    rows = []
    for slug, held in state.concepts.items():
        mean, var = ability(state, [slug])
        rows.append(
            ConceptProgress(
                concept=slug,
                name=names.get(slug, slug),
                answers=held.n,
                ability=round(mean, 4),
                sd=round(math.sqrt(var), 4),
                mastery=round(mastery_probability(state, slug), 4),
                mastered=held.mastered,
                due=held.due,
            )
        )
    return Progress(
        learner=state.learner,
        answered=state.answered,
        ability=round(state.g_mean, 4),
        sd=round(math.sqrt(state.g_var), 4),
        concepts=tuple(rows),
        notices=tuple(notices),
        reports=tuple(reports),
    )


def notice_sentence(notice: Notice) -> str:
    """What a notice says, without anything of the key."""
    if notice.kind == "withdrawn":
        return "This question was withdrawn before you answered it. It does not count."
    if notice.kind == "voided":
        lost = "" if notice.before is None else f" (it counted {_points(notice.before)} of 100)"
        return (
            f"A mistake was found in this question, and it was withdrawn. Your answer counts no more{lost}; "
            "your progress was worked out without it."
        )
    if notice.kind == "regrading":
        return (
            "The key of this question was wrong and has been corrected. Your answer is being graded again; "
            "until then it does not count."
        )
    before, after = _points(notice.before), _points(notice.after)
    changed = f"it keeps its {after}" if before == after else f"{before} became {after}"
    return (
        f"The key of this question was wrong and has been corrected. Your answer was graded again: {changed} "
        "of 100. Your progress was worked out as if the key had been right from the start."
    )


def _points(credit: float | None) -> str:
    return "no grade" if credit is None else f"{100 * credit:.0f}"
