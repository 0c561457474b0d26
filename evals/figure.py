"""A measured number with its n and its 95% interval."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar

from itemwright.domain.value import Value

Z = 1.96  # standard normal quantile of a two-sided 95% interval
RESAMPLES = 400

T = TypeVar("T")
Better = Literal["higher", "lower", "neither"]


class Figure(Value):
    """One number over `n` cases; `better` says which way is an improvement (`neither`: it is only told)."""

    value: float
    low: float
    high: float
    n: int
    better: Better = "neither"

    def worse_than(self, accepted: "Figure") -> bool:
        """Whether this value lies beyond the accepted interval on the bad side."""
        if self.better == "higher":
            return self.value < accepted.low
        return self.better == "lower" and self.value > accepted.high


def share(hits: int, n: int, better: Better = "neither") -> Figure | None:
    """A proportion with its Wilson interval (Wilson 1927), which also holds near 0 and 1; None: no cases."""
    if n == 0:
        return None
    p = hits / n
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    # Against rounding: an interval contains its own value.
    low, high = min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half))
    return Figure(value=p, low=low, high=high, n=n, better=better)


def mean(values: Sequence[float], better: Better = "neither") -> Figure | None:
    """A mean with its normal interval; None without cases."""
    n = len(values)
    if n == 0:
        return None
    average = math.fsum(values) / n
    variance = math.fsum((value - average) ** 2 for value in values) / max(n - 1, 1)
    half = Z * math.sqrt(variance / n)
    return Figure(value=average, low=average - half, high=average + half, n=n, better=better)


def bootstrapped(
    groups: Mapping[str, Sequence[T]], statistic: Callable[[Sequence[T]], float], seed: int, better: Better
) -> Figure | None:
    """A statistic of all cases with a percentile interval from resampled *groups* (Efron 1979; the cluster
    bootstrap of Field and Welsh 2007): answers to one question resemble each other, so questions are drawn.

    A resample on which the statistic is undefined (nan) is left out; None: undefined on the data."""
    everything = [case for cases in groups.values() for case in cases]
    value = statistic(everything) if everything else math.nan
    if math.isnan(value):
        return None
    rng, names = random.Random(seed), sorted(groups)
    drawn = [
        statistic([case for name in rng.choices(names, k=len(names)) for case in groups[name]])
        for _ in range(RESAMPLES)
    ]
    spread = sorted(each for each in drawn if not math.isnan(each)) or [value]
    low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
    return Figure(value=value, low=min(low, value), high=max(high, value), n=len(everything), better=better)
