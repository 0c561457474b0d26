"""What options are worth: two that say the same, and numbers that stand in no order."""

import itertools
import re
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.numerals import ORDINALS
from itemwright.proving.key_unique import same_meaning
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.quantities import Quantity, as_range, lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Fix, Hit, Rule
from itemwright.proving.lint.same_claims import is_name_twin, say_the_same
from itemwright.proving.lint.same_code import same_condition
from itemwright.proving.lint.two_names import names_one_thing

_SEQUENCE = re.compile(
    r"\b(?:order|orders|sequence|respectively|first|then|before|after|tense|mean|means|translate"
    r"|translation|spel\w+|sentence|form)\b",
    re.IGNORECASE,
)
"""Where these stand in a stem, the place or form of a word may be what is asked."""


_ABOUT_FORM = re.compile(
    r"\b(?:plural|singular|adverb|adjective|participle|comparative|superlative|conjugat\w+|suffix|prefix"
    r"|passive|active voice|(?:past|present|future|verb|which|what) tenses?|(?:which|what|this|these"
    r"|following) sentences?|perfect|auxiliary|clause|conditional|gerund|infinitive|pronoun|preposition"
    r"|conjunction|punctuat\w+|reported speech|direct speech|word order|comma"
    r"|spel[lt]\w*|grammatical\w*|case ending)\b",
    re.IGNORECASE,
)
"""Where the form of a word is asked, forms of one word are different options."""


def _equal(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses:
        return
    exact = reading.kind in CODE_TYPES
    about_form = _ABOUT_FORM.search(reading.stem) is not None
    ordered = bool(_SEQUENCE.search(reading.stem))
    seen: set[str] = set()
    for one, other in itertools.combinations(reading.options, 2):
        if is_name_twin(one.text, other.text):
            continue  # a trap, and told as one
        if same_meaning(one.text, other.text, True) or (
            not exact
            and not about_form
            and (
                say_the_same(_whole(one.text, reading), _whole(other.text, reading), ordered)
                or _same_date(one.text, other.text)
                or _told_to_be_one(one.text, other.text, reading)
                or names_one_thing(one.text, other.text)
                or same_condition(one.text, other.text)
            )
        ):
            for option in (one, other):
                if option.id not in seen:
                    seen.add(option.id)
                    yield Hit(reading.field_of(option), None, f"{one.text!r} and {other.text!r} say the same")


_LONE_ORDINAL = re.compile(rf"(?:in )?(?:the )?(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\.?", re.I)


def _whole(text: str, reading: Reading) -> str:
    """An option with the noun that the stem has for all of them: in the sixteenth (century)."""
    if _LONE_ORDINAL.fullmatch(text.strip()) and re.search(r"\bwhich century\b", reading.stem, re.IGNORECASE):
        return f"{text.strip().rstrip('.')} century"
    return text


def _same_date(one: str, other: str) -> bool:
    """4 July 1776 and July 4, 1776."""
    found = [_DATE.fullmatch(text.strip().rstrip(".")) for text in (one, other)]
    if found[0] is None or found[1] is None:
        return False
    dates = [(each[1] or each[4], each[2][:3].lower(), each[3]) for each in found if each]
    return dates[0] == dates[1]


_ALSO = (
    r"(?:[\s,;(–—-]+(?:(?:is|was|are|were|which is|who is|that is|being) )?"
    r"(?:(?:also|otherwise|formerly|sometimes|commonly|better|often|now|then|simply)[ ,]+)*"
    r"(?:called|known as|named|termed|short for|an? synonym (?:of|for)|synonymous with"
    r"|the same (?:thing )?as|another (?:name|word|term) for|equivalent to|identical (?:to|with)|alias"
    r"|i\.e\.,?|aka)[\s,]+|, or |\s+\((?:or )?)(?:the |an? )?"
)


def _told_to_be_one(one: str, other: str, reading: Reading) -> bool:
    """Whether the explanation or a rationale says that the two are names of one thing: X, also called Y."""
    names = [re.sub(r"^(?:the|an?) ", "", text.strip().rstrip("."), flags=re.I) for text in (one, other)]
    if any(len(name) < 3 or re.fullmatch(r"[\d\W]+|it|they", name) for name in names):
        return False
    told = [reading.item.explanation, *(option.rationale for option in reading.options)]
    patterns = [rf"\b{re.escape(a)}{_ALSO}{re.escape(b)}\b" for a, b in (names, reversed(names))]
    patterns += [
        rf"\b{re.escape(a)} and (?:the |an? )?{re.escape(b)} (?:are (?:both )?(?:the same|synonyms"
        rf"|equal|equivalent"
        rf"|identical|one and the same|names (?:of|for) (?:the same|one)|interchangeable)"
        rf"|mean the same|do the same)\b"
        for a, b in (names, reversed(names))
    ]
    patterns += [
        rf"\b{re.escape(a)} (?:is|are) (?:just |simply |nothing but )?the {re.escape(b)}(?=[.,;)]|$)"
        for a, b in (names, reversed(names))
    ]
    return any(re.search(pattern, text, re.IGNORECASE) for text in told for pattern in patterns)


def _ordered(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses or len(reading.options) < 3:
        return
    found = [_place(option) for option in reading.options if not speaks_of_others(option.text)]
    if len(found) < 3 or any(place is None for place in found):
        return
    places = [place for place in found if place is not None]
    if len({dimension for dimension, _ in places}) > 1:
        return
    values = [value for _, value in places]
    if len(set(values)) < 3 or values in (sorted(values), sorted(values, reverse=True)):
        return
    by_value = sorted(
        (option for option in reading.options), key=lambda o: (_place(o) or ("", float("inf")))[1]
    )
    fix = Fix(field="options", order=tuple(option.id for option in by_value))
    yield Hit("options", None, "the numbers stand in no order; sort them", fix)


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"(?:(?:in|on) )?(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({_MONTH})\.?,?(?: (\d{{3,4}}))?"
    r"(?: (\d{1,2})(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether a text is a month, with or without day and year."""
    return _DATE.fullmatch(text.strip().rstrip(".")) is not None


_STOREYS = ("ground", *ORDINALS[1:13])
_ORDINAL = re.compile(rf"^(?:the |in the |on the |at the )?({'|'.join(_STOREYS)})((?: \w+)?)$", re.IGNORECASE)


def _place(option: Option) -> tuple[str, float] | None:
    """Dimension and value to sort by, for an option that is a number or a range."""
    found: Quantity | None = lone_quantity(option.text)
    if found:
        return found.base
    if dated := _DATE.fullmatch(option.text.strip().rstrip(".")):
        month = _MONTHS.index(dated[2][:3].lower())
        return "date", int(dated[3] or 0) * 372 + month * 31 + int(dated[1] or dated[4] or 0)
    if numbered := re.fullmatch(
        r"(?:(?:in|on) )?(?:the )?(\d+)(?:st|nd|rd|th)((?: \w+)?)", option.text.strip(), re.I
    ):
        return f"ordinal {numbered[2].lower()}", float(numbered[1])
    if ordinal := _ORDINAL.match(option.text.strip()):
        return f"ordinal {ordinal[2].lower()}", float(_STOREYS.index(ordinal[1].lower()))
    reach = as_range(option.text)
    if reach is None:
        return None
    low, high = reach.low, reach.high
    return (Quantity(1, reach.unit, 0, 0).base[0], low if low != float("-inf") else high - 1e-9)


RULES = (
    Rule(
        "equal_options",
        "error",
        "No two options say the same.",
        "Options that are equal are both wrong, or the item has two keys.",
        HR,
        choice("How far is a lap of the track?", "200 m", "*400 m", "0.4 km", "800 m"),
        choice("How far is a lap of the track?", "200 m", "*400 m", "600 m", "800 m"),
        _equal,
    ),
    Rule(
        "options_not_ordered",
        "note",
        "Options that are numbers stand in their order.",
        "Order spares searching, and keeps the key's place from being a choice.",
        HR,
        choice("How many strings has a cello?", "6", "*4", "12", "5"),
        choice("How many strings has a cello?", "*4", "5", "6", "12"),
        _ordered,
    ),
)
