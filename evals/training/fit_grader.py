"""Fits what the grader knows beside its networks: `python -m evals.training.fit_grader PUBLIC_FOLDER`.

Feature models for points and for labels, the networks' shares beside them, the way from probability to
credit, and confidences. Run it after `evals.training.fit_network`. Feature models are fitted on what networks
are trained on; shares, bounds and confidences on held-out questions, whose figures are printed.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evals.training.answers import (
    DATA,
    PUBLIC,
    TrainingAnswer,
    card_answers,
    is_development,
    own_answers,
    semeval_answers,
)
from evals.training.figures import fit_labels, fit_scores, fit_shares
from evals.training.judged import Judged, Table, judge_all, stacked
from evals.training.made import MADE, made_answers
from itemwright.grading.criteria import ROW
from itemwright.grading.point_model_files import load_point_judges, prepare_point_models
from itemwright.grading.vectors import TextVectors
from itemwright.grading.weights import CLASSES, WEIGHTS, NetworkShares
from itemwright.resources import resource_folder

LICENCES = (
    "Fitted on SciEntsBank and Beetle (SemEval-2013 task 7, Dzikovska et al. 2013; Nielsen et al. 2008; "
    "CC BY-SA 3.0), on our graded answers (CC BY 4.0) and on the cards of our corpus."
)


class Recipe(NamedTuple):
    """How feature models are fitted: the share of the linear one, and the weight of answers made by rule.

    Points get by with few of those: more of them blunt the models to right answers in other words. Labels,
    whose references are often short, need them against key words set beside a wrong answer."""

    linear_share: float
    made: float


RECIPES = {"points": Recipe(0.25, 0.3), "labels": Recipe(0.5, 0.6)}
FULL_WEIGHT = 3.0
"""Plain right answers, most of what real learners write, are one in seventeen of ours, for most of ours are
hard on purpose; without this the feature models learn to mistrust the reference's words."""
NEIGHBOUR_SLOPE = 10.5
"""From the cards, each text judged by the others of its fact, before the network had read them: the AUC of a
card's texts rose from .777 to .847."""


class Fitted:
    """Both halves of a `BlendedModel`, fitted."""

    def __init__(self, table: Table, classes: NDArray[np.int64], weights: Table, share: float) -> None:
        self.share, self.network_shares = share, NetworkShares(0.0, 0.0)
        self.scaler = StandardScaler().fit(table)
        self.linear = LogisticRegression(C=0.05, max_iter=3000)
        self.linear.fit(self.scaler.transform(table), classes, sample_weight=weights)
        self.boosted = HistGradientBoostingClassifier(
            max_iter=160, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=40, l2_regularization=5.0,
            max_features=0.3, early_stopping=False, random_state=0,
        )  # fmt: skip
        self.boosted.fit(table, classes, sample_weight=weights)

    def probabilities(self, table: Table) -> Table:
        linear = self.linear.predict_proba(self.scaler.transform(table))
        blended: Table = self.share * linear + (1 - self.share) * self.boosted.predict_proba(table)
        return blended

    def as_json(self) -> dict[str, Any]:
        """The format that `BlendedModel` reads."""
        trees = [(number, tree) for stage in self.boosted._predictors for number, tree in enumerate(stage)]
        width = max(len(tree.nodes) for _, tree in trees)
        columns: dict[str, list[list[float]]] = {
            k: [] for k in ("feature", "threshold", "left", "right", "value")
        }
        for _, tree in trees:
            leaf = tree.nodes["is_leaf"].astype(bool)
            itself = np.arange(len(leaf))
            pad = [0] * (width - len(leaf))
            columns["feature"].append([*np.where(leaf, 0, tree.nodes["feature_idx"]).tolist(), *pad])
            threshold = np.where(leaf, 0.0, tree.nodes["num_threshold"])
            columns["threshold"].append([*(float(f"{t:.7g}") for t in threshold), *pad])
            columns["left"].append([*np.where(leaf, itself, tree.nodes["left"]).tolist(), *pad])
            columns["right"].append([*np.where(leaf, itself, tree.nodes["right"]).tolist(), *pad])
            columns["value"].append(
                [*(float(f"{v:.5g}") for v in np.where(leaf, tree.nodes["value"], 0.0)), *pad]
            )
        return {
            "linear_share": self.share, "network_shares": list(self.network_shares),
            "linear": {
                "mean": _short(self.scaler.mean_), "scale": _short(self.scaler.scale_),
                "slopes": [_short(row) for row in self.linear.coef_],
                "offsets": _short(self.linear.intercept_),
            },
            "boosted": {
                "baseline": _short(self.boosted._baseline_prediction.ravel()),
                "class": [number for number, _ in trees], **columns,
                "depth": int(max(tree.nodes["depth"].max() for _, tree in trees)),
            },
        }  # fmt: skip


def _short(values: Sequence[float] | Table) -> list[float]:
    return [float(f"{float(v):.7g}") for v in values]


def _balanced(statuses: NDArray[np.int64], weights: Table) -> Table:
    """Weights times the inverse square root of each class's share."""
    totals = np.array([weights[statuses == number].sum() for number in range(len(CLASSES))])
    balanced: Table = weights * np.sqrt(totals.sum() / (len(CLASSES) * totals))[statuses]
    return balanced


def fit_features(judged: Sequence[Judged], recipe: Recipe) -> Fitted:
    features, statuses, weights = stacked(judged)
    kinds = np.array([each.answer.kind for each in judged for _ in each.answer.statuses])
    weights = np.where(kinds == "made", recipe.made, weights * np.where(kinds == "full", FULL_WEIGHT, 1.0))
    return Fitted(features, statuses, _balanced(statuses, weights), recipe.linear_share)


def main(public: Path, out: Path = WEIGHTS) -> None:
    rng = random.Random(7)
    own = [*own_answers(DATA / "train"), *own_answers(DATA / "first.jsonl")]
    cards = list(card_answers(resource_folder("corpus") / "cards"))
    semeval = [answer for name in PUBLIC for answer in semeval_answers(public, name)]
    trained = [answer for answer in semeval if not is_development(answer)]
    prepare_point_models(progress=print)
    judges = load_point_judges()
    vectors = TextVectors(judges.words)
    fitted: dict[str, Any] = {"version": "2", "data": LICENCES, "features": list(ROW)}
    fitted["neighbour_slope"] = NEIGHBOUR_SLOPE
    held_out, development = own_answers(DATA / "held_out"), [a for a in semeval if is_development(a)]
    kept: list[tuple[str, list[TrainingAnswer], list[TrainingAnswer], Any]] = [
        ("points", [*own, *cards, *made_answers(own, MADE, rng)], held_out, judges.points),
        ("labels", [*trained, *made_answers(trained, MADE, rng)], development, judges.labels),
    ]
    for name, answers, unseen, judge in kept:
        model = fit_features(judge_all(answers, vectors), RECIPES[name])
        judged = judge_all(unseen, vectors, judge)
        by_features = model.probabilities(stacked(judged)[0])
        model.network_shares, blended = fit_shares(judged, by_features, name)
        fitted[name] = model.as_json()
        fitted |= fit_scores(judged, blended) if name == "points" else fit_labels(judged, blended)
    out.write_text(json.dumps(fitted, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder with the public training data")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    main(arguments.public, arguments.out)
