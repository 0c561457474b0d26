"""The words of the evals: a suite looks at cases and gives figures, each with its n and its interval."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import Field

from itemwright.domain.value import Value

Z = 1.96  # 95% intervals


class Figure(Value):
    """One measured number with its 95% interval; `n` cases."""

    value: float
    low: float
    high: float
    n: int


class SuiteReport(Value):
    """What one suite found. `costly_error` is the mistake that matters most, told apart from the rest."""

    name: str
    costly_error: str
    n: int
    figures: dict[str, Figure]
    failing: tuple[dict[str, Any], ...] = Field(default=())
    seconds: float = 0.0


Suite = Callable[[int], SuiteReport]
"""A suite takes the seed."""


def share(hits: int, n: int) -> Figure:
    """A proportion with its Wilson interval (Wilson 1927), which also holds near 0 and 1."""
    if n == 0:
        return Figure(value=math.nan, low=0.0, high=1.0, n=0)
    p = hits / n
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    # Against rounding: an interval contains its own value.
    return Figure(value=p, low=min(p, max(0.0, centre - half)), high=max(p, min(1.0, centre + half)), n=n)


def mean(values: Sequence[float]) -> Figure:
    """A mean with its normal interval."""
    n = len(values)
    if n == 0:
        return Figure(value=math.nan, low=math.nan, high=math.nan, n=0)
    average = sum(values) / n
    variance = sum((value - average) ** 2 for value in values) / max(n - 1, 1)
    half = Z * math.sqrt(variance / n)
    return Figure(value=average, low=average - half, high=average + half, n=n)
