"""What form a short text has: number, clause, verb phrase, noun phrase and so on, by dictionary lookups."""

import functools
import re

from lemminflect import getAllLemmas

from itemwright.text import words


def word_set(listed: str) -> frozenset[str]:
    """The words of a text, parted by spaces."""
    return frozenset(listed.split())


FINITE = word_set(
    """
    is are was were am has have had do does did can could will would shall should may might must cannot
    isn't aren't wasn't weren't doesn't don't didn't can't won't
    """
)
_PRONOUNS = word_set(
    """
    it they he she we you i there this that these those one each both nobody
    """
)
_PREPOSITIONS = word_set(
    """
    in on at by of to from with without within through during after before between under over above
    below across against along among around as because behind beneath beside beyond despite except for
    inside into near off onto outside per since than toward towards until upon via if when where while
    whenever whereas unless once although though whether
    """
)
_DETERMINERS = word_set(
    """
    a an the its their his her my your our this that these those some any no every each both all another
    such two three four five six most many several few
    """
)


@functools.lru_cache(maxsize=1 << 14)
def kinds_of(word: str) -> frozenset[str]:
    """NOUN, VERB, ADJ, ADV, AUX as the dictionary knows the word; empty: not known."""
    return frozenset(getAllLemmas(word.lower()))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word, in any form."""
    return bool(kinds_of(word))


@functools.lru_cache(maxsize=1 << 14)
def is_third_person(word: str) -> bool:
    """finds, needs, carries: a verb's form that a singular subject takes."""
    lemmas = getAllLemmas(word.lower())
    return (
        word.endswith("s")
        and not word.endswith("ss")
        and "VERB" in lemmas
        and lemmas["VERB"][0] != word.lower()
    )


@functools.lru_cache(maxsize=1 << 14)
def is_plural(word: str) -> bool:
    """Whether the word can be a plural noun."""
    lemmas = getAllLemmas(word.lower())
    if "NOUN" in lemmas:
        return all(form != word.lower() for form in lemmas["NOUN"]) and word.lower() not in ("does", "has")
    return not lemmas and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


@functools.lru_cache(maxsize=1 << 13)
def forms(text: str) -> frozenset[str]:
    """The forms that the text may have: number, code, clause, finite, base, gerund, place, adjective, noun.

    `clause`: subject and verb; `finite`: "finds a key"; `base`: "to find", "find"; `gerund`: "finding a key";
    `place`: opens with a preposition or conjunction. `any` fits beside every form.
    """
    bare = text.strip().rstrip(".")
    if re.fullmatch(r"`[^`]*`|[^A-Za-z]*", bare) or re.search(r"[=(){}\[\]<>]|\w\.\w+\(", bare):
        return frozenset(
            {"number"} if re.search(r"\d", bare) and not re.search(r"[`=(\[{]", bare) else {"any"}
        )
    said = words(bare)
    if not said:
        return frozenset({"any"})
    first = said[0]
    found: set[str] = set()
    if len(said) == 1 and not first[:1].isdigit():
        found.add("noun")  # a lone word: Tin, Mars and Nice are verbs or adjectives too
    if "`" in bare[:2] or not first.isascii():
        found.add("any")
    if _has_subject(said):
        found.add("clause")
    if first in _PREPOSITIONS and not (first == "to" and len(said) > 1 and "VERB" in kinds_of(said[1])):
        found.add("place")
    if first == "to":
        found.add("base")
    if first in FINITE or is_third_person(first):
        found.add("finite")
    if len(said) >= 10:
        found.add("any")  # a statement, whatever it opens with
    kinds = kinds_of(first) or kinds_of(first.rpartition("-")[2])
    if ("any" in found and len(said) >= 10) or first in _DETERMINERS or first in _PRONOUNS:
        found.add("noun")
        return frozenset(found)
    if first in _PREPOSITIONS:
        return frozenset(found or {"place"})
    if "VERB" in kinds and first.endswith("ing"):
        found.add("gerund")
        if len(said) == 1 or "NOUN" in kinds or said[1] in _PREPOSITIONS or said[1] in FINITE:
            found.add("noun")
    elif "VERB" in kinds and not first.endswith("s"):
        found.add("base" if len(said) > 1 or "NOUN" not in kinds else "noun")
    if "NOUN" in kinds or not kinds or first[:1].isdigit():
        found.add("noun")
    if "ADJ" in kinds or first.endswith(("ed", "en")):
        found |= {"adjective", "noun"} if len(said) > 1 else {"adjective"}
    if "ADV" in kinds or first.endswith("ly"):
        found |= {"place", "adjective"}
        if len(said) > 1:
            found |= set(forms(" ".join(said[1:])))
    return frozenset(found or {"noun"})


def _has_subject(said: list[str]) -> bool:
    """Whether a finite verb follows a subject; in long texts also after an opening phrase."""
    if said[0] in FINITE or (said[0] in _PREPOSITIONS and len(said) < 8):
        return False
    relative = 0
    for at, word in enumerate(said[1:30], 1):
        if word in ("that", "which", "who", "whose", "where", "when", "whom"):
            relative += 1
            continue
        if word in FINITE or (is_third_person(word) and "NOUN" not in kinds_of(word)):
            if not relative:
                return True
            relative -= 1
        elif (is_third_person(word) and said[0] in _PRONOUNS and at == 1) or (
            at >= 2
            and len(said) >= 8
            and not relative
            and is_third_person(word)
            and said[at - 1] not in _DETERMINERS
        ):
            return True
    return said[0] in _PRONOUNS and len(said) > 1 and "VERB" in kinds_of(said[1])


def same_root(one: str, other: str) -> bool:
    """Words of one family: equal, or alike for six letters and most of the shorter one."""
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 6 and shared >= 0.75 * min(len(one), len(other))
