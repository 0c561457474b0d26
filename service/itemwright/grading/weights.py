"""The fitted models of the built-in grader, read from `weights.json` and evaluated in numpy.

Two models, "points" and "labels", each a logistic regression and gradient-boosted trees over the same
features, pooled with the network's probabilities. `evals/training/fit_grader.py` writes the file.
"""

import functools
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itemwright.grading.criteria import ROW

Table = NDArray[np.float64]
CLASSES = ("met", "missing", "contradicted")
_LEAST = 1e-4
WEIGHTS = Path(__file__).with_name("weights.json")


class NetworkShares(NamedTuple):
    """The network's shares 0..1 in whether a point is met, and in whether one that is not is missing or
    contradicted. Words show much of the first and hardly anything of the second."""

    met: float
    unmet: float


class BlendedModel:
    """Probabilities of met, missing, contradicted from feature rows."""

    def __init__(self, fitted: Mapping[str, Any]) -> None:
        linear, boosted = fitted["linear"], fitted["boosted"]
        self._mean, self._scale = np.array(linear["mean"]), np.array(linear["scale"])
        self._slopes, self._offsets = np.array(linear["slopes"]), np.array(linear["offsets"])
        self._share = float(fitted["linear_share"])
        self._shares = NetworkShares(*fitted["network_shares"])
        self._baseline = np.array(boosted["baseline"], dtype=np.float64)
        # All trees in one list of nodes: node n of tree t stands at t * (nodes of a tree) + n.
        feature = np.array(boosted["feature"])
        self._roots = np.arange(len(feature)) * feature.shape[1]
        self._feature = feature.ravel()
        self._threshold = np.array(boosted["threshold"], dtype=np.float64).ravel()
        self._left, self._right = (
            (np.array(boosted[side]) + self._roots[:, None]).ravel() for side in ("left", "right")
        )
        self._value = np.array(boosted["value"], dtype=np.float64).ravel()
        self._depth = int(boosted["depth"])
        self._trees = [np.flatnonzero(np.array(boosted["class"]) == each) for each in range(len(CLASSES))]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> Table:
        """One row of three probabilities (in the order of `CLASSES`) a feature row."""
        table = np.array(rows, dtype=np.float64)
        scaled = (table - self._mean) / self._scale
        linear = _softmax(scaled @ self._slopes.T + self._offsets)
        return self._share * linear + (1 - self._share) * _softmax(self._boosted(table))

    def blended(self, rows: Sequence[Sequence[float]], read: Table) -> Table:
        """What features and network (`read`) say of the same points, in their shares."""
        return pooled(self.probabilities(rows), read, self._shares)

    def _boosted(self, table: Table) -> Table:
        """Scores of the trees; all trees are walked at once, a leaf leads to itself."""
        scores = np.tile(self._baseline, (len(table), 1))
        for row, total in zip(table, scores, strict=True):
            nodes = self._roots
            for _ in range(self._depth):
                goes_left = row.take(self._feature.take(nodes)) <= self._threshold.take(nodes)
                nodes = np.where(goes_left, self._left.take(nodes), self._right.take(nodes))
            leaves = self._value.take(nodes)
            total += [leaves.take(trees).sum() for trees in self._trees]
        return scores


class Weights:
    """All that is fitted: the two models, the way from probability to credit, and the calibrations."""

    def __init__(self, fitted: Mapping[str, Any]) -> None:
        if tuple(fitted["features"]) != ROW:
            raise ValueError(f"{WEIGHTS.name} is for other features; run evals/training/fit_grader.py.")
        self.points = BlendedModel(fitted["points"])
        self.labels = BlendedModel(fitted["labels"])
        self.credit_from, self.credit_to = fitted["credit"]
        self.score_confidence = tuple(fitted["score_confidence"])
        self.label_confidence = {name: tuple(pair) for name, pair in fitted["label_confidence"].items()}
        self._reviews = {None: fitted["score_review"], **fitted["label_review"]}
        self.neighbour_slope = float(fitted["neighbour_slope"])
        self.version = str(fitted["version"])

    def least_confidence(self, labels: str | None, error_rate: float) -> float:
        """The confidence from which labels ("3way", "2way", None for the score's own) were wrong no more
        often than `error_rate` on held-out questions; above 1 where none kept that rate."""
        kept = [confidence for rate, confidence in self._reviews[labels] if rate <= error_rate + 1e-9]
        return float(kept[-1]) if kept else math.inf

    def credit(self, probability: float) -> float:
        """Credit 0..1: none below the one bound, full above the other, in proportion between."""
        return float(np.clip((probability - self.credit_from) / (self.credit_to - self.credit_from), 0, 1))


@functools.cache
def load_weights() -> Weights:
    """The weights that come with the package; read once."""
    return Weights(json.loads(WEIGHTS.read_text()))


def pooled(by_features: Table, read: Table, shares: NetworkShares) -> Table:
    """The logarithmic opinion pool (Genest and Zidek 1986): means of log-probabilities, so that either side
    can veto what it holds impossible, as features do for an answer of one strange word."""
    said, seen = np.log(np.clip(read, _LEAST, 1)), np.log(np.clip(by_features, _LEAST, 1))
    table = _softmax(shares.met * said + (1 - shares.met) * seen)
    unmet = _softmax((shares.unmet * said + (1 - shares.unmet) * seen)[:, 1:])
    table[:, 1:] = (1 - table[:, :1]) * unmet
    return table


def calibrated(pair: Sequence[float], probability: float) -> float:
    """Platt's scaling: the logistic of slope * logit(probability) + offset."""
    slope, offset = pair
    inside = float(np.clip(probability, 1e-4, 1 - 1e-4))
    return float(1 / (1 + np.exp(-(slope * np.log(inside / (1 - inside)) + offset))))


def label_chance(label: str, met: Table) -> float:
    """The probability of a score's label if the points are independent, before calibration; 0.1 at least."""
    every, none = float(met.prod()), float((1 - met).prod())
    chance = every if label == "correct" else none if label == "incorrect" else 1 - every - none
    return max(0.1, chance)


def _softmax(scores: Table) -> Table:
    powers: Table = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Table = powers / powers.sum(axis=1, keepdims=True)
    return total
