"""What may go on after an auxiliary: a participle after had, a base form after to."""

from itemwright.proving.lint.phrases import FINITE, kinds_of, verb_tags
from itemwright.proving.lint.reading import Reading
from itemwright.text import words

_MODALS = frozenset(
    {"to", "can", "must", "will", "should", "may", "might", "could", "would", "cannot", "shall"}
)
_HAVE = frozenset({"had", "has", "have", "having"})
_BE = frozenset({"is", "are", "was", "were", "been", "being", "be"})


def only_in_form(reading: Reading, last: str) -> str:
    """Whether, after an auxiliary, the key alone opens with the form of the verb that must follow it."""
    if last not in _MODALS | _HAVE | _BE or reading.key is None:
        return ""
    fits = [_may_follow(last, option.text) for option in (reading.key, *reading.wrong)]
    if fits[0] and not any(fits[1:]):
        return f"after {last!r} only the key goes on grammatically"
    return ""


def _may_follow(last: str, text: str) -> bool:
    """Whether a text may go on after the auxiliary; unsure ones may."""
    said = [word for word in words(text) if word not in _BETWEEN]
    if not said:
        return True
    first = said[0]
    tags = verb_tags(first)
    if not tags or first in FINITE | _MODALS:
        return first in ("be", "have", "do", "been", "had") or not tags
    if last in _MODALS:
        return "VB" in tags
    if last in _HAVE:
        return "VBN" in tags or ("NOUN" in kinds_of(first) and not tags & {"VBG", "VBZ"} and "VB" not in tags)
    return bool(tags & {"VBN", "VBG"}) or "ADJ" in kinds_of(first)


_BETWEEN = frozenset({"not", "never", "always", "already", "also", "just", "often", "only", "soon", "still"})
