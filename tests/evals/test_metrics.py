"""Agreement and calibration against values worked out by hand."""

import math

import pytest

from evals import metrics
from evals.figure import bootstrapped, mean, share


def test_quadratic_kappa_weighs_far_errors_more() -> None:
    assert metrics.quadratic_kappa([(0.0, 0.0), (1.0, 1.0), (0.5, 0.5)]) == 1.0
    near = metrics.quadratic_kappa([(0.0, 0.1), (1.0, 0.9), (0.5, 0.5)])
    far = metrics.quadratic_kappa([(0.0, 1.0), (1.0, 1.0), (0.5, 0.5)])
    assert far < near < 1.0
    assert math.isnan(metrics.quadratic_kappa([(0.5, 0.5), (0.5, 0.5)]))


def test_f1_is_over_the_labels_that_people_gave() -> None:
    pairs = [("right", "right"), ("right", "wrong"), ("wrong", "wrong"), ("wrong", "other")]
    assert metrics.accuracy(pairs) == 0.5
    # right: precision 1, recall 1/2; wrong: precision 1/2, recall 1/2
    assert metrics.f1(pairs, "macro") == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    assert metrics.calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0.0
    assert metrics.calibration_error([(0.95, False), (0.95, True)]) == pytest.approx(0.45)
    assert metrics.bins_of([(1.0, True), (0.04, False)]) == ((0.04, 0.0, 1), (1.0, 1.0, 1))


def test_risk_grows_with_coverage_when_confidence_tells_something() -> None:
    sure = [(0.9, True), (0.8, True), (0.6, False), (0.5, True)]
    assert metrics.risk_coverage(sure, steps=4) == ((0.25, 0.0), (0.5, 0.0), (0.75, 1 / 3), (1.0, 0.25))
    assert metrics.accuracy_at(0.5, sure) == 1.0


def test_auc_and_pearson_are_undefined_where_nothing_varies() -> None:
    assert metrics.auc([(1, 0.9), (0, 0.4), (1, 0.3), (0, 0.2)]) == 0.75
    assert math.isnan(metrics.auc([(1, 0.9), (1, 0.2)]))
    assert math.isnan(metrics.pearson([(0.5, 0.2), (0.5, 0.9)]))
    assert metrics.pearson([(0.0, 0.1), (1.0, 0.6)]) == pytest.approx(1.0)


def test_shares_and_means_have_intervals_and_are_none_without_cases() -> None:
    assert share(0, 0) is None
    assert mean([]) is None
    some = share(8, 10)
    assert some is not None
    # Wilson's interval for 8 of 10, as Agresti and Coull (1998) give it
    assert (round(some.low, 3), round(some.high, 3)) == (0.49, 0.943)
    none = share(0, 10)
    assert none is not None
    assert none.low == 0.0
    assert none.high == pytest.approx(0.278, abs=0.001)


def test_the_bootstrap_draws_groups_and_not_cases() -> None:
    alike = {f"q{n}": [float(n % 2)] * 20 for n in range(10)}
    single = {f"q{n}-{m}": [float(n % 2)] for n in range(10) for m in range(20)}
    wide = bootstrapped(alike, lambda values: sum(values) / len(values), 0, "higher")
    narrow = bootstrapped(single, lambda values: sum(values) / len(values), 0, "higher")
    assert wide is not None
    assert narrow is not None
    assert wide.value == narrow.value == 0.5
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)
    again = bootstrapped(alike, lambda values: sum(values) / len(values), 0, "higher")
    assert wide == again
    assert bootstrapped({}, lambda values: 0.0, 0, "higher") is None
    assert bootstrapped({"q": [1.0]}, lambda values: math.nan, 0, "higher") is None
