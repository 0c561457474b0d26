"""Options that are values and ranges of values: is the key inside another one, so that both are right?"""

import math
import re
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.grading.numbers import UNITS, Quantity, read_quantities
from itemwright.proving.key_option import key_option
from itemwright.text import plain

_OPEN = {
    "more than": 1, "over": 1, "above": 1, "at least": 1, "greater than": 1, "no less than": 1,
    "upwards of": 1, "larger than": 1, "longer than": 1, "exceeding": 1, "not less than": 1, "not below": 1,
    "less than": -1, "under": -1, "below": -1, "at most": -1, "up to": -1, "fewer than": -1,
    "no more than": -1, "smaller than": -1, "shorter than": -1, "not more than": -1, "not above": -1,
}  # fmt: skip
_OPENS = re.compile(rf"^(?:{'|'.join(sorted(_OPEN, key=len, reverse=True))})\s", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:between|from|anything from)\s", re.IGNORECASE)
_JOIN = re.compile(r"^\W*(?:and|to|or|-|–|—)\W*$")
_BARE = re.compile(
    r"^(?:about|exactly|roughly|around|approximately|some|nearly|almost|ca\.?|c\.)?\W*$", re.IGNORECASE
)
_LIMITS = re.compile(
    r"\b(?:at least|at most|minimum|maximum|minimal|maximal|limit|bound|most|least|range|between"
    r"|narrowest|smallest|"
    r"largest|closest|nearest|best estimate|how (?:wide|far)|up to)\b",
    re.IGNORECASE,
)


class Range(NamedTuple):
    """From `low` to `high`, in the unit in which all of its kind are measured."""

    low: float
    high: float
    dimension: str

    @property
    def is_open(self) -> bool:
        """Whether it goes on for ever."""
        return math.isinf(self.low) or math.isinf(self.high)


def value_in_range(item: Item) -> str:
    """An option that is a range with the key in it, or the other way round; "" without one. Not where the
    question is for the range itself."""
    key = key_option(item)
    if key is None or item.type == "true_false" or item.code is not None or _LIMITS.search(item.stem):
        return ""
    told = read_range(key.text)
    if told is None:
        return ""
    for option in item.options or ():  # type: ignore[union-attr]
        other = read_range(option.text) if option.id != key.id else None
        if other is None or other.dimension != told.dimension or other[:2] == told[:2]:
            continue
        if (other.low == other.high and told.low == told.high) or (other.is_open and told.is_open):
            continue  # "at least 5" beside "at least 10" is how limits are asked for
        if (other.low <= told.low and told.high <= other.high) or (
            told.low <= other.low and other.high <= told.high
        ):
            return f"{option.text!r} and the key {key.text!r} hold together: one is within the other"
    return ""


def read_range(text: str) -> Range | None:
    """The value or range that a text consists of; None when it says anything else."""
    text = plain(text).strip().rstrip(".")
    found = read_quantities(text)
    if opened := _OPENS.match(text):
        if len(found) != 1 or not _ends_with(text, found[0]) or text[opened.end() : found[0].span[0]].strip():
            return None
        value, dimension = _scaled(*_told(found[0]))
        upwards = _OPEN[opened.group().strip().lower()] > 0
        # The end itself is left out: "more than 5" is no second name of 5.
        near = max(abs(value), 1.0) * 1e-9
        return (
            Range(value + near, math.inf, dimension) if upwards else Range(-math.inf, value - near, dimension)
        )
    if len(found) == 2 and _JOIN.match(text[found[0].span[1] : found[1].span[0]]):
        before = text[: found[0].span[0]].strip()
        if not _ends_with(text, found[1]) or (before and not _BETWEEN.match(before + " ")):
            return None
        unit = found[0].unit or found[1].unit  # "10 to 20 kg"
        (low, dimension), (high, other) = _scaled(found[0].value, unit), _scaled(*_told(found[1]))
        return Range(low, high, dimension) if dimension == other and low < high else None
    if len(found) != 1 or not _BARE.match(text[: found[0].span[0]]) or not _ends_with(text, found[0]):
        return None
    value, dimension = _scaled(*_told(found[0]))
    return Range(value, value, dimension)


def _ends_with(text: str, quantity: Quantity) -> bool:
    return not text[quantity.span[1] :].strip()


def _told(quantity: Quantity) -> tuple[float, str]:
    return quantity.value, quantity.unit


def _scaled(value: float, unit: str) -> tuple[float, str]:
    if unit not in UNITS:
        return value, unit
    dimension, factor = UNITS[unit]
    return value * factor, dimension
