"""A wrong option that the source says itself, where the question is which statement is true."""

import re
from collections.abc import Sequence

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.evidence import Window, nearest, windows
from itemwright.text import content_words, plain

CERTAIN = 0.88
"""Chance of truth from which a wrong option counts as true: with SAID, 1 in 105 wrong options of generated
items reaches it, of 97 right ones 37."""
SAID = 0.75
"""Share of its words, by weight, that one window of the source has to have."""
_FEWEST = 5
_ASKS_WHAT_IS_TRUE = re.compile(
    r"\b(?:which|what|mark|select|choose|tick|find)\b[^.?!]*"
    r"\b(?:statements?|sentences?|claims?|of these|of the following)\b[^.?!]*"
    r"\b(?:true|correct|right|holds?|appl(?:y|ies)|accurate|valid)\b"
    r"|\b(?:true|correct) (?:statements?|sentences?|claims?)\b",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"\b(?:not|never|false|wrong|incorrect|untrue|misconception|unlike|except|whereas|than|but|only|best|most|"
    r"least)\b|n't\b",
    re.IGNORECASE,
)


def check_other_truths(item: Item, texts: Sequence[str], claims: ClaimModel) -> Finding:
    """fail: the source itself says a wrong option of a question on what is true."""
    if found := _true_option(item, windows(texts), claims):
        return "fail", found
    return "pass", "the source says no wrong option"


def _true_option(item: Item, whole: Sequence[Window], claims: ClaimModel) -> str:
    options = getattr(item, "options", None)
    if not options or item.type == "true_false" or item.code is not None:
        return ""
    if not _ASKS_WHAT_IS_TRUE.search(item.stem) or _NARROWS.search(item.stem):
        return ""
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    for option in options:
        own = set(content_words(plain(option.text)))
        if option.id in keyed or len(own) < _FEWEST:
            continue
        for window in nearest(option.text, whole, claims.reader, 1):
            if (
                share_of(own, window.words) >= SAID
                and claims.truth_chance(option.text, window.text) >= CERTAIN
            ):
                return f"the wrong option {option.text!r} is what the source says: {window.text[:160]!r}"
    return ""
