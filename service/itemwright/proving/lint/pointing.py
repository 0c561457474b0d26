"""Options that point at the list they stand in: "every measure listed", "the poet is missing here"."""

import re

from itemwright.proving.lint.phrases import word_set
from itemwright.text import lemma, words

_EACH = word_set("all every each any everything both whole entire")
_NOT = word_set(
    "no none neither nor nothing not missing absent lacking lacks different other another else isn't"
)
_LIST = word_set("above below here list lists options option answers answer choices choice alternatives")
"""What names the list itself, or a place in it."""
_NAMED = word_set("listed named mentioned given shown stated offered enumerated quoted")
_BACK = word_set("these those them others rest ones")
_RIGHT = word_set("right correct true answer solution proper")
_LIGHT = word_set(
    """
    of the a an in on this that from among amongst one is are was were be been to correct right true apply
    applies hold holds held fit fits together alike equally combined jointly it they and or as well same at
    for such two three four five six by with out has have there being can found left
    """
)
_GENERIC = word_set(
    """
    reason cause factor thing item point step measure answer option choice solution statement claim word
    term name example case way method fault error mistake value result possibility kind sort cure remedy
    """
)
_STATED = re.compile(
    r"\b(?:is|are|was|were|be|been)(?: not| never)? (?:listed|named|mentioned|given|shown|stated|offered)\b",
    re.I,
)
_LETTER = re.compile(r"(?<![\w'’])\(?([a-h])\)?(?![\w'’])", re.IGNORECASE)
_TOGETHER = re.compile(
    r"(?:the |all )?(?:two|three|four|five) of (?:them|these|those)(?: together| combined| alike| equally)?",
    re.IGNORECASE,
)


def points_at_all(text: str, stem: frozenset[str]) -> bool:
    """Whether an option stands for the whole list. `stem`: lemmas of the stem, which it may take up."""
    said = words(text)
    if _TOGETHER.fullmatch(text.strip().rstrip(".")):
        return True
    return not _EACH.isdisjoint(said) and _NOT.isdisjoint(said) and _only_points(text, said, stem)


def points_at_none(text: str, stem: frozenset[str]) -> bool:
    """Whether an option says that the list lacks the answer."""
    said = words(text)
    if _NOT.isdisjoint(said) or not _EACH.isdisjoint(said):
        return False
    return _only_points(text, said, stem) or (
        said[-1] in _BACK and bool({"different", "other"} & set(said)) and not _rest(said, stem)
    )


def points_at_letters(text: str, others: frozenset[str]) -> bool:
    """Whether an option names all the others by their letters: "a), b) and c) alike"."""
    bare = re.sub(r"[^\w\s()]", " ", text)
    found = {name.lower() for name in _LETTER.findall(bare)}
    rest = [w for w in words(_LETTER.sub(" ", bare)) if w not in _LIGHT and w not in _EACH]
    return len(others) >= 3 and found >= others and not rest


def _only_points(text: str, said: list[str], stem: frozenset[str]) -> bool:
    """Whether a text points at the list and says nothing else."""
    told = set(said) - stem
    stated = _STATED.search(text) is not None and _RIGHT.isdisjoint(told)
    if told & _LIST == {"here"} and not told & _NAMED:
        # "The poet is not here" points; "the judge is not usable here" says something of the case.
        return not _rest(said, stem) and len(_rest(said, frozenset())) <= 1
    points = bool(told & _LIST) or bool(told & _NAMED and not stated)
    return points and not _rest(said, stem)


def _rest(said: list[str], stem: frozenset[str]) -> list[str]:
    """The words that say something of their own."""
    known = _EACH | _NOT | _LIST | _NAMED | _BACK | _LIGHT | _GENERIC
    return [w for w in said if w not in known and lemma(w) not in stem and lemma(w) not in _GENERIC]
