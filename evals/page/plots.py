"""Plots as inline pictures of our own, each with a sentence and a table that say the same."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from evals.figure import Figure, share
from evals.page.amount import amount, counted
from evals.page.svg import HEIGHT, UNIT, WIDTH, Axis, Frame, axis, drawing, element, joined
from evals.plot import Bars, Confusion, Plot, ReliabilityDiagram, RiskCoverage, Scatter

ROWS = 21  # rows at most in the table of a curve
ABOVE = 20  # pixels above the frame of a reliability diagram, for the cases of each bin
BINS = 10
ANSWERED = 0.8
"""The coverage that is marked on a risk-coverage curve."""


class Drawn(NamedTuple):
    """A picture, what it shows in a sentence, and its numbers; the first cell of a row is its header.
    `beside`: what is read from the picture as a whole, each a name and a value."""

    kind: str
    title: str
    said: str
    picture: Markup | None
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    beside: tuple[tuple[str, str], ...] = ()


def draw(plot: Plot, name: str, measured: Mapping[str, Figure]) -> Drawn:
    """Draw a plot; `name` is unique on the page. Without data there is no picture. `measured`: the figures of
    its suite, which lend what is told beside it their intervals."""
    match plot:
        case ReliabilityDiagram():
            return _reliability(plot, name, measured.get("calibration error"))
        case RiskCoverage():
            return _risk_coverage(plot, name, measured.get("accuracy at 80% coverage"))
        case Confusion():
            return _confusion(plot, name)
        case Scatter():
            return _scatter(plot, name)
        case Bars():
            return _bars(plot, name)


def _nothing(plot: Plot) -> Drawn:
    return Drawn(plot.kind, plot.title, "There is nothing to draw: no cases.", None, (), ())


def _reliability(plot: ReliabilityDiagram, name: str, error: Figure | None) -> Drawn:
    bins = [each for each in plot.bins if each[2] > 0]
    if not bins:
        return _nothing(plot)
    total = sum(n for *_, n in bins)
    gap = sum(abs(sure - right) * n for sure, right, n in bins) / total
    sure, right = (math.fsum(each[place] * each[2] for each in bins) / total for place in (0, 1))
    said = (
        f"{counted(total, 'case')} in {len(bins)} of {BINS} bins. On the dashed line confidence is as high "
        "as accuracy; above it the product is right more often than it says. Whiskers: 95% intervals."
    )
    frame = Frame(Axis("Confidence", *UNIT), Axis("Share that was right", *UNIT))
    line = [(sure, right) for sure, right, _ in sorted(bins)]
    picture = drawing(
        name,
        plot.title,
        said,
        element("text", "n", class_="label", x=frame.x(0) - 7, y=13, text_anchor="end"),
        *(
            element("text", f"{n:,}", class_="bin", x=frame.x(_centre(sure)), y=13, text_anchor="middle")
            for sure, _, n in bins
        ),
        element(
            "g",
            frame.drawn(),
            element("polyline", class_="ideal", points=frame.path([(0, 0), (1, 1)])),
            element("polyline", class_="curve", points=frame.path(line)),
            *(_dot_with_interval(frame, *each) for each in bins),
            transform=f"translate(0 {ABOVE})",
        ),
        size=(WIDTH, HEIGHT + ABOVE),
    )
    rows = tuple((amount(sure), amount(right), f"{n:,}") for sure, right, n in bins)
    beside = (
        ("Expected calibration error", amount(gap) if error is None else _with_interval(error)),
        ("Mean confidence", amount(sure)),
        ("Share right", amount(right)),
        ("Cases", f"{total:,}"),
    )
    return Drawn(plot.kind, plot.title, said, picture, ("confidence", "share right", "cases"), rows, beside)


def _centre(confidence: float) -> float:
    """The middle of the bin that a confidence falls into."""
    return (min(int(confidence * BINS), BINS - 1) + 0.5) / BINS


def _dot_with_interval(frame: Frame, sure: float, right: float, n: int) -> Markup:
    """A bin, and between which shares the true one lies."""
    around = share(round(right * n), n)
    assert around is not None
    return joined(
        element(
            "line",
            class_="whisker",
            x1=frame.x(sure),
            x2=frame.x(sure),
            y1=frame.y(around.low),
            y2=frame.y(around.high),
        ),
        element("circle", class_="dot", cx=frame.x(sure), cy=frame.y(right), r=4.5),
    )


def _risk_coverage(plot: RiskCoverage, name: str, accuracy: Figure | None) -> Drawn:
    points = sorted(_finite(plot.points))
    if not points:
        return _nothing(plot)
    (_, surest), (coverage, last) = points[0], points[-1]
    answered, risk = min(points, key=lambda point: abs(point[0] - ANSWERED))
    said = (
        f"Error rate {amount(last)} when {_percent(coverage)} are answered, {amount(risk)} for the "
        f"surest {_percent(answered)}, {amount(surest)} for the surest {_percent(points[0][0])}. "
        "Lower is better; a flat line is a confidence that tells nothing."
    )
    highest = max(risk for _, risk in points)
    frame = Frame(
        Axis("Coverage: share answered, surest first", *UNIT),
        axis("Error rate", 0.0, min(1.0, max(highest, 0.05))),
    )
    around = [(points[0][0], 0.0), *points, (points[-1][0], 0.0)]
    picture = drawing(
        name,
        plot.title,
        said,
        frame.drawn(),
        element("polygon", class_="area", points=frame.path(around)),
        element("polyline", class_="ideal", points=frame.path([(answered, 0.0), (answered, risk)])),
        element("polyline", class_="curve", points=frame.path(points)),
        element("circle", class_="dot", cx=frame.x(answered), cy=frame.y(risk), r=4.5),
        size=(WIDTH, HEIGHT),
    )
    rows = tuple((amount(a), amount(b)) for a, b in _thinned(points))
    at_mark = amount(1 - risk) if accuracy is None else _with_interval(accuracy)
    beside = (
        (f"Accuracy at {_percent(answered)} coverage", at_mark),
        (f"Accuracy at {_percent(coverage)}", amount(1 - last)),
        ("Area under the curve", amount(math.fsum(risk for _, risk in points) / len(points))),
    )
    return Drawn(plot.kind, plot.title, said, picture, ("coverage", "error rate"), rows, beside)


def _with_interval(figure: Figure) -> str:
    return f"{amount(figure.value)} ({amount(figure.low)} to {amount(figure.high)}, n {figure.n:,})"


def _confusion(plot: Confusion, name: str) -> Drawn:
    total = sum(sum(row) for row in plot.counts)
    if not plot.labels or total == 0:
        return _nothing(plot)
    agree = sum(plot.counts[n][n] for n in range(len(plot.labels)))
    said = (
        f"{agree:,} of {counted(total, 'case')} agree ({agree / total:.0%}), on the outlined diagonal. Rows: "
        "the label that people gave; columns: the product's. Darker: a larger share of its row."
    )
    words = [label.replace("_", " ") for label in plot.labels]
    longest = max(len(word) for word in words)
    left, top, side = 34 + 6.6 * longest, 30 + 4.7 * longest, 56
    parts = []
    for row, (counts, word) in enumerate(zip(plot.counts, words, strict=True)):
        y = top + row * side
        parts.append(element("text", word, x=left - 8, y=y + side / 2 + 4, text_anchor="end"))
        corner = (left + row * side + side / 2 - 4, top - 8)
        parts.append(
            element("text", word, x=0, y=0, transform=f"translate({corner[0]:g} {corner[1]:g}) rotate(-40)")
        )
        for column, count in enumerate(counts):
            parts.append(_heat(left + column * side, y, side, count, sum(counts), column == row))
    height, width = top + side * len(words) + 6, left + side * len(words) + 4.4 * longest
    parts += [
        element("text", "The product", class_="label", x=left - 8, y=14.0, text_anchor="end"),
        element(
            "text",
            "People",
            class_="label",
            x=0,
            y=0,
            text_anchor="middle",
            transform=f"translate(14 {(top + height) / 2:g}) rotate(-90)",
        ),
    ]
    picture = drawing(name, plot.title, said, *parts, size=(width, height))
    rows = tuple(
        (word, *(f"{count:,}" for count in counts), f"{sum(counts):,}")
        for word, counts in zip(words, plot.counts, strict=True)
    )
    return Drawn(plot.kind, plot.title, said, picture, ("people \\ product", *words, "all"), rows)


def _heat(x: float, y: float, side: float, count: int, of: int, agrees: bool) -> Markup:
    """A cell, tinted by its share of the row; never so dark that its count cannot be read."""
    part = count / of if of else 0.0
    return Markup("").join(
        [
            element("rect", class_="cell", x=x, y=y, width=side, height=side),
            element(
                "rect", class_="heat", x=x, y=y, width=side, height=side, fill_opacity=f"{0.45 * part:.3f}"
            ),
            *(
                [element("rect", class_="agrees", x=x + 1.5, y=y + 1.5, width=side - 3, height=side - 3)]
                if agrees
                else []
            ),
            element(
                "text", f"{count:,}", class_="count", x=x + side / 2, y=y + side / 2 + 5, text_anchor="middle"
            ),
        ]
    )


def _scatter(plot: Scatter, name: str) -> Drawn:
    points = _finite(plot.points)
    if not points:
        return _nothing(plot)
    across, up = [a for a, _ in points], [b for _, b in points]
    left_out = len(plot.points) - len(points)
    related = _correlation(points)
    said = (
        f"{counted(len(points), 'pair')}"
        + (f", {left_out} left out as undefined" if left_out else "")
        + (f"; correlation {related:+.2f} (Pearson)." if related is not None else "; no correlation defined.")
    )
    frame = Frame(axis(plot.x, min(across), max(across)), axis(plot.y, min(up), max(up)))
    # Pairs that fall on one pixel are one dot: a picture of thousands stays small.
    places = sorted({(round(frame.x(a)), round(frame.y(b))) for a, b in points})
    dots = [element("circle", class_="point", cx=x, cy=y, r=3.5) for x, y in places]
    picture = drawing(name, plot.title, said, frame.drawn(), *dots, size=(WIDTH, HEIGHT))
    head = (f"{plot.x}, from", "to", "pairs", f"{plot.y}: mean", "lowest", "highest")
    return Drawn(plot.kind, plot.title, said, picture, head, _fifths(points))


def _fifths(points: Sequence[tuple[float, float]]) -> tuple[tuple[str, ...], ...]:
    """The pairs in up to five groups of equal size along x, so that the table says what the eye sees."""
    ordered, groups = sorted(points), min(5, len(points))
    rows = []
    for number in range(groups):
        part = ordered[number * len(ordered) // groups : (number + 1) * len(ordered) // groups]
        ups = [b for _, b in part]
        rows.append(
            (
                amount(part[0][0]),
                amount(part[-1][0]),
                f"{len(part):,}",
                amount(math.fsum(ups) / len(ups)),
                amount(min(ups)),
                amount(max(ups)),
            )
        )
    return tuple(rows)


def _bars(plot: Bars, name: str) -> Drawn:
    amounts = [(label, value) for label, value in plot.amounts if math.isfinite(value)]
    if not amounts:
        return _nothing(plot)
    most = max(amounts, key=lambda each: each[1])
    said = f"{counted(len(amounts), 'bar')} in {plot.unit}; the longest is {most[0]}, {amount(most[1])}."
    scale = axis(plot.unit, min(0.0, *(value for _, value in amounts)), max(0.0, most[1]))
    row, bottom = 40, 12 + 40 * len(amounts)
    width, room = WIDTH, WIDTH - 2 * 14 - 62

    def place(value: float) -> float:
        return 14 + scale.part(value) * room

    parts = []
    for tick in scale.ticks():
        x = place(tick)
        parts.append(element("line", class_="grid", x1=x, x2=x, y1=8, y2=bottom))
    for number, (label, value) in enumerate(amounts):
        y, start, end = 8 + row * number, *sorted((place(0.0), place(value)))
        parts.append(element("text", _short(label), class_="name", x=14, y=y + 13))
        parts.append(
            element("rect", class_="amount", x=start, y=y + 18, width=max(end - start, 1.0), height=14, rx=2)
        )
        parts.append(element("text", amount(value), class_="count", x=end + 6, y=y + 30))
    for tick in (scale.low, scale.high):
        parts.append(
            element("text", amount(tick) if tick else "0", x=place(tick), y=bottom + 16, text_anchor="middle")
        )
    parts += [
        element("line", class_="axis", x1=place(0.0), x2=place(0.0), y1=8, y2=bottom),
        element("text", plot.unit, class_="label", x=14 + room / 2, y=bottom + 34, text_anchor="middle"),
    ]
    picture = drawing(name, plot.title, said, *parts, size=(width, bottom + 42))
    rows = tuple((label, amount(value)) for label, value in amounts)
    return Drawn(plot.kind, plot.title, said, picture, ("", plot.unit), rows)


def _percent(part: float) -> str:
    """Whole percents, with a decimal below one."""
    return f"{part:.0%}" if part == 0 or part >= 0.01 else f"{part:.1%}"


def _short(label: str) -> str:
    return label if len(label) <= 52 else f"{label[:51]}…"


def _finite(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(a, b) for a, b in points if math.isfinite(a) and math.isfinite(b)]


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """First, last and evenly chosen points between."""
    if len(points) <= ROWS:
        return points
    return [points[round(n * (len(points) - 1) / (ROWS - 1))] for n in range(ROWS)]


def _correlation(points: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r; None where either side does not vary."""
    n = len(points)
    mean_x, mean_y = math.fsum(a for a, _ in points) / n, math.fsum(b for _, b in points) / n
    along = math.fsum((a - mean_x) ** 2 for a, _ in points)
    up = math.fsum((b - mean_y) ** 2 for _, b in points)
    if along == 0 or up == 0:
        return None
    return math.fsum((a - mean_x) * (b - mean_y) for a, b in points) / math.sqrt(along * up)
