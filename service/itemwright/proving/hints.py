"""Do the hints keep the key: not said in other words, nor spelt out, nor left when the rest is ruled out."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import wordfreq

from itemwright.domain.item import Item, Option
from itemwright.grading.numbers import read_quantities
from itemwright.proving.checked import Finding
from itemwright.proving.hint_descriptions import described
from itemwright.text import NEGATIONS, content_words, plain, words
from itemwright.writing.hint_leak import telling_hints

TOLD = 0.65
"""Share of the words that a key has for itself from which a hint says it; of so many at least two."""
RESTATED = 0.6
"""Share of the quotation's words, beyond the stem's, from which a hint repeats what proves the key."""
RULED_OUT = 2 / 3
"""Share of the wrong options from which ruling out is telling."""
RARE = 4.3
"""Zipf frequency below which one word alone tells a key."""

_SPELT = re.compile(
    r"\bletters? of the (?:alphabet|word)\b|\b(?:rhymes?|alliterates) with\b|\banagram\b|\bspelt\b|"
    r"\bspelled\b|\bread backwards\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(
    r"\b(?:starts?|begins?|ends?|opens?) with (?:an? |the )?(?:capital )?(?:letters? )?"
    r"[\"“'‘`]?[A-Za-z][\"”'’`]?(?=[\s.,;]|$)|\b(?:first|last|initial) letters?\b",
    re.IGNORECASE,
)
_NAMED_PLACE = re.compile(
    r"\b(?:option|answer|choice|alternative) (?:\(?[a-f1-6]\)?(?=[\s.,;:!?)]|$)|number \w+)"
    r"|\bthe (?:first|second|third|fourth|fifth|last|longest|shortest|middle) "
    r"(?:option|answer|choice|alternative|statement)\b"
    r"|\bthe (?:right|correct) (?:option|answer|choice|one) (?:is|has|must be|begins|says)\b"
    r"|(?<!of )\bthe (?:key|answer|solution) is\b",
    re.IGNORECASE,
)
_VALUES = frozenset({"True", "False", "None", "Yes", "No", "NULL", "null", "true", "false"})
_NUMBER = r"(?:one|two|three|four|five|\d)"
_COUNTED = re.compile(
    rf"\b(?:only|just|exactly|all but|precisely) {_NUMBER}\b(?: \w+){{0,4}}?"
    r" (?:right|true|correct|wrong|false|belong|holds?|apply|fits?|qualify|count|remain)\b"
    rf"|\b{_NUMBER} (?:of (?:the|these|them)(?: \w+){{0,2}}|options?|statements?|answers?)"
    r" (?:is|are|do not|does not|don't|hold|belong|fit|apply)"
    r"(?: \w+){0,2}? ?(?:right|true|correct|wrong|false|belong|hold|apply|fit|here)\b",
    re.IGNORECASE,
)
_TRUTH = re.compile(
    r"\b(?:statement|claim|sentence|assertion|it|this|that|answer)"
    r" (?:is|would be|must be|cannot be|can't be|is not|isn't)"
    r" (?:plainly |clearly |simply |therefore |thus |really |in fact |quite |entirely )?"
    r"(?:true|false|right|wrong|correct|incorrect)\b",
    re.IGNORECASE,
)


_OF_THE_KEY = re.compile(r"\b(?:answer|key|option|choice|term|word|name|it|its)\b[^.]{0,20}$", re.IGNORECASE)


def check_hints(item: Item, texts: Sequence[str] = ()) -> Finding:
    """fail: a hint tells the key, or all of it but a choice between two; unsure: it has words of the answer,
    which hints that only point at it have nearly as often. `texts`: the sources."""
    telling = [hint for hint in telling_hints(item, item.hints) if not _is_mere_word(item, hint)]
    if telling:
        return "fail", f"a hint tells the key: {telling[0]!r}"
    for hint in item.hints:
        # What a hint quotes of the item itself is told already.
        bare = re.sub(r"“[^”]*”", "“”", hint)
        if reason := _tells(item, bare) or described(item, bare, texts):
            return "fail", f"a hint {reason}: {hint!r}"
    for hint in item.hints:
        if reason := _suggests(item, re.sub(r"“[^”]*”", "“”", hint)):
            return "unsure", f"a hint {reason}: {hint!r}"
    return "pass", "no hint tells the key"


def _suggests(item: Item, raw: str) -> str:
    hint = plain(raw)
    if getattr(item, "options", None) and (found := _INITIAL.search(hint)):
        return f"may give the key's letters ({found.group()!r})"
    if item.type == "true_false":
        return "" if _TRUTH.search(hint) else _restates(item, hint)
    if getattr(item, "rubric", None) and (restated := _restates(item, hint)):
        return restated
    return _says(item, hint)


def _tells(item: Item, raw: str) -> str:
    hint = plain(raw)
    if found := _SPELT.search(hint):
        return f"spells the key out ({found.group()!r})"
    found = _INITIAL.search(hint) if getattr(item, "options", None) else None
    if found and _OF_THE_KEY.search(hint[: found.start()]):
        return f"gives the key's letters ({found.group()!r})"
    if found := _NAMED_PLACE.search(hint):
        return f"points at an answer by its place ({found.group()!r})"
    if item.type == "multiple_response" and (found := _COUNTED.search(hint)):
        return f"tells how many options are right ({found.group()!r})"
    if item.type == "true_false":
        found = _TRUTH.search(hint)
        return f"judges the statement ({found.group()!r})" if found else ""
    return (
        _shows(item, raw)
        or _differs(item, hint)
        or _rules_out(item, hint)
        or _pairs(item, hint)
        or _order(item, hint)
    )


def _is_mere_word(item: Item, hint: str) -> bool:
    """Whether the key is a value such as True or None, which the hint has as a word of English alone."""
    texts = [secret for secret, _ in _secrets(item)]
    return any(text.strip("`") in _VALUES and text.strip("`") not in hint for text in texts)


def _is_asked(hint: str) -> bool:
    return hint.rstrip(" \"'”’)").endswith("?")


def _own(text: str, *others: str) -> list[str]:
    """The content words of `text` that no other text has, each once."""
    known = {word for other in others for word in content_words(other)}
    return [word for word in dict.fromkeys(content_words(text)) if word not in known and not word.isdigit()]


@lru_cache(maxsize=65_536)
def _is_rare(word: str) -> bool:
    return wordfreq.zipf_frequency(word, "en", wordlist="small") < RARE


def _shows(item: Item, raw: str) -> str:
    """As code, where a filling or a line of code is asked for and no other one is shown."""
    if item.code is None:
        return ""
    spans = re.findall(r"`([^`]+)`", raw)

    def has(text: str) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(text.strip('`'))}(?!\w)", span) for span in spans)

    for secret, rivals in _secrets(item):
        if len(secret) > 1 and has(secret) and not any(has(rival) for rival in rivals):
            return f"shows the code that is asked for ({secret!r})"
    return ""


def _says(item: Item, hint: str) -> str:
    """By the words that the key has for itself: beside stem and wrong options."""
    needed = TOLD if not _is_asked(hint) else 0.9
    for own, told in _told_of_key(item, hint):
        half = [word for word in told if _is_rare(word) and word not in item.stem.lower()]
        if half and 2 <= len(own) <= 3 and not _is_asked(hint):
            return f"says what is asked for ({', '.join(half)})"
        if len(own) >= 2 and len(told) >= 2 and len(told) >= needed * len(own):
            return f"says what is asked for ({', '.join(told)})"
    return ""


def _told_of_key(item: Item, hint: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words that an answer has for itself, and those of them that the hint has; answers beside which the
    hint names another as well are left out."""
    said = set(content_words(hint))
    for secret, rivals in _secrets(item):
        if not any(_covers(said, rival, item.stem, secret) for rival in rivals):
            own = _own(secret, item.stem, item.code or "", *rivals)
            yield own, [word for word in own if word in said]


def _differs(item: Item, hint: str) -> str:
    """By the one word, or the number, that the key has for itself."""
    for own, told in _told_of_key(item, hint):
        if len(own) == 1 and told and _is_rare(own[0]) and not _is_asked(hint):
            return f"says the one word by which the key differs ({own[0]!r})"
    if item.type == "numeric":
        given = {quantity.value for quantity in read_quantities(item.stem)}
        values = {quantity.value for quantity in read_quantities(hint)} - given
        if item.key.value in values and abs(item.key.value) > 2:
            return "says the number that is asked for"
    return ""


def _covers(said: set[str], rival: str, stem: str, key: str) -> bool:
    own = _own(rival, stem, key)
    return bool(own) and len([word for word in own if word in said]) >= 0.5 * len(own)


def _secrets(item: Item) -> Iterator[tuple[str, list[str]]]:
    """What no hint may say, each with the wrong answers beside it."""
    options: Sequence[Option] = getattr(item, "options", None) or ()
    if options:
        keyed = [item.key] if isinstance(item.key, str) else list(item.key)
        wrong = [option.text for option in options if option.id not in keyed]
        for option in options:
            if option.id in keyed:
                yield option.text, wrong
        return
    if item.type in ("cloze", "code_cloze", "table", "output_prediction", "debug", "scenario") and isinstance(
        item.key, dict
    ):
        for gap in getattr(item, "blanks", None) or getattr(item, "cells", None) or ():
            pool = [text for text in getattr(gap, "pool", None) or () if text not in gap.accepts]
            yield from ((text, pool) for text in gap.accepts)
        return
    yield from ((text, []) for text in getattr(item, "accepts", None) or ())
    yield from ((point.point, []) for point in getattr(item, "rubric", None) or ())


def _rules_out(item: Item, hint: str) -> str:
    """By naming the wrong options as wrong, so that the key is left over."""
    options: Sequence[Option] = getattr(item, "options", None) or ()
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    wrong = [option for option in options if option.id not in keyed]
    if len(wrong) < 2 or not (_denies(hint)):
        return ""
    said = set(content_words(hint))
    named = []
    for option in wrong:
        others = [other.text for other in options if other.id != option.id]
        own = _own(option.text, item.stem, *others)
        told = [word for word in own if word in said]
        if told and len(told) >= 0.5 * len(own):
            named.append(option.id)
    if len(named) >= 2 and len(named) >= RULED_OUT * len(wrong) - 1e-9:
        return f"rules out {len(named)} of {len(wrong)} wrong options"
    return ""


def _denies(text: str) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words(text)) or " out" in text


def _pairs(item: Item, hint: str) -> str:
    """A left side together with what belongs to it."""
    if item.type != "matching" or _is_asked(hint):
        return ""
    left = {side.id: side.text for side in item.pairs.left}
    right = {side.id: side.text for side in item.pairs.right}
    for clause in re.split(r"[.;,:]\s|\bwhile\b|\bwhereas\b", hint):
        said = set(content_words(clause))
        for one, other in item.key.items():
            name = _own(left[one], *(text for key, text in left.items() if key != one))
            own = _own(right[other], left[one], *(text for key, text in right.items() if key != other))
            if not name or not own:
                continue
            told = [word for word in own if word in said and not word.isdigit()]
            enough = len(told) >= 2 if len(own) > 1 else bool(told) and _is_rare(own[0])
            if any(word in said for word in name) and enough and len(told) >= 0.5 * len(own):
                return f"joins {left[one]!r} with what belongs to it ({', '.join(told)})"
    return ""


def _order(item: Item, hint: str) -> str:
    """Three steps or more, named in their order."""
    if item.type != "ordering" or _is_asked(hint):
        return ""
    texts = {step.id: step.text for step in item.steps}
    told = content_words(hint)
    places: list[int] = []
    for step in item.key:
        own = _own(texts[step], *(text for key, text in texts.items() if key != step))
        found = [told.index(word) for word in own if word in told]
        if own and found and len(found) >= len(own) / 3:
            places.append(min(found))
    if len(places) >= 3 and places == sorted(places):
        return f"names {len(places)} steps in their order"
    return ""


def _restates(item: Item, hint: str) -> str:
    """By repeating, as a statement, the quotation that proves the key."""
    if _is_asked(hint):
        return ""
    said = set(content_words(hint))
    for citation in item.citations:
        own = _own(plain(citation.quote), item.stem, item.code or "")
        told = [word for word in own if word in said]
        if len(own) >= 5 and len(told) >= RESTATED * len(own) and len(told) >= 0.5 * len(said):
            return f"repeats what the source says ({', '.join(told)})"
    return ""
