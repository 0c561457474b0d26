"""What features and networks make of answers, as the grader itself would see them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.training.answers import TrainingAnswer
from itemwright.grading.criteria import feature_rows
from itemwright.grading.material import Material, gather
from itemwright.grading.parts import combined, parts_of
from itemwright.grading.point_model import Asked, PointJudge
from itemwright.grading.vectors import TextVectors

Table = NDArray[np.float64]
TOGETHER = 256


class Judged(NamedTuple):
    """An answer that claims something: features (points, n), and what the network says (points, 3)."""

    answer: TrainingAnswer
    features: Table
    network: Table | None


def judge_all(
    answers: Sequence[TrainingAnswer], vectors: TextVectors, judge: PointJudge | None = None
) -> list[Judged]:
    """Every answer that claims something, in order; those that claim nothing are graded without a model."""
    found: list[Judged] = []
    for start in range(0, len(answers), TOGETHER):
        part = answers[start : start + TOGETHER]
        materials = [gather(a.question, (*a.points, *a.references), a.answer) for a in part]
        said = vectors.prepare(
            text for a, material in zip(part, materials, strict=True) for text in _texts(a, material)
        )
        for answer, material in zip(part, materials, strict=True):
            if material.statements:
                references = () if answer.points[0] in answer.references else answer.references
                rows = feature_rows(answer.question, answer.points, references, material, said)
                network = None if judge is None else _read(judge, answer, material)
                found.append(Judged(answer, np.array(rows), network))
    return found


def _texts(answer: TrainingAnswer, material: Material) -> list[str]:
    statements = [statement.text for statement in material.statements]
    return [answer.question, *answer.points, *answer.references, material.whole, *statements]


def _read(judge: PointJudge, answer: TrainingAnswer, material: Material) -> Table:
    asked = [Asked(answer.question, answer.points, part) for part in parts_of(material, judge)]
    return combined(judge.judge(asked))


def stacked(judged: Sequence[Judged]) -> tuple[Table, NDArray[np.int64], Table]:
    """Features, statuses and weights of all points, a row a point."""
    features = np.concatenate([each.features for each in judged])
    statuses = np.array([status for each in judged for status in each.answer.statuses])
    weights = np.array([each.answer.weight for each in judged for _ in each.answer.statuses])
    return features, statuses, weights
