"""A retirement: an item taken from learners, what becomes of its attempts, and who is told of it."""

from datetime import datetime
from typing import Any, Literal

from itemwright.domain.value import Value

Fate = Literal["keep", "void", "regrade"]
"""What becomes of the attempts: they stand as they are, count no more, or are graded by a corrected key."""
NoticeKind = Literal["withdrawn", "voided", "regrading", "regraded"]


class Retirement(Value):
    """One retirement of an item, never changed. `expected` is the item version its author saw; `versions` are
    those whose attempts it concerns; `corrected` is the version with the right key. `round` counts those of
    the item from 1. `attempts`, `learners`: how many it concerned."""

    id: str
    item: str
    round: int
    at: datetime
    actor: str
    reason: str
    fate: Fate
    expected: int
    replacement: Any = None
    corrected: int | None = None
    versions: tuple[int, ...]
    attempts: int
    learners: int


class Notice(Value):
    """One learner is told what a retirement changed for one attempt. `before`, `after`: what the attempt
    counted and counts, 0..1; None for nothing."""

    id: str
    learner: str
    attempt: str
    item: str
    retirement: str
    kind: NoticeKind
    at: datetime
    before: float | None = None
    after: float | None = None
    seen_at: datetime | None = None
