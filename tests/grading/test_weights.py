"""The fitted models: the shipped file, and the arithmetic of trees by hand."""

import json
import math

import numpy as np
import pytest

from itemwright.grading.criteria import ROW
from itemwright.grading.weights import (
    WEIGHTS,
    BlendedModel,
    NetworkShares,
    Weights,
    calibrated,
    label_chance,
    load_weights,
    pooled,
)


def small_model(share: float) -> BlendedModel:
    """One tree for "met" over the second feature: below or at 0.5 it adds 2, above it takes 1 away."""
    return BlendedModel(
        {
            "linear_share": share, "network_shares": [0.5, 0.5],
            "linear": {
                "mean": [0, 0], "scale": [1, 2], "slopes": [[0, 1], [0, 0], [0, 0]], "offsets": [0, 0, 0],
            },
            "boosted": {
                "baseline": [0, 0, 0], "class": [0], "feature": [[1, 0, 0]], "threshold": [[0.5, 0, 0]],
                "left": [[1, 1, 2]], "right": [[2, 1, 2]], "value": [[0, 2, -1]], "depth": 1,
            },
        }
    )  # fmt: skip


def test_trees_and_lines_are_blended() -> None:
    rows = [[0.0, 0.5], [0.0, 4.0]]
    trees = small_model(0.0).probabilities(rows)
    assert trees[:, 0] == pytest.approx([math.e**2 / (math.e**2 + 2), math.e**-1 / (math.e**-1 + 2)])
    lines = small_model(1.0).probabilities(rows)
    assert lines[1, 0] == pytest.approx(math.e**2 / (math.e**2 + 2))
    assert small_model(0.5).probabilities(rows) == pytest.approx((trees + lines) / 2)


def test_network_and_features_are_pooled_by_their_logarithms() -> None:
    rows, read = [[0.0, 4.0]], np.array([[0.5, 0.3, 0.2]])
    features = small_model(0.0).probabilities(rows)
    found = small_model(0.0).blended(rows, read)
    geometric = np.sqrt(features * read)
    assert found == pytest.approx(geometric / geometric.sum())
    assert pooled(features, read, NetworkShares(0, 0)) == pytest.approx(features)
    assert pooled(features, read, NetworkShares(1, 1)) == pytest.approx(read)


def test_the_network_alone_can_tell_a_mistake_from_a_gap() -> None:
    features, read = np.array([[0.6, 0.3, 0.1]]), np.array([[0.2, 0.2, 0.6]])
    [[met, missing, against]] = pooled(features, read, NetworkShares(0, 1))
    assert (met, missing, against) == pytest.approx((0.6, 0.1, 0.3))


def test_either_side_can_veto() -> None:
    sure, swayed = np.array([[0.001, 0.998, 0.001]]), np.array([[0.8, 0.1, 0.1]])
    assert pooled(sure, swayed, NetworkShares(0.5, 0.5))[0, 0] < 0.1


def test_less_error_asks_for_more_confidence() -> None:
    weights = load_weights()
    for labels in (None, "3way", "2way"):
        wanted = [weights.least_confidence(labels, rate) for rate in (0.3, 0.2, 0.1)]
        assert wanted == sorted(wanted)
        assert weights.least_confidence(labels, 0.0) > 1


def test_the_shipped_weights_fit_the_features() -> None:
    weights = load_weights()
    for model in (weights.points, weights.labels):
        table = model.probabilities([[0.0] * len(ROW), [1.0] * len(ROW)])
        assert table.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert weights.credit(weights.credit_from) == 0
    assert weights.credit(weights.credit_to) == 1
    assert weights.credit((weights.credit_from + weights.credit_to) / 2) == pytest.approx(0.5)


def test_weights_of_other_features_are_refused() -> None:
    fitted = json.loads(WEIGHTS.read_text())
    fitted["features"] = fitted["features"][1:]
    with pytest.raises(ValueError, match="other features"):
        Weights(fitted)


def test_calibration() -> None:
    assert calibrated((1.0, 0.0), 0.3) == pytest.approx(0.3)
    assert calibrated((0.0, 0.0), 1.0) == 0.5


@pytest.mark.parametrize(
    ("label", "chance"), [("correct", 0.4), ("incorrect", 0.1), ("partially_correct", 0.5)]
)
def test_chances_of_labels(label: str, chance: float) -> None:
    assert label_chance(label, np.array([0.5, 0.8])) == pytest.approx(chance)
