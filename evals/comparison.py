"""Two runs side by side: what got better, what got worse, and in which cases."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from evals.case import Verdict
from evals.figure import Figure
from evals.report import Report, SuiteReport

ALPHA = 0.05  # one-sided


class Change(NamedTuple):
    """A figure of both runs."""

    suite: str
    figure: str
    before: Figure
    after: Figure

    @property
    def worse(self) -> bool:
        return self.after.worse_than(self.before)


class Regression(NamedTuple):
    """Something got worse beyond chance. `cases` are ids of cases that fail and did not before."""

    suite: str
    what: str
    cases: tuple[str, ...]


class Comparison(NamedTuple):
    """`regressions` is empty when nothing got worse beyond its interval."""

    changes: tuple[Change, ...]
    regressions: tuple[Regression, ...]


def compare(before: Report, after: Report) -> Comparison:
    """Hold a run against an earlier one. Suites that only one of them ran are left out.

    Besides cases and figures that are no longer measured, three things count as a regression: a figure
    beyond the interval of its accepted value; more cases that fail now and did not than the other way
    round, beyond chance (the exact sign test on discordant pairs, McNemar 1947, which is far sharper than
    the intervals because it holds each case against itself); and a case that makes its suite's costly error
    for the first time."""
    pairs = [(earlier, later) for later in after.suites if (earlier := before.suite(later.name)) is not None]
    changes = tuple(
        Change(later.name, name, earlier.figures[name], figure)
        for earlier, later in pairs
        for name, figure in later.figures.items()
        if name in earlier.figures
    )
    regressions = []
    for earlier, later in pairs:
        failing, costly = _newly_failing(earlier, later), _newly_costly(earlier, later)
        regressions += [
            Regression(later.name, f"{c.figure}: {c.before.value:.3f} -> {c.after.value:.3f}", failing)
            for c in changes
            if c.suite == later.name and c.worse
        ]
        regressions += [
            Regression(later.name, f"{name!r} is no longer measured", ())
            for name in earlier.figures
            if name not in later.figures
        ]
        if later.n < earlier.n:
            gone = tuple(id_ for id_ in earlier.verdicts if id_ not in later.verdicts)
            regressions.append(Regression(later.name, f"{earlier.n} cases before, now {later.n}", gone))
        mended = _newly_failing(later, earlier)
        if sign_test(len(failing), len(mended)) < ALPHA:
            regressions.append(
                Regression(
                    later.name, f"{len(failing)} cases fail that passed, {len(mended)} mended", failing
                )
            )
        if costly:
            regressions.append(Regression(later.name, f"the costly error: {later.costly_error}", costly))
    return Comparison(changes, tuple(regressions))


def sign_test(worse: int, better: int) -> float:
    """The probability of at least `worse` changes for the worse of all that changed, were both ways equally
    likely (1.0 when nothing changed)."""
    n = worse + better
    return float(sum(math.comb(n, k) for k in range(worse, n + 1)) / 2**n)


def _newly_failing(earlier: SuiteReport, later: SuiteReport) -> tuple[str, ...]:
    verdicts: Mapping[str, Verdict] = earlier.verdicts
    return tuple(
        id_ for id_, verdict in later.verdicts.items() if verdict != "pass" and verdicts.get(id_) == "pass"
    )


def _newly_costly(earlier: SuiteReport, later: SuiteReport) -> tuple[str, ...]:
    known = set(earlier.costly)
    return tuple(id_ for id_ in later.costly if id_ in earlier.verdicts and id_ not in known)
