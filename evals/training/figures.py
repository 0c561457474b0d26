"""Shares, bounds and confidences, fitted on questions that nothing was trained on, and their figures."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from evals import metrics
from evals.training.answers import PUBLIC
from evals.training.judged import Judged, Table
from itemwright.domain.grade import score_label
from itemwright.grading.weights import CLASSES, NetworkShares, calibrated, label_chance, pooled

SHARES = [number / 10 for number in range(11)]
ERROR_RATES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
"""Rates of wrong labels among what is not sent to a person, for which a least confidence is kept."""
NAMES = {"3way": ("correct", "incorrect", "contradictory"), "2way": ("correct", "incorrect")}


def fit_platt(probability: Sequence[float], right: Sequence[bool]) -> list[float]:
    """Slope and offset over the log-odds, as `calibrated` wants them (Platt 1999)."""
    inside = np.clip(np.array(probability), 1e-4, 1 - 1e-4)
    model = LogisticRegression(C=10.0).fit(np.log(inside / (1 - inside))[:, None], np.array(right))
    return [round(float(model.coef_[0, 0]), 5), round(float(model.intercept_[0]), 5)]


def least_confidences(confidence: Sequence[float], right: Sequence[bool]) -> list[list[float]]:
    """For each of ERROR_RATES the least confidence above which no more of the labels are wrong; 1.01, which
    nothing reaches, where no confidence keeps a rate."""
    ranked = sorted(zip(confidence, right, strict=True), reverse=True)
    wrong = np.cumsum([not each for _, each in ranked])
    rates = wrong / np.arange(1, len(ranked) + 1)
    kept = []
    for rate in ERROR_RATES:
        within = np.flatnonzero(rates <= rate)
        kept.append([rate, round(float(ranked[within[-1]][0]), 4) if len(within) else 1.01])
    return kept


def fit_shares(judged: Sequence[Judged], by_features: Table, name: str) -> tuple[NetworkShares, Table]:
    """The network's shares with the least log loss, and the blend."""
    read = np.concatenate([each.network for each in judged if each.network is not None])
    truth = np.array([status for each in judged for status in each.answer.statuses])

    def loss(shares: NetworkShares) -> float:
        return float(log_loss(truth, pooled(by_features, read, shares), labels=range(len(CLASSES))))

    best = min((NetworkShares(met, unmet) for met in SHARES for unmet in SHARES), key=loss)
    for shares in (NetworkShares(0, 0), best, NetworkShares(1, 1)):
        met = pooled(by_features, read, shares)[:, 0]
        auc = metrics.auc([(float(t == 0), float(p)) for t, p in zip(truth, met, strict=True)])
        print(f"{name}: shares {shares.met:.1f}, {shares.unmet:.1f}: AUC {auc:.3f}, n {len(truth)}")
    return best, pooled(by_features, read, best)


def fit_scores(judged: Sequence[Judged], blended: Table) -> dict[str, Any]:
    """Bounds of credit, and the confidence of the scores' labels."""
    met = _by_answer(judged, blended[:, 0])
    truth = [float(np.mean([status == 0 for status in each.answer.statuses])) for each in judged]

    def scores(low: float, high: float) -> list[float]:
        return [float(np.clip((each - low) / (high - low), 0, 1).mean()) for each in met]

    def worth(low: float, high: float) -> float:
        """Agreement, less half of what answers are given that earn nothing."""
        found = scores(low, high)
        given_for_nothing = [score for score, earned in zip(found, truth, strict=True) if earned == 0]
        agreement = metrics.quadratic_kappa(list(zip(truth, found, strict=True)))
        return agreement - float(np.mean(given_for_nothing)) / 2

    bounds = [(a, b) for a in np.arange(0.1, 0.55, 0.05) for b in np.arange(0.5, 0.95, 0.05) if b - a > 0.09]
    low, high = max(bounds, key=lambda pair: worth(*pair))
    found = scores(low, high)
    pairs = list(zip(truth, found, strict=True))
    print(
        f"scores: credit {low:.2f} to {high:.2f}, QWK {metrics.quadratic_kappa(pairs):.3f}, "
        f"Pearson {metrics.pearson(pairs):.3f}, n {len(pairs)}"
    )
    _print_kinds(judged, truth, found)
    labels = [score_label(score) for score in found]
    right = [label == score_label(given) for label, given in zip(labels, truth, strict=True)]
    chances = [label_chance(label, each) for label, each in zip(labels, met, strict=True)]
    pair = fit_platt(chances, right)
    sure = [calibrated(pair, chance) for chance in chances]
    print(f"labels of scores: accuracy {np.mean(right):.3f}, ECE {_error(sure, right):.3f}")
    return {
        "credit": [round(float(low), 3), round(float(high), 3)],
        "score_confidence": pair,
        "score_review": least_confidences(sure, right),
    }


def fit_labels(judged: Sequence[Judged], blended: Table) -> dict[str, Any]:
    """The confidence of each set of labels, with the figures of each public set."""
    truth = np.array([each.answer.statuses[0] for each in judged])
    sources = np.array([each.answer.group.split("/")[0] for each in judged])
    pairs, reviews = {}, {}
    for labels, names in NAMES.items():
        if labels == "3way":
            guess, sure, given = blended.argmax(axis=1), blended.max(axis=1), truth
        else:
            guess, given = (blended[:, 0] <= 0.5).astype(int), (truth > 0).astype(int)
            sure = np.maximum(blended[:, 0], 1 - blended[:, 0])
        right = guess == given
        pairs[labels] = fit_platt(list(sure), list(right))
        confidence = np.array([calibrated(pairs[labels], each) for each in sure])
        reviews[labels] = least_confidences(list(confidence), list(right))
        for source in PUBLIC:
            mask = sources == source
            told = [(names[a], names[b]) for a, b in zip(given[mask], guess[mask], strict=True)]
            answers = list(zip(confidence[mask].tolist(), right[mask].tolist(), strict=True))
            print(
                f"{source} {labels}: accuracy {metrics.accuracy(told):.3f}, "
                f"macro F1 {metrics.f1(told, 'macro'):.3f}, "
                f"at 80% coverage {metrics.accuracy_at(0.8, answers):.3f}, "
                f"ECE {metrics.calibration_error(answers):.3f}, n {mask.sum()}"
            )
    return {"label_confidence": pairs, "label_review": reviews}


def _by_answer(judged: Sequence[Judged], met: NDArray[np.float64]) -> list[Table]:
    """The probabilities of met, answer by answer."""
    ends = np.cumsum([len(each.answer.points) for each in judged])
    return np.split(met, ends[:-1])


def _print_kinds(judged: Sequence[Judged], truth: Sequence[float], found: Sequence[float]) -> None:
    kinds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each, given, score in zip(judged, truth, found, strict=True):
        kinds[each.answer.kind].append((given, score))
    for kind, pairs in sorted(kinds.items()):
        given, score = (math.fsum(column) / len(pairs) for column in zip(*pairs, strict=True))
        print(f"  {kind:16} n {len(pairs):4} people {given:.2f} score {score:.2f}")


def _error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    return metrics.calibration_error(list(zip(confidence, right, strict=True)))
