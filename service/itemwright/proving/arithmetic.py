"""Are the sums of an item right: every equation recomputed, and the key where the worked steps end up."""

from collections.abc import Iterator

from itemwright.domain.item import Item
from itemwright.grading.numbers import convert, read_quantities
from itemwright.proving.checked import Finding
from itemwright.proving.equations import Equation, equations, is_scaled, recompute
from itemwright.proving.key_option import key_option
from itemwright.sandbox import Sandbox

_CONSTANTS = frozenset(
    [*range(13), 24, 30, 52, 60, 90, 100, 180, 360, 365, 1000, 1024, 3600, 0.5, 0.25, 1e6, 1e9]
)
"""Numbers that nobody has to be told: of hours, degrees, per cents, halves."""
_NEAR = 0.005


def check_arithmetic(item: Item, sandbox: Sandbox) -> Finding:
    """fail: an equation does not hold, the steps end in another number than the key, or they start from
    numbers that the learner is not given; unsure: sides that cannot be compared."""
    told = [recompute(equation, sandbox) for text in _texts(item) for equation in equations(text)]
    if wrong := [each for each in told if each.holds is False]:
        first = wrong[0]
        return "fail", f"{first.equation.text!r} does not hold: {first.left:.6g} against {first.right:.6g}"
    steps = [equation for text in (*item.worked_steps, item.explanation) for equation in equations(text)]
    if (key := _key(item)) is not None and steps and (said := _contradiction(item, key, steps)):
        return "fail", said
    if item.type == "numeric" and steps and (strange := _strangers(item, steps)):
        return (
            "fail",
            f"the sum starts from {', '.join(f'{n:g}' for n in strange)}, which the item does not give",
        )
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


def _contradiction(item: Item, key: tuple[float, float, str], steps: list[Equation]) -> str:
    value, tolerance, unit = key
    near = max(tolerance, _NEAR * abs(value)) + 1e-9
    texts = (*item.worked_steps, item.explanation, item.takeaway)
    readings = [quantity.value for text in texts for quantity in read_quantities(text)]
    if unit:
        readings += [
            r for text in texts for quantity in read_quantities(text) for r in convert(quantity, unit)
        ]
    results = [number for equation in steps for number in equation.right.numbers]
    if any(abs(each - value) <= near for each in readings) or any(is_scaled(each, value) for each in results):
        return ""
    last = steps[-1] if not item.worked_steps else _last_of(item.worked_steps, steps)
    return f"the worked steps come to {last.text!r}, the key says {value:g}"


def _last_of(worked_steps: tuple[str, ...], steps: list[Equation]) -> Equation:
    worked = [equation for text in worked_steps for equation in equations(text)]
    return worked[-1] if worked else steps[-1]


def _strangers(item: Item, steps: list[Equation]) -> list[float]:
    """The numbers that a sum starts from, when the item gives none of them."""
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
    return strangers
