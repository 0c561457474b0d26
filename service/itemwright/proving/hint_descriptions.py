"""Hints that tell the key in other words: by what the source says of it alone, by parts of its name, or as a
share ("one in four" for 25 per cent)."""

import math
import re
from collections.abc import Iterator, Sequence

from itemwright.domain.item import Item
from itemwright.grading.numbers import convert, read_quantities
from itemwright.proving.claim_features import share_of, word_weight
from itemwright.proving.key_option import key_option
from itemwright.proving.source_lists import parts_of
from itemwright.proving.word_roots import roots
from itemwright.text import plain, sentences, words

POINTED, DESCRIBED = 1.0, 1.8
"""Weight of the words, beyond stem and wrong options, that a hint shares with the sentence that names the
key: from the first where it asks to choose what has them, from the second where it states them."""
TOLD = 0.5
"""Share of its own words that a stating hint has from that sentence."""
RARE = 2.6
"""The same weight from which it does not matter what else the hint says."""
SETTLED = 0.55
"""Share of a hint's own words that the quotation has by which a statement is judged."""
SPELT = 0.6
"""Share of the letters of a key's word that two parts of it give away."""
_PART, _MANY = 4, 4
_BITS = 8
"""In a byte; grading keeps bytes and bits apart."""
_GUIDES = re.compile(
    r"^(?:think|consider|compare|recall|remember|ask|look at|imagine|picture|start|begin|work|count|follow"
    r"|read|write|first|sort|try|draw|check|deal|for each|mind|note|what|which|how|why|where|does|is)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:choose|pick|take|look for|search for|find|select|name|mark|tick|wanted is|it is|you want|you need)"
    r"\b.{0,30}?\b(?:that|which|whose|where|who|with|into which|in which)\b",
    re.IGNORECASE,
)
_COUNT = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "twenty": 20, "hundred": 100,
}  # fmt: skip
_ORDINAL = {
    "half": 2, "halves": 2, "second": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_N = rf"(?:\d+|{'|'.join(_COUNT)})"
_OF_MANY = re.compile(
    rf"\b(?P<part>{_N})(?: [a-z]+)? (?:in|out of)(?: every| each| the)? (?P<whole>{_N})\b", re.IGNORECASE
)
_OUT_OF = re.compile(
    rf"\bout of (?:every |each )?(?P<whole>{_N})\b[^.;]{{0,40}}?\b(?P<part>{_N})\b", re.IGNORECASE
)
_FRACTION = re.compile(
    rf"\b(?P<part>an?|{_N})[ -](?P<whole>{'|'.join(_ORDINAL)})s?\b(?! (?:step|one of|question|row|line))",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\bevery (?P<whole>{'|'.join(_ORDINAL)})\b", re.IGNORECASE)


def described(item: Item, raw: str, texts: Sequence[str]) -> str:
    """How the hint tells the key in other words; "" when it does not. `texts`: the sources."""
    hint = plain(raw)
    if hint.rstrip(" \"'”’)").endswith("?"):
        return ""
    return (
        _share(item, hint)
        or _converted(item, hint)
        or _spelt(item, hint)
        or _settles(item, hint)
        or _describes(item, hint, texts)
    )


def _share(item: Item, hint: str) -> str:
    """The number that is asked for, as one in so many."""
    wanted = list(_shares(item))
    if not wanted:
        return ""
    given = {said for said, _ in _read_shares(item.stem)}
    for said, value in _read_shares(hint):
        if said not in given and any(math.isclose(value, share, rel_tol=1e-6) for share in wanted):
            return f"says the share that is asked for ({said!r})"
    return ""


def _read_shares(text: str) -> Iterator[tuple[str, float]]:
    """Each share that a text tells, as it stands there and as a number."""
    for pattern in (_OF_MANY, _OUT_OF, _FRACTION, _EVERY):
        for found in pattern.finditer(text):
            part, whole = _count(found.groupdict().get("part") or "one"), _count(found["whole"])
            if whole > part > 0:
                yield found.group(), part / whole


def _converted(item: Item, hint: str) -> str:
    """The quantity that is asked for, in another unit."""
    gaps = getattr(item, "blanks", None) or ()
    texts = [*_names(item), *(text for gap in gaps for text in gap.accepts)]
    given = {quantity.value for quantity in read_quantities(item.stem)}
    told = [each for each in read_quantities(hint) if each.unit and each.value not in given]
    for key in read_quantities("; ".join(texts).replace("-", " ")):
        for each in told if key.unit else ():
            values = convert(each, key.unit) if each.unit != key.unit else []
            if (each.unit, key.unit) == ("byte", "bit"):
                values = [each.value * _BITS]
            if any(math.isclose(value, key.value, rel_tol=1e-6) for value in values):
                return f"says the key in another unit ({hint[slice(*each.span)]!r})"
    return ""


def _count(text: str) -> int:
    text = text.lower()
    return int(text) if text.isdigit() else _COUNT.get(text, _ORDINAL.get(text, 1))


def _shares(item: Item) -> Iterator[float]:
    """The keyed numbers that are shares of a whole, 0..1."""
    if item.type == "numeric":
        percent = item.key.unit.strip() in ("%", "percent", "per cent")
        yield item.key.value / 100 if percent else item.key.value
    asked = re.search(r"%|\bper ?cent\b|\bshare\b", item.stem, re.IGNORECASE) is not None
    for cell in getattr(item, "cells", None) or ():
        for quantity in read_quantities(cell.accepts[0]):
            yield quantity.value / 100 if asked and quantity.value > 1 else quantity.value


def _spelt(item: Item, hint: str) -> str:
    """Two parts of one word of the key."""
    stem = set(words(item.stem))
    told = [word for word in dict.fromkeys(words(hint)) if len(word) >= _PART and word not in stem]
    for target in {word for text in _names(item) for word in words(text) if len(word) >= 2 * _PART}:
        if target in stem:
            continue
        parts: set[str] = set()
        for word in told:
            lengths = range(min(len(word), len(target) - 1), _PART - 1, -1)
            part = next((word[:n] for n in lengths if word[:n] in target), "")
            if part and not any(part in other or other in part for other in parts):
                parts.add(part)
        if len(parts) >= 2 and sum(map(len, parts)) >= SPELT * len(target):
            return f"gives the parts of the key's name ({', '.join(sorted(parts))})"
    return ""


def _names(item: Item) -> Iterator[str]:
    """The texts that a key may be named by."""
    if (option := key_option(item)) is not None and item.type != "true_false":
        yield option.text
    yield from getattr(item, "accepts", None) or ()


def _settles(item: Item, hint: str) -> str:
    """For a statement to be judged: what the quotation says that settles it."""
    if item.type != "true_false" or _GUIDES.match(hint):
        return ""
    asked = frozenset(roots(plain(item.stem)))
    own = [word for word in dict.fromkeys(roots(hint)) if word not in asked]
    argued = frozenset(roots(plain(f"{item.explanation} {item.takeaway}")))
    for citation in item.citations:
        said = frozenset(roots(plain(citation.quote)))
        told = [word for word in own if word in said]
        if len(told) >= _MANY and share_of(own, said | argued) >= SETTLED:
            return f"says what settles the statement ({', '.join(told)})"
    return ""


def _describes(item: Item, hint: str, texts: Sequence[str]) -> str:
    """What one sentence says of the key and of no wrong option."""
    options = getattr(item, "options", None)
    if not options or item.type == "true_false" or _GUIDES.match(hint):
        return ""
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    stem = frozenset(roots(plain(item.stem)))
    right = [frozenset(roots(plain(o.text))) - stem for o in options if o.id in keyed]
    wrong = [frozenset(roots(plain(o.text))) - stem for o in options if o.id not in keyed]
    elsewhere = frozenset().union(*wrong) | {
        word for o in options if o.id not in keyed for word in roots(plain(o.rationale))
    }
    known = stem.union(elsewhere, *right)  # the key's own words are looked for elsewhere
    own = [word for word in dict.fromkeys(roots(hint)) if word not in known]
    points = _POINTS.search(hint) is not None
    for said in _sentences(item, texts):
        if not all(each and each <= said for each in right) or any(each and each <= said for each in wrong):
            continue
        told = [word for word in own if word in said and len(word) > 2]
        heard = sum(map(word_weight, told))
        stated = heard >= DESCRIBED and (share_of(own, said) >= TOLD or heard >= RARE)
        if len(told) >= 2 and (heard >= POINTED if points else stated):
            return f"says what is told of the key alone ({', '.join(told)})"
    return ""


def _sentences(item: Item, texts: Sequence[str]) -> Iterator[frozenset[str]]:
    """What the item and its sources say, sentence by sentence, and clause by clause where they name many."""
    told = [item.explanation, *(citation.quote for citation in item.citations)]
    spans = [plain(span.text) for text in told for span in sentences(text)]
    spans += [part.text for text in texts for part in parts_of(text)]
    for span in spans:
        for piece in dict.fromkeys((span, *re.split(r"[;,]\s(?:and |but )?", span))):
            yield frozenset(roots(piece))
