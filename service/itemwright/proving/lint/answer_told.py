"""Stems that say the answer: word for word, or by all the words of the key that carry meaning."""

import re
from collections.abc import Iterator
from itertools import pairwise

from wordfreq import zipf_frequency

from itemwright.domain.item import BLANK, NumericKey, Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import is_family, kinds_of
from itemwright.proving.lint.quantities import lone_quantity, quantities
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Hit, Rule
from itemwright.text import lemma, tokens, words

COMMON = 5.3
"""Zipf frequency (log10 of uses in 10^9 words) above which words of a key are in any stem."""


def answer_in_stem(reading: Reading) -> Iterator[Hit]:
    if reading.kind in CODE_TYPES:
        if span := _output_told(reading):
            yield Hit("stem", span, f"the stem says the output, {reading.stem[span[0] : span[1]]!r}")
        return
    if reading.kind == "scenario":
        return
    stem = reading.stem
    if span := _count_told(reading) or _value_told(reading):
        yield Hit("stem", span, f"the stem says the answer, {stem[span[0] : span[1]]!r}")
        return
    if reading.key is not None and reading.chooses:
        key = reading.key
        if any(_told(option, stem, reading) for option in reading.wrong):
            return
        if span := _told(key, stem, reading):
            yield Hit("stem", span, f"the stem says the key, {key.text!r}, and no wrong option")
        return
    if reading.kind in ("cloze", "short_answer"):
        bare = stem.replace(BLANK, " " * len(BLANK))
        if _offers(reading.asked.text):
            return
        for text in reading.accepted:
            if (
                len(text) > 2
                and (span := _word_span(bare, text) or _made_from(bare, text))
                and not text.isdigit()
            ):
                yield Hit("stem", span, f"the stem says the answer, {text!r}")
                return


def _output_told(reading: Reading) -> tuple[int, int] | None:
    """Where the prose about code says what the code prints, or spells it: "which here are e and a"."""
    key = reading.key
    if key is None or reading.kind != "output_prediction":
        return None
    text = key.text.strip().strip("`'\"")
    if len(text) < 2 or text in _VALUES:
        return None
    forms = [] if text in (reading.item.code or "") else [re.escape(text)]
    if text.isalpha() and len(text) <= _SPELT:
        forms.append(r"(?:, | and |, and )".join(re.escape(letter) for letter in text))
    found = re.compile(rf"(?<![\w.])(?:{'|'.join(forms)})(?![\w])").search(reading.stem) if forms else None
    others = any(o.text.strip().strip("`'\"") in words(reading.stem) for o in reading.wrong)
    return found.span() if found and not others else None


_SPELT = 6
_VALUES = frozenset({"True", "False", "None", "null", "undefined", "nothing", "Nothing", "an error", "error"})


def _wanted(reading: Reading) -> float | None:
    """The number that is asked for, if the key is one."""
    if isinstance(reading.item.key, NumericKey):
        return reading.item.key.value
    found = lone_quantity(reading.key.text) if reading.key is not None and reading.chooses else None
    return None if found is None else found.value


_ASKED_COUNT = re.compile(r"\bhow many (?:\w+ )?([a-z]{3,})\b", re.IGNORECASE)


def _count_told(reading: Reading) -> tuple[int, int] | None:
    """Where the stem, before it asks how many there are, gives the number with what is counted."""
    asked = _ASKED_COUNT.search(reading.asked.text)
    wanted = _wanted(reading)
    if asked is None or wanted is None:
        return None
    before = tokens(reading.stem[: reading.asked.start])
    for one, two in pairwise(before):
        value = lone_quantity(one.text)
        if value and not value.unit and value.value == wanted and lemma(two.text) == lemma(asked[1]):
            return one.start, two.end
    return None


_LONG = 7
_ABOUT_FORM = re.compile(
    r"\b(?:noun|verb|adjective|adverb|prefix|suffix|plural|singular|form|tense|participle|derived"
    r"|word|opposite"
    r"|antonym|synonym|comparative|superlative)\b",
    re.IGNORECASE,
)


def _made_from(stem: str, text: str) -> tuple[int, int] | None:
    """Where the stem has the verb that the answer is the noun of: what transpires, and transpiration."""
    if " " in text.strip() or len(text) < _LONG or not re.search(r"(?:ion|ment|ance|ence)$", text):
        return None
    if _ABOUT_FORM.search(stem):
        return None
    own = text.lower()
    for span in tokens(stem):
        word = lemma(span.text)
        if len(word) >= 5 and word != own and "VERB" in kinds_of(word) and is_family(word, own):
            return span.start, span.end
    return None


_ASKED_VALUE = re.compile(
    r"\b(?:what|which|how large|how big|how long|how high)\b[^?]*?\b(?:is|was|are|were)\b (?:the"
    r"|its|their|his|her)?"
    r" ?(?:[\w-]+ )?(?P<name>[a-z]{3,})\b",
    re.IGNORECASE,
)
_VALUE_OF = (
    r"\b{name}s?\b(?: of| is| was| are| were| equals?| amounts? to| comes? to|:)(?: (?:about|exactly))?\s*$"
)


_AVERAGE = "(?:mean|average|on average|averaging|averaged?)(?: [a-z]+)?"
_SAME_NAMES = {
    "mean": _AVERAGE, "average": _AVERAGE, "total": "total|altogether|in all|sum|bill|comes to|come to",
    "sum": "sum|total|altogether|in all", "speed": "speed|velocity|fast at|runs at|travels at",
    "cost": "costs?|price|bill", "price": "price|costs?|sold for", "weight": "weight|weighs|mass",
    "mass": "mass|weighs|weight",
}  # fmt: skip
"""Words by which a stem may tell what it asks for by another."""


def _value_told(reading: Reading) -> tuple[int, int] | None:
    """Where the stem, before it asks for a quantity by name, tells it by that name: an area of 25 cm²."""
    asked = _ASKED_VALUE.search(reading.asked.text)
    wanted = _wanted(reading)
    if asked is None or wanted is None or _CHANGED.search(reading.stem):
        return None
    before = reading.stem[: reading.asked.start]
    names = _SAME_NAMES.get(asked["name"].lower(), asked["name"].lower())
    if names == asked["name"].lower():
        names = next(
            (n for word, n in _SAME_NAMES.items() if re.search(rf"\b{word}\b", asked.group(), re.I)), names
        )
    link = _VALUE_OF if names == asked["name"].lower() else _VALUE_OF.replace(":)", ":)?", 1)
    told = re.compile(link.format(name=f"(?:{names})"), re.IGNORECASE)
    for each in quantities(before):
        if each.value == wanted and told.search(before[: each.start]):
            return each.start, each.end
    return None


_CHANGED = re.compile(
    r"\b(?:then|now|new|after|later|changes?|rises?|falls?|doubles?|halve[sd]?|if|when|instead|another|second"
    r"|still|next)\b",
    re.IGNORECASE,
)
"""Where a state changes, that the quantity stays may be what is asked."""


def _offers(stem: str) -> bool:
    """Whether the stem names what may be chosen: "larger or smaller", "which of A, B and C"."""
    return bool(re.search(r"\bor\b|\bof the (?:following|two)\b|\bfrom\b.*:", stem))


_EMPTY_START = re.compile(
    r"^(?:it|they|he|she|this|that|both|each|to|by|in|at|on|from|with|as|because|since)\s+(?:(?:is|are|was"
    r"|were|has|have"
    r"|will be|does|do|becomes?|stays?|remains?)\s+)?|^(?:is|are|was|were)\s+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:when|if|after|once|while|unless|suppose|until|whenever)\b[^,.;?!]*$", re.IGNORECASE
)


def _told(option: Option, stem: str, reading: Reading) -> tuple[int, int] | None:
    """Where the stem says the option; what it only sets as a condition does not count."""
    if lone_quantity(option.text):
        return None
    span = _said_in(option, stem, reading)
    return None if span is None or _CONDITION.search(stem[: span[0]]) else span


def _said_in(option: Option, stem: str, reading: Reading) -> tuple[int, int] | None:
    if span := _word_span(stem, _EMPTY_START.sub("", option.text) or option.text):
        return span
    content = [word for word in reading.contents[option.id] if word not in ("thing", "way")]
    shared = set.intersection(*(set(each) for each in reading.contents.values()))
    if (
        not content
        or all(len(word) == 1 for word in words(option.text) if word not in ("and", "or", "only", "the"))
        or len(set(content) - shared) < len(set(content)) == 2
        or _is_made_of_stem(reading)
        or not set(content) <= set(reading.stem_content)
    ):
        return None
    if all(zipf_frequency(word, "en") > COMMON for word in content):
        return None
    spots = [span for span in tokens(stem) if lemma(span.text) in content]
    if not spots or spots[-1].end - spots[0].start > 12 * (len(content) + 2) + 20:
        return None
    return spots[0].start, spots[-1].end


def _is_made_of_stem(reading: Reading) -> bool:
    """Whether most wrong options take words of the stem as well, so that none is told by them."""
    stem = set(reading.stem_content)
    made = [
        bool(set(reading.contents[o.id]) & stem) and len(set(reading.contents[o.id]) - stem) <= 1
        for o in reading.wrong
    ]
    return len(made) >= 2 and all(made) and max(len(reading.contents[o.id]) for o in reading.wrong) >= 2


def _word_span(stem: str, text: str) -> tuple[int, int] | None:
    wanted = words(text)
    if all(len(word) == 1 or word in ("and", "or", "only") for word in wanted):
        return None  # A and B are whom the stem speaks of
    if not wanted or wanted == ["a"] or re.fullmatch(r"[\W\d]+|\w", text):
        return None
    if wanted[0] in ("a", "an", "the") and len(wanted) > 1:
        wanted = wanted[1:]
    spans = tokens(stem)
    said = [span.text.lower() for span in spans]
    for at in range(len(said) - len(wanted) + 1):
        if said[at : at + len(wanted)] == wanted:
            return spans[at].start, spans[at + len(wanted) - 1].end
    return None


RULES = (
    Rule(
        "answer_in_stem",
        "error",
        "The stem does not say the answer.",
        "Whoever reads the stem can copy the key from it.",
        HR,
        choice(
            "The violin, a string instrument, has four strings. To which family does the violin belong?",
            "Brass",
            "*String",
            "Percussion",
            "Woodwind",
        ),
        choice(
            "To which family of instruments does the violin belong?",
            "Brass",
            "*String",
            "Percussion",
            "Woodwind",
        ),
        answer_in_stem,
        yields_to=frozenset({"trick_question"}),
    ),
)
