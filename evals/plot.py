"""What the report draws: data of plots, without their looks."""

from typing import Literal

from itemwright.domain.value import Value


class ReliabilityDiagram(Value):
    """Confidence against accuracy in bins of equal width; a bin is (mean confidence, accuracy, n)."""

    kind: Literal["reliability"] = "reliability"
    title: str
    bins: tuple[tuple[float, float, int], ...]


class RiskCoverage(Value):
    """Error rate when only the surest share is answered; a point is (coverage, error rate)."""

    kind: Literal["risk_coverage"] = "risk_coverage"
    title: str
    points: tuple[tuple[float, float], ...]


class Confusion(Value):
    """Counts by the label that people gave (rows) and the label that the product gave (columns)."""

    kind: Literal["confusion"] = "confusion"
    title: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class Scatter(Value):
    """Pairs of numbers, such as a difficulty guessed beforehand and one observed."""

    kind: Literal["scatter"] = "scatter"
    title: str
    x: str
    y: str
    points: tuple[tuple[float, float], ...]


class Bars(Value):
    """Named amounts, such as money or calls by suite."""

    kind: Literal["bars"] = "bars"
    title: str
    unit: str
    amounts: tuple[tuple[str, float], ...]


Plot = ReliabilityDiagram | RiskCoverage | Confusion | Scatter | Bars
