"""The plug-point of free-text grading: one method, and the scripted fake beside it."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from itemwright.domain.grade import CriterionStatus, Outcome
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable

Labels = Literal["3way", "2way"]


class Neighbour(Value):
    """A statement whose judgement is known, e.g. a card's paraphrase (met) or misconception (contradicted).

    `point` is the number of the rubric point it speaks of (from 0); None: it bears on all of them.
    """

    text: str
    status: CriterionStatus
    point: int | None = None


class Grader(Protocol):
    """Grades what a learner wrote in their own words."""

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        """The grade of `answer`, or why there is none; no string of a learner ever raises.

        `rubric` may be empty (then `references` are the points; several are alternatives), and so may
        `references`; with both empty `BadInput` is raised, for that is the caller's mistake.
        """
        ...


class ScriptedGrader:
    """Gives out prepared outcomes in order and keeps what it was asked."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._outcomes = list(outcomes)
        self.asked: list[tuple[str, str]] = []
        """(question, answer) of each call, oldest first."""

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        self.asked.append((question, answer))
        if not self._outcomes:
            raise ModelUnavailable(
                f"The scripted grader has no outcome left for {answer[:60]!r}; give it more."
            )
        return self._outcomes.pop(0)
