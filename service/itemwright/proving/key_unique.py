"""Is there one key: no two options, sides, steps or entries that say the same, in words or in numbers."""

import re
from collections.abc import Sequence

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.text import NEGATIONS, content_words, normal_form, words

_TURNING = frozenset({
    "before", "after", "more", "less", "from", "to", "with", "without", "above", "below", "over", "under",
    "up", "down", "on", "off", "both", "all", "some", "few", "only", "first", "last",
})  # fmt: skip
_CODE_TYPES = frozenset({"code_cloze", "output_prediction", "debug"})
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)


def check_key_unique(item: Item) -> Finding:
    """fail: two of the choices are as good as equal, so that a right answer could be marked wrong."""
    exact = item.type in _CODE_TYPES
    for name, texts in _choices(item):
        for i, one in enumerate(texts):
            for other in texts[i + 1 :]:
                if same_meaning(one, other, exact):
                    return "fail", f"two {name} say the same: {one!r} and {other!r}"
    return "pass", "no two choices say the same"


def same_meaning(one: str, other: str, exact: bool = False) -> bool:
    """Whether two texts are equal up to case, spacing and inflection, or are one number; `exact`: as code."""
    if exact:
        return " ".join(one.split()) == " ".join(other.split())
    if normal_form(one) == normal_form(other):
        return True
    numbers = _only_number(one), _only_number(other)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if _NUMBER.findall(one) != _NUMBER.findall(other) or _negations(one) != _negations(other):
        return False
    left, right = content_words(one), content_words(other)
    return bool(left) and left == right and _little(one) == _little(other)


def _choices(item: Item) -> list[tuple[str, Sequence[str]]]:
    if item.type == "true_false":
        return []
    if item.type == "matching":
        return [
            ("left sides", [s.text for s in item.pairs.left]),
            ("right sides", [s.text for s in item.pairs.right]),
        ]
    if item.type == "ordering":
        return [("steps", [step.text for step in item.steps])]
    if item.type == "table":
        return [("entries of the pool", item.pool or ())]
    options = getattr(item, "options", None)
    if options:
        return [("options", [option.text for option in options])]
    return [("entries of a pool", blank.pool or ()) for blank in getattr(item, "blanks", None) or ()]


def _only_number(text: str) -> float | None:
    """The value of a text that is a number, with or without a unit that has no digits."""
    found = _NUMBER.findall(text)
    rest = _NUMBER.sub("", text).strip()
    if len(found) != 1 or re.search(r"\d", rest) or len(rest) > 2:
        return None
    return float(found[0].replace(",", ""))


def _negations(text: str) -> int:
    return sum(word in NEGATIONS or word.endswith("n't") for word in words(text))


def _little(text: str) -> list[str]:
    """Small words that turn a meaning: before and after, more and less, from and to."""
    return [word for word in words(text) if word in _TURNING]
