"""Figures of held-out questions, and what is fitted from them: credit bounds and calibrations."""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score, roc_auc_score

from evals.training.examples import Example
from itemwright.domain.grade import score_label
from itemwright.grading.vectors import TextVectors
from itemwright.grading.weights import calibrated, label_chance

Table = NDArray[np.float64]
PUBLIC = ("scientsbank-3way", "beetle-3way")


def calibration_error(confidence: Table, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [(number == b).mean() * abs(confidence[number == b].mean() - right[number == b].mean())
            for b in range(bins) if (number == b).any()]  # fmt: skip
    return float(sum(gaps))


def fit_platt(probability: Table, right: NDArray[np.bool_]) -> list[float]:
    """Slope and offset over the log-odds, as `calibrated` wants them."""
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    model = LogisticRegression(C=10.0).fit(np.log(inside / (1 - inside))[:, None], right)
    return [round(float(model.coef_[0, 0]), 5), round(float(model.intercept_[0]), 5)]


def report_points(examples: Sequence[Example], held_out: Table, own: Path) -> dict[str, Any]:
    """Prints figures of the points model; returns the credit bounds and the calibration of score labels."""
    met = held_out[:, 0]
    for source in ("own", "cards", *PUBLIC):
        mask = np.array([e.source == source for e in examples])
        truth = np.array([e.status == "met" for e in examples])[mask]
        sure = np.maximum(met[mask], 1 - met[mask])
        error = calibration_error(sure, (met[mask] > 0.5) == truth)
        print(f"points {source}: n={mask.sum()} AUC={roc_auc_score(truth, met[mask]):.3f} ECE={error:.3f}")
    for made in ("made-own", "made-scientsbank-3way", "made-beetle-3way"):
        kinds: dict[str, list[float]] = defaultdict(list)
        for example, p in zip(examples, met, strict=True):
            if example.source == made:
                kinds[example.kind].append(p)
        print(f"{made}: mean probability of met, and share above 0.5")
        for kind, values in kinds.items():
            print(f"  {kind:15s} {np.mean(values):.2f} {(np.array(values) > 0.5).mean():.2f}")
    return _score_figures(examples, met, own)


def _score_figures(examples: Sequence[Example], met: Table, own: Path) -> dict[str, Any]:
    by_answer: dict[tuple[str, str], list[float]] = defaultdict(list)
    for example, p in zip(examples, met, strict=True):
        if example.source == "own":
            by_answer[example.question, example.answer].append(p)
    rows = [json.loads(line) for line in own.read_text().splitlines()]
    weights = [
        np.array([p["weight"] for p in row["rubric"]]) / sum(p["weight"] for p in row["rubric"])
        for row in rows
    ]
    truth = np.array(
        [float(w @ [s == "met" for s in row["points"]]) for w, row in zip(weights, rows, strict=True)]
    )

    def scores(low: float, high: float) -> Table:
        found = []
        for w, row in zip(weights, rows, strict=True):
            met_here = np.array(by_answer[row["question"], row["answer"]])
            found.append(float(w @ np.clip((met_here - low) / (high - low), 0, 1)))
        return np.array(found)

    attacks = np.array([e.source == "made-own" and e.status == "missing" for e in examples])

    def worth(low: float, high: float) -> float:
        """Agreement, less half of what attacks earn on average."""
        earned = np.clip((met[attacks] - low) / (high - low), 0, 1).mean()
        return _kappa(truth, scores(low, high)) - 0.5 * float(earned)

    bounds = [(a, b) for a in np.arange(0.2, 0.5, 0.05) for b in np.arange(0.5, 0.85, 0.05)]
    low, high = max(bounds, key=lambda pair: worth(*pair))
    found = scores(low, high)
    print(f"own scores: n={len(rows)} credit {low:.2f}..{high:.2f} QWK={_kappa(truth, found):.3f} "
          f"r={np.corrcoef(truth, found)[0, 1]:.3f} MAE={np.abs(truth - found).mean():.3f}")  # fmt: skip
    kinds = np.array([row["kind"] for row in rows])
    for kind in sorted(set(kinds)):
        mask = kinds == kind
        print(f"  {kind:15s} n={mask.sum():3d} truth={truth[mask].mean():.2f} score={found[mask].mean():.2f}")
    labels = np.array([score_label(s) for s in found])
    right = labels == np.array([score_label(t) for t in truth])
    chances = np.array([
        label_chance(label, np.array(by_answer[row["question"], row["answer"]]))
        for label, row in zip(labels, rows, strict=True)
    ])  # fmt: skip
    pair = fit_platt(chances, right)
    sure = np.array([calibrated(pair, c) for c in chances])
    print(f"  labels of scores: accuracy={right.mean():.3f} ECE={calibration_error(sure, right):.3f}")
    return {"credit": [round(float(low), 3), round(float(high), 3)], "score_confidence": pair}


def _kappa(truth: Table, found: Table) -> float:
    """Quadratic weighted kappa over eleven steps of score."""
    return float(
        cohen_kappa_score(
            np.round(truth * 10), np.round(found * 10), weights="quadratic", labels=list(range(11))
        )
    )


def report_labels(
    examples: Sequence[Example], classes: NDArray[np.int64], held_out: Table
) -> dict[str, list[float]]:
    """Prints figures of the labels model; returns the calibration of each label set."""
    public = np.array([e.source in PUBLIC for e in examples])
    pairs: dict[str, list[float]] = {}
    for labels in ("3way", "2way"):
        if labels == "3way":
            guess, sure, truth = held_out.argmax(axis=1), held_out.max(axis=1), classes
        else:
            guess, truth = (held_out[:, 0] <= 0.5).astype(int), (classes > 0).astype(int)
            sure = np.maximum(held_out[:, 0], 1 - held_out[:, 0])
        right = guess == truth
        pairs[labels] = fit_platt(sure[public], right[public])
        for source in PUBLIC:
            mask = np.array([e.source == source for e in examples])
            confidence = np.array([calibrated(pairs[labels], c) for c in sure[mask]])
            certain = confidence >= np.quantile(confidence, 0.2)
            accuracy = accuracy_score(truth[mask], guess[mask])
            macro = f1_score(truth[mask], guess[mask], average="macro")
            error = calibration_error(confidence, right[mask])
            print(f"labels {source} {labels}: n={mask.sum()} accuracy={accuracy:.3f} macro-F1={macro:.3f} "
                  f"at 80% coverage={right[mask][certain].mean():.3f} ECE={error:.3f}")  # fmt: skip
    return pairs


def fit_neighbours(examples: Sequence[Example], met: Table, vectors: TextVectors) -> float:
    """The slope of mean nearness to right less to wrong statements, from the cards.

    Each text of a fact is an answer whose neighbours are the fact's other texts.
    """
    facts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, example in enumerate(examples):
        if example.source == "cards" and example.kind != "off_topic":
            facts[example.group, example.points[0]].append(number)
    odds: list[float] = []
    leaning: list[float] = []
    truth: list[bool] = []
    for members in facts.values():
        said = vectors.prepare(examples[m].answer for m in members)
        for member in members:
            near: dict[bool, list[float]] = {True: [], False: []}
            for other in members:
                if other != member:
                    cosine = said[examples[other].answer].vector @ said[examples[member].answer].vector
                    near[examples[other].status == "met"].append(float(cosine))
            inside = float(np.clip(met[member], 1e-4, 1 - 1e-4))
            odds.append(np.log(inside / (1 - inside)))
            leaning.append(float(np.mean(near[True]) - np.mean(near[False])))
            truth.append(examples[member].status == "met")
    given, lean, wanted = np.array(odds), np.array(leaning), np.where(truth, 1.0, -1.0)

    def loss(slope: float) -> float:
        return float(np.logaddexp(0, -wanted * (given + np.clip(slope * lean, -1, 1))).mean())

    slope = float(min(np.arange(0, 20, 0.25), key=loss))
    first = roc_auc_score(truth, given)
    then = roc_auc_score(truth, given + np.clip(slope * lean, -1, 1))
    print(f"neighbours: n={len(odds)} slope={slope:.2f} AUC {first:.3f} -> {then:.3f}")
    return round(slope, 4)
