"""A wrong option that the source says itself, where the question is which statement is true."""

import re
from collections.abc import Sequence

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.evidence import Window, nearest, windows
from itemwright.text import content_words, plain

CERTAIN, SAID = 0.86, 0.8
"""The chance of truth, and the share of its words by weight that one window of the source has, from which a
wrong option counts as true: 1 in 105 wrong options of generated items has both, of 97 right ones 43."""
READ = 2
"""Windows that are read: a sentence is in two, with the one before it and before the one after it."""
_FEWEST = 5
ASKS_WHAT_IS_TRUE = re.compile(
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
    if not ASKS_WHAT_IS_TRUE.search(item.stem) or _NARROWS.search(item.stem):
        return ""
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    for option in options:
        own = set(content_words(plain(option.text)))
        if option.id in keyed or len(own) < _FEWEST:
            continue
        for window in nearest(option.text, whole, claims.reader, READ):
            if share_of(own, window.words) < SAID:
                continue
            # Alone the sentence may say it plainly; with the one before it, what "it" stands for is known.
            if max(claims.truth_chance(option.text, text) for text in {window.text, window.alone}) >= CERTAIN:
                return f"the wrong option {option.text!r} is what the source says: {window.text[:160]!r}"
    return ""
