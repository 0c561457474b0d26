"""A report: somebody says that something is wrong with an item. It stays as it came; decisions follow it."""

from datetime import datetime
from typing import Literal

from itemwright.domain.value import Value

ReportKind = Literal["key_wrong", "ambiguous", "unclear", "typo", "other"]
ReportState = Literal["open", "dismissed", "corrected", "retired"]


class ReportDecision(Value):
    """What an author made of a report. `retirement`: the one by which the item was taken away, if one was."""

    at: datetime
    actor: str
    state: ReportState
    reason: str = ""
    retirement: str | None = None


class Report(Value):
    """`learner` is None when a program reported for nobody, or the learner was erased; `version` is the item
    version the report is about; `decisions`, oldest first, are never changed."""

    id: str
    item: str
    version: int
    learner: str | None
    attempt: str | None
    kind: ReportKind
    text: str
    at: datetime
    decisions: tuple[ReportDecision, ...] = ()

    @property
    def state(self) -> ReportState:
        """Open until it is decided about; the newest decision counts."""
        return self.decisions[-1].state if self.decisions else "open"

    @property
    def revision(self) -> int:
        """Counts the decisions from 1 and serves as the ETag."""
        return 1 + len(self.decisions)
