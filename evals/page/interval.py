"""An interval as a small bar beside its number."""

from markupsafe import Markup

from evals.figure import Figure
from evals.page.amount import amount
from evals.page.svg import axis, element, tick_text

WIDTH, HEIGHT, PAD = 160, 22, 6


def scale_of(*figures: Figure) -> tuple[float, float]:
    """0 to 1 for what lies there, else round ends around all of the intervals."""
    low, high = min(f.low for f in figures), max(f.high for f in figures)
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    ends = axis("", min(0.0, low), max(0.0, high))
    return ends.low, ends.high


def interval_bar(figure: Figure, accepted: Figure | None) -> Markup:
    """The interval, the value in it, and the accepted value as a hollow mark."""
    first, last = scale_of(*[each for each in (figure, accepted) if each is not None])

    def place(number: float) -> float:
        return PAD + (number - first) / (last - first) * (WIDTH - 2 * PAD)

    middle, left, right = HEIGHT / 2, place(figure.low), place(figure.high)
    name = f"{amount(figure.value)}, between {amount(figure.low)} and {amount(figure.high)}"
    parts = [
        element("line", class_="track", x1=PAD, x2=WIDTH - PAD, y1=middle, y2=middle),
        element(
            "rect", class_="interval", x=left, y=middle - 4, width=max(right - left, 2.0), height=8, rx=2
        ),
    ]
    if accepted is not None:
        start = f"M{place(accepted.value):.1f} {middle - 8:g}"
        parts.append(element("path", class_="accepted", d=f"{start}l4.5 8l-4.5 8l-4.5 -8z"))
        name += f"; accepted {amount(accepted.value)}"
    at = place(figure.value)
    parts.append(element("line", class_="value", x1=at, x2=at, y1=middle - 8, y2=middle + 8))
    return element(
        "svg",
        *parts,
        class_="bar",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        role="img",
        aria_label=f"{name}; on a scale from {tick_text(first)} to {tick_text(last)}",
    )
