"""A text as the built-in grader reads it: statements, content words with weight, order and negation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import wordfreq

from itemwright.grading.lexicon import (
    FRAME_WORDS,
    FUNCTION_WORDS,
    HEDGES,
    NEGATING_VERBS,
    NEGATORS,
    SCOPE_ENDS,
)
from itemwright.text import Span, lemma, sentences

_TOKEN = re.compile(r"[^\W_]+(?:'[a-z]{1,3}(?![^\W_]))?|[.,;:!?()\n]|[<>=+*/^]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_BREAK = re.compile(
    r"\s*;\s+|\s*\n+\s*|\s+[-–—]+\s+|,?\s+(?=(?:but|whereas|while|however|although|though)\s)", re.IGNORECASE
)
_LONGEST_WORD = 40
_SCOPE = 6
"""Content words that a negation reaches; a clause's end comes first in most sentences."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: lemma, weight 0.2..1 (rarer weighs more), place among the tokens, whether denied."""

    lemma: str
    weight: float
    place: int
    denied: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, as far as words show it. `tokens` counts words of any kind."""

    words: tuple[Word, ...]
    tokens: int
    function_words: int
    negations: int
    hedges: int
    alternatives: int
    numbers: frozenset[str]
    has_than: bool

    @property
    def lemmas(self) -> frozenset[str]:
        return frozenset(word.lemma for word in self.words)

    @property
    def weight(self) -> float:
        return sum(word.weight for word in self.words)


def split_statements(text: str) -> list[Span]:
    """The statements of a text with their spans: sentences, cut again at semicolons, dashes and contrasts."""
    found: list[Span] = []
    for sentence in sentences(text):
        start = sentence.start
        for cut in _BREAK.finditer(text, sentence.start, sentence.end):
            if (
                len(text[start : cut.start()].split()) >= 3
                and len(text[cut.end() : sentence.end].split()) >= 3
            ):
                found.append(Span(start, cut.start(), text[start : cut.start()]))
                start = cut.end()
        found.append(Span(start, sentence.end, text[start : sentence.end]))
    return [span for span in found if span.text.strip()]


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """The reading of one text; linear in its length."""
    raw = [m.group() for m in _TOKEN.finditer(text.lower().replace("’", "'"))]
    words: list[Word] = []
    numbers: set[str] = set()
    negations = hedges = function = count = alternatives = 0
    scope, last_negation = 0, -9
    for place, token in enumerate(raw):
        if not token[0].isalnum():
            scope = 0 if token in ".,;:!?()\n" else scope
            continue
        count += 1
        negates, token = _negates(raw, place, token)
        if negates:
            negations += 1
            # "not without" denies nothing; a second "not" further on denies anew.
            scope = 0 if place - last_negation <= 2 else _SCOPE
            last_negation = place
        alternatives += token in ("or", "either")
        hedges += token in HEDGES
        if token in SCOPE_ENDS and not (token == "and" and scope > 3):
            scope = 0
        if token in FUNCTION_WORDS:
            function += 1
            continue
        if negates and token in NEGATORS:
            continue
        base = lemma(token[:_LONGEST_WORD])
        if _NUMBER.match(base):
            numbers.add(base)
        if base not in FRAME_WORDS:
            words.append(Word(base, weight_of(base), place, scope > 0))
        scope = max(0, scope - 1)
        if base in NEGATING_VERBS:
            scope = _SCOPE
    return Reading(
        tuple(words), count, function, negations, hedges, alternatives, frozenset(numbers), "than" in raw
    )


def _negates(raw: Sequence[str], place: int, token: str) -> tuple[bool, str]:
    """Whether the token denies what follows ("not only" and "no doubt" do not), and its bare form."""
    following = raw[place + 1] if place + 1 < len(raw) else ""
    if token.endswith("n't"):
        return True, token[:-3]
    token = token.partition("'")[0]
    if token in NEGATORS:
        affirms = following == "doubt" or (token == "not" and following in ("only", "just", "merely"))
        return not affirms, token
    if (token, following) in (("rather", "than"), ("instead", "of"), ("opposite", "of"), ("contrary", "to")):
        return True, token
    return False, token


@lru_cache(maxsize=65_536)
def weight_of(word: str) -> float:
    """How much a word tells, 0.2..1, from its frequency in English (zipf scale, wordfreq)."""
    if word.isdigit():
        return 0.7
    return min(1.0, max(0.2, (7.5 - wordfreq.zipf_frequency(word, "en", wordlist="small")) / 4.5))
