"""Accepting a run records why, keeps other models and suites as they were, and writes the leaderboard."""

from datetime import date
from pathlib import Path

import pytest

from evals.accepted import accept, read_ledger
from evals.case import CaseResult
from evals.figure import Figure
from evals.report import Report, SuiteReport
from itemwright.errors import BadInput

DAY = date(2026, 11, 21)


def report(value: float, name: str = "grading", model: str = "builtin", data: str | None = None) -> Report:
    figure = Figure(value=value, low=value - 0.1, high=value + 0.1, n=50, better="higher")
    failing = CaseResult(id="c1", group="g", verdict="fail", shown={"answer": "long text"})
    suite = SuiteReport(
        name=name, costly_error="marks for nothing", n=2, figures={"kappa": figure}, failing=(failing,),
        verdicts={"c1": "fail", "c2": "pass"}, costly=("c1",),
    )  # fmt: skip
    return Report(
        suites=(suite,), commit=f"abc{value}", model=model, prompts={}, corpus="d", seed=0, cost=0.0,
        seconds=1.0, data=data,
    )  # fmt: skip


def test_the_newest_run_of_the_model_is_what_later_ones_are_held_against(tmp_path: Path) -> None:
    ledger, board = tmp_path / "accepted.json", tmp_path / "LEADERBOARD.md"
    accept(report(0.5), "the first", DAY, ledger, board)
    accept(report(0.6), "better features", DAY, ledger, board)
    accept(report(0.9, model="openai:x"), "another model", DAY, ledger, board)
    newest = read_ledger(ledger).newest("builtin")
    assert newest is not None
    assert newest.why == "better features"
    suite = newest.report.suite("grading")
    assert suite is not None
    assert (suite.verdicts, suite.costly, suite.failing) == ({"c1": "fail", "c2": "pass"}, ("c1",), ())
    first = read_ledger(ledger).runs[0].report.suites[0]
    assert (first.verdicts, first.figures["kappa"].value) == ({}, 0.5)
    assert read_ledger(ledger).newest("local:y") is None


def test_suites_that_a_run_left_out_stay_accepted(tmp_path: Path) -> None:
    ledger, board = tmp_path / "accepted.json", tmp_path / "LEADERBOARD.md"
    accept(report(0.5, name="retrieval"), "first", DAY, ledger, board)
    accept(report(0.6, name="grading"), "second", DAY, ledger, board)
    newest = read_ledger(ledger).newest("builtin")
    assert newest is not None
    assert {suite.name for suite in newest.report.suites} == {"grading", "retrieval"}


def test_the_leaderboard_has_a_row_a_run_and_the_reasons(tmp_path: Path) -> None:
    ledger, board = tmp_path / "accepted.json", tmp_path / "LEADERBOARD.md"
    accept(report(0.5), "the first", DAY, ledger, board)
    accept(report(0.6), "better features", DAY, ledger, board)
    lines = board.read_text().splitlines()
    assert "| 2026-11-21 builtin abc0.6 | 2 | 0.600 (0.500 to 0.700, n 50) |" in lines
    assert lines.index("- 2026-11-21, builtin, abc0.6: better features") < lines.index(
        "- 2026-11-21, builtin, abc0.5: the first"
    )


@pytest.mark.parametrize(("run", "why"), [(report(0.5), "  "), (report(0.5, data="mine.csv 12"), "mine")])
def test_no_reason_and_strange_data_are_refused(run: Report, why: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        accept(run, why, DAY, tmp_path / "accepted.json", tmp_path / "LEADERBOARD.md")
    assert not (tmp_path / "accepted.json").exists()
