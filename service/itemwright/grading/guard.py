"""What looks like an attempt to steer the grader: flags with spans. A flag never changes a score.

Every pattern is bounded and runs over one sentence at a time, so the cost is linear in the answer.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from itemwright.domain.grade import Flag
from itemwright.grading.attack_patterns import ADDRESSES, BITS, BLOB, BOTH, ESCAPES, MENTION, TRIGGER
from itemwright.grading.frequencies import LANGUAGES, zipf_frequency
from itemwright.grading.language import foreign_language, guess_language
from itemwright.grading.reading import read
from itemwright.grading.shorthand import written_out
from itemwright.grading.unmask import Unmasked
from itemwright.text import Span, sentences

LONG_ANSWER = 6_000
"""Characters from which an answer is flagged as too long; it is graded all the same."""

_LETTERS = re.compile(r"[a-zà-öø-ÿāăąćčďęěğıłńňőœřśşšťůűźżž]+")
UNREADABLE = "unreadable"
_SENTENCE_WORDS, _SENTENCE_LETTERS = 5, 20
"""From which on a text can be told from two rare compounds."""
_IN_WORDS = 0.2
"""Of letters, in words of three and more or in very common ones: of 20,385 real answers three have less."""
_SYMBOLS = re.compile(r"[=+*/→<>{}()|\d]|->")
_REACHING = frozenset(
    [
        "instruction",
        "role_play",
        "fake_verdict",
        "fake_delimiter",
        "staff_note",
        "plea",
        "meta_claim",
        "authority",
        "encoded",
    ]
)
"""Codes whose span speaks to the grader and so is no part of the answer."""
_ACCUSING = _REACHING - {"authority", "plea"}


@dataclass(frozen=True, slots=True)
class Guarded:
    """`flags` with spans in the original; `answer` is what is left to be graded (same length: what spoke to
    the grader is blanked, so places stay)."""

    flags: tuple[Flag, ...]
    answer: str


def guard(question: str, unmasked: Unmasked, known: Sequence[str] = ()) -> Guarded:
    """Flags an answer. `known`: reference and points; what they say themselves is never an attack."""
    text = unmasked.text
    flags = _characters(unmasked)
    own = " ".join((question, *known)).lower()
    cut: list[tuple[str, int, int]] = []
    for sentence in _lines(text):
        cut += _addressed(sentence, own)
    cut += _encoded(text)
    flags += [Flag(code=c, accuses=c in _ACCUSING, span=unmasked.span(a, b)) for c, a, b in cut]
    rest = list(text)
    for _, start, end in cut:
        rest[start:end] = " " * (end - start)
    answer = "".join(rest)
    flags += _whole(question, text, answer, unmasked)
    if is_gibberish(answer, (question, *known)):
        flags.append(Flag(code=UNREADABLE, accuses=False))
    return Guarded(tuple(flags), answer)


def _lines(text: str) -> list[Span]:
    """Sentences in and outside of code blocks: an instruction in a fence is read as well."""
    found = sentences(text)
    covered = sum(len(s.text) for s in found)
    if covered >= 0.9 * len(text.strip()):
        return found
    position, lines = 0, []
    for line in text.split("\n"):
        lines += [
            Span(position + s.start, position + s.end, s.text)
            for s in sentences(line) or [Span(0, len(line), line)]
        ]
        position += len(line) + 1
    return [s for s in lines if s.text.strip()]


def _addressed(sentence: Span, own: str) -> list[tuple[str, int, int]]:
    """The part of a sentence that speaks to the grader: from the first match to the sentence's end."""
    text = sentence.text[:2_000]
    if not TRIGGER.search(text):
        return []
    found = []
    for code, pattern in ADDRESSES:
        match = pattern.search(text)
        if match is None or match.group().strip().lower() in own:
            continue
        quoted = MENTION.search(text, 0, match.start() + 1)
        if quoted is not None and code in ("instruction", "role_play", "fake_verdict"):
            continue
        found.append((match.start(), code))
    if not found:
        return []
    start, code = min(found)
    return [(code, sentence.start + start, sentence.end)]


def _encoded(text: str) -> list[tuple[str, int, int]]:
    found = [("encoded", *m.span()) for pattern in (ESCAPES, BITS) for m in pattern.finditer(text)]
    found += [("encoded", *m.span()) for m in BLOB.finditer(text) if _is_message(m.group())]
    return found


def _is_message(blob: str) -> bool:
    """Whether a run of letters and digits is text in base64 or hexadecimal."""
    if re.fullmatch(r"(?:[0-9a-fA-F]{2})+", blob) and any(c.isdigit() for c in blob):
        raw = bytes.fromhex(blob)
    elif any(c.isupper() for c in blob) and any(c.islower() for c in blob):
        raw = base64.b64decode(blob[: len(blob) // 4 * 4])
    else:
        return False
    return sum(32 <= b < 127 or b in (9, 10, 13) for b in raw) / len(raw) > 0.95


def _characters(unmasked: Unmasked) -> list[Flag]:
    flags = []
    if unmasked.telling:
        span = unmasked.hidden[0] if unmasked.hidden else None
        flags.append(Flag(code="hidden_characters", accuses=True, span=span))
    if unmasked.disguised:
        flags.append(Flag(code="homoglyphs", accuses=True, span=unmasked.disguised[0]))
    return flags


def _whole(question: str, text: str, rest: str, unmasked: Unmasked) -> list[Flag]:
    """Flags on the answer as a whole."""
    flags = []
    reading = read(rest)
    if not text.strip():
        flags.append(Flag(code="empty", accuses=False))
    if len(text) > LONG_ANSWER:
        flags.append(Flag(code="too_long", accuses=False))
    asked = read(question).lemmas
    if is_copied(rest, question):
        flags.append(Flag(code="question_copied", accuses=False))
    if is_salad(rest):
        flags.append(Flag(code="keyword_salad", accuses=True))
    lemmas = [w.lemma for w in reading.words]
    if len(lemmas) >= 12 and len(set(lemmas)) / len(lemmas) < 0.2 and not set(lemmas) <= asked:
        flags.append(Flag(code="repetition", accuses=True))
    if (both := BOTH.search(rest)) is not None:
        flags.append(Flag(code="both_ways", accuses=False, span=unmasked.span(*both.span())))
    if foreign_language(rest, question):
        flags.append(Flag(code="other_language", accuses=False))
    return flags


def is_copied(text: str, question: str) -> bool:
    """Whether nothing is said beyond the question's own words, and enough of them to be a copy."""
    said, asked = read(text), read(question).lemmas
    if len(said.words) < 3 or not asked:
        return False
    return said.lemmas <= asked and len(said.lemmas) >= 0.5 * len(asked)


def is_salad(text: str) -> bool:
    """Words in no clause, so that nothing is claimed: hardly a function word, or function words astray.

    Only a text that is one in full spelling, too, is called so: "u dont listen n talk over" is none.
    """
    return _is_heap(text) and _is_heap(written_out(text))


def is_gibberish(text: str, known: Sequence[str]) -> bool:
    """Keys hit at random: letters enough for a sentence, of no language, and few of them in words that
    anybody uses or that stand in `known` (question, points, references)."""
    tokens = _LETTERS.findall(text.lower())
    letters = sum(map(len, tokens))
    if len(tokens) < _SENTENCE_WORDS or letters < _SENTENCE_LETTERS or letters < 0.6 * len(text):
        return False
    told = set(_LETTERS.findall(" ".join(known).lower()))
    spelt = _LETTERS.findall(written_out(text).lower())
    for language in LANGUAGES:  # English first: of other lists none is read for an answer in English
        for words in (tokens, spelt):
            named = (w for w in words if w in told or zipf_frequency(w, language) > (0 if len(w) > 2 else 6))
            if sum(map(len, named)) >= _IN_WORDS * letters:
                return False
    return True


def _is_heap(text: str) -> bool:
    reading = read(text)
    if reading.oddities >= 2 and reading.oddities > 0.1 * reading.tokens:
        return True
    if len(reading.words) < 6 or _SYMBOLS.search(text) or guess_language(text) not in (None, "en"):
        return False
    if len(reading.words) < 10 and (reading.function_words or (len(reading.words) == 6 and "," in text)):
        return False
    # Notes in telegram style part their clauses; a heap of words, or a list of single ones, does not.
    clauses = [c.split() for c in re.split(r"[,.;:\n]", text) if c.strip()]
    lengths = sorted(len(c) for c in clauses)
    median = lengths[len(lengths) // 2]
    heaped = median >= 6 or (median <= 1 and len(clauses) >= 7)
    return heaped and reading.function_words < 0.12 * reading.tokens
