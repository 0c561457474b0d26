"""Each rubric point against an answer: probability that it is met, credit, and the words that say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from itemwright.domain.rubric import RubricPoint
from itemwright.grading.base import Neighbour
from itemwright.grading.entailment import Claim, Said, best_statement, measure
from itemwright.grading.material import Material
from itemwright.grading.reading import read, split_statements

LONG_REFERENCE = 24
"""Content words from which a reference of several statements is judged statement by statement."""
_NEAR = 0.5
"""A neighbour less like the answer than this cosine says nothing about it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One answer to be graded, as `Grader.grade` takes it."""

    question: str
    rubric: tuple[RubricPoint, ...]
    references: tuple[str, ...]
    answer: str
    neighbours: tuple[Neighbour, ...] = ()


def points_of(rubric: Sequence[RubricPoint], references: Sequence[str]) -> list[tuple[RubricPoint, ...]]:
    """The alternatives to grade by: the rubric alone, else each reference, whole or as its statements."""
    if rubric:
        return [tuple(rubric)]
    return [_points_in(reference) for reference in references]


def _points_in(reference: str) -> tuple[RubricPoint, ...]:
    statements = [span.text for span in split_statements(reference) if read(span.text).words]
    if len(statements) < 2 or len(read(reference).words) < LONG_REFERENCE:
        return (RubricPoint(point=reference),)
    return tuple(RubricPoint(point=text, weight=max(1.0, read(text).weight)) for text in statements)


def texts_of(task: Task, alternatives: Sequence[Sequence[RubricPoint]], material: Material) -> Iterable[str]:
    """Every text whose vector is needed to judge the answer."""
    yield task.question
    yield from task.references
    yield from (point.point for points in alternatives for point in points)
    yield material.whole
    yield from (statement.text for statement in material.statements)
    yield from (neighbour.text for neighbour in task.neighbours)


def feature_rows(
    question: str, points: Sequence[str], references: Sequence[str], material: Material, said: dict[str, Said]
) -> list[list[float]]:
    """The features of each point; the material must have a statement."""
    whole, statements = said[material.whole], [said[s.text] for s in material.statements]
    rows = []
    for point in points:
        others = [said[other] for other in points if other != point]
        reference = point if len(points) == 1 or not references else _nearest(point, references, said)
        rows.append(measure(Claim(said[point], said[question], said[reference]), whole, statements, others))
    return rows


def _nearest(point: str, references: Sequence[str], said: dict[str, Said]) -> str:
    return max(references, key=lambda r: float(said[r].vector @ said[point].vector))


def quoted_statement(point: str, material: Material, said: dict[str, Said]) -> int:
    """The number of the statement that speaks of the point most."""
    return best_statement(said[point], [said[s.text] for s in material.statements])


def weigh_neighbours(
    met: float,
    bearing: Sequence[Neighbour],
    material: Material,
    said: dict[str, Said],
    fitted: Sequence[float],
) -> float:
    """The probability of met, moved by judged statements near to the answer: to a fact, or to a mistake.

    `fitted`: slopes of the log-odds, of the nearness to met and to other neighbours, and the offset.
    """
    if not bearing:
        return met
    vectors = np.stack([said[s.text].vector for s in material.statements])

    def nearness(wanted: bool) -> float:
        texts = [n.text for n in bearing if (n.status == "met") == wanted]
        near = [float((vectors @ said[text].vector).max()) for text in texts]
        return max(0.0, max(near, default=0.0) - _NEAR)

    slope, to_met, to_other, offset = fitted
    odds = np.log(max(met, 1e-4) / max(1 - met, 1e-4))
    moved = slope * odds + to_met * nearness(True) + to_other * nearness(False) + offset
    return float(1 / (1 + np.exp(-moved)))
