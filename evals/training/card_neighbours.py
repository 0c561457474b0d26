"""What graded neighbours do on texts of the cards, each judged by the other texts of its fact."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from evals import metrics
from evals.training.answers import TrainingAnswer
from evals.training.judged import Judged, Table
from itemwright.grading.base import Neighbour
from itemwright.grading.criteria import weigh_neighbours
from itemwright.grading.material import gather
from itemwright.grading.meanings import Meanings
from itemwright.grading.vectors import TextVectors
from itemwright.index.embedding import Embedder

SLOPES = (0.0, 5.0, 10.0, 15.0, 20.0)
FACTS = 150


def sample(cards: Sequence[TrainingAnswer]) -> list[TrainingAnswer]:
    """The right and wrong texts of some facts, in order."""
    facts = sorted({answer.points[0] for answer in cards})
    chosen = set(random.Random(0).sample(facts, FACTS))
    return [answer for answer in cards if answer.points[0] in chosen and answer.kind != "off_topic"]


def neighbour_figures(
    judged: Sequence[Judged], table: Table, vectors: TextVectors, embedder: Embedder
) -> dict[str, float]:
    """The AUC of met by slope; "alone" is without neighbours. `table`: from models that read no card."""
    meanings = Meanings(embedder)
    facts: dict[str, list[TrainingAnswer]] = defaultdict(list)
    for each in judged:
        facts[each.answer.points[0]].append(each.answer)
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each, met in zip(judged, table[:, 0], strict=True):
        answer = each.answer
        material = gather(answer.question, answer.points, answer.answer)
        others = [other for other in facts[answer.points[0]] if other.answer != answer.answer]
        bearing = [
            Neighbour(text=o.answer, status="contradicted" if o.statuses[0] else "met", point=0)
            for o in others
        ]
        said = vectors.prepare([*(n.text for n in bearing), *(s.text for s in material.statements)])
        nearness = meanings.nearness(bearing, material.whole)
        truth = float(answer.statuses[0] == 0)
        rows["alone"].append((truth, float(met)))
        for slope in SLOPES:
            moved = weigh_neighbours(float(met), bearing, material, said, nearness, slope)
            rows[f"slope {slope:g}"].append((truth, moved))
    return {name: round(float(np.float64(metrics.auc(pairs))), 4) for name, pairs in rows.items()}
