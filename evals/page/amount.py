"""Numbers as people read them."""

import math
from typing import Any


def amount(value: float) -> str:
    """Three decimals within -1..1 (two digits that count below 0.001), fewer beyond; `14` rather than
    `14.00`."""
    if not math.isfinite(value):
        return "undefined"
    size = abs(value)
    if 0 < size < 0.0005:
        return f"{value:.2g}"
    if size <= 1:
        return f"{value:.3f}"
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.2f}"


def money(dollars: float | None) -> str:
    """US dollars; None: a price is unknown."""
    if dollars is None:
        return "unknown (a price is missing)"
    return f"${dollars:,.2f}" if dollars == 0 or dollars >= 0.1 else f"${dollars:.2g}"


def duration(seconds: float) -> str:
    """`7.1 s` below two minutes, else `12 min 5 s`."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def counted(n: int, one: str, many: str = "") -> str:
    """`1 case`, `2,000 cases`; `many` where an s does not do."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def scalar(value: Any) -> str:
    """A single value for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return amount(value) if isinstance(value, float) else str(value)
