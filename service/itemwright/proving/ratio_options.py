"""A wrong option that says how many times one number is another, as the explanation's own numbers are."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from itemwright.domain.item import Item
from itemwright.grading.numbers import read_quantities
from itemwright.proving.key_option import key_option
from itemwright.text import plain, sentences

_COUNT = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "fifty": 50, "a hundred": 100, "hundred": 100, "a thousand": 1000,
}  # fmt: skip
_PART = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "hundredth": 100,
}  # fmt: skip
_NUMBER = rf"\d+(?:\.\d+)?|{'|'.join(sorted(_COUNT, key=len, reverse=True))}"
_TIMES = re.compile(
    rf"\b(?P<n>{_NUMBER}) times (?=as|that|the|more|larger|bigger)|\b(?P<twice>twice|double)\b"
    r"|\b(?P<fold>\d+|two|three|four|five|ten)-?fold\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"\b(?:an?|one) (?P<part>{'|'.join(_PART)}) (?:of|as)\b"
    r"|\b(?P<half>half) (?:of (?:that|the)|as|that|the)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\bnot\b[^.]*\b(?:ratio|relation|proportion)\b|\b(?:ratio|relation|proportion)\b[^.]*\bnot\b",
    re.IGNORECASE,
)
"""A reason that names none: the ratio is another one, and no number is told."""
_SIDE_BY_SIDE = re.compile(r"(?:\S+ )?(?:and|to|against|,)")


def true_ratio(item: Item) -> str:
    """The wrong option whose ratio is that of two numbers of the explanation; "" without one."""
    key = key_option(item)
    if key is None or item.type == "true_false":
        return ""
    for option in item.options or ():  # type: ignore[union-attr]
        if option.id == key.id or not _DENIED.search(option.rationale) or re.search(r"\d", option.rationale):
            continue
        said = _ratio(option.text)
        if said and any(math.isclose(said, ratio, rel_tol=1e-6) for ratio in _told(item.explanation)):
            return option.text
    return ""


def _ratio(text: str) -> float:
    """By how much the text multiplies or divides, as a number above 1; 0 when it does neither."""
    if (found := _TIMES.search(text)) is not None:
        told = (found["n"] or found["fold"] or "two").lower()
        return float(_COUNT.get(told) or told)
    share = _SHARE.search(text)
    return float(_PART[(share["part"] or share["half"]).lower()]) if share is not None else 0.0


def _told(explanation: str) -> Iterator[float]:
    """The ratios of neighbouring numbers in a sentence, and a ratio that is told as one."""
    for span in sentences(plain(explanation)):
        told = read_quantities(span.text)
        for one, other in pairwise(told):
            between = span.text[one.span[1] : other.span[0]].strip()
            if one.value and other.value and _SIDE_BY_SIDE.fullmatch(between):
                yield max(one.value / other.value, other.value / one.value)
        if re.search(r"\bratio\b", span.text):
            yield from (max(each.value, 1 / each.value) for each in told if each.value)
