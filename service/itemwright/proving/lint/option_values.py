"""What options are worth: two that say the same, and numbers that stand in no order."""

import itertools
import re
from collections.abc import Iterator

from itemwright.domain.item import Option
from itemwright.proving.key_unique import same_meaning
from itemwright.proving.lint.examples import choice
from itemwright.proving.lint.option_sets import speaks_of_others
from itemwright.proving.lint.phrases import kinds_of, word_set
from itemwright.proving.lint.quantities import Quantity, as_range, equal_quantities, lone_quantity
from itemwright.proving.lint.reading import CODE_TYPES, Reading
from itemwright.proving.lint.rule import HR, Fix, Hit, Rule
from itemwright.text import lemma, words


def _equal(reading: Reading) -> Iterator[Hit]:
    if not reading.chooses:
        return
    exact = reading.kind in CODE_TYPES
    seen: set[str] = set()
    for one, other in itertools.combinations(reading.options, 2):
        same = (
            not _is_cut(one.text, other.text)
            and same_meaning(one.text, other.text, exact)
            and _compounds(one.text) == _compounds(other.text)
        )
        if not same and not exact:
            left, right = amount(one.text), amount(other.text)
            same = bool(left and right and equal_quantities(left, right)) or (
                not _is_cut(one.text, other.text) and _same_core(one.text, other.text)
            )
        if same:
            for option in (one, other):
                if option.id not in seen:
                    seen.add(option.id)
                    yield Hit(reading.field_of(option), None, f"{one.text!r} and {other.text!r} say the same")


_EMPTY = word_set(
    """
    a an the it they he she its their his her own have has had having of is are was were be been being
    that which there also one does do get gets
    """
)


_AS_NUMBER = {
    "once": "1 times",
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
_PLACED = frozenset({"on", "to", "at", "in"})


def _core(text: str) -> list[str]:
    """The words that say something: base forms, figures for numbers, adverbs as their adjectives."""
    plain = text.lower()
    for name, figure in _AS_NUMBER.items():
        plain = re.sub(rf"\b{name}\b", figure, plain)
    said = [word for word in words(plain) if word not in _EMPTY]
    if len(said) > 1 and said[0] in _PLACED:
        said = said[1:]
    found = [str(_SPELT.get(word, lemma(word))) for word in said]
    if len(found) == 1 and found[0].endswith("ly") and kinds_of(found[0][:-2]):
        return [found[0][:-2]]
    return found


def _is_cut(one: str, other: str) -> bool:
    """Whether one text ends with "is" or "of" and the other does not: cut phrases, to be gone on with."""
    ends = {(words(text) or [""])[-1] for text in (one, other)}
    return len(ends) == 2 and bool(ends & {"is", "are", "was", "were", "of", "have", "has", "that", "which"})


def _same_core(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but words that say nothing: "They own ribosomes of their own"."""
    cores = [_core(one), _core(other)]
    return cores[0] == cores[1] != [] and not re.search(r"[`=<>{}\[\]_^\\]", one + other)


def _compounds(text: str) -> list[str]:
    """Compounds and names in capitals, whole: SYN-ACK is not SYN and ACK."""
    return [word for word in re.findall(r"[\w-]+", text) if "-" in word and word.isupper()]


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
_DATE = re.compile(
    rf"(?:(?:in|on) )?(?:(\d{{1,2}})(?:st|nd|rd|th)? )?((?:{'|'.join(_MONTHS)})[a-z]*)\.?,?(?: (\d{{3,4}}))?"
    r"(?: (\d{1,2})(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)


def is_date(text: str) -> bool:
    """Whether a text is a month, with or without day and year."""
    return _DATE.fullmatch(text.strip().rstrip(".")) is not None


_ORDINALS = [
    "ground",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_ORDINAL = re.compile(
    rf"^(?:the |in the |on the |at the )?({'|'.join(_ORDINALS)})((?: \w+)?)$", re.IGNORECASE
)


def amount(text: str) -> Quantity | None:
    """A text that is a quantity, also "half a year", and "1,50 euros" with a decimal comma."""
    plain = re.sub(r"(?<=\d),(?=\d{1,2}\b(?!,))", ".", text)
    return lone_quantity(re.sub(r"^half an? ", "0.5 ", plain.strip(), flags=re.IGNORECASE))


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
        return f"ordinal {ordinal[2].lower()}", float(_ORDINALS.index(ordinal[1].lower()))
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
