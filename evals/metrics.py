"""Numbers of agreement and of calibration over pairs of what people and what the product said."""

import math
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

Pair = tuple[float, float]
"""What people gave, and what the product gave."""
LabelPair = tuple[str, str]
Sureness = tuple[float, bool]
"""Confidence 0..1, and whether the product was right."""
STEPS = 10
"""Scores are rounded to tenths for the weighted kappa."""


def accuracy(pairs: Sequence[LabelPair]) -> float:
    return sum(given == found for given, found in pairs) / len(pairs)


def f1(pairs: Sequence[LabelPair], average: str) -> float:
    """F1 over the labels that people gave; `average` is "macro" or "weighted"."""
    given, found = zip(*pairs, strict=True)
    return float(f1_score(given, found, labels=sorted(set(given)), average=average, zero_division=0))


def quadratic_kappa(pairs: Sequence[Pair]) -> float:
    """Cohen's kappa with quadratic weights over tenths of the score; nan when all scores are one."""
    given = [round(a * STEPS) for a, _ in pairs]
    found = [round(b * STEPS) for _, b in pairs]
    if len({*given, *found}) < 2:
        return math.nan
    return float(cohen_kappa_score(given, found, weights="quadratic", labels=list(range(STEPS + 1))))


def pearson(pairs: Sequence[Pair]) -> float:
    """Pearson's correlation; nan when one side does not vary."""
    given, found = np.array(pairs).T
    if given.std() == 0 or found.std() == 0:
        return math.nan
    return float(np.corrcoef(given, found)[0, 1])


def mean_absolute_error(pairs: Sequence[Pair]) -> float:
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def auc(pairs: Sequence[Pair]) -> float:
    """Area under the ROC curve; the first of a pair is 1 or 0; nan when only one of them occurs."""
    given, found = zip(*pairs, strict=True)
    return float(roc_auc_score(given, found)) if len(set(given)) == 2 else math.nan


def bins_of(answers: Sequence[Sureness], count: int = 10) -> tuple[tuple[float, float, int], ...]:
    """Bins of equal width over the confidence: (mean confidence, accuracy, n) of each that is not empty."""
    found = []
    for number in range(count):
        inside = [(c, r) for c, r in answers if min(int(c * count), count - 1) == number]
        if inside:
            n = len(inside)
            found.append((sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n, n))
    return tuple(found)


def calibration_error(answers: Sequence[Sureness]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    return sum(n / len(answers) * abs(sure - right) for sure, right, n in bins_of(answers))


def risk_coverage(answers: Sequence[Sureness], steps: int = 20) -> tuple[tuple[float, float], ...]:
    """(coverage, error rate among the surest answers) from `1/steps` of the answers to all of them."""
    ranked = sorted(answers, key=lambda answer: -answer[0])
    points = []
    for step in range(1, steps + 1):
        count = max(1, round(len(ranked) * step / steps))
        points.append((step / steps, sum(not right for _, right in ranked[:count]) / count))
    return tuple(points)


def accuracy_at(coverage: float, answers: Sequence[Sureness]) -> float:
    """Accuracy among the surest share of the answers."""
    ranked = sorted(answers, key=lambda answer: -answer[0])[: max(1, round(len(answers) * coverage))]
    return sum(right for _, right in ranked) / len(ranked)
