"""A case: one thing that a suite tries; and what came of it."""

from typing import Any, Literal

from pydantic import Field

from itemwright.domain.value import Value

Verdict = Literal["pass", "fail", "error", "missing"]
"""`error`: trying it raised; `missing`: the product gave no answer (it abstained, or delivered nothing)."""


class Case(Value):
    """One thing to try; each suite adds its own inputs in a subclass.

    `id` is unique in its suite and the same in every run that tries the same thing, so that runs can be
    compared case by case. `group` is the question, concept or family it was drawn from."""

    id: str
    group: str
    kind: str = ""


class CaseResult(Value):
    """What came of a case. `costly` marks the error that its suite exists to find.

    `shown` is what a person needs to judge the case (stem, options, quotation, answer, grade), by label, in
    the order in which it is read; `numbers` is what the evaluators count."""

    id: str
    group: str
    kind: str = ""
    verdict: Verdict
    costly: bool = False
    reasons: tuple[str, ...] = ()
    shown: dict[str, Any] = Field(default_factory=dict)
    numbers: dict[str, float] = Field(default_factory=dict)
