"""Cues that give the key away to a learner who knows nothing of the subject: its length, detail and words."""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from wordfreq import zipf_frequency

from itemwright.domain.item import Option
from itemwright.proving.lint.answer_told import answer_in_stem
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.phrases import is_family, kinds_of, same_root
from itemwright.proving.lint.quantities import lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, SAQUET, Hit, Rule
from itemwright.text import content_words, lemma, tokens, words

LONGER = 1.5
"""From so many times the longest wrong option on, the key stands out; short options may differ more."""
LONGER_BY = 12
SHORT = 24
COMMON = 5.4
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
    r"|\b(?:which|whose|that|because|since|if|unless|although|though|even|while|whereas|when|where"
    r"|until|once"
    r"|provided|so that|such as|for example|for instance|e\.g|i\.e|namely|especially|including|in which"
    r"|by which"
    r"|at least|at most|approximately|about|roughly|exactly|per|under|within|between|relative|given"
    r"|rather than|instead of|in order to|in terms of|due to|thereby|primarily|specifically|thus|hence|both"
    r"|but not"
    r"|except|apart from|save for|according to|regardless of|depending on|with respect to"
    r"|only if)\b|(?<=,)\s*as\b",
    re.IGNORECASE,
)


_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _detail(text: str) -> int:
    """How many marks of precision a text has: figures, conditions, reasons, clauses, examples."""
    return len(_DETAIL.findall(text))


_REASON = re.compile(
    r"(?<=\w)(?:,\s*(?:as|since|so)|\s(?:because|since|so that|unless|provided|although"
    r"|which))\b",
    re.IGNORECASE,
)
"""A clause that gives a reason or a condition, not where the option begins with it as the others do."""


def _key_most_precise(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or len(reading.wrong) < 2:
        return
    most = max(_detail(option.text) for option in reading.wrong)
    elsewhere = set(_FIGURE.findall(" ".join([reading.stem, *(option.text for option in reading.wrong)])))
    figures = [figure for figure in _FIGURE.findall(key.text) if figure not in elsewhere]
    own = _detail(key.text) - sum(figure in elsewhere for figure in _FIGURE.findall(key.text))
    size = len(content_words(key.text))
    largest = max(len(reading.contents[option.id]) for option in reading.wrong)
    stands_out = (
        own >= 2
        and own > most
        and (
            (own >= most + 2 and size > largest)
            or (size >= largest + 3 and size >= 2 * largest)
            or (most == 0 and size >= 0.8 * largest)
        )
    )
    longer = 3 if _REASON.search(key.text) is None else 1
    alone = own == 1 and most == 0 and size >= largest + longer and size >= (1 + longer / 6) * largest
    if stands_out or alone or _only_figure(key, figures, reading) or _only_exact(key, reading):
        yield Hit(
            reading.field_of(key),
            None,
            f"the key alone goes into detail ({own} figures, conditions or reasons; wrong options at most "
            f"{most})",
        )


_EXACT = re.compile(
    r"\d|\(|\b(?:such as|for example|for instance|e\.g|i\.e|namely|especially|including|at least|at most"
    r"|approximately|roughly|exactly|divided by|multiplied by|squared|provided|unless|only if"
    r"|so that|in order to"
    r"|due to|thereby|specifically|with respect to|relative to|even if|but not|kg|cm|km)\b",
    re.IGNORECASE,
)
"""Marks of care that hardly stand by chance: figures, brackets, examples, conditions, units."""


def _only_exact(key: Option, reading: Reading) -> bool:
    """Whether the key alone is exact, among options of its own length."""
    marks = {found.group().lower() for found in _EXACT.finditer(key.text)}
    return (
        bool(marks)
        and len(reading.wrong) >= 2
        and len(words(key.text)) >= 4
        and not re.search(r"[`=<>^*/]|\d", key.text + reading.stem)
        and not any(_EXACT.search(option.text) or len(words(option.text)) < 4 for option in reading.wrong)
    )


def _only_figure(key: Option, figures: list[str], reading: Reading) -> bool:
    """Whether the key alone, of options in words, gives a figure: "In 1648, by treaty" beside "In peace"."""
    return (
        bool(set(figures) - {"0", "1", "2"})
        and len(reading.wrong) >= 3
        and len(words(key.text)) >= 4
        and not re.search(r"[`=<>^*/]", key.text)
        and not any(re.search(r"\d", option.text) or lone_quantity(option.text) for option in reading.wrong)
    )


@functools.lru_cache(maxsize=1 << 14)
def _is_telling(word: str) -> bool:
    return len(word) > 3 and not word.isdigit() and zipf_frequency(word, "en") < COMMON


_MOST_WORDS = 4
"""Words that the key alone has up to which one echo among them sticks out."""


_SHORT_QUESTION = 8


def _word_echo(reading: Reading) -> Iterator[Hit]:
    key = reading.key
    if key is None or reading.kind in CODE_TYPES or reading.item.provenance.get("general_stem"):
        return
    if reading.kind == "scenario" or not reading.chooses or any(True for _ in answer_in_stem(reading)):
        return
    asked = {word for word in content_words(reading.asked.text) if _is_telling(word)}
    elsewhere = {word for option in reading.wrong for word in reading.contents[option.id]}
    if re.match(r"(?:no|not)\b", key.text, re.IGNORECASE) or _is_template(reading):
        return  # "No animal" denies the question and does not echo it
    found = [
        span
        for span in tokens(key.text)
        if _is_telling(word := lemma(span.text))
        and not any(same_root(word, other) for other in elsewhere)
        and any(is_family(word, other) or _is_in_compound(word, other) for other in asked)
    ]
    echoed = {lemma(span.text) for span in found}
    own = set(reading.contents[key.id]) - elsewhere
    if re.search(r"\bopposite\b", reading.asked.text):
        return  # the opposite of a convex lens is a lens
    if len(reading.contents[key.id]) == 1 and len(reading.asked.text.split()) > _SHORT_QUESTION:
        return  # "Sodium" of molten sodium chloride is one of the things spoken of
    if len(echoed) == 1 and len(own) > _MOST_WORDS:
        return  # one word of a long key is what it speaks about
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


_SHORTEST_PART = 4


def _is_in_compound(word: str, other: str) -> bool:
    """Whether a word is a part of a compound: pipe of bagpipe, light of lighthouse."""
    if len(word) < _SHORTEST_PART or len(other) < len(word) + 3:
        return False
    rest = other.removesuffix(word) if other.endswith(word) else other.removeprefix(word)
    return rest != other and "NOUN" in kinds_of(word) and "NOUN" in kinds_of(rest)


def _is_template(reading: Reading) -> bool:
    """Whether the options are one sentence with one word exchanged: it is doubled, it is halved."""
    said = [words(option.text) for option in reading.options]
    count = len(said[0])
    alike = [each for each in said if len(each) == count]
    if count < 3 or len(alike) < len(said) - 1:
        return False
    return sum(len({each[at] for each in alike}) > 1 for at in range(count)) == 1


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
    if speaks_of_others(key.text):
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
    linked = len(set(links)) >= 2 and len(links) == len(wrong)
    return linked and len(own) >= 2 and not any(one & other for one, other in pairs)


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
            "When the cream of it sinks to the bottom",
            "*When it passes 95 degrees, as a skin forms",
            "When it has stood for too long a time",
            "When a spoon is turned in it with force",
        ),
        choice(
            "When does milk boil over?",
            "When it stands in the cold",
            "*When steam lifts its skin",
            "When it has turned sour",
            "When it is stirred a lot",
        ),
        _key_most_precise,
        yields_to=frozenset(["key_longest", "combined_options", "all_of_the_above", "none_of_the_above"]),
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
        yields_to=frozenset(["key_longest", "key_most_precise"]),
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
        yields_to=frozenset(["equal_options", "number_cue", "key_longest"]),
    ),
)
