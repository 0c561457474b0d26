"""A number of the source that an item ties to the other half of the same sentence."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itemwright.grading.numbers import read_quantities
from itemwright.proving.clauses import weight
from itemwright.proving.source_lists import parts_of
from itemwright.proving.word_roots import roots
from itemwright.text import plain

_TIED = 0.6
"""Weight of the words that the claim shares with the other half; with the number's own it shares none."""
_HALVES = re.compile(r";\s|,? (?:while|whereas|but)\s")
_UNITS = re.compile(r"\b(?:per ?cent|percent|some|about|nearly|almost)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[;:]\s|, (?:and|but|so|while|whereas|which)\s")


class _Half(NamedTuple):
    words: frozenset[str]
    numbers: frozenset[tuple[float, str]]


def tied_elsewhere(sentence: str, texts: Sequence[str]) -> str:
    """The sentence of the source whose number the claim ties to what its other half speaks of."""
    for clause in _CLAUSES.split(plain(sentence)):
        mine = _half(clause)
        for number in mine.numbers:
            halves = [told for text in texts for told in _halved(text) if number in told.own.numbers]
            if len(halves) != 1 or number in halves[0].other.numbers:
                continue  # a number that stands in two places may be told of two things
            told = halves[0]
            here = mine.words & told.own.words - told.other.words
            there = mine.words & told.other.words - told.own.words
            if not here and weight(there) >= _TIED:
                return f"ties {number[0]:g} to {' '.join(sorted(there))!r}: {told.text[:160]!r}"
    return ""


class _Halved(NamedTuple):
    own: _Half
    other: _Half
    text: str


def _halved(text: str) -> Iterator[_Halved]:
    """Each half of a sentence that has two, with the other one."""
    for part in parts_of(text):
        found = [_half(piece) for piece in _HALVES.split(part.text) if piece.strip()]
        if len(found) == 2 and all(half.words for half in found):
            yield _Halved(found[0], found[1], part.text)
            yield _Halved(found[1], found[0], part.text)


def _half(text: str) -> _Half:
    told = read_quantities(text)
    rest = text
    for quantity in reversed(told):
        rest = rest[: quantity.span[0]] + " " + rest[quantity.span[1] :]
    named = frozenset(roots(_UNITS.sub(" ", rest)))
    return _Half(named, frozenset((q.value, q.unit) for q in told if q.value > 2))
