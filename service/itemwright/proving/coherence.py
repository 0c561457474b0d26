"""Do explanation, worked steps and rationales stand by the key: none names another option, none denies it."""

import re
from collections.abc import Iterator

from itemwright.domain.item import Item, Option
from itemwright.proving.checked import Finding
from itemwright.proving.conclusions import wrong_conclusion
from itemwright.text import content_words, plain, words

_SUBJECT = r"(?:this|that|it|the (?:option|answer|statement|claim|choice|sentence))"
_AFFIRMS = re.compile(
    r"^(?:right|correct|yes)(?=\s*[.,:;!-])(?!\s*[,;:-]\s*(?:but|only|though|yet|however))"
    rf"|\b{_SUBJECT} (?:is|was) (?:indeed |exactly |in fact |precisely |just )?"
    r"(?:right|correct|true|the case|the key|what (?:is|was) (?:asked|meant|wanted)|"
    r"the (?:right|correct|decisive|main|real|very|key|actual|true) \w+)\b"
    r"(?! (?:only|if|when|for|of|in|but|up)\b)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:wrong|incorrect|false|no|not so|untrue)(?=\s*[.,:;!-])"
    r"|^(?:(?:this|that|it) )?(?:confuses|mixes up|swaps|reverses|overlooks|mistakes|misreads|contradicts)\b"
    rf"|\b{_SUBJECT} (?:is|was) (?:wrong|incorrect|false|untrue|a mistake|a misconception|"
    r"not (?:right|correct|true|so|the case|one of them)|"
    r"no (?:argument|reason|answer|cause|objection|effect|remedy|example|part))\b"
    r"|\bso (?:this|that|it) (?:is|was) (?:wrong|false|excluded|ruled out|(?:not|no) (?:the|an?|one|among|"
    r"right|correct|meant|argument|reason|answer|objection|cause))\b"
    r"|\b(?:which|that) (?:rules|ruled) (?:it|this) out\b|\bdoes not (?:belong|qualify|apply) here\b",
    re.IGNORECASE,
)
_ASKS_FOR_FALSE = re.compile(
    r"\b(?:misconceptions?|false|wrong|incorrect|untrue|mistaken?|reject|except|not|cannot|never|least|no)\b|n't\b",
    re.IGNORECASE,
)
"""Then the right option is one that its rationale calls false."""
_CHOSEN = re.compile(
    r"\b(?i:the (?:right|correct) (?:answer|option|choice) is|the answer is|answer:|therefore|so|hence|thus)"
    r"[: ]+(?i:option |answer |choice )?[\"“'‘(]?(?P<letter>[A-F])[\"”'’)]?(?=[.,;)]|\s*$)"
)
_JUDGED = re.compile(
    rf"\b(?:the (?:statement|claim|sentence|assertion) is|{_SUBJECT} is|answer:|answer is)"
    r" (?:plainly |clearly |simply |therefore |thus |in fact |quite )?"
    r"(?P<truth>true|false|right|wrong|correct|incorrect)\b",
    re.IGNORECASE,
)


_ANSWER = re.compile(
    r"\b(?:the answer (?:is|must be|has to be)|the right (?:word|term|name|answer) is) "
    r"(?P<said>[^.;:]{2,80})|(?P<filled>`[^`]{1,60}`|[“\"][^”\"]{1,60}[”\"])"
    r"[^.;]{0,80}\b(?:goes|belongs|fits|stands) (?:in|into) the (?:blank|gap)\b",
    re.IGNORECASE,
)


def check_coherence(item: Item) -> Finding:
    """fail: a rationale calls its wrong option right or the key wrong, or the explanation names another
    answer."""
    if not _ASKS_FOR_FALSE.search(item.stem):
        for option, right in _options(item):
            found = (_DENIES if right else _AFFIRMS).search(plain(option.rationale))
            if found:
                what = "the key wrong" if right else "a wrong option right"
                return "fail", f"the rationale of option {option.id!r} calls {what}: {found.group()!r}"
    if other := _other_answer(item):
        return "fail", other
    if named := _named(item):
        return "fail", named
    if ended := wrong_conclusion(item):
        return "fail", ended
    return "pass", "no text of the item names another answer"


def _options(item: Item) -> Iterator[tuple[Option, bool]]:
    """The options with a rationale, each with whether it is keyed. Of true and false each speaks of the
    statement, not of itself."""
    if item.type == "true_false":
        return
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    for option in getattr(item, "options", None) or ():
        if option.rationale.strip():
            yield option, option.id in keyed


def _other_answer(item: Item) -> str:
    """The explanation tells an answer in words that no accepted text has."""
    gaps = (*(getattr(item, "blanks", None) or ()), *(getattr(item, "cells", None) or ()))
    accepted = [text for gap in gaps for text in gap.accepts]
    accepted += getattr(item, "accepts", None) or ()
    if not accepted:
        return ""
    asked = {*words(item.stem), *content_words(item.stem)}
    known = {word for text in accepted for word in (*words(plain(text)), *content_words(plain(text)))} - asked
    for text in (item.explanation, *item.worked_steps):
        found = _ANSWER.search(text)
        if found is None:
            continue
        told = found["said"] or found["filled"]
        said = set(content_words(plain(told))) - asked
        if said and known and not known & {*words(plain(told)), *said}:
            return f"the explanation gives {told.strip()!r} as the answer"
    return ""


def _named(item: Item) -> str:
    """The explanation names another letter, or the other truth value, as the answer."""
    texts = (item.explanation, *item.worked_steps)
    if item.type == "true_false":
        keyed = next(option.text for option in item.options if option.id == item.key) == "True"
        for text in texts:
            found = _JUDGED.search(text)
            if found and (found["truth"].lower() in ("true", "right", "correct")) != keyed:
                return f"the explanation judges {found.group()!r}, the key says {keyed}"
        return ""
    options = getattr(item, "options", None) or ()
    ids = [option.id for option in options]
    if not options or not isinstance(item.key, str):
        return ""
    for text in texts:
        found = _CHOSEN.search(text)
        if found is None:
            continue
        letter = found["letter"]
        meant = letter.lower() if letter.lower() in ids else letter if letter in ids else ""
        if meant and meant != item.key:
            return f"the explanation names option {meant!r}, the key is {item.key!r}"
    said = f" {' '.join(words(item.explanation))} "
    for option in options:
        text = f" {' '.join(words(option.text))} "
        if option.id != item.key and len(text.split()) >= 2 and f" answer is{text}" in said:
            return f"the explanation gives {option.text!r} as the answer"
    return ""
