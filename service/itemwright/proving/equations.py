"""Sums in running text - "3 x 0.5 = 1.5", "90 divided by 1.8 is 50" - found and recomputed in the sandbox."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itemwright.errors import ExecutionRefused
from itemwright.sandbox import Sandbox
from itemwright.text import plain, sentences

_TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?:e[-+]?\d+)?"
    r"(?:\s?(?:%|per ?cent\b|percent\b))?)"
    r"|(?P<about>≈|≃|=\s?(?:about|roughly|around)\b|\b(?:is|are|gives|makes|or)\s(?:about|roughly|around|nearly)\b)"
    r"|(?P<times>[×·∙⋅]|(?<!\*)\*(?!\*)|(?<=[\d)\s])x(?=[\s\d(])|\btimes\b|\bmultiplied by\b)"
    r"|(?P<divide>/(?!/)|÷|\bdivided by\b)|(?P<plus>\+|\bplus\b)|(?P<minus>[-−–]|\bminus\b)"
    r"|(?P<power>\*\*|\^)|(?P<open>\()|(?P<close>\))"
    r"|(?P<equals>(?<![=<>!:+\-*/%])=(?![=>]))|(?P<gives>\b(?:is|are|gives|makes|equals|leaves)\b)"
    r"|(?P<of>\bof\b)|(?P<word>[^\W\d_][\w'’²³-]*)|(?P<blank>[\s$€£°`]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_RAISED = re.compile(r"(?<=[\d)])[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SIGNS = {"times": "*", "divide": "/", "plus": "+", "minus": "-", "power": "**", "of": "*"}
_LETTERS = {
    "number": "n", "times": "o", "divide": "o", "plus": "o", "power": "o", "minus": "m", "open": "(",
    "close": ")", "of": "w", "word": "w", "other": "x",
}  # fmt: skip
_TERM = r"\(*m?\(*n\)*w{0,4}\)*"
_ENDING = re.compile(rf"{_TERM}(?:[om]{_TERM})*$")
_OPENING = re.compile(rf"{_TERM}(?:[om]{_TERM})*")
_OTHER_BASES = re.compile(r"\b(?:mod|modulo|binary|hex\w*|octal|base \d+|o'clock|clock)\b", re.IGNORECASE)
_UNIT_STEPS = (10.0, 60.0, 24.0, 1024.0, 7.0, 12.0, 365.0)
"""By a power of one of these the sides of an equation may differ when its units do: "2 x 30 min = 1 h"."""
_UNIT_SLACK = 0.03
_ABOUT = 0.05
_MAGNITUDES = frozenset({"k", "m", "b", "hundred", "thousand", "million", "billion", "dozen", "per", "mod"})


class Side(NamedTuple):
    """One side of an equation: Python's expression, the numbers in it, its units, and half the last digit."""

    expression: str
    numbers: tuple[float, ...]
    units: frozenset[str]
    slack: float


class Equation(NamedTuple):
    """`text` as it stands; `rounded` when it says "about". One side at least has an operation."""

    text: str
    left: Side
    right: Side
    rounded: bool


class Recomputed(NamedTuple):
    """An equation and what its sides come to; `holds` None when that cannot be told."""

    equation: Equation
    left: float
    right: float
    holds: bool | None


class _Part(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def equations(text: str) -> Iterator[Equation]:
    """The equations of a text; of a chain ("a / b = c = d") each link."""
    for sentence in sentences(text):
        yield from _in_sentence(_RAISED.sub(_as_power, plain(sentence.text)))


def _as_power(raised: re.Match[str]) -> str:
    return "^" + unicodedata.normalize("NFKC", raised.group())


def recompute(equation: Equation, sandbox: Sandbox) -> Recomputed:
    """Both sides by Python. Equal up to the digits shown; units may explain a power of ten or of sixty."""
    try:
        left, right = (
            float(sandbox.evaluate(side.expression, {})) for side in (equation.left, equation.right)
        )
    except (ExecutionRefused, TypeError, ValueError, OverflowError):
        return Recomputed(equation, math.nan, math.nan, None)
    slack = 1.02 * (equation.left.slack + equation.right.slack) + 1e-9 * max(1.0, abs(left))
    if equation.rounded:
        slack = max(slack, _ABOUT * abs(left))
    if abs(left - right) <= slack:
        return Recomputed(equation, left, right, True)
    if _other_units(equation, left, right) or _OTHER_BASES.search(equation.text):
        return Recomputed(equation, left, right, None)
    return Recomputed(equation, left, right, False)


def _in_sentence(text: str) -> Iterator[Equation]:
    parts = [_Part(m.lastgroup or "other", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    parts = [part for part in parts if part.kind != "blank"]
    for place, part in enumerate(parts):
        if part.kind not in ("equals", "about", "gives"):
            continue
        before = _until_sign(reversed(parts[:place]))[::-1]
        after = _until_sign(parts[place + 1 :])
        left = _ENDING.search(_letters(before))
        right = _OPENING.match(_letters(after))
        if left is None or right is None:
            continue
        one, other = before[left.start() :], after[: right.end()]
        if _is_cut(text, before[: left.start()], one[0]):
            continue
        if one[0].kind == "minus" and left.start():
            continue  # what it is taken from stands before it
        counts = [
            any(p.kind in _SIGNS and p.kind != "of" for p in side) or _is_share(side) for side in (one, other)
        ]
        if not any(counts) or (part.kind == "gives" and not _is_said(one, other, after[right.end() :])):
            continue
        sides = _side(one), _side(other)
        if sides[0] and sides[1]:
            yield Equation(text[one[0].start : other[-1].end], sides[0], sides[1], part.kind == "about")


def _is_cut(text: str, before: Sequence[_Part], first: _Part) -> bool:
    """Whether the side goes on to the left: the root of 49, the logarithm in "log2(8) + 1", "x1"."""
    return bool(before) and before[-1].end == first.start and text[before[-1].end - 1] not in ",;:.("


def _until_sign(parts: Sequence[_Part] | Iterator[_Part]) -> list[_Part]:
    found: list[_Part] = []
    for part in parts:
        if part.kind in ("equals", "about", "gives"):
            break
        found.append(part)
    return found


def _letters(parts: Sequence[_Part]) -> str:
    shares = [False, *(part.kind == "number" and _is_percent(part.text) for part in parts)]
    return "".join(
        "o" if part.kind == "of" and share else _LETTERS[part.kind]
        for part, share in zip(parts, shares, strict=False)
    )


def _is_share(parts: Sequence[_Part]) -> bool:
    """ "20% of 50": a percentage, "of", and a number."""
    return any(
        one.kind == "number" and _is_percent(one.text) and sign.kind == "of" and other.kind == "number"
        for one, sign, other in zip(parts, parts[1:], parts[2:], strict=False)
    )


def _is_said(left: Sequence[_Part], right: Sequence[_Part], rest: Sequence[_Part]) -> bool:
    """Whether "is" stands between a sum and its result: no dash that may be a range, no sum after it."""
    signs = [part for part in left if part.kind in _SIGNS]
    dashed = any(part.text in "-−–" for part in signs)
    open_end = bool(rest) and rest[0].kind in ("times", "divide", "plus", "power", "of")
    return bool(signs) and not dashed and not open_end and len(_numbers(right)) == 1


def _numbers(parts: Sequence[_Part]) -> list[_Part]:
    return [part for part in parts if part.kind == "number"]


def _is_percent(text: str) -> bool:
    return text.endswith(("%", "t"))


def _side(parts: Sequence[_Part]) -> Side | None:
    pieces: list[str] = []
    share = False
    for part in parts:
        if part.kind == "number":
            value = _value(part.text)
            pieces.append(f"({value!r} / 100)" if _is_percent(part.text) else repr(value))
            share = _is_percent(part.text)
            continue
        if part.kind == "of" and share:
            pieces.append("*")
        elif part.kind in ("open", "close"):
            pieces.append(part.text)
        elif part.kind in _SIGNS and part.kind != "of":
            pieces.append(_SIGNS[part.kind])
        share = False
    expression = " ".join(pieces)
    if expression.count("(") != expression.count(")"):
        expression = expression.strip("( )") if expression.strip("( )").count("(") == 0 else ""
    if not expression:
        return None
    numbers = _numbers(parts)
    alone = len(numbers) == 1
    return Side(
        expression,
        tuple(_value(part.text) for part in numbers),
        frozenset(
            [p.text.lower() for p in parts if p.kind == "word"]
            + ["%" for n in numbers if _is_percent(n.text)]
        ),
        _slack(numbers[0].text) if alone else 0.0,
    )


def _value(text: str) -> float:
    digits = re.sub(r"\s?(?:%|per ?cent|percent)$", "", text, flags=re.IGNORECASE)
    digits = re.sub(r"[\s\u00a0\u202f]", "", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))


def _slack(text: str) -> float:
    """Half of the last digit's place."""
    bare = re.sub(r"\s?(?:%|per ?cent|percent)$", "", text, flags=re.IGNORECASE)
    decimals = re.search(r"[.,](\d+)$", bare)
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[,\s\u00a0\u202f]\d{3})+", bare)
    places = len(decimals.group(1)) if decimals and not grouped else 0
    return 0.5 * 10.0**-places * (0.01 if _is_percent(text) else 1.0)


def _other_units(equation: Equation, left: float, right: float) -> bool:
    """Whether another unit on one side may explain why the numbers differ."""
    units = equation.left.units | equation.right.units
    if units & _MAGNITUDES or (re.search(r"[+-]", equation.left.expression) and len(equation.left.units) > 1):
        return True
    return equation.left.units != equation.right.units and is_scaled(left, right)


def is_scaled(one: float, other: float, steps: Sequence[float] = _UNIT_STEPS) -> bool:
    """Whether two numbers differ by a step between units: a power of ten, of sixty, of 1024 ..."""
    if not one or not other or one * other < 0:
        return False
    ratio = one / other
    for step in steps:
        power = round(math.log(ratio) / math.log(step))
        if power and abs(ratio / step**power - 1) <= _UNIT_SLACK:
            return True
    return False
