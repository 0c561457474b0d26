"""A text as the built-in grader reads it: statements, content words with weight, order and negation."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from itemwright.grading.frequencies import zipf_frequency
from itemwright.grading.lexicon import (
    BARE_DENIALS,
    FRAME_WORDS,
    FUNCTION_WORDS,
    HEDGES,
    NEGATING_VERBS,
    NEGATORS,
    SCOPE_ENDS,
    TURNING,
)
from itemwright.text import Span, lemma, sentences

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[./]\d+)+|[^\W_]+(?:'[a-z]{1,3}(?![^\W_]))?"
    r"|[.,;:!?()\n]|(?<![-=<>])[<>](?=\s*[=\w.(])|[=+*/^]"
)
_COMPARED = {"<": "less", ">": "more"}
"""What a sign of comparison says; an arrow says nothing of the kind."""
_NUMBER = re.compile(r"\d+(?:[./]\d+)*$")
_BREAK = re.compile(
    r"(?<!\s)\s*;\s+|(?<!\s)[^\S\n]*\n\s*|(?<!\s)\s+[-–—]+\s+|(?<!\s),?\s+(?=(?:but|whereas|while|however|although|though)\s)",
    re.IGNORECASE,
)
_LONGEST_WORD = 40
_TRUTHS = frozenset(["true", "correct", "right", "case", "so"])
_UNTRUTHS = frozenset(["false", "wrong", "incorrect", "untrue", "myth", "misconception", "lie", "mistake"])
_NOT_AFTER_ARTICLE = frozenset(
    ["the", "a", "an", "of", "to", "in", "on", "by", "for", "with", "from", "is", "are", "was", "were", "be",
     "has", "have", "and", "or", "but", "because", "that", "it", "they", "if", "when", "can", "will", "does",
     "do", "so"]
)  # fmt: skip
_NOT_AFTER_LINK = frozenset(["is", "are", "was", "were", "of", "has", "have", "be", ".", "!", "?"])
_WHOLE = 60
_SCOPE = 6
"""Content words that a negation reaches; a clause's end comes first in most sentences."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: lemma, weight 0.2..1 (rarer weighs more), number of its clause, whether denied."""

    lemma: str
    weight: float
    clause: int
    denied: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, as far as words show it. `told` has `words` and in their places function words that
    a statement may hang on. `runs` has for each of `words` how many content words stand in a row there, no
    function word or stop between. `tokens` counts words of any kind, `oddities` pairs of function words that
    no sentence has ("the of", "is the was", a final "the")."""

    words: tuple[Word, ...]
    told: tuple[Word, ...]
    runs: tuple[int, ...]
    tokens: int
    function_words: int
    negations: int
    oddities: int
    hedges: int
    alternatives: int
    numbers: frozenset[str]
    has_than: bool
    lemmas: frozenset[str]

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
    told: list[Word] = []
    run_of: list[int] = []
    counts = {"tokens": 0, "function": 0, "negations": 0, "hedges": 0, "alternatives": 0}
    scope, last_negation, clause, run = 0, -9, 0, 0
    for place, token in enumerate(raw):
        if token in _COMPARED:
            told.append(Word(_COMPARED[token], weight_of(_COMPARED[token]), clause, scope > 0))
        if not token[0].isalnum():
            run += 1
            if token in ".,;:!?()\n":
                scope, clause = scope if scope > _SCOPE and token in ",()" else 0, clause + 1
            continue
        counts["tokens"] += 1
        negates, token = _negates(raw, place, token)
        if negates:
            counts["negations"] += 1
            # "not without" denies nothing; a second "not" further on denies anew.
            scope = 0 if place - last_negation <= 2 else _SCOPE
            last_negation = place
        elif (scope and token in _TRUTHS) or (token in _UNTRUTHS and raw[place + 1 : place + 2] == ["that"]):
            scope, last_negation = _WHOLE, place  # "it is not true that ...", "the myth that ..."
        counts["alternatives"] += token in ("or", "either")
        counts["hedges"] += token in HEDGES
        if token in SCOPE_ENDS and scope <= _SCOPE and not (token == "and" and scope > 3):
            scope = 0
        clause += token in SCOPE_ENDS
        if token in FUNCTION_WORDS:
            counts["function"] += 1
            run += 1
            if token in TURNING:
                told.append(Word(token, weight_of(token), clause, scope > 0))
            continue
        if negates and token in NEGATORS:
            continue
        base = lemma(token[:_LONGEST_WORD].replace(",", ""))
        if base not in FRAME_WORDS:
            words.append(Word(base, weight_of(base), clause, scope > 0))
            told.append(words[-1])
            run_of.append(run)
        scope = max(0, scope - 1)
        if base in NEGATING_VERBS:
            scope = _SCOPE
    lemmas = frozenset(word.lemma for word in words)
    numbers = frozenset(filter(is_number, lemmas))
    lengths = Counter(run_of)
    runs = tuple(lengths[run] for run in run_of)
    return Reading(
        tuple(words), tuple(told), runs, counts["tokens"], counts["function"], counts["negations"],
        _count_oddities(raw), counts["hedges"], counts["alternatives"], numbers, "than" in raw, lemmas,
    )  # fmt: skip


def is_number(lemma: str) -> bool:
    """Whether a word is a number in digits: "3", "1200.5", "3/4"."""
    return _NUMBER.match(lemma) is not None


def _count_oddities(raw: Sequence[str]) -> int:
    """Articles, prepositions and conjunctions that lead nowhere."""
    odd = 0
    for word, following in zip(raw, [*raw[1:], "."], strict=False):
        if word in ("the", "an"):
            odd += following in _NOT_AFTER_ARTICLE or following in ".,;:!?)\n"
        elif word == "a":  # as in "A is larger than B", a name as often as an article
            odd += following in ("the", "a", "an", "of", "to", "in", "on", "by", "from")
        elif word in ("of", "from", "into", "with", "and", "or", "but", "because", "if"):
            odd += following in _NOT_AFTER_LINK and (word, following) != ("because", "of")
    return odd


def _negates(raw: Sequence[str], place: int, token: str) -> tuple[bool, str]:
    """Whether the token denies what follows ("not only" and "no doubt" do not), and its bare form."""
    following = raw[place + 1] if place + 1 < len(raw) else ""
    if token.endswith("n't"):
        return True, BARE_DENIALS.get(token.replace("'", ""), token[:-3]) or "not"
    if token in BARE_DENIALS:
        return True, BARE_DENIALS[token]
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
    if is_number(word):
        return 0.7
    return min(1.0, max(0.2, (7.5 - zipf_frequency(word)) / 4.5))
