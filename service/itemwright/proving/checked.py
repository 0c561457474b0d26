"""A finding of one check, and the run of checks that becomes a proof."""

import time
from collections.abc import Callable, Iterable

from itemwright.domain.proof import Check, Proof, Verdict

Finding = tuple[Verdict, str]
"""Verdict and the evidence for it, for the author to read."""

Test = Callable[[], Finding]


def prove_in_order(tests: Iterable[tuple[str, Test]]) -> Proof:
    """Run the tests in order; the first failure ends the proof."""
    checks: list[Check] = []
    for name, test in tests:
        begun = time.perf_counter()
        verdict, evidence = test()
        spent = {"milliseconds": round((time.perf_counter() - begun) * 1000, 2)}
        checks.append(Check(name=name, verdict=verdict, evidence=evidence, cost=spent))
        if verdict == "fail":
            break
    return Proof(checks=tuple(checks))
