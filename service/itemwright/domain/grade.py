"""A grade is evidence: per-criterion credit with a quotation; and `Ungraded`, which is not zero."""

from typing import Literal

from pydantic import Field

from itemwright.domain.value import Value

CriterionStatus = Literal["met", "missing", "contradicted"]


class Flag(Value):
    """Something noticed in a response. `accuses`: it suggests an attempt to fool the grader."""

    code: str
    accuses: bool
    span: tuple[int, int] | None = None


class CriterionGrade(Value):
    """`quote` is a substring of the response; credit without a quotation is not given."""

    point: str
    weight: float = Field(ge=0, le=1)
    credit: float = Field(ge=0, le=1)
    probability: float = Field(ge=0, le=1)
    status: CriterionStatus
    quote: str | None = None


class Grade(Value):
    """`score` 0..1 is the weighted sum of credits; `confidence` = probability that `label` is right."""

    score: float = Field(ge=0, le=1)
    label: str
    confidence: float = Field(ge=0, le=1)
    criteria: tuple[CriterionGrade, ...] = ()
    flags: tuple[Flag, ...] = ()
    needs_review: bool = False
    feedback: str = ""
    model: str
    prompt: str | None = None
    probabilities: dict[str, float] | None = None


class Ungraded(Value):
    """No score could be given. It never counts as 0."""

    reason: Literal["refused", "malformed", "timed_out", "unavailable", "abstained"]
    detail: str
    flags: tuple[Flag, ...] = ()
    model: str


Outcome = Grade | Ungraded


def score_label(score: float) -> str:
    """The contract's three labels: >= .9 correct, <= .1 incorrect, else partially_correct."""
    return "correct" if score >= 0.9 else "incorrect" if score <= 0.1 else "partially_correct"
