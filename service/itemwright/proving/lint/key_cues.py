"""Cues that give the key away to a learner who knows nothing of the subject: its length, detail and words."""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from wordfreq import zipf_frequency

from itemwright.domain.item import BLANK, Option
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.phrases import same_root
from itemwright.proving.lint.quantities import lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.text import content_words, lemma, tokens, words

LONGER = 1.5
"""From so many times the longest wrong option on, the key stands out; short options may differ more."""
LONGER_BY = 12
SHORT = 24
COMMON = 5.2
"""Zipf frequency (log10 of uses in 10^9 words) from which a word is too common to point at anything."""


def _key_longest(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or not reading.wrong:
        return
    longest, length = max(len(option.text) for option in reading.wrong), len(key.text)
    if length > max(SHORT, LONGER * longest) and length >= longest + LONGER_BY:
        told = f"the key has {length} characters, the longest wrong option {longest}"
        yield Hit(reading.field_of(key), None, f"{told}; make them alike in length")


_DETAIL = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?|[(;:]|,\s"
    r"|\b(?:which|whose|that|because|since|if|unless|although|though|even|while|whereas|when|where|until|once"
    r"|provided|so that|such as|for example|for instance|e\.g|i\.e|namely|especially|including|in which"
    r"|by which"
    r"|at least|at most|approximately|about|roughly|exactly|per|each|under|within|between|relative|given"
    r"|rather than|instead of|in order to|in terms of|due to|thereby|primarily|specifically|thus|hence|both"
    r"|but not"
    r"|according to|regardless of|depending on|with respect to|only if)\b|(?<=,)\s*as\b",
    re.IGNORECASE,
)


_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _detail(text: str) -> int:
    """How many marks of precision a text has: figures, conditions, reasons, clauses, examples."""
    return len(_DETAIL.findall(text))


def _key_most_precise(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or len(reading.wrong) < 2:
        return
    most = max(_detail(option.text) for option in reading.wrong)
    elsewhere = set(_FIGURE.findall(" ".join([reading.stem, *(option.text for option in reading.wrong)])))
    own = _detail(key.text) - sum(figure in elsewhere for figure in _FIGURE.findall(key.text))
    size = len(content_words(key.text))
    largest = max(len(reading.contents[option.id]) for option in reading.wrong)
    stands_out = own >= 2 and (
        (own >= most + 2 and size > largest) or (own > most and size >= largest + 3 and size >= 2 * largest)
    )
    if stands_out or (own == 1 and most == 0 and size >= largest + 3 and size >= 1.5 * largest):
        yield Hit(
            reading.field_of(key),
            None,
            f"the key alone goes into detail ({own} figures, conditions or reasons; wrong options at most "
            f"{most})",
        )


@functools.lru_cache(maxsize=1 << 14)
def _is_telling(word: str) -> bool:
    return len(word) > 3 and not word.isdigit() and zipf_frequency(word, "en") < COMMON


def _word_echo(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or reading.item.provenance.get("general_stem"):
        return
    if reading.kind == "scenario" or not reading.chooses or any(True for _ in _answer_in_stem(reading)):
        return
    asked = {word for word in content_words(reading.asked.text) if _is_telling(word)}
    elsewhere = {word for option in reading.wrong for word in reading.contents[option.id]}
    if re.match(r"(?:no|not)\b", key.text, re.IGNORECASE):
        return  # "No animal" denies the question and does not echo it
    found = [
        span
        for span in tokens(key.text)
        if _is_telling(word := lemma(span.text))
        and not any(same_root(word, other) for other in elsewhere)
        and any(same_root(word, other) for other in asked)
    ]
    if found:
        told = " and ".join(repr(text) for text in dict.fromkeys(span.text for span in found))
        many = len({lemma(span.text) for span in found if len(span.text) > 4}) >= 2
        first = found[0]
        yield Hit(
            reading.field_of(key),
            (first.start, first.end),
            f"of the options the key alone repeats the stem's {told}",
            grave=many,
        )


def _answer_in_stem(reading: Reading) -> Iterator[Hit]:
    if reading.kind in CODE_TYPES or reading.kind == "scenario":
        return
    stem = reading.stem
    if reading.key is not None and reading.chooses:
        key = reading.key
        if any(_told(option, stem, reading) for option in reading.wrong):
            return
        if span := _told(key, stem, reading):
            yield Hit("stem", span, f"the stem says the key, {key.text!r}, and no wrong option")
        return
    if reading.kind in ("cloze", "short_answer"):
        bare = stem.replace(BLANK, " " * len(BLANK))
        if _offers(bare):
            return
        for text in reading.accepted:
            if len(text) > 2 and (span := _word_span(bare, text)) and not text.isdigit():
                yield Hit("stem", span, f"the stem says the answer, {text!r}")
                return


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
    if not content or not set(content) <= set(reading.stem_content):
        return None
    if all(not _is_telling(word) and zipf_frequency(word, "en") > 5.3 for word in content):
        return None
    spots = [span for span in tokens(stem) if lemma(span.text) in content]
    if not spots or spots[-1].end - spots[0].start > 12 * (len(content) + 2) + 20:
        return None
    return spots[0].start, spots[-1].end


def _word_span(stem: str, text: str) -> tuple[int, int] | None:
    wanted = words(text)
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


_JOINTS = re.compile(
    r"\s*(?:,\s*(?:and|then|or)?\s*|;\s*|\s(?:and|then|plus|but|with|→|->|=>|–|—)\s|→|->)\s*", re.I
)


def parts(text: str) -> tuple[str, ...]:
    """The members of a text that lists things: "mean, median and mode"; in lower case."""
    found = [
        re.sub(r"^(?:the|a|an|both|first)\s+", "", part.strip().lower().rstrip("."))
        for part in _JOINTS.split(text)
    ]
    return tuple(part for part in found if part)


def _convergence(reading: Reading) -> Iterator[Hit]:
    """The strategy of Alker et al. (1969): the key shares most with the others."""
    key = reading.key
    if key is None or len(reading.options) < 4 or reading.kind in CODE_TYPES:
        return
    if _is_hub(key, reading):
        yield Hit("options", None, "the wrong options are made of the key's parts; spread the parts evenly")
        return
    listed = {option.id: parts(option.text) for option in reading.options}
    sized = {name: found for name, found in listed.items() if len(found) == len(listed[key.id])}
    if not 2 <= len(listed[key.id]) <= 6 or len(sized) < 3 or any(len(p) > 60 for p in listed[key.id]):
        return
    scores = dict.fromkeys(sized, 0)
    for place in range(len(listed[key.id])):
        seen = Counter(found[place] for found in sized.values())
        for name, found in sized.items():
            scores[name] += seen[found[place]]
    others = [score for name, score in scores.items() if name != key.id]
    if scores[key.id] > max(others) and scores[key.id] >= len(listed[key.id]) + 2:
        yield Hit("options", None, "the key has the parts that most options share; spread the parts evenly")


def _is_hub(key: Option, reading: Reading) -> bool:
    """Whether wrong options share words with the key, different ones, and none among themselves; or the other
    way round: they are variants of each other, and the key is none of them."""
    if any(len(words(option.text)) > 12 for option in reading.options):
        return False
    wrong = [set(reading.contents[option.id]) for option in reading.wrong]
    common = set.intersection(*wrong, set(reading.contents[key.id]))
    own = set(reading.contents[key.id]) - common - set(reading.stem_content)
    wrong = [each - common - set(reading.stem_content) for each in wrong]
    links = [frozenset(own & each) for each in wrong if own & each]
    pairs = list(itertools.combinations(wrong, 2))
    if not links:  # the wrong options vary one text, and the key is another
        alike = all(3 * len(one & other) >= min(len(one), len(other)) for one, other in pairs)
        return alike and len(pairs) >= 3 and bool(own) and min(map(len, wrong)) >= 2
    return len(set(links)) >= 2 and len(own) >= 2 and not any(one & other for one, other in pairs)


RULES = (
    Rule(
        "key_longest",
        "error",
        "The key is not much longer than every wrong option.",
        "Authors qualify the right answer until nobody can object; test-wise learners pick the longest.",
        f"{HR}; {SAQUET}",
        choice(
            "Why do bakers let dough rest?",
            "It cools",
            "*The gluten relaxes, so that the dough can be rolled out without springing back",
            "It dries",
            "It freezes",
        ),
        choice(
            "Why do bakers let dough rest?",
            "The butter cools",
            "*The gluten relaxes",
            "The crust dries",
            "The salt settles",
        ),
        _key_longest,
    ),
    Rule(
        "key_most_precise",
        "warning",
        "The key is no more exact and no more qualified than the wrong options.",
        "Figures, conditions and reasons in one option alone mark it as the one the author took care of.",
        HR,
        choice(
            "When does milk boil over?",
            "When it is cold",
            "*When it is heated past about 95 degrees, because its proteins form a skin",
            "When it is old",
            "When it is stirred",
        ),
        choice(
            "When does milk boil over?",
            "When it stands in the cold",
            "*When steam lifts its skin",
            "When it has turned sour",
            "When it is stirred a lot",
        ),
        _key_most_precise,
    ),
    Rule(
        "word_echo",
        "warning",
        "No word of the stem comes back in the key alone.",
        "A clang association: the echo points at the key without any knowledge.",
        f"{HR}; {SAQUET}",
        choice(
            "What does a lighthouse keeper look after?",
            "The harbour wall",
            "*The lamp of the lighthouse",
            "The fishing boats",
            "The customs office",
        ),
        choice(
            "What does a lighthouse keeper look after?",
            "The harbour wall",
            "*The lamp and its lenses",
            "The fishing boats",
            "The customs office",
        ),
        _word_echo,
        has_grave=True,
    ),
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
        _answer_in_stem,
    ),
    Rule(
        "convergence_cue",
        "warning",
        "The parts of options that combine parts are spread evenly.",
        "The combination that shares most with the others is usually the key.",
        f"Alker, Carlson and Hermann, J. Educational Measurement (1969); {SAQUET}",
        choice(
            "Which pigments mix to olive green?",
            "*Yellow and black",
            "Yellow and white",
            "Red and black",
            "Blue and black",
        ),
        choice(
            "Which pigments mix to olive green?",
            "*Yellow and black",
            "Yellow and white",
            "Red and black",
            "Red and white",
        ),
        _convergence,
    ),
)
