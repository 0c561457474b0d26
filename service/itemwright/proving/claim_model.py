"""How likely a premise makes each answer, or a statement: two logistic regressions over claim features.

`evals/training/fit_claims.py` writes `claims.json` from the facts and misconceptions of reviewed cards.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from itemwright.proving.claim_features import (
    COMPARED,
    OPTION_FEATURES,
    STATEMENT_FEATURES,
    ClaimReader,
    Rows,
)

WEIGHTS = Path(__file__).with_name("claims.json")


class Logistic:
    """A fitted logistic regression over scaled features."""

    def __init__(self, fitted: Mapping[str, Any], features: Sequence[str]) -> None:
        if list(fitted["features"]) != list(features):
            raise ValueError(f"{WEIGHTS.name} is for other features; run evals/training/fit_claims.py.")
        self._mean, self._scale = np.array(fitted["mean"]), np.array(fitted["scale"])
        self._slopes, self._offset = np.array(fitted["slopes"]), float(fitted["offset"])

    def chances(self, rows: Rows) -> Rows:
        """A probability a row."""
        scores = ((rows - self._mean) / self._scale) @ self._slopes + self._offset
        chances: Rows = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return chances


class ClaimModel:
    """Probabilities by the reader's numbers. What a premise says nothing of comes out near the middle."""

    def __init__(self, reader: ClaimReader, fitted: Mapping[str, Any] | None = None) -> None:
        weights = load_claim_weights() if fitted is None else fitted
        self.reader = reader
        self._options = Logistic(weights["options"], option_columns())
        self._statements = Logistic(weights["statements"], STATEMENT_FEATURES)
        self.name = f"claims@{weights['version']}"

    def option_chances(self, question: str, options: Sequence[str], premise: str) -> list[float]:
        """For each option, 0..1, that the premise makes it an answer to the question; two options or more."""
        rows = self.reader.option_rows(question, options, premise)
        return [float(chance) for chance in self._options.chances(rows)]

    def truth_chance(self, statement: str, premise: str) -> float:
        """That the premise makes the statement true, 0..1, given that it bears on it."""
        return float(self._statements.chances(self.reader.statement_row(statement, premise)[None])[0])


def option_columns() -> list[str]:
    """The names of all columns of an option's row."""
    return [*OPTION_FEATURES, *(f"{name}-best" for name in COMPARED), *(f"{name}-mean" for name in COMPARED)]


@functools.cache
def load_claim_weights() -> dict[str, Any]:
    """The weights that come with the package; read once."""
    weights: dict[str, Any] = json.loads(WEIGHTS.read_text())
    return weights
