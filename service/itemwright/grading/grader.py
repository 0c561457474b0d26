"""The built-in grader of free text: each rubric point against the answer, the score added up in code."""

from collections.abc import Sequence

import numpy as np

from itemwright.domain.grade import CriterionGrade, Grade, Outcome, score_label
from itemwright.domain.rubric import RubricPoint, normalised_weights
from itemwright.errors import BadInput
from itemwright.grading.base import Labels, Neighbour
from itemwright.index.embedding import Embedder
from itemwright.text import content_words, sentences

MODEL = "builtin@0"


class BuiltinGrader:
    """Grades by rubric point, offline. `labels`: always give one of these labels, with probabilities."""

    def __init__(self, embedder: Embedder, *, labels: Labels | None = None) -> None:
        self._embedder = embedder
        self._labels = labels

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        points = tuple(rubric) or tuple(RubricPoint(point=text) for text in references[:1])
        if not points:
            raise BadInput(f"Question {question[:60]!r} has neither rubric nor reference; give one of them.")
        said = [span.text for span in sentences(answer)]
        if not said:
            return _grade(points, [0.0] * len(points), None)
        vectors = self._embedder.embed([p.point for p in points] + said)
        cosines = vectors[: len(points)] @ vectors[len(points) :].T
        words = set(content_words(answer))
        credits = []
        for point, row in zip(points, cosines, strict=True):
            wanted = set(content_words(point.point))
            share = len(wanted & words) / max(1, len(wanted))
            credits.append(float(np.clip((row.max() + share) / 2 * 1.6 - 0.4, 0, 1)))
        return _grade(points, credits, said[int(cosines.max(axis=0).argmax())])


def _grade(points: tuple[RubricPoint, ...], credits: Sequence[float], quote: str | None) -> Grade:
    weights = normalised_weights(points)
    score = min(1.0, sum(w * c for w, c in zip(weights, credits, strict=True)))
    criteria = tuple(
        CriterionGrade(
            point=point.point,
            weight=weight,
            credit=credit,
            probability=credit,
            status="met" if credit >= 0.5 else "missing",
            quote=quote if credit else None,
        )
        for point, weight, credit in zip(points, weights, credits, strict=True)
    )
    return Grade(
        score=score,
        label=score_label(score),
        confidence=0.5,
        criteria=criteria,
        needs_review=True,
        model=MODEL,
    )
