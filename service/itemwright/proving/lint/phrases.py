"""What form a short text has: number, clause, verb phrase, noun phrase and so on, by dictionary lookups."""

import functools
import re

from lemminflect import getAllInflections, getAllLemmas
from wordfreq import zipf_frequency

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
    whenever whereas unless once although though whether up down past round opposite
    """
)
ADVERBS = word_set("always never often seldom rarely sometimes usually frequently")
"""Adverbs of frequency: side by side they are a scale."""
_DETERMINERS = word_set(
    """
    a an the its their his her my your our this that these those some any no every each both all another
    such two three four five six seven eight nine ten most many several few
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
def verb_tags(word: str) -> frozenset[str]:
    """VB, VBZ, VBG, VBD, VBN: the forms of a verb that the word may be; empty: none."""
    found = set()
    for base in getAllLemmas(word.lower()).get("VERB", ()):
        found |= {tag for tag, forms_ in getAllInflections(base, "VERB").items() if word.lower() in forms_}
    return frozenset("VB" if tag == "VBP" else tag for tag in found)


@functools.lru_cache(maxsize=1 << 14)
def is_gerund(word: str) -> bool:
    """finding, carrying; not bring, which is a base form itself."""
    return word.endswith("ing") and getAllLemmas(word.lower()).get("VERB", ("",))[0] != word.lower()


@functools.lru_cache(maxsize=1 << 14)
def is_plural(word: str) -> bool:
    """Whether the word can be a plural noun."""
    lemmas = getAllLemmas(word.lower())
    if "NOUN" in lemmas:
        return all(form != word.lower() for form in lemmas["NOUN"]) and word.lower() not in ("does", "has")
    return not lemmas and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


@functools.lru_cache(maxsize=1 << 13)
def forms(text: str) -> frozenset[str]:
    """The forms that the text may have: number, clause, verb, gerund, place, adjective, noun, any.

    `clause`: subject and verb; `verb`: "finds a key", "to find", "found it"; `gerund`: "finding a key";
    `place`: opens with a preposition or conjunction. `any` fits beside every form: code, and long statements.
    """
    bare = text.strip().rstrip(".")
    if re.fullmatch(r"`[^`]*`|[^A-Za-z]*", bare) or re.search(r"[=(){}\[\]<>]|\w\.\w+\(", bare):
        return frozenset(
            {"number"} if re.search(r"\d", bare) and not re.search(r"[`=(\[{]", bare) else {"any"}
        )
    if len(words(bare)) >= 10:
        return frozenset({"any"})
    said = words(re.split(r"[,;:]\s|\s[–—-]\s", re.sub(r"(?<=\w )A\b", "X", bare), maxsplit=1)[0])
    if not said or len(said) >= 10 or "`" in bare[:2] or not said[0].isascii():
        return frozenset({"any"})
    if len(said) == 1:
        return _of_one_word(said[0])
    while said[:2] in (["at", "least"], ["at", "most"], ["more", "than"], ["less", "than"]) and len(said) > 2:
        said = said[2:]
    first, second = said[0], said[1] if len(said) > 1 else ""
    if len(said) == 2 and second in _DETERMINERS - _PRONOUNS:
        second = ""  # "Figure eight" counts nothing that follows
    if first in _ASKING or second in ("how", "what", "which", "whom"):
        return frozenset({"noun", "clause"})
    kinds = kinds_of(first) or kinds_of(first.rpartition("-")[2])
    clause = _clause(said)
    maybe = {"clause"} if clause else set()
    if is_gerund(first) and "VERB" in kinds and re.match(r"\S+ `", bare):
        return frozenset({"gerund"})
    if first in _PREPOSITIONS:
        if first == "to" and "VERB" in kinds_of(second) and not is_third_person(second):
            return frozenset(
                {"verb"} if "NOUN" not in kinds_of(second) or len(said) > 2 else {"verb", "place"}
            )
        return frozenset({"place"} | maybe)
    if first in FINITE or (is_third_person(first) and "NOUN" not in kinds):
        return frozenset({"verb"})
    if clause == "sure":
        return frozenset({"clause"})
    if first in _DETERMINERS or first in _PRONOUNS or first[:1].isdigit():
        return frozenset({"noun"} | maybe)
    found = set(_by_first_word(first, second, kinds))
    if is_gerund(first):
        found |= maybe
    if is_third_person(first):
        found |= {"verb", "noun"}
    if "noun" in found:
        found |= maybe
    return frozenset(found or {"noun"})


_ASKING = frozenset({"how", "what", "which", "who", "whose", "why", "whether"})


def _of_one_word(word: str) -> frozenset[str]:
    """Tin, Mars and Nice are verbs or adjectives too: a lone word counts as a noun, but for loudly."""
    kinds = kinds_of(word)
    if word.endswith("ly") and kinds and not kinds & {"NOUN", "ADJ"}:
        return frozenset({"adverb", "place"})
    found = {"noun", "adjective"}
    found |= {"gerund"} if is_gerund(word) else set()
    found |= {"place"} if "ADV" in kinds else set()
    found |= {"verb"} if "VERB" in kinds_of(word.rpartition("-")[2]) else set()
    return frozenset(found)


_AFTER_VERB = _DETERMINERS | _PRONOUNS | word_set("it them him her us me up out off down away back")


def _by_first_word(first: str, second: str, kinds: frozenset[str]) -> set[str]:
    """Forms told by the first word and what follows it: "Signed the ..." is a verb, "Use of ..." a noun."""
    takes_object = second in _AFTER_VERB
    if first.endswith("ly") and "ADV" in kinds and "NOUN" not in kinds and "ADJ" not in kinds and not second:
        return {"adverb"}
    if "VERB" in kinds and is_gerund(first):
        if takes_object or (second not in _PREPOSITIONS and kinds_of(second) == {"ADV"}):
            return {"gerund"}
        return {"gerund", "noun", "adjective"}
    found: set[str] = set()
    if "VERB" in kinds:
        if takes_object:
            return {"verb"}
        found.add("verb" if second or "NOUN" not in kinds else "noun")
    if "NOUN" in kinds or not kinds or not second:
        found.add("noun")
    if kinds & {"ADJ", "ADV"} or first.endswith(("ed", "en", "ly")):
        found |= {"noun", "adjective", "place"} if second else {"adjective"}
    return found


def _clause(said: list[str]) -> str:
    """Whether the words have subject and verb: "sure", "maybe", or "" for surely not."""
    first = said[0]
    if first in ("it", "they", "he", "she", "we", "you", "there") and len(said) > 1:
        return "sure"
    kinds = kinds_of(first)
    if "VERB" in kinds and "NOUN" not in kinds and first not in _DETERMINERS and first not in _PRONOUNS:
        later = next(
            (at for at, word in enumerate(said) if at and (word in FINITE or word in _SUBORDINATING)), 0
        )
        # "Growing it until each leaf is pure" has no subject, "Reading it is slow" has.
        return "maybe" if is_gerund(first) and later and said[later] in FINITE else ""
    if len(said) > 1 and "VERB" in kinds and said[1] in _AFTER_VERB:
        return ""
    for at, word in enumerate(said[1:], 1):
        before = said[1:at]
        if word in FINITE and at < len(said) - 1:
            plain = at <= 4 and not any(
                w in _DETERMINERS or w in _PRONOUNS or w in _PREPOSITIONS for w in before
            )
            return "sure" if plain and not any(w in _RELATIVE for w in before) else "maybe"
        opens = at == 1 and first in ("each", "both", "all", "some", "one", "this", "that")
        if (
            "VERB" in kinds_of(word)
            and (opens or said[at - 1] not in _DETERMINERS)
            and said[at - 1] not in _PREPOSITIONS
        ):
            return (
                "sure" if is_third_person(word) and "NOUN" not in kinds_of(word) and not before else "maybe"
            )
    return ""


_SUBORDINATING = frozenset(
    {"until", "when", "while", "if", "because", "that", "which", "who", "as", "before", "after", "so"}
)
_RELATIVE = frozenset({"that", "which", "who", "whose", "where", "when", "whom"})


_ENDINGS = word_set(
    """
    e y s es ed er ers or ors ing ings ion ions ation al ally ic ical ity ty ive ment ness ly able ible ance
    ence ant ent ism ist ize ise ized ised izing ising izer iser ful less en ian age ure d r ed n an
    """
)


def is_family(one: str, other: str) -> bool:
    """Words of which one is made from the other: translate and translator, electric and electricity.

    Stricter than `same_root`: general and generate, or position and positive, have their beginning alone.
    """
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    for base in {short, short.removesuffix("e"), short.removesuffix("y")}:
        if len(base) >= 5 and long.startswith(base):
            rest = long[len(base) :]
            doubled = rest[1:] if rest[:1] == base[-1] else rest
            if rest in _ENDINGS or doubled in _ENDINGS or ("-" in rest and rest.startswith("-")):
                return True
    shared = 0
    while shared < len(short) and short[shared] == long[shared]:
        shared += 1
    if shared >= 8:
        return True
    ends = {short[shared:], long[shared:]} <= _ENDINGS
    return shared >= 5 and ends and any(_is_common(short[:shared] + end) for end in ("", "e", "y"))


def _is_common(word: str) -> bool:
    return is_known(word) and zipf_frequency(word, "en") >= 3.0


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
