"""Slips of one letter: which common word a rare one is meant to be."""

import functools
import re
import string
from collections.abc import Iterator

from lemminflect import getAllLemmas
from wordfreq import zipf_frequency

from itemwright.proving.lint.phrases import kinds_of

_LONG_SLIP = 7
"""An unknown word of so many letters that is one letter off a known one is a slip of it."""


@functools.lru_cache(maxsize=1 << 15)
def misspelt(word: str) -> str | None:
    """The common word that a rare and unknown one is a slip of; None: it is no slip (Norvig's edits of one).

    Transpositions count for words of three letters on, other slips for five on: short terms are near much.
    """
    own = zipf_frequency(word, "en")
    if _derived(word) and not _doubling(word):
        return None
    if own >= 3.3 or len(word) < 3 or (getAllLemmas(word) and own >= 1.0 and not _doubling(word)):
        return None
    unknown = own == 0.0 and len(word) >= _LONG_SLIP
    best, best_at = None, 2.5 if unknown else max(own + 1.4, 3.2)
    for candidate, kind in _edits(word):
        if kind == "other" and not unknown:
            continue
        needed = 0.0 if kind == "swap" else 0.3 if len(word) >= 7 else 1.0
        if (
            len(word) < 5
            and kind != "swap"
            and not (kind == "add" and zipf_frequency(candidate, "en") >= 5.2)
        ):
            continue
        at = zipf_frequency(candidate, "en") - needed
        if at >= best_at and kinds_of(candidate):
            best, best_at = candidate, at
    return best


_SUFFIX = re.compile(
    r"(?:(?:is|iz)(?:er|ers|ation|ing|ed|able)|er|ers|or|ors|r|rs|ed|d|ing|y|ly|ness|able|less|ish|like|wise"
    r"|ist|ists|ism"
    r"|al|ian|ic|ity|ation|ment|ful|s|es)$"
)
_PREFIX = re.compile(
    r"^(?:un|re|pre|de|non|sub|over|under|mis|co|multi|anti|inter|micro|macro|bio|geo|hyper|super|semi|auto"
    r"|photo|electro"
    r"|thermo|hydro|neuro|cyber|meta|para|poly|mono|tri|bi|out|post|trans|counter|pseudo|proto|nano|up|down)"
)


def _derived(word: str) -> bool:
    """Whether the word is regularly made from a common one: rater, sharded, lossy, recogniser, unfollow."""
    found = _SUFFIX.search(word)
    stems = {_PREFIX.sub("", word)} - {word}
    if found:
        bare = word[: found.start()]
        stems.add(bare)
        if found.group() not in ("s", "es"):
            single = bare[:-1] if bare[-1:] == bare[-2:-1] else bare
            stems |= {bare + "e", bare + "y", bare + "is", bare + "ize", bare + "ise", single}
    return any(len(stem) >= 3 and zipf_frequency(stem, "en") >= 2.4 and kinds_of(stem) for stem in stems)


def _doubling(word: str) -> bool:
    """Past forms that lack a double letter: occured, begining."""
    return bool(re.search(r"(?:cured|fered|ined|ining|eling)$", word)) and zipf_frequency(word, "en") < 3.0


def _edits(word: str) -> Iterator[tuple[str, str]]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :], "swap"
    for at in range(len(word)):
        if at == len(word) - 1 and word[at] == "s":
            continue
        yield word[:at] + word[at + 1 :], "drop"
    vowels = "aeiouy"
    for at in range(len(word)):
        for letter in vowels if word[at] in vowels else "":
            if letter != word[at]:
                yield word[:at] + letter + word[at + 1 :], "vowel"
    for at in range(1, len(word)):
        for letter in "" if word[at] in vowels else "bcdfghjklmnpqrstvwxz":
            if letter != word[at]:
                yield word[:at] + letter + word[at + 1 :], "other"
    for at in range(1, len(word)):
        for letter in string.ascii_lowercase:
            yield word[:at] + letter + word[at:], "add"
