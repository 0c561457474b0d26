"""What a report says above its cases: the verdict, the figures beside the accepted ones, the counts."""

from collections import Counter
from typing import Literal, NamedTuple

from markupsafe import Markup

from evals.case import Verdict
from evals.comparison import Comparison
from evals.figure import Figure
from evals.page.amount import amount, counted
from evals.page.interval import interval_bar
from evals.report import Report, SuiteReport

Tone = Literal["good", "bad", "plain"]
VERDICTS: dict[Verdict, str] = {
    "pass": "passed",
    "fail": "failed",
    "error": "broke off with an error",
    "missing": "gave no answer",
}


class FigureRow(NamedTuple):
    """A figure as a row of its suite's table. `accepted` and `step` are empty where there is nothing to hold
    it against."""

    name: str
    better: str
    value: str
    interval: str
    bar: Markup
    n: str
    accepted: str
    step: str
    tone: Tone
    sense: str


def figure_rows(suite: SuiteReport, comparison: Comparison | None) -> list[FigureRow]:
    accepted = (
        {change.figure: change.before for change in comparison.changes if change.suite == suite.name}
        if comparison
        else {}
    )
    return [_row(name, figure, accepted.get(name)) for name, figure in suite.figures.items()]


def _row(name: str, figure: Figure, accepted: Figure | None) -> FigureRow:
    tone, sense = _sense(figure, accepted)
    return FigureRow(
        name=name,
        better={"higher": "higher is better", "lower": "lower is better", "neither": ""}[figure.better],
        value=amount(figure.value),
        interval=f"{amount(figure.low)} to {amount(figure.high)}",
        bar=interval_bar(figure, accepted),
        n=f"{figure.n:,}",
        accepted=amount(accepted.value) if accepted else "",
        step=_step(figure.value - accepted.value) if accepted else "",
        tone=tone,
        sense=sense,
    )


def _step(difference: float) -> str:
    if round(difference, 9) == 0:
        return "same"
    return f"{'+' if difference > 0 else '−'}{amount(abs(difference))}"


def _sense(figure: Figure, accepted: Figure | None) -> tuple[Tone, str]:
    """Whether a change lies beyond the accepted interval."""
    if accepted is None or figure.better == "neither" or figure.value == accepted.value:
        return "plain", ""
    if figure.worse_than(accepted):
        return "bad", "worse"
    beyond = figure.value > accepted.high if figure.better == "higher" else figure.value < accepted.low
    return ("good", "better") if beyond else ("plain", "within the interval")


class SuiteCounts(NamedTuple):
    """A suite's row at a glance."""

    name: str
    n: int
    verdicts: dict[Verdict, int]
    costly: int
    regressions: int


def suite_counts(suite: SuiteReport, comparison: Comparison | None) -> SuiteCounts:
    counts = Counter(suite.verdicts.values())
    worse = [each for each in comparison.regressions if each.suite == suite.name] if comparison else []
    return SuiteCounts(
        suite.name, suite.n, {name: counts[name] for name in VERDICTS}, len(suite.costly), len(worse)
    )


def verdict(report: Report, comparison: Comparison | None) -> tuple[Tone, str]:
    """The run in one sentence."""
    tried, failing = sum(suite.n for suite in report.suites), sum(len(s.failing) for s in report.suites)
    costly = sum(len(suite.costly) for suite in report.suites)
    told = (
        f"{failing:,} of {counted(tried, 'case')} in {counted(len(report.suites), 'suite')} did not pass, "
        f"{costly or 'none'} of them with a costly error"
    )
    if comparison is None:
        return "plain", f"{told}; this run was not held against an accepted one."
    if not comparison.regressions:
        return "good", f"Nothing got worse beyond chance than in the accepted run; {told}."
    count = counted(len(comparison.regressions), "regression")
    return "bad", f"{count} against the accepted run; {told}."
