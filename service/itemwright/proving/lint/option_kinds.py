"""Options of another kind or form than the others: a figure among words, a sentence among names.

Told only where the form of each option is sure: English words change their class too freely to guess.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from itemwright.domain.item import Option
from itemwright.numerals import ORDINALS
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.option_values import is_date
from itemwright.proving.lint.phrases import FINITE, forms, is_third_person, kinds_of, word_set
from itemwright.proving.lint.quantities import as_range
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Hit, Rule
from itemwright.proving.lint.same_claims import amount
from itemwright.proving.lint.thing_kinds import kinds_above, kinds_named
from itemwright.text import words

_NOMINAL = frozenset({"noun", "gerund", "adjective", "adverb"})
"""Forms that answer the same questions: a thing, an activity, a property."""
_LONG = 9
"""From so many words on a text is a statement, whatever its form."""


def _heterogeneous(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or reading.kind in CODE_TYPES:
        return
    stem = frozenset(reading.stem_content)
    options = [option for option in reading.options if not speaks_of_others(option.text, stem)]
    if len(options) < 3:
        return
    if odd := _of_another_kind(options, reading):
        yield Hit("options", None, f"{odd[0].text!r} {odd[1]}")
        return
    for find in (
        _asking, _figure_or_word, _without_figure, _reason, _opening, _of_another_form, _no_name, _bare_name,
        _activity, _person,
    ):  # fmt: skip
        odd = find(options)
        if odd is not None:
            yield Hit("options", None, f"{odd[0].text!r} {odd[1]}")
            return


_ASKED_KIND = re.compile(r"\b(?:which|what) (?P<said>(?:[\w-]+ ){0,3}?[\w-]+)", re.IGNORECASE)
_KIND_LENGTH = 4


def _of_another_kind(options: Sequence[Option], reading: Reading) -> tuple[Option, str] | None:
    """A thing of another kind: a mountain among rivers, or no metal where a metal is asked for."""
    if any(len(option.text.split()) > _KIND_LENGTH for option in options) or len(reading.keys) != 1:
        return None
    known = [(option, above) for option in options if (above := kinds_above(option.text))]
    keys = {option.id for option in reading.keys}
    if len(known) < 3 or len(options) - len(known) > 1:
        return None
    for option, above in known:
        rest = [other for each, other in known if each is not option]
        shared = frozenset.intersection(*rest)
        if option.id in keys or not shared or above & frozenset.union(*rest):
            continue
        return option, f"is no {min(shared)}, as the others are"
    asked = [found["said"] for found in _ASKED_KIND.finditer(reading.asked.text)]
    wanted = {kind for said in asked for kind in kinds_named(said)}
    for kind in sorted(wanted):
        lacking = [option for option, above in known if kind not in above]
        if len(lacking) == 1 and lacking[0].id not in keys:
            return lacking[0], f"is no {kind}, and one is asked for"
    return None


def _without_figure(options: Sequence[Option]) -> tuple[Option, str] | None:
    """The one option without an amount where all others begin with a figure: a claim among sums of money."""
    counted = [option for option in options if re.match(r"\W*\d", option.text)]
    rest = [option for option in options if option not in counted]
    if len(rest) != 1 or len(counted) < 2 or _may_be_amount(rest[0].text) or " " not in rest[0].text.strip():
        return None
    return rest[0], "names no amount, the others do"


_REASON = re.compile(r"(?:because|since)\b(?! of\b)", re.IGNORECASE)


def _reason(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A clause that gives a reason among things: "because it rains" beside "cold water"."""
    opened = [option for option in options if _REASON.match(option.text.strip())]
    rest = [option for option in options if option not in opened]
    if len(opened) != 1 or len(rest) < 2 or len(words(opened[0].text)) < 3:
        return None
    if any(not FINITE.isdisjoint(words(o.text)) or forms(o.text) == {"clause"} for o in rest):
        return None
    return opened[0], "is a clause, the others are things"


def _opening(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A thing among deeds that open alike: "Wood" beside "To steer the ship", a part beside "Pumps water"."""
    first = {option.id: (words(option.text) or [""])[0] for option in options}
    aims = [o for o in options if first[o.id] == "to" and "verb" in forms(o.text)]
    deeds = [o for o in options if is_third_person(first[o.id]) and len(words(o.text)) > 1]
    for alike in (aims, deeds):
        rest = [option for option in options if option not in alike]
        if len(rest) != 1 or len(alike) < 3:
            continue
        odd = first[rest[0].id]
        if odd in ("a", "an", "the") or (alike is aims and forms(rest[0].text) <= _THINGS):
            return rest[0], "names a thing, the others say what is done"
    return None


_THINGS = frozenset({"noun", "adjective", "verb"})
"""Forms of a lone noun: most nouns are verbs as well."""


def _bare_name(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A name or abbreviation without article among things with one: IPv6 beside a router and a hub."""
    things = [option for option in options if re.match(r"an? \w", option.text, re.IGNORECASE)]
    rest = [option for option in options if option not in things]
    if len(rest) != 1 or len(things) < 3 or not re.fullmatch(r"[A-Z]\w*[A-Z\d]\w*", rest[0].text.strip()):
        return None
    return rest[0], "is a name, the others are things of a kind"


def _asking(options: Sequence[Option]) -> tuple[Option, str] | None:
    asking = [option for option in options if option.text.rstrip().endswith("?")]
    return (asking[0], "is a question, the others are none") if len(asking) == 1 else None


_AMOUNT_WORDS = word_set(
    """
    none no nothing all both half double twice once thrice never always zero infinite infinitely
    infinity unlimited undefined unknown nil same equal equally less more most least fewer many several
    few any each every daily hourly weekly monthly yearly annually constant unchanged change depends
    varies error positive negative one two three four five six seven eight nine ten eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety handful score dozen hundred thousand million billion first second third fourth
    fifth quarter under during reign today tomorrow yesterday now later january february march april
    may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday noon
    midnight century year years month months day days week weeks hour hours minute minutes seconds time
    times birth death immediately
    """
)


def _figure_or_word(options: Sequence[Option]) -> tuple[Option, str] | None:
    """The one option without any amount among figures, or the one bare figure among words."""
    figures = [option for option in options if _is_figure(option.text)]
    rest = [option for option in options if option not in figures]
    if len(rest) == 1 and len(figures) >= 2 and not _may_be_amount(rest[0].text):
        return rest[0], "is no number, the others are"
    if any(_ordinal(option.text) for option in rest):
        return None
    if len(figures) == 1 and len(rest) >= 2 and not any(_may_be_amount(option.text) for option in rest):
        return figures[0], "is a number, the others are not"
    return None


def _ordinal(text: str) -> bool:
    return not frozenset(ORDINALS).isdisjoint(words(text))


def _is_figure(text: str) -> bool:
    bare = text.strip().rstrip(".")
    return is_date(bare) or amount(bare) is not None or as_range(bare) is not None


def _may_be_amount(text: str) -> bool:
    """Whether a text may stand for a number: it holds a figure, a sign, or a word of amount or time."""
    return bool(re.search(r"[\d`=∞^_√π]|\b[b-hj-zB-HJ-Z]\b", text)) or not _AMOUNT_WORDS.isdisjoint(
        words(text)
    )


def _of_another_form(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A sentence, verb phrase or place among options that are surely none of it; unsure ones do not count."""
    told = [(option, forms_) for option in options if (forms_ := _sure_forms(option.text))]
    if len(told) < 3:
        return None
    counted = Counter(form for _, each in told for form in each)
    best, most = max(counted.items(), key=lambda pair: (pair[1], pair[0]))
    odd = [option for option, each in told if best not in each]
    if not odd or (len(odd) == 1 and most < 2):
        return None
    return odd[0], "is of another form than the others"


def _sure_forms(text: str) -> frozenset[str]:
    """The forms a text may have, all nominal ones as "noun"; empty: it may have any."""
    bare = re.sub(r"`[^`]*`", "X", text.strip().rstrip("."))
    said = words(bare)
    if bare == "X":
        return frozenset({"noun"})
    if not said or said[0] == "x" or len(said) > _LONG or re.search(r"[\d=(\[{<>^;:]|, ", bare):
        return frozenset()
    if said[-1] in _CUT:
        return frozenset()  # a phrase to be gone on with
    if said[0] in ("yes", "no", "nothing", "it", "they") and len(said) <= 3:
        return frozenset()
    if {"both", "either", "neither", "and"} & set(said) or said[:2] in (["at", "most"], ["at", "least"]):
        return frozenset()
    if said[0] in _MANNER:
        return frozenset({"place", "noun"})
    if said[0] in _OPENERS or (said[0] in _PREPOSITION_OF_QUESTION and len(said) > 1 and said[1] in _ASKING):
        return frozenset()  # answers to when, how often and whether, and embedded questions
    if len(said) == 1 and "NOUN" in kinds_of(said[0]):
        return frozenset({"noun", "verb"} if "VERB" in kinds_of(said[0]) else {"noun"})
    found = forms(bare)
    if "any" in found:
        return frozenset()
    return frozenset("noun" if form in _NOMINAL else form for form in found)


_CUT = frozenset({"is", "are", "was", "were", "called", "named", "the", "a", "of"})
_OPENERS = word_set(
    """
    as both always never sometimes often only once twice every each immediately if when while since
    neither either not how what which who whether where why depends any until unless
    """
)
_PREPOSITION_OF_QUESTION = frozenset({"for", "in", "by", "on", "at", "to", "with", "from", "of"})
_MANNER = frozenset({"using", "following", "including", "depending", "regarding", "according"})
"""Gerunds that stand for a preposition: using a plumb line, with a plumb line."""
_ASKING = frozenset({"how", "what", "which", "whom", "whose", "who", "many", "much"})


def _no_name(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A description among proper names: "Oil on canvas" beside painters."""
    names = [option for option in options if _is_name(option.text)]
    rest = [option for option in options if option not in names]
    if len(rest) != 1 or len(names) < 3 or not rest:
        return None
    said = words(rest[0].text)
    if len(said) == 1 and _ABSTRACT.search(said[0]) and not any(_ABSTRACT.search(o.text) for o in names):
        return rest[0], "is no name, the others are"
    plain = rest[0].text[1:] == rest[0].text[1:].lower() and re.fullmatch(r"[A-Za-z ,'-]+", rest[0].text)
    if (
        plain
        and len(said) >= 3
        and _AMOUNT_WORDS.isdisjoint(said)
        and said[0] != "not"
        and all(kinds_of(word) or len(word) <= 3 for word in said)
    ):
        return rest[0], "is no name, the others are"
    return None


_ABSTRACT = re.compile(r"(?:[ai]tion|sion|ment|ism|ness|ity|ology|ing|synthesis)$")


def _is_name(text: str) -> bool:
    """Two capitalised words or more, or one that the dictionary does not have."""
    said = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", text) if word.lower() not in _PARTICLES]
    if not said or not all(word[0].isupper() for word in said):
        return False
    return len(said) >= 2 or not (kinds_of(said[0]) or said[0].lower() in _AMOUNT_WORDS)


_PARTICLES = word_set("of the and de da di du van von der den la le el bin ibn y e zu i ii iii iv v the")

_PROCESS = re.compile(r"(?:ing|tion|sion|ment|sis|ance|ence|al|ure|age|th|ity|ism|er|or|ics)$", re.IGNORECASE)


def _is_process(text: str) -> bool:
    """By its ending; "recovery" is made of a verb, "artery" of none."""
    last = text.lower().rpartition(" ")[2]
    return _PROCESS.search(text) is not None or (last.endswith("y") and "VERB" in kinds_of(last[:-1]))


def _activity(options: Sequence[Option]) -> tuple[Option, str] | None:
    """A lone word in -ing among things that are no processes: "Boiling" beside helium and ozone."""
    single = [
        option
        for option in options
        if re.fullmatch(r"(?!nothing|everything|something)[A-Za-z]+ing", option.text.strip())
        and "gerund" in forms(option.text)
        and "VERB" in kinds_of(option.text.strip().lower())
    ]
    rest = [option for option in options if option not in single]
    things = [option for option in rest if "VERB" not in kinds_of(option.text.strip().lower())]
    if len(single) == 1 and len(things) >= 2 and not any(_is_process(o.text.strip()) for o in rest):
        return single[0], "is an activity, the others are things"
    return None


_CALLING = re.compile(r"(?:ologist|ographer|ician|iatrist|onomist|surgeon|woman|man)$", re.IGNORECASE)
_ROLES = word_set(
    """
    accountant actor architect artist attorney author baker banker barber bishop blacksmith bricklayer
    builder butcher buyer captain carpenter chemist claimant clerk client coach composer cook creditor
    customer dealer debtor defendant dentist director doctor driver electrician emperor employee
    employer engineer farmer general guardian heir historian journalist judge juror king knight landlord
    lawyer lender manager mason mayor mechanic merchant midwife miner monk notary nurse officer painter
    patient peasant pharmacist philosopher physician physicist pilot plaintiff plumber poet policeman
    pope president priest principal prosecutor psychiatrist queen referee sailor scientist secretary
    seller senator sergeant soldier solicitor student surgeon tailor teacher tenant therapist trader
    translator tutor waiter weaver welder witness writer
    """
)
_FEW = 3
"""Longer options may name a person without being one."""


def _person(options: Sequence[Option]) -> tuple[Option, str] | None:
    """The one who does it among things: a haematologist beside symptoms, the plaintiff beside remedies."""
    people = [option for option in options if _is_role(option.text)]
    rest = [words(option.text) for option in options if option not in people]
    if len(people) != 1 or len(rest) < _FEW:
        return None
    if any(len(said) >= _FEW or said[0] in ("a", "an") or _may_be_person(said[-1]) for said in rest if said):
        return None
    if any(_is_name(option.text) for option in options) or not all(rest):
        return None
    return people[0], "is a person, the others are things"


def _may_be_person(word: str) -> bool:
    """By its ending: one that does what a verb says, or belongs to an art; a fever is none."""
    single = word.removesuffix("s")
    if single in _ROLES or _CALLING.search(single):
        return True
    if single.endswith(("ist", "ian", "ant", "ee", "body", "one", "who", "man", "men", "ary")):
        return True
    return single.endswith(("er", "or")) and any(
        "VERB" in kinds_of(base) for base in (single[:-2], single[:-1], single[:-2] + "e")
    )


def _is_role(text: str) -> bool:
    said = [word for word in words(text) if word not in ("the", "a", "an")]
    if not 1 <= len(said) <= _FEW - 1 or said[-1] not in _ROLES:
        return len(said) == 1 and _CALLING.search(said[0]) is not None and kinds_of(said[0]) == {"NOUN"}
    return len(said) == 1 or "ADJ" in kinds_of(said[0])


RULES = (
    Rule(
        "heterogeneous_options",
        "warning",
        "Options are things of one kind, in one grammatical form.",
        "An option of another kind is ruled out by its form, or is hard to compare.",
        HR,
        choice(
            "What makes bread rise?",
            "*Gas from yeast",
            "Steam from the crust",
            "It is kneaded for an hour",
            "Sugar in the flour",
        ),
        choice(
            "What makes bread rise?",
            "*Gas from yeast",
            "Steam from the crust",
            "Air from the kneading",
            "Sugar in the flour",
        ),
        _heterogeneous,
        yields_to=frozenset(
            [
                "grammar_cue",
                "key_longest",
                "key_most_precise",
                "vague_term",
                "absolute_term",
                "implausible_distractor",
                "overlapping_options",
            ]
        ),
    ),
)
