"""Texts that say the same in other words: turned round, reckoned out, abbreviated, or by synonyms.

What only a reader who knows the subject can tell is not told: two names of one disease, say.
"""

import re
from itertools import pairwise

from lemminflect import getAllLemmas

from itemwright.grading.opposites import are_opposed
from itemwright.numerals import ORDINALS
from itemwright.proving.key_unique import same_meaning
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.quantities import Quantity, as_range, calculate, equal_quantities, lone_quantity
from itemwright.proving.lint.same_code import same_code, same_formula
from itemwright.proving.lint.synonyms import named, plain_phrases, plain_word
from itemwright.text import lemma, words

_EMPTY = word_set(
    """
    a an the it they he she its their his her own have has having of is are was were be been being
    that which there also one does do did get gets lie lies stand stands
    """
)
_AS_NUMBER = {
    "once": "1 times",
    "one time": "1 times",
    "twice": "2 times",
    "half a": "0.5",
    "half an": "0.5",
    "a quarter of a": "0.25",
    "a dozen": "12",
    "a couple of": "2",
    "a pair of": "2",
}
_SPELT = {
    name: value
    for value, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PLACED = frozenset({"on", "to", "at", "in"})
_SIGNS = re.compile(r"[`=<>{}\[\]_^\\≤≥≠≈±→∈⊂∪∩∀∃]")


def say_the_same(one: str, other: str, ordered: bool = False) -> bool:
    """Whether two options are one claim. `ordered`: what stands first matters, as if a sequence is asked."""
    if _quoted(one) != _quoted(other):
        return False
    left, right = amount(one), amount(other)
    if left and right:
        return equal_quantities(left, right)
    if (left or right) and (value := _worked_out(other if left else one)) is not None:
        found = left or right
        return found is not None and not found.unit and abs(found.value - value) <= 1e-9 * abs(value)
    if "`" in one + other:
        return same_code(one, other)
    often = _how_often(one), _how_often(other)
    if often[0] is not None and often[1] is not None:
        return often[0][0] == often[1][0] and abs(often[0][1] - often[1][1]) < 1e-9
    reach = as_range(one)
    if (reach is not None and reach == as_range(other)) or same_formula(one, other):
        return True
    if _is_cut(one, other) or _compounds(one) != _compounds(other):
        return _is_short_for(one, other)
    if same_meaning(one, other):
        return True
    if _SIGNS.search(one + other):
        return False
    cores = core(one), core(other)
    if _turned_of(one) == cores[1] or _turned_of(other) == cores[0]:
        return True
    if not cores[0] or not cores[1]:
        return False
    return (
        cores[0] == cores[1]
        or ("only" in cores[0] and sorted(cores[0]) == sorted(cores[1]))
        or _is_turned_round(*cores)
        or _is_passive(one, other)
        or _is_passive(other, one)
        or (not ordered and _same_members(one, other))
        or _is_short_for(one, other)
        or _is_both_sides(one, other)
    )


_PERIODS = {
    "minute": ("day", 1 / 1440), "hour": ("day", 1 / 24), "day": ("day", 1.0), "week": ("day", 7.0),
    "fortnight": ("day", 14.0), "month": ("month", 1.0), "quarter": ("month", 3.0), "year": ("month", 12.0),
    "decade": ("month", 120.0), "century": ("month", 1200.0),
}  # fmt: skip
_ADVERBIAL = {"hourly": "hour", "daily": "day", "weekly": "week", "fortnightly": "fortnight",
              "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year"}  # fmt: skip
_TIMES = re.compile(
    r"(?:(?P<named>once|twice|thrice)|(?P<count>\w+) times?) (?:an?|per|each|every) (?P<unit>[a-z]+)\.?",
    re.I,
)
_EVERY = re.compile(r"(?:once )?(?:every|each) (?:(?P<count>\w+) )?(?P<unit>[a-z]+?)s?\.?", re.I)


def _how_often(text: str) -> tuple[str, float] | None:
    """The period of what is repeated, in days or months: every three months are 3."""
    bare = text.strip().lower()
    if bare.rstrip(".") in _ADVERBIAL:
        return _PERIODS[_ADVERBIAL[bare.rstrip(".")]]
    found, per = _TIMES.fullmatch(bare), _EVERY.fullmatch(bare)
    either = found or per
    if either is None or either["unit"] not in _PERIODS:
        return None
    base, size = _PERIODS[either["unit"]]
    if found:
        named = {"once": 1, "twice": 2, "thrice": 3}.get(found["named"] or "")
        count = named or _whole(found["count"] or "")
        return (base, size / count) if count else None
    name = either["count"] or "one"
    count = 2 if name in ("other", "second") else _whole(name)
    return (base, size * count) if count else None


def _quoted(text: str) -> list[str]:
    """The words that a text speaks of: 'be' and 'have' are not one, empty though they are."""
    return re.findall(r"(?<!\w)['‘\"“]([^'’\"”]+)['’\"”](?!\w)", text.lower())


_NAME_WORDS = 3


def is_name_twin(one: str, other: str) -> bool:
    """Whether two names of several words differ in the endings of words alone: Sale of Goods Act 1979 and
    Sale of Good Act 1979. Nobody can mean the other."""
    left, right = one.split(), other.split()
    if len(left) != len(right) or sum(word[:1].isupper() for word in left) < _NAME_WORDS:
        return False
    differ = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return 1 <= len(differ) <= 2 and all(a[:1].isupper() and _are_inflections(a, b) for a, b in differ)


def _are_inflections(one: str, other: str) -> bool:
    short, long = sorted((one.lower(), other.lower()), key=len)
    return long in (short + "s", short + "es", short + "'s") or lemma(short) == lemma(long) != ""


_EITHER = re.compile(
    r"(?:either|both|each)(?: of (?:them|the two))?(?: (?:one|part(?:y|ies)|sides?|sex(?:es)?|spouses?"
    r"|parents?|countr(?:y|ies)|teams?|partners?))?\.?",
    re.IGNORECASE,
)
_BOTH = re.compile(r"both (?:the |an? )?\w+ and (?:the |an? )?\w+\.?", re.IGNORECASE)


def _is_both_sides(one: str, other: str) -> bool:
    """Either party, and both the landlord and the tenant."""
    return any(
        _EITHER.fullmatch(short.strip()) is not None and _BOTH.fullmatch(long.strip()) is not None
        for short, long in ((one, other), (other, one))
    )


_SPAN = re.compile(r"(\d+) ?(?:hours?|h|hrs?)(?:,| and)? (\d+) ?(?:minutes?|min)$", re.IGNORECASE)
_RATIO = re.compile(r"(\d+|[a-z]+) (?:in|out of|of every|in every) (\d+|[a-z]+)$", re.IGNORECASE)
_FRACTION = re.compile(
    rf"(?:(a|an|{'|'.join(_SPELT)})[ -])?({'|'.join(_PARTS)})s?(?: of (?:it|them))?$", re.IGNORECASE
)


def amount(text: str) -> Quantity | None:
    """A text that is a quantity, also "half a year", "two thirds", "1 in 3", "1 h 30 min", "1,50 euros"."""
    if (hour := _clock(text)) is not None:
        return Quantity(hour, "o'clock", 0, len(text))
    plain = re.sub(r"(?<=\d),(?=\d{1,2}\b(?!,))", ".", text.strip().rstrip("."))
    plain = re.sub(r" of (?:it|them)$", "", plain)
    plain = re.sub(
        r"^an? (?=(?:day|week|month|year|hour|minute|fortnight|decade|century)$)", "1 ", plain, flags=re.I
    )
    if span := _SPAN.fullmatch(plain):
        return Quantity(int(span[1]) * 60 + int(span[2]), "min", 0, len(text))
    if ratio := _RATIO.fullmatch(plain):
        one, whole = _whole(ratio[1]), _whole(ratio[2])
        return Quantity(one / whole, "", 0, len(text)) if one and whole and one <= whole else None
    if part := _FRACTION.fullmatch(plain):
        return Quantity((_whole(part[1] or "one") or 1) / _PARTS[part[2].lower()], "", 0, len(text))
    return lone_quantity(re.sub(r"^half an? ", "0.5 ", plain, flags=re.IGNORECASE))


_CLOCK = re.compile(
    r"(?:at |by |about )?(?:(?P<named>noon|midnight|midday)|(?P<hour>\d{1,2}|[a-z]+)(?:[:.](?P<minute>\d\d))?"
    r"(?: o['’]clock)? ?(?P<half>a\.?m\.?|p\.?m\.?|in the (?:morning|afternoon|evening)|at night))",
    re.IGNORECASE,
)


def _clock(text: str) -> float | None:
    """The hour of the day that a text names, from 0 to 24: 9 p.m. and nine in the evening are 21."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    if found["named"]:
        return 0.0 if found["named"].lower() == "midnight" else 12.0
    hour = _whole(found["hour"])
    if hour is None or hour > 12:
        return None
    late = not re.match(r"a|in the morning", found["half"].replace("at night", "p"), re.IGNORECASE)
    return hour % 12 + (12 if late else 0) + int(found["minute"] or 0) / 60


def _whole(text: str) -> int | None:
    low = text.lower()
    return 1 if low in ("a", "an") else int(low) if low.isdigit() else _SPELT.get(low)


def _worked_out(text: str) -> float | None:
    """The value of a text that is a sum: 2 × 2 × 2."""
    bare = text.strip().strip("`").replace("²", "**2").replace("³", "**3")
    return calculate(bare) if re.search(r"\d\s*(?:[-+*/×·÷^]|\*\*)\s*\d", bare) else None


_REGNAL = re.compile(
    r"(?<=[a-z] )(?:the )?(XX|X?(?:IX|IV|V?I{1,3}|V)|X|First|Second|Third|Fourth|Fifth|Sixth"
    r"|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth|Thirteenth|Fourteenth|Fifteenth|Sixteenth)\b"
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _number_of_name(found: re.Match[str]) -> str:
    """Louis XVI and Louis the Sixteenth: 16."""
    name = found[1]
    if name.lower() in ORDINALS:
        return str(ORDINALS.index(name.lower()))
    values = [_ROMAN[sign] for sign in name]
    less = sum(2 * one for one, two in pairwise(values) if one < two)
    return str(sum(values) - less)


_CENTURY = re.compile(r"\b(\d{1,2}|[a-z]+)(?:st|nd|rd|th)? century\b", re.IGNORECASE)


def _years_of_century(found: re.Match[str]) -> str:
    """The 18th century: the 1700s."""
    name = found[1].lower()
    spelt = ORDINALS.index(name) if name in ORDINALS else 0
    number = int(name) if name.isdigit() else spelt
    return f"{number - 1}00s" if number > 1 else found.group()


def _turned_of(text: str) -> list[str] | None:
    """The words of "A lack of vitamin C" in the order of "A vitamin C deficiency"; None: no such phrase."""
    parts = re.split(r"\s+of\s+", text.strip().rstrip("."))
    return [*core(parts[1]), *core(parts[0])] if len(parts) == 2 else None


_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent\b)")
_SHARES = {
    "three quarters": "0.75",
    "two thirds": "0.6667",
    "a third": "0.3333",
    "one third": "0.3333",
    "a quarter": "0.25",
    "one quarter": "0.25",
    "a half": "0.5",
    "one half": "0.5",
    "half": "0.5",
}


def _positive(word: str) -> str:
    """The base form; of a comparative the adjective: lighter is of light, not the thing that lights."""
    adjective = getAllLemmas(word).get("ADJ", ()) if word.endswith("er") else ()
    return adjective[0] if adjective else lemma(word)


_DIRECTION = re.compile(r"\b(right|left|up|down|north|south|east|west|back|in|out)wards?\b")


def core(text: str) -> list[str]:
    """The words that say something: base forms, one word for all that say the same, figures for numbers."""
    plain = plain_phrases(_REGNAL.sub(_number_of_name, _CENTURY.sub(_years_of_century, named(text))))
    plain = _DIRECTION.sub(r"\1", plain)
    plain = _PERCENT.sub(lambda found: f"{float(found[1]) / 100:.4g}", plain)
    for name, figure in (*_AS_NUMBER.items(), *_SHARES.items()):
        plain = re.sub(rf"\b{name}\b", figure, plain)
    said = [word for word in words(plain) if word not in _EMPTY]
    if len(said) > 1 and said[0] in _PLACED:
        said = said[1:]
    found = [str(_SPELT.get(word, plain_word(_positive(word)))) for word in said]
    if len(found) == 1 and found[0].endswith("ly") and kinds_of(found[0][:-2]):
        return [found[0][:-2]]
    return found


def _is_cut(one: str, other: str) -> bool:
    """Whether one text ends with "is" or "of" and the other does not: cut phrases, to be gone on with."""
    ends = {(words(text) or [""])[-1] for text in (one, other)}
    return len(ends) == 2 and bool(ends & {"is", "are", "was", "were", "of", "have", "has", "that", "which"})


def _compounds(text: str) -> list[str]:
    """Compounds and names in capitals, whole: SYN-ACK is not SYN and ACK."""
    return [word for word in re.findall(r"[\w-]+", text) if "-" in word and word.isupper()]


def _is_turned_round(one: list[str], other: list[str]) -> bool:
    """A larger than B, and B smaller than A; A north of B, and B south of A."""
    if len(one) != len(other) or sorted(one) == sorted(other):
        return False
    for at in range(1, len(one) - 1):
        left, relation, right = one[:at], one[at], one[at + 1 :]
        link = [right[0]] if right[0] == "than" else []
        turned = right[len(link) :], left
        if other == [*turned[0], other[len(turned[0])], *link, *turned[1]] and are_opposed(
            relation, other[len(turned[0])]
        ):
            return True
    return False


_PASSIVE = re.compile(r"(.+?) (?:is|are|was|were|has been|have been) (\w+) by (.+)")


def _is_passive(one: str, other: str) -> bool:
    """The crow was tricked by the fox: the fox tricked the crow."""
    found = _PASSIVE.fullmatch(one.strip().rstrip("."))
    if found is None or "VERB" not in kinds_of(found[2]):
        return False
    return core(other) == [*core(found[3]), *core(found[2]), *core(found[1])]


_AND = re.compile(r",\s*(?:and|or)?\s*|\s+(?:and|or|nor)\s+")


def _same_members(one: str, other: str) -> bool:
    """The same things joined by the same word, in another order: salt and pepper, pepper and salt."""
    joints = [{*re.findall(r"\b(?:and|or|but|then)\b", text.lower())} for text in (one, other)]
    negated = [
        bool(re.match(r"(?:it |they |he |she )?neither\b", text, re.IGNORECASE)) for text in (one, other)
    ]
    if re.search(r"\d", one + other) or any(joint & {"but", "then"} for joint in joints):
        return False
    if (joints[0] != joints[1] or not joints[0]) and not any(negated):
        return False
    if any(negated) and any(joint == {"or"} for joint in joints):
        return False
    members = [_members(text, none) for text, none in zip((one, other), negated, strict=True)]
    return len(members[0]) >= 2 and members[0] == members[1]


def _members(text: str, none: bool) -> frozenset[tuple[str, ...]]:
    bare = re.sub(r"\b(?:neither|both|either)\b", " ", text.lower()) if none else text.lower()
    found = []
    for part in _AND.split(bare.strip().rstrip(".")):
        said = core(part)
        found.append(tuple(["not", *said] if none and said else said))
    if {("yes",), ("no",)} & set(found):
        return frozenset()
    return frozenset(found) if all(found) and len(set(found)) == len(found) else frozenset()


def _is_short_for(one: str, other: str) -> bool:
    """WHO beside World Health Organization."""
    for short, long in ((one, other), (other, one)):
        name = short.strip().removeprefix("The ").removeprefix("the ")
        if re.fullmatch(r"[A-Z]{2,7}", name):
            said = words(long)
            bare = [word for word in said if word not in ("of", "the", "and", "for", "in", "on", "to")]
            if name.lower() in ("".join(w[0] for w in said), "".join(w[0] for w in bare)) and len(bare) > 1:
                return True
    return False
