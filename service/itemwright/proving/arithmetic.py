"""Are the sums of an item right: every equation recomputed, and the key where the worked steps end up."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Item
from itemwright.grading.numbers import Quantity, convert, read_quantities
from itemwright.proving.checked import Finding
from itemwright.proving.equations import Equation, equations, is_scaled, recompute
from itemwright.proving.key_option import key_option
from itemwright.sandbox import Sandbox
from itemwright.text import plain

_CONSTANTS = frozenset(
    [*range(13), 24, 30, 52, 60, 90, 100, 180, 360, 365, 1000, 1024, 3600, 0.5, 0.25, 1e6, 1e9]
)
"""Numbers that nobody has to be told: of hours, degrees, per cents, halves."""
_KEY_STEPS = (10.0, 60.0, 1024.0)
"""By a power of one of these a key may differ from what the steps come to: told in another unit."""
_NEAR = 0.005
_CONCLUDED = re.compile(
    r"\b(?:hence|so|therefore|thus|the answer is)\b[^.;:\d]{0,30}?"
    r"-?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|[^\W\d_]{1,12}))?\s*\.?$"
)
"""The end of a text that draws a number as its conclusion."""


def check_arithmetic(item: Item, sandbox: Sandbox) -> Finding:
    """fail: an equation does not hold, the steps end in another number than the key, or they start from
    numbers that the learner is not given; unsure: sides that cannot be compared."""
    told = [recompute(equation, sandbox) for text in _texts(item) for equation in equations(text)]
    if wrong := [each for each in told if each.holds is False]:
        first = wrong[0]
        return "fail", f"{first.equation.text!r} does not hold: {first.left:.6g} against {first.right:.6g}"
    key = _key(item)
    if key is not None and (said := _ends_elsewhere(item, key)):
        return "fail", said
    steps = [equation for text in (*item.worked_steps, item.explanation) for equation in equations(text)]
    if item.type == "numeric" and steps and (strange := _strangers(item, steps)):
        numbers = ", ".join(f"{number:g}" for number in strange)
        return "fail", f"the sum starts from {numbers}, which the source has and the item does not give"
    count = sum(each.holds is True for each in told)
    return "pass", f"{count} equations recomputed" if count else "no equation to recompute"


def _texts(item: Item) -> Iterator[str]:
    """What has to be right. Wrong options and common mistakes may reckon wrongly: that is their use."""
    yield from (item.stem, item.explanation, *item.worked_steps, item.takeaway, item.quick_check)
    if (key := key_option(item)) is not None and item.type != "true_false":
        yield key.rationale


def _key(item: Item) -> tuple[float, float, str] | None:
    """Value, tolerance and unit of a key that is a number."""
    if item.type == "numeric":
        return item.key.value, item.key.tolerance, item.key.unit
    option = key_option(item)
    if option is None or item.type == "true_false":
        return None
    found = read_quantities(option.text)
    if len(found) != 1 or found[0].span[1] - found[0].span[0] < 0.4 * len(option.text.strip()):
        return None
    return found[0].value, 0.0, found[0].unit


def _ends_elsewhere(item: Item, key: tuple[float, float, str]) -> str:
    """The last sum, or the number that a text draws as its conclusion, when it is another than the key's."""
    for name, texts in (("worked steps", item.worked_steps), ("explanation", (item.explanation,))):
        for text in reversed(texts):
            told = read_quantities(text)
            if any(_is_key(quantity, key) for quantity in told):
                break
            last = [equation for equation in equations(text) if _is_last(equation.text, text)]
            if last and any(is_scaled(number, key[0], _KEY_STEPS) for number in last[0].right.numbers):
                break
            concluded = _CONCLUDED.search(text)
            end = last[0].text if last else concluded.group() if concluded else ""
            if end:
                return f"the {name} come to {end!r}, the key says {key[0]:g}"
            if told:
                break  # it reckons on in words
    return ""


def _is_last(part: str, text: str) -> bool:
    """Whether the text says nothing more after `part`."""
    bare = plain(text)
    return part in bare and not re.search(r"\w", bare[bare.rindex(part) + len(part) :])


def _is_key(quantity: Quantity, key: tuple[float, float, str]) -> bool:
    value, tolerance, unit = key
    near = max(tolerance, _NEAR * abs(value)) + 1e-9
    readings = [quantity.value, *(convert(quantity, unit) if unit else ())]
    if quantity.unit in ("%", "percent", "per cent", "pct"):
        readings.append(quantity.value / 100)
    return any(abs(each - value) <= near or is_scaled(each, value, _KEY_STEPS) for each in readings)


def _strangers(item: Item, steps: list[Equation]) -> list[float]:
    """The numbers that a sum starts from, when the item gives none of them and its quotations do."""
    shown = "\n".join([item.stem, item.code or "", *(getattr(item, "parts", None) or ())])
    known = [quantity.value for quantity in read_quantities(shown)]
    results: list[float] = []
    strangers: list[float] = []
    for equation in steps:
        for number in equation.left.numbers:
            if number in _CONSTANTS or any(number == each or is_scaled(number, each) for each in results):
                continue
            if any(abs(number - each) <= 1e-9 * abs(each) or is_scaled(number, each) for each in known):
                return []
            strangers.append(number)
        results += equation.right.numbers
    quoted = {quantity.value for citation in item.citations for quantity in read_quantities(citation.quote)}
    return [number for number in strangers if number in quoted]
