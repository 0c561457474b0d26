"""Worked steps: they reckon right, turn units right, and come to the key."""

import re
from collections.abc import Iterator
from itertools import pairwise

from itemwright.domain.item import NumericKey
from itemwright.proving.lint.agreement import ends_elsewhere, is_rounded_to
from itemwright.proving.lint.examples import number
from itemwright.proving.lint.quantities import lone_quantity, quantities, sums
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import OWN, Hit, Rule


def _steps(reading: Reading) -> Iterator[Hit]:
    steps = reading.item.worked_steps
    for at, step in enumerate(steps):
        for expression, value, told, span in sums(step):
            if not is_rounded_to(value, told):
                text = f"{expression.strip()} is {value:g}, not {told:g}"
                yield Hit(f"worked_steps.{at}", span, text)
                return
        if found := _turned_wrong(step):
            yield Hit(f"worked_steps.{at}", *found)
            return
    last = steps[-1] if steps else ""
    ended = _other_output(last, reading) or ends_elsewhere(last, reading) or _other_amount(last, reading)
    if steps and ended:
        yield Hit(f"worked_steps.{len(steps) - 1}", ended[0], ended[1])


_EQUATES = re.compile(r"\s*(?:=|is|are|equals?|makes?|which is|that is|or)\s*", re.IGNORECASE)
_REACH = 0.02


def _turned_wrong(step: str) -> tuple[tuple[int, int], str] | None:
    """One quantity said to be another of its dimension: 0.6 m = 6 cm, 0.35 is 3.5%."""
    for one, other in pairwise(quantities(step)):
        if not _EQUATES.fullmatch(step[one.end : other.start]):
            continue
        if re.search(r"[-+*/×·÷^−]\s*$", step[: one.start]) or re.match(
            r"\s*(?:[-+*/×·÷^−]|of\b)", step[other.end :]
        ):
            continue
        share = {one.base[0], other.base[0]} == {"", "share"} and 0 < min(one.base[1], other.base[1]) < 1
        if not share and (one.base[0] != other.base[0] or not one.base[0] or one.unit == other.unit):
            continue
        if abs(one.base[1] - other.base[1]) > _REACH * max(abs(one.base[1]), abs(other.base[1])):
            told = step[one.start : one.end], step[other.start : other.end]
            return (one.start, other.end), f"{told[0]!r} is not {told[1]!r}"
    return None


def _other_output(step: str, reading: Reading) -> tuple[tuple[int, int], str] | None:
    """Steps through code that come to the number of a wrong option."""
    if reading.kind not in CODE_TYPES or reading.key is None:
        return None
    wanted = lone_quantity(reading.key.text)
    wrong = {q.value for option in reading.wrong if (q := lone_quantity(option.text))}
    for _, _, told, span in reversed(list(sums(step))):
        if wanted is not None and told != wanted.value and told in wrong:
            return span, f"comes to {told:g}, the key is {reading.key.text}"
        return None
    return None


def _other_amount(step: str, reading: Reading) -> tuple[tuple[int, int], str] | None:
    """A last step whose one quantity has the unit that is asked for, and another value."""
    key = reading.item.key
    found = quantities(step)
    if not isinstance(key, NumericKey) or not key.unit or len(found) != 1 or found[0].unit != key.unit:
        return None
    near = max(key.tolerance, 0.011 * abs(key.value))
    if abs(found[0].value - key.value) <= near or found[0].value in {
        q.value for q in quantities(reading.stem)
    }:
        return None
    return (found[0].start, found[0].end), f"comes to {found[0].value:g}, the key is {key.value:g}"


RULES = (
    Rule(
        "steps_disagree_with_key",
        "error",
        "The worked steps reckon right and come to the key.",
        "Steps that end elsewhere show that the key or the steps are wrong.",
        OWN,
        number("A box holds 6 rows of 8 eggs. How many eggs are in it?", 48, worked_steps=["6 * 8 = 42."]),
        number("A box holds 6 rows of 8 eggs. How many eggs are in it?", 48, worked_steps=["6 * 8 = 48."]),
        _steps,
    ),
)
