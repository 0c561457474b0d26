"""Elements of drawings, escaped; and the frame that a plot with two axes stands in."""

import math
from typing import NamedTuple

from markupsafe import Markup, escape

from evals.page.seen import bare

WIDTH, HEIGHT = 400, 300
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 12, 46


def element(name: str, *inside: str, **attributes: object) -> Markup:
    """`<name a-b="...">inside</name>`: text is escaped, Markup is not; `a_b` becomes `a-b`, and a trailing
    underscore is dropped (`class_`). Numbers are rounded to tenths of a pixel."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value))
        for key, value in attributes.items()
    )
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, joined(*inside), Markup(name))


def joined(*parts: str) -> Markup:
    return Markup("").join(part if isinstance(part, Markup) else escape(bare(part)) for part in parts)


def _plain(value: object) -> str:
    return f"{round(value, 1):g}" if isinstance(value, float) else bare(str(value))


def drawing(name: str, title: str, description: str, *inside: str, size: tuple[float, float]) -> Markup:
    """The whole picture; `name` is unique on the page. It scales with the column, up to its own size."""
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *inside,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


class Axis(NamedTuple):
    """From `low` to `high`, which lie on ticks."""

    label: str
    low: float
    high: float
    step: float

    def ticks(self) -> list[float]:
        return [self.low + n * self.step for n in range(round((self.high - self.low) / self.step) + 1)]

    def part(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def axis(label: str, low: float, high: float) -> Axis:
    """Ends and steps of 1, 2 or 5 times a power of ten that take in both values; about five steps."""
    if high <= low:
        low, high = low - 0.5, high + 0.5
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    return Axis(label, math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


UNIT = (0.0, 1.0, 0.2)


class Frame(NamedTuple):
    """The plane between two axes, in pixels."""

    across: Axis
    up: Axis

    def x(self, value: float) -> float:
        return LEFT + self.across.part(value) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - self.up.part(value) * (HEIGHT - TOP - BOTTOM)

    def path(self, points: list[tuple[float, float]]) -> str:
        """The points of a `polyline`."""
        return " ".join(f"{self.x(a):.1f},{self.y(b):.1f}" for a, b in points)

    def drawn(self) -> Markup:
        """Grid, ticks and labels."""
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        parts = []
        for tick in self.across.ticks():
            x = self.x(tick)
            parts.append(element("line", class_="grid", x1=x, x2=x, y1=TOP, y2=bottom))
            parts.append(element("text", tick_text(tick), x=x, y=bottom + 17, text_anchor="middle"))
        for tick in self.up.ticks():
            y = self.y(tick)
            parts.append(element("line", class_="grid", x1=LEFT, x2=right, y1=y, y2=y))
            parts.append(element("text", tick_text(tick), x=LEFT - 7, y=y + 4, text_anchor="end"))
        middle = (TOP + bottom) / 2
        parts += [
            element("line", class_="axis", x1=LEFT, x2=right, y1=bottom, y2=bottom),
            element("line", class_="axis", x1=LEFT, x2=LEFT, y1=TOP, y2=bottom),
            element(
                "text",
                self.across.label,
                class_="label",
                x=(LEFT + right) / 2,
                y=HEIGHT - 8,
                text_anchor="middle",
            ),
            element(
                "text",
                self.up.label,
                class_="label",
                x=0,
                y=0,
                text_anchor="middle",
                transform=f"translate(14 {middle:g}) rotate(-90)",
            ),
        ]
        return joined(*parts)


def tick_text(value: float) -> str:
    """As short as it can be: `0.2`, `-1`, `2,000`."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{round(value, 9) + 0.0:.4g}"
