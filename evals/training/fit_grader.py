"""Fits the built-in grader's models: `python -m evals.training.fit_grader PUBLIC_DATA_FOLDER`.

The folder holds `scientsbank-3way/train.jsonl` and `beetle-3way/train.jsonl`. With them go our graded
answers, the cards of the corpus and answers made here. All figures are of held-out questions (five folds).
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evals.training.examples import Example, card_examples, own_examples, public_examples
from evals.training.figures import fit_neighbours, report_labels, report_points
from evals.training.made import made_examples
from itemwright.grading.criteria import feature_rows
from itemwright.grading.entailment import FEATURES
from itemwright.grading.material import gather
from itemwright.grading.vectors import TextVectors
from itemwright.grading.weights import CLASSES, WEIGHTS
from itemwright.index.onnx_embedding import load_embedder
from itemwright.resources import resource_folder

OWN = Path(__file__).parent.parent / "data" / "graded_answers" / "first.jsonl"
DATA = (
    "Fitted on SciEntsBank and Beetle (SemEval-2013 task 7, Dzikovska et al. 2013; Nielsen et al. 2008; "
    "CC BY-SA 3.0), on our graded answers (CC BY 4.0) and on the cards of our corpus."
)
FOLDS = 5
LINEAR_SHARE = {"points": 0.25, "labels": 0.5}
# What an example counts: our own answers are few and are what the points model is for.
WEIGHT = {
    "points": {"own": 4.0, "made-own": 1.0, "cards": 0.7, "scientsbank-3way": 0.4, "beetle-3way": 0.4,
               "made-scientsbank-3way": 0.15, "made-beetle-3way": 0.15},
    "labels": {"own": 0.0, "made-own": 0.0, "cards": 0.0, "scientsbank-3way": 1.0, "beetle-3way": 1.0,
               "made-scientsbank-3way": 0.25, "made-beetle-3way": 0.25},
}  # fmt: skip
Table = NDArray[np.float64]


def featurise(examples: Sequence[Example], vectors: TextVectors) -> tuple[Table, NDArray[np.bool_]]:
    """Feature rows, and whether an answer says anything (what says nothing is graded without a model)."""
    rows: list[list[float]] = []
    says = np.ones(len(examples), dtype=bool)
    for start in range(0, len(examples), 256):
        part = examples[start : start + 256]
        materials = [gather(e.question, (*e.points, *e.references, *e.rubric), e.answer) for e in part]
        said = vectors.prepare(
            text
            for e, m in zip(part, materials, strict=True)
            for text in (
                e.question,
                *e.points,
                *e.references,
                *e.rubric,
                m.whole,
                *(s.text for s in m.statements),
            )
        )
        for number, (e, material) in enumerate(zip(part, materials, strict=True)):
            if not material.statements:
                says[start + number] = False
                rows.append([0.0] * len(FEATURES))
            elif e.rubric or e.points != e.references:
                rows.append(feature_rows(e.question, [*e.points, *e.rubric], e.references, material, said)[0])
            else:
                rows.append(
                    max(
                        (feature_rows(e.question, [p], (), material, said)[0] for p in e.points),
                        key=_nearness,
                    )
                )
    return np.array(rows), says


def _nearness(row: Sequence[float]) -> float:
    return row[FEATURES.index("cos_best")] + row[FEATURES.index("soft_all")]


class Fitted:
    """Both halves of a `BlendedModel`, fitted."""

    def __init__(self, table: Table, classes: NDArray[np.int64], weights: Table, share: float) -> None:
        self.share = share
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
            "linear_share": self.share,
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


def _fold(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def _weights(model: str, examples: Sequence[Example], classes: NDArray[np.int64]) -> Table:
    """Weight of source, times the inverse square root of the class's frequency."""
    source = np.array([WEIGHT[model][e.source] for e in examples])
    total = np.array([source[classes == c].sum() for c in range(len(CLASSES))])
    balance: Table = np.sqrt(total.sum() / (len(CLASSES) * total))
    weighted: Table = source * balance[classes]
    return weighted


def main(public: Path, out: Path = WEIGHTS) -> None:
    rng = random.Random(7)
    read = [*public_examples(public), *own_examples(OWN), *card_examples(resource_folder("corpus") / "cards")]
    examples = [*read, *made_examples((e for e in read if e.source != "cards"), rng)]
    vectors = TextVectors(load_embedder())
    table, says = featurise(examples, vectors)
    classes = np.array([CLASSES.index(e.status) for e in examples])
    folds = np.array([_fold(e.group) for e in examples])
    fitted: dict[str, Any] = {"version": "1", "data": DATA, "features": list(FEATURES)}
    held_out: dict[str, Table] = {}
    for model in ("points", "labels"):
        weights = _weights(model, examples, classes)
        usable = says & (weights > 0)
        held_out[model] = np.tile([0.03, 0.97, 0.0], (len(examples), 1))
        for fold in range(FOLDS):
            train, test = usable & (folds != fold), says & (folds == fold)
            part = Fitted(table[train], classes[train], weights[train], LINEAR_SHARE[model])
            held_out[model][test] = part.probabilities(table[test])
        fitted[model] = Fitted(table[usable], classes[usable], weights[usable], LINEAR_SHARE[model]).as_json()
    fitted |= report_points(examples, held_out["points"], OWN)
    fitted["neighbour_slope"] = fit_neighbours(examples, held_out["points"][:, 0], vectors)
    fitted["label_confidence"] = report_labels(examples, classes, held_out["labels"])
    out.write_text(json.dumps(fitted, separators=(",", ":")) + "\n")
    print(f"{out}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder with the public training data")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    main(arguments.public, arguments.out)
