"""Stems that ask two things: joined by a conjunction, one after the other, or a task and a question."""

import itertools
import re
from collections.abc import Iterator

from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import FINITE, is_plural, is_third_person, kinds_of
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.rule import HR, Hit, Rule
from itemwright.text import Span, content_words, words

_WH = r"(?:what|which|why|how|when|where|who|whom|whose)"
_ASKS = rf"\b{_WH}\b|^\W*(?:is|are|do|does|did|can|was|were|has|have|will|should)\b"
_SECOND = re.compile(
    rf"(?:[,;]\s+|\b)(?:and|or)\s+(?:(?:also|then|if so,?|if not,?|thus|in|at|by|to|on|for|from|with|of|under"
    rf"|through"
    rf"|about|into)\s+){{0,2}}{_WH}\b(?!\s+not\b)"
    r"|[,;]\s+(?:what|how|why)\b"
    r"|\band (?:is|are|does|do|did|can|was|were|has|have|should|must|may|might|could|would|will"
    r"|shall|need) (?:it|they|he|she|this|there|the|its"
    r"|that|an?|one|these|those)\b"
    r"|\band (?:say|explain|give|name|state|tell|describe|calculate|list) (?:\w+ ){0,2}?(?:why|how|what"
    r"|which|the|its|one"
    r"|two|an?)\b",
    re.IGNORECASE,
)
_TWO_TASKS = re.compile(
    r"^\W*(?:name|give|state|list|identify|define|explain|describe|say|tell|calculate|find)\b[^.?]*?"
    r"((?:\band|[;,] (?:also|then|and)) (?:then |also )?(?:say|name|give|state|explain|tell"
    r"|describe|list|define|calculate|justify|why|how"
    r"|when|where"
    r"|(?:in |at |on )?(?:which|what))\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_EMBEDDING = re.compile(
    r"\b(?:describes?|explains?|says?|tells?|states?|shows?|know|knows|learns?|decides?|determines?|depends?"
    r"|predicts?"
    r"|finds?|measures?|records?|asks?|sees?|compares?|between|of|about|on)\b",
    re.IGNORECASE,
)


def _two(reading: Reading) -> Iterator[Hit]:
    if reading.kind == "true_false" and (second := _two_claims(reading)):
        yield Hit("stem", second, "a second claim; one may be true and the other false")
    if reading.kind in ("table", "matching", "true_false") or getattr(reading.item, "parts", None):
        return
    masked = [
        (s, re.sub(r"`[^`]*`|[“\"][^”\"]*[”\"]", lambda m: "x" * len(m.group()), s.text))
        for s in reading.sentences
    ]
    if reading.kind == "free_text":  # an essay has parts, but of one topic
        found: tuple[int, int] | None = _another_topic(masked)
    else:
        found = _in_two_sentences(masked) or _joined(reading, masked) or _two_things(reading)
    if found:
        yield Hit("stem", found, "a second question; ask one thing")


_JOINED_CLAIMS = re.compile(r"(?:, and|;(?: and)?|\band) (?P<second>[^,;]+?)[.!]?$", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:if|when|while|whereas|because|since|although|though|unless|so that|until|after|before|both"
    r"|either|neither|between|whether|whenever|that|which|who|thereby|therefore|hence|thus|so|not|then)\b",
    re.IGNORECASE,
)
"""What makes one claim of two clauses: a condition, a reason, a contrast."""


def _two_claims(reading: Reading) -> tuple[int, int] | None:
    """A second claim with a subject and a verb of its own: copper conducts well, and a magnet attracts it."""
    for span in reading.sentences:
        found = _JOINED_CLAIMS.search(span.text)
        if found is None:
            continue
        first = span.text[: found.start()]
        if _BOUND.search(first) or _BOUND.search(found["second"]):
            continue
        parted = not found.group().startswith("and")
        if _verb_at(first) and _verb_at(found["second"], parted):
            return span.start + found.start(), span.end
    return None


def _verb_at(clause: str, parted: bool = True) -> int:
    """Where a clause has its verb, after a subject; 0: it has none for sure."""
    said = words(clause)
    for at, word in enumerate(said[1:], 1):
        sure = word in FINITE or (is_third_person(word) and (parted or "NOUN" not in kinds_of(word)))
        sure = sure or (parted and "VERB" in kinds_of(word) and is_plural(said[at - 1]))
        if sure and said[at - 1] not in _DETERMINED:
            return at
    return 0


_DETERMINED = frozenset(
    {"the", "a", "an", "its", "their", "his", "her", "of", "in", "on", "to", "two", "all"}
)
_TASK = re.compile(
    r"^\W*(?:\(?[a-d1-4][).] )?(?:also,? |then,? |and )?(?:please )?(?:name|give|state|list|identify|define"
    r"|explain|describe|calculate|find|determine|work out|compute|tell|say|discuss|outline|compare)\b"
    r"(?! (?:your|the|its|all|an?) (?:answers?|results?|values?|units?|numbers?|reasons? for your)\b"
    r"|[^.?]*\b(?:decimals?|digits?|figures)\b"
    r"|[^.?]*\b(?:in (?:one|two|full) (?:words?|sentences?)|to \d|correct to|below|following)\b)",
    re.IGNORECASE,
)


def _in_two_sentences(masked: list[tuple[Span, str]]) -> tuple[int, int] | None:
    """A second question or task that stands after the first, as a sentence of its own."""
    asking = [
        (s, text) for s, text in masked if ("?" in text and re.search(_ASKS, text, re.I)) or _TASK.match(text)
    ]
    questions = [s for s, text in masked if "?" in text]
    if len(asking) < 2 or (len(questions) >= 2 and questions[-1] is not asking[-1][0]):
        return None
    (first, said), (last, text) = asking[-2:]
    if _TASK.match(text) and "?" in said and re.search(r"\b(?:why|how you|reason|answer)\b", text, re.I):
        return None  # "Explain why": the answer's reason is part of it
    return (last.start, last.end) if first is not last else None


_LINKS = re.compile(
    r"\b(?:it|its|they|them|their|this|these|that|those|he|she|his|her|here|such|each|both|so|one|ones|same"
    r"|two|second|further|former|latter|other|example|answer)\b",
    re.IGNORECASE,
)


def _another_topic(masked: list[tuple[Span, str]]) -> tuple[int, int] | None:
    """A second question of an essay that takes nothing up of what stands before it."""
    asking = [(s, text) for s, text in masked if "?" in text or _TASK.match(text)]
    for (_, before), (second, text) in itertools.pairwise(asking):
        shared = set(content_words(before)) & set(content_words(text))
        if not shared and not _LINKS.search(text) and len(words(text)) >= 4:
            return second.start, second.end
    return None


_OPENING = re.compile(
    r"\W*(?:when|where|while|whenever)\b(?! (?:is|are|was|were|do|does|did|can|will|has|have|should)\b)"
    r"[^,?]*,",
    re.IGNORECASE,
)


def _joined(reading: Reading, masked: list[tuple[Span, str]]) -> tuple[int, int] | None:
    """A second question or task that is joined to the first by "and"."""
    questions = [(s, text) for s, text in masked if "?" in text]
    if not questions and (found := _TWO_TASKS.search(reading.stem)):
        return found.span(1)
    for question, text in questions or [(s, text) for s, text in masked if s == reading.asked]:
        first = re.search(_ASKS, text, re.IGNORECASE)
        if not first:
            continue
        opening = _OPENING.match(text)
        from_here = first.end() if opening is None else opening.end()
        if opening is not None:  # "When it is noon, what ...": the first is no question
            later = re.compile(_ASKS, re.IGNORECASE).search(text, from_here)
            from_here = later.end() if later else len(text)
        for second in _SECOND.finditer(text, from_here):
            word = re.search(rf"\b{_WH}\b", second.group(), re.IGNORECASE)
            between = text[first.end() : second.start()]
            if word and re.search(rf"\b{_WH}\b", between, re.IGNORECASE) and _EMBEDDING.search(between):
                continue  # "which sentence says what it is and how it works": one question
            return question.start + second.start(), question.end
    return None


_TWO_THINGS = re.compile(
    r"^\W*(?:what|which|who) (?:is|was) (?:the|its) (?P<one>[\w-]+) of [^,?]*?"
    r"(?P<second>,? (?:and|as well as|and also) (?:what is )?(?:the|its"
    r"|that of) (?P<two>[\w-]+ ){1,3}of\b[^?]*)\?",
    re.IGNORECASE,
)
_ONE_WITH = re.compile(
    r"\b(?:between|sum|product|ratio|difference|total|common|relation\w*|link|connection|distance|combin\w+"
    r"|both|together|intersection|union|comparison|quotient|similar\w*|mean|average|angle)\b",
    re.IGNORECASE,
)


def _two_things(reading: Reading) -> tuple[int, int] | None:
    """The plural of one word as well as the past of another: two answers, though one verb asks."""
    asked = reading.asked
    found = _TWO_THINGS.search(asked.text)
    if found is None or _ONE_WITH.search(asked.text):
        return None
    return asked.start + found.start("second"), asked.end


RULES = (
    Rule(
        "two_questions",
        "warning",
        "The stem asks one thing.",
        "With two questions in one, a wrong answer does not tell which was missed.",
        HR,
        choice("Which planet is largest, and how many moons has it?", "*Jupiter", "Mars", "Venus", "Earth"),
        choice("Which planet is largest?", "*Jupiter", "Mars", "Venus", "Earth"),
        _two,
    ),
)
