"""A run is worse when a figure, the cases or the costly error say so beyond chance, and not otherwise."""

import pytest

from evals.case import Verdict
from evals.comparison import compare, sign_test
from evals.figure import Figure
from evals.report import Report, SuiteReport


def suite(
    verdicts: dict[str, Verdict] | None = None, costly: tuple[str, ...] = (), value: float = 0.8
) -> SuiteReport:
    given: dict[str, Verdict] = verdicts if verdicts is not None else {f"c{n}": "pass" for n in range(20)}
    figure = Figure(value=value, low=value - 0.05, high=value + 0.05, n=20, better="higher")
    return SuiteReport(
        name="s", costly_error="a wrong key", n=len(given), figures={"right": figure}, failing=(),
        verdicts=given, costly=costly,
    )  # fmt: skip


def report(*suites: SuiteReport) -> Report:
    return Report(
        suites=suites, commit="c", model="builtin", prompts={}, corpus="d", seed=0, cost=0.0, seconds=1.0
    )


def failing(*ids: str) -> dict[str, Verdict]:
    return {f"c{n}": "fail" if f"c{n}" in ids else "pass" for n in range(20)}


def test_the_same_run_is_no_regression() -> None:
    assert compare(report(suite()), report(suite())).regressions == ()


def test_a_figure_beyond_its_interval_is_a_regression_and_within_it_is_not() -> None:
    beyond = compare(report(suite()), report(suite(value=0.74))).regressions
    assert [regression.what for regression in beyond] == ["right: 0.800 -> 0.740"]
    assert compare(report(suite()), report(suite(value=0.76))).regressions == ()
    assert compare(report(suite()), report(suite(value=0.99))).regressions == ()


def test_figures_where_lower_is_better_are_held_the_other_way_round() -> None:
    lower = Figure(value=0.1, low=0.05, high=0.15, n=9, better="lower")
    assert Figure(value=0.2, low=0.1, high=0.3, n=9, better="lower").worse_than(lower)
    assert not Figure(value=0.0, low=0.0, high=0.1, n=9, better="lower").worse_than(lower)


def test_five_cases_that_fail_anew_are_named_and_four_may_be_chance() -> None:
    five = compare(report(suite()), report(suite(failing("c1", "c2", "c3", "c4", "c5")))).regressions
    assert [regression.cases for regression in five] == [("c1", "c2", "c3", "c4", "c5")]
    assert compare(report(suite()), report(suite(failing("c1", "c2", "c3", "c4")))).regressions == ()


def test_cases_that_were_mended_weigh_against_those_that_broke() -> None:
    before = suite(failing("c10", "c11", "c12", "c13"))
    after = suite(failing("c1", "c2", "c3", "c4", "c5"))
    assert compare(report(before), report(after)).regressions == ()


def test_one_new_costly_error_is_a_regression_but_a_known_one_is_not() -> None:
    before, after = suite(failing("c1"), costly=("c1",)), suite(failing("c1", "c2"), costly=("c1", "c2"))
    assert [r.cases for r in compare(report(before), report(after)).regressions] == [("c2",)]
    assert compare(report(before), report(before)).regressions == ()


def test_cases_and_figures_that_are_no_longer_measured_are_told() -> None:
    shorter = {f"c{n}": "pass" for n in range(18)}
    gone = compare(report(suite()), report(suite(shorter))).regressions  # type: ignore[arg-type]
    assert [(r.what, r.cases) for r in gone] == [("20 cases before, now 18", ("c18", "c19"))]
    bare = suite().model_copy(update={"figures": {}})
    told = compare(report(suite()), report(bare)).regressions
    assert [r.what for r in told] == ["'right' is no longer measured"]


def test_suites_that_were_not_run_are_let_be() -> None:
    assert compare(report(suite()), report()).regressions == ()


@pytest.mark.parametrize(
    ("worse", "better", "p"), [(0, 0, 1.0), (5, 0, 1 / 32), (1, 1, 0.75), (8, 2, 56 / 1024)]
)
def test_the_sign_test_is_exact(worse: int, better: int, p: float) -> None:
    assert sign_test(worse, better) == pytest.approx(p)
