"""Each rubric point against an answer: probability that it is met, credit, and the words that say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from itemwright.domain.rubric import RubricPoint
from itemwright.grading.base import Neighbour
from itemwright.grading.entailment import FEATURES, Claim, Said, best_statement, measure
from itemwright.grading.material import Material
from itemwright.grading.point_model import Table
from itemwright.grading.reading import read, split_statements
from itemwright.grading.substitutions import SUBSTITUTIONS, substitution_rows
from itemwright.grading.ties import TIES, tie_rows
from itemwright.text import normal_form

ROW = (*FEATURES, *TIES, *SUBSTITUTIONS)
"""What `feature_rows` tells of a point, in order."""
LONG_REFERENCE = 24
"""Content words from which a reference of several statements is judged statement by statement."""
_KNOWN = 0.98
"""Probability that a reference, given as the answer, is right."""
_DECIDING = 4.0
"""Log-odds by which saying just what a judged statement says moves a probability."""


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
    # A reference that is a point itself, or an alternative to the points, has no ties to add to theirs.
    beside = references[:1] if len(points) > 1 and points[0] not in references else ()
    texts = [statement.text for statement in material.statements]
    tied, put = tie_rows(points, beside, texts), substitution_rows(points, beside, texts)
    rows = []
    for point, ties, substitutions in zip(points, tied, put, strict=True):
        others = [said[other] for other in points if other != point]
        reference = point if len(points) == 1 or not references else _nearest(point, references, said)
        claim = Claim(said[point], said[question], said[reference])
        rows.append(measure(claim, whole, statements, others) + ties + substitutions)
    return rows


def _nearest(point: str, references: Sequence[str], said: dict[str, Said]) -> str:
    return max(references, key=lambda r: float(said[r].vector @ said[point].vector))


def quoted_statement(point: str, material: Material, said: dict[str, Said]) -> int:
    """The number of the statement that speaks of the point most."""
    return best_statement(said[point], [said[s.text] for s in material.statements])


def says_a_reference(material: Material, references: Sequence[str]) -> bool:
    """Whether an answer is one of the references, but for case, spaces and the stop."""
    said = normal_form(material.unmasked.text)
    return bool(material.statements) and any(normal_form(reference) == said for reference in references)


def settled(row: Table) -> Table:
    """A row of probabilities (met, missing, contradicted) of what is known to be right."""
    return with_met(row, max(float(row[0]), _KNOWN))


def with_met(row: Table, met: float) -> Table:
    """The row with another probability of met; the others keep their proportion."""
    rest = max(1e-9, float(row[1:].sum()))
    return np.array([met, *(row[1:] * (1 - met) / rest)])


def weigh_neighbours(
    met: float,
    bearing: Sequence[Neighbour],
    material: Material,
    said: dict[str, Said],
    nearness: Sequence[float],
    slope: float,
) -> float:
    """The probability of met, moved by judged statements: to facts, or to mistakes. `nearness`: the cosine
    of each of them to the answer.

    Saying just what a judged statement says decides, for a misconception may differ from the fact by one word
    and lie as near to it as the fact itself. Else the answer leans, by at most one step of log-odds, to the
    side that it is nearer to on the mean; with one side alone there is nothing to compare.
    """
    odds = float(np.log(max(met, 1e-4) / max(1 - met, 1e-4)))
    same = {n.status == "met" for n in bearing if _is_said(said[n.text], material, said)}
    if len(same) == 1:
        odds += _DECIDING if same == {True} else -_DECIDING
    elif sides := _mean_nearness(bearing, nearness):
        odds += float(np.clip(slope * (sides[0] - sides[1]), -1.0, 1.0))
    return float(1 / (1 + np.exp(-odds)))


def _is_said(judged: Said, material: Material, said: dict[str, Said]) -> bool:
    wanted = sorted((w.lemma, w.denied) for w in judged.reading.words)
    statements = (said[s.text].reading for s in material.statements)
    return bool(wanted) and any(sorted((w.lemma, w.denied) for w in r.words) == wanted for r in statements)


def _mean_nearness(bearing: Sequence[Neighbour], nearness: Sequence[float]) -> tuple[float, float] | None:
    sides: dict[bool, list[float]] = {True: [], False: []}
    for neighbour, near in zip(bearing, nearness, strict=True):
        sides[neighbour.status == "met"].append(near)
    return (float(np.mean(sides[True])), float(np.mean(sides[False]))) if all(sides.values()) else None
