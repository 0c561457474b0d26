"""Texts made comparable by the evals' own rules, so that a fault in those of the product shows."""

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?")
_WORD = re.compile(r"[a-z][a-z0-9]{2,}|\d[\d.,]*")
_SMALL = """
the and for are was were not but with from that this these those which what when where who how why has
have had its their them they then than into onto over under each every any all one two more most less can
could may might will would should does did done been being because while also only just such same other
another there here out off per use used uses using
"""
_COMMON = frozenset(_SMALL.split())
STEM = 6
"""Letters of a word by which it is compared: "adapter", "adapters" and "adapted" count as one."""


def plain(text: str) -> str:
    """Small letters, single spaces, plain quotes and dashes, no Markdown marks, no stop at the end."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(re.sub(r"[*`]", "", text).split()).rstrip(" .")


def is_in(text: str, texts: Iterable[str]) -> bool:
    """Whether one of `texts` says the same."""
    return plain(text) in {plain(each) for each in texts}


def numbers_of(text: str) -> list[float]:
    """The numbers in a text, smallest first; thousands may be parted by commas."""
    return sorted(float(each.replace(",", "")) for each in _NUMBER.findall(text))


def telling_words(text: str) -> frozenset[str]:
    """The words that carry meaning, each cut to its first letters."""
    return frozenset(word[:STEM] for word in _WORD.findall(plain(text)) if word not in _COMMON)


def overlap(part: str, whole: str) -> float:
    """The share of the telling words of `part` that stand in `whole`, 0..1; 0 for a text without any."""
    words = telling_words(part)
    return len(words & telling_words(whole)) / len(words) if words else 0.0
