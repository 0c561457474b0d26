"""Runs suites: tries all cases, several at once, keeps what failed, and asks the evaluators."""

import asyncio
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from typing import Any

from evals.case import Case, CaseResult
from evals.report import SuiteReport
from evals.suite import Setting, Suite, Trial
from itemwright.errors import BadInput, ItemwrightError


def run_suite(suite: Suite, setting: Setting) -> SuiteReport:
    """Try every case of a suite, `setting.concurrency` at a time.

    Raises:
        BadInput: the data given are no cases of this suite, or two cases have one id.
    """
    began = time.perf_counter()
    with suite.prepare(setting) as trial:
        if twice := [id_ for id_, count in Counter(case.id for case in trial.cases).items() if count > 1]:
            raise BadInput(f"Suite {suite.name!r}: case id {twice[0]!r} stands there twice; renumber one.")
        results = asyncio.run(_try_all(trial, setting.concurrency))
        figures = dict(pair for evaluator in trial.evaluators for pair in evaluator(results))
        plots = tuple(plot for plotter in trial.plotters for plot in plotter(results))
        spent, asked = trial.spent(), trial.asked()
    empty = tuple(f"{name}: no cases" for name, figure in figures.items() if figure is None)
    return SuiteReport(
        name=suite.name,
        costly_error=suite.costly_error,
        n=len(results),
        figures={name: figure for name, figure in figures.items() if figure is not None},
        failing=tuple(result for result in results if result.verdict != "pass"),
        verdicts={result.id: result.verdict for result in results},
        costly=tuple(result.id for result in results if result.costly),
        plots=plots,
        missing=(*trial.missing, *empty),
        spent=spent,
        asked=asked,
        seconds=round(time.perf_counter() - began, 2),
    )


async def _try_all(trial: Trial[Any], concurrency: int) -> Sequence[CaseResult]:
    """Results in the order of the cases."""
    slots = asyncio.Semaphore(concurrency)

    async def one(case: Case) -> CaseResult:
        async with slots:
            try:
                return await trial.attempt(case)
            except ItemwrightError as error:
                return _broken(case, str(error))
            except Exception as error:  # noqa: BLE001 - a crash of the product is a finding about this case, kept with its place
                return _broken(case, "".join(traceback.format_exception(error)[-3:]))

    return await asyncio.gather(*(one(case) for case in trial.cases))


def _broken(case: Case, reason: str) -> CaseResult:
    shown = case.model_dump(mode="json", exclude={"id", "group", "kind"})
    return CaseResult(
        id=case.id, group=case.group, kind=case.kind, verdict="error", reasons=(reason,), shown=shown
    )
