"""Is there one key: no two options, sides, steps or entries that say the same, in words or in numbers, and no
option that holds whenever the key does, as PEFT beside LoRA."""

import re
from collections.abc import Sequence

from itemwright.domain.card import Card
from itemwright.domain.item import Item, Matching
from itemwright.grading.numbers import UNITS, Quantity, read_quantities
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import shown_code
from itemwright.proving.key_option import key_option
from itemwright.proving.value_range import value_in_range
from itemwright.text import NEGATIONS, lemma, normal_form, words
from itemwright.writing.library import Library

_CODE_TYPES = frozenset({"code_cloze", "output_prediction", "debug"})
_CODE = re.compile(r"[`=<>{}\[\]_^\\]|\w\(|[+*/]")
_EMPTY = frozenset({"a", "an", "the"})
"""Words without which a phrase says the same. All others may turn it: before, may, only, from, less ..."""
_BESIDE = frozenset({"it", "they", "its", "their", "each", "every", "of", "that", "which", "this"})
_ONCE = {"once": "one", "twice": "two", "thrice": "three", "single": "one"}
_FEWEST = 3
"""Words that two sides share at least of which one is the other with a word more."""
_EQUAL = 1e-9
_SAME_WITHOUT = frozenset(
    (verb, "down") for verb in ("slow", "break", "cool", "calm", "lie", "narrow", "quiet", "melt")
) | {
    *(
        (verb, "up")
        for verb in ("heat", "warm", "use", "eat", "fill", "finish", "end", "add", "join", "dry", "rise")
    ),
    *((verb, "out") for verb in ("spread", "even", "stretch", "dry", "cancel", "start")),
    *((verb, "off") for verb in ("cool", "finish", "fall")),
}
"""Verbs that say the same without the word after them."""


def check_key_unique(item: Item, library: Library | None = None) -> Finding:
    """fail: two of the choices are as good as equal, or a card says that one is a kind of the other, so that
    a right answer could be marked wrong."""
    exact = item.type in _CODE_TYPES or item.code is not None or bool(shown_code(item)[0])
    for name, texts in _choices(item):
        for i, one in enumerate(texts):
            for other in texts[i + 1 :]:
                if same_meaning(one, other, exact):
                    return "fail", f"two {name} say the same: {one!r} and {other!r}"
    if item.type == "matching" and (repeated := _repeated_side(item)):
        return repeated
    if found := value_in_range(item):
        return "fail", found
    if library is not None and (found := _kind_of(item, library)):
        return "fail", found
    return "pass", "no two choices say the same"


def same_meaning(one: str, other: str, exact: bool = False) -> bool:
    """Whether two texts are equal up to case, spacing, inflection and articles, or are one quantity; `exact`:
    as code. Numbers are one quantity only when they are equal: 0.5 and 50 %, not 0.30 and 0.31."""
    if exact or _CODE.search(one) or _CODE.search(other):
        bare = [" ".join(text.replace("`", "").split()) for text in (one, other)]
        return bare[0] == bare[1] or (not exact and _same_quantity(one, other))
    if _same_quantity(one, other):
        return True
    if re.search(r"\d", one + other):
        # Beside a number a letter's case is a matter of units: 5 mW is not 5 MW.
        return _shown(one) == _shown(other)
    if normal_form(one) == normal_form(other):
        return True
    left = _core(one)
    return bool(left) and left == _core(other)


def _repeated_side(item: Matching) -> Finding | None:
    """A right side that is left over and says what a used one says, or that with one word more."""
    used = [side for side in item.pairs.right if side.id in item.key.values()]
    for left in item.pairs.right:
        for side in used if left.id not in item.key.values() else ():
            one, other = _told(left.text), _told(side.text)
            if min(len(one), len(other)) < _FEWEST or not (one <= other or other <= one):
                continue
            if one == other:
                return "fail", f"two right sides say the same: {left.text!r} and {side.text!r}"
            if len(one ^ other) == 1 and not (one ^ other) & NEGATIONS:
                return "unsure", f"{left.text!r} is left over and may be {side.text!r} with a word more"
    return None


def _told(text: str) -> frozenset[str]:
    """The words of a text in their base forms, without those that only point or count single things."""
    told = (_ONCE.get(word, word) for word in map(lemma, words(text)))
    return frozenset(word for word in told if word not in _EMPTY | _BESIDE)


def _core(text: str) -> list[str]:
    """The words that say something, in their order and base forms; of "slow down" the verb alone."""
    told = [lemma(word) for word in words(text) if word not in _EMPTY]
    return [
        word for place, word in enumerate(told) if not (place and (told[place - 1], word) in _SAME_WITHOUT)
    ]


def _shown(text: str) -> list[str]:
    """The words that say something, as they are written."""
    shown = re.findall(r"[^\s,;:!?()\"'“”]+", text.rstrip(" ."))
    return [word for word in shown if word.lower() not in _EMPTY]


def _same_quantity(one: str, other: str) -> bool:
    """Whether both texts are a number with or without a unit, and the same one."""
    left, right = _only_quantity(one), _only_quantity(other)
    if left is None or right is None:
        return False
    (value, rest), (second, second_rest) = left, right
    close = abs(value.value - second.value) <= _EQUAL * max(abs(value.value), abs(second.value))
    if rest != second_rest:
        return False
    if value.unit == second.unit:
        return close
    if not value.unit or not second.unit:
        # "50 %" is 0.5 and never 50; a bare number beside a number with a unit says less than that.
        share = value if value.unit else second
        bare = second if value.unit else value
        return UNITS[share.unit][0] == "share" and abs(share.value / 100 - bare.value) <= _EQUAL * abs(
            bare.value
        )
    (dimension, factor), (other_dimension, other_factor) = UNITS[value.unit], UNITS[second.unit]
    scaled = value.value * factor, second.value * other_factor
    return dimension == other_dimension and abs(scaled[0] - scaled[1]) <= _EQUAL * max(map(abs, scaled))


def _only_quantity(text: str) -> tuple[Quantity, str] | None:
    """The quantity that a text consists of, and the unknown unit after it; None when it says more."""
    found = read_quantities(text)
    if len(found) != 1:
        return None
    start, end = found[0].span
    before, after = text[:start].strip(), text[end:].strip(" .")
    if before not in ("", "$", "€", "£") or not re.fullmatch(r"[^\W\d_]{0,6}(?:/[^\W\d_]{1,6})?[²³]?", after):
        return None
    return found[0], before + after


def _kind_of(item: Item, library: Library) -> str:
    """An option that names a kind of the key, or what the key is a kind of, unless the stem is about them."""
    key = key_option(item)
    if key is None or item.type == "true_false":
        return ""
    named = _named(key.text, library)
    if named is None:
        return ""
    stem = f" {normal_form(item.stem)} "
    for option in item.options or ():  # type: ignore[union-attr]
        other = _named(option.text, library)
        if other is None or option.id == key.id or other.concept not in library.relatives(named):
            continue
        if not any(f" {normal_form(card.term)} " in stem for card in (named, other)):
            return f"{option.text!r} and the key {key.text!r} are kinds of one another by the cards"
    return ""


def _named(text: str, library: Library) -> Card | None:
    """The card whose term, acronym or alias the text is."""
    form = normal_form(text)
    for card in library.reviewed.values():
        if form in {
            normal_form(name) for name in (card.term, card.acronym, card.expansion, *card.aliases) if name
        }:
            return card
    return None


def _choices(item: Item) -> list[tuple[str, Sequence[str]]]:
    if item.type == "true_false":
        return []
    if item.type == "matching":
        return [
            ("left sides", [s.text for s in item.pairs.left]),
            ("right sides", [s.text for s in item.pairs.right]),
        ]
    if item.type == "ordering":
        return [("steps", [step.text for step in item.steps])]
    if item.type == "table":
        return [("entries of the pool", item.pool or ())]
    options = getattr(item, "options", None)
    if options:
        return [("options", [option.text for option in options])]
    return [("entries of a pool", blank.pool or ()) for blank in getattr(item, "blanks", None) or ()]
