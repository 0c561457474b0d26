"""A run keeps what failed and what crashed, in the order of the cases, no more at once than allowed."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from evals.case import Case, CaseResult
from evals.figure import share
from evals.runner import run_suite
from evals.suite import Setting, Trial
from itemwright.errors import BadInput, ModelUnavailable


class Sums:
    """Is two and two four?"""

    name = "sums"
    costly_error = "a sum that is off by more than one"

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = ids
        self.running = self.most = 0

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Case]]:
        async def attempt(case: Case) -> CaseResult:
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0)
            self.running -= 1
            if case.id == "crash":
                raise ZeroDivisionError("nothing to divide by")
            if case.id == "away":
                raise ModelUnavailable("The adder is away.")
            right = case.id == "right"
            verdict = "pass" if right else "fail"
            return CaseResult(id=case.id, group="g", verdict=verdict, costly=case.id == "costly")

        def shares(results: Sequence[CaseResult]) -> Iterator[tuple[str, object]]:
            yield "right", share(sum(r.verdict == "pass" for r in results), len(results), "higher")
            yield "of nothing", share(0, 0)

        cases = [Case(id=id_, group="g") for id_ in self.ids]
        yield Trial(cases, attempt, (shares,), missing=("subtraction: not built",))  # type: ignore[arg-type]


def test_failing_crashed_and_unavailable_cases_are_kept_with_their_reasons() -> None:
    report = run_suite(Sums(["right", "crash", "wrong", "away", "costly"]), Setting())
    assert report.n == 5
    assert [case.id for case in report.failing] == ["crash", "wrong", "away", "costly"]
    assert [case.verdict for case in report.failing] == ["error", "fail", "error", "fail"]
    assert "ZeroDivisionError" in report.failing[0].reasons[0]
    assert report.failing[2].reasons == ("The adder is away.",)
    assert report.costly == ("costly",)
    assert report.verdicts["right"] == "pass"


def test_a_figure_without_cases_is_missing_and_not_zero() -> None:
    report = run_suite(Sums(["right"]), Setting())
    assert list(report.figures) == ["right"]
    assert report.missing == ("subtraction: not built", "of nothing: no cases")


def test_no_more_cases_at_once_than_the_setting_allows() -> None:
    suite = Sums([f"wrong {n}" for n in range(9)])
    run_suite(suite, Setting(concurrency=3))
    assert suite.most == 3


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="'right'"):
        run_suite(Sums(["right", "right"]), Setting())
