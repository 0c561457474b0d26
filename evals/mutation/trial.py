"""Runs tests and suites on a changed tree until one of them is red, and names the place."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from evals.comparison import compare
from evals.mutation.seeded import Seeded
from evals.mutation.tree import Stale, Tree
from evals.report import Report, read_report
from itemwright.domain.value import Value
from itemwright.errors import BadInput

LONGEST = 900
"""Seconds for one run of tests or of a suite."""
By = Literal["tests", "suites", "both"]
Colour = Literal["red", "green", "stale", "broken"]
"""`broken`: what turned red is red without the change, too."""

_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


class Tried(Value):
    """What came of a change; `where`: the first test or regression that noticed it."""

    change: Seeded
    colour: Colour
    where: str = ""
    seconds: float = 0.0

    @property
    def as_wanted(self) -> bool:
        return self.colour == ("red" if self.change.kind == "fault" else "green")


class Bench:
    """Tries changes on one tree. `by`: what is asked to notice them; tests come first."""

    def __init__(self, tree: Tree, by: By = "both", seed: int = 0) -> None:
        self._tree, self._by, self._seed = tree, by, seed
        self._accepted: dict[str, Report] = {}
        self._sound: set[str] = set()

    def attempt(self, change: Seeded) -> Tried:
        """Apply the change, run what has to notice it until the first red, and take it back."""
        began = time.perf_counter()

        def tried(colour: Colour, where: str = "") -> Tried:
            seconds = round(time.perf_counter() - began, 1)
            return Tried(change=change, colour=colour, where=where, seconds=seconds)

        with self._tree.changed(change) as stale:
            if isinstance(stale, Stale):
                return tried("stale", f"stands there {stale.found} times")
            failed = self._tested(change.tests) if self._by != "suites" and change.tests else None
        if failed is not None:
            return tried("red" if self._is_sound(failed) else "broken", failed)
        for suite in change.suites if self._by != "tests" else ():
            if (regression := self._regression(change, suite)) is not None:
                return tried("red", regression)
        return tried("green")

    def _regression(self, change: Seeded, suite: str) -> str | None:
        """The first thing in which the suite is worse than on the tree as it is; None for none."""
        if suite not in self._accepted:
            self._accepted[suite] = self._measured(suite)
        try:
            with self._tree.changed(change):
                changed = self._measured(suite)
        except BadInput as error:
            return f"suite {suite}: {error}"
        regressions = compare(self._accepted[suite], changed).regressions
        if not regressions:
            return None
        cases = f" ({', '.join(regressions[0].cases[:3])})" if regressions[0].cases else ""
        return f"suite {suite}: {regressions[0].what}{cases}"

    def _is_sound(self, where: str) -> bool:
        """Whether a failed test passes without the change."""
        if where in self._sound:
            return True
        if self._tested([where.partition("[")[0]]) is not None:  # whatever its parameters are
            return False
        self._sound.add(where)
        return True

    def _tested(self, paths: Sequence[str]) -> str | None:
        """The first failing test, None when all pass."""
        # Its plug-in imports all of hypothesis for the last line of a run.
        unused = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", *unused, *paths]
        try:
            done = self._run(command)
        except subprocess.TimeoutExpired:
            return f"{paths[0]} (did not end)"
        if done.returncode == 0:
            return None
        found = _FAILED.search(done.stdout)
        return found[1] if found else f"{paths[0]} (pytest ended with {done.returncode})"

    def _measured(self, suite: str) -> Report:
        """The report of a suite. Raises BadInput when there is none, as after a crash."""
        out = Path(self._tree.root) / "evals" / "reports" / f"mutation-{suite}"
        (out / "report.json").unlink(missing_ok=True)
        command = [sys.executable, "-m", "evals", "run", suite, "--out", str(out), "--seed", str(self._seed)]
        try:
            done = self._run(command)
        except subprocess.TimeoutExpired as error:
            raise BadInput(f"the suite did not end in {LONGEST} s") from error
        if not (out / "report.json").is_file():
            last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
            raise BadInput(f"the suite made no report: {last}")
        return read_report(out)

    def _run(self, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, cwd=self._tree.root, env=self._tree.environment, capture_output=True, text=True,
            check=False, timeout=LONGEST,
        )  # fmt: skip
