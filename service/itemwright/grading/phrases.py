"""Short typed answers: normal forms, and whether an answer says one of the accepted phrases and no more."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from itemwright.domain.value import Value
from itemwright.grading.frequencies import zipf_frequency

MAX_PHRASE = 400
"""Characters of a short answer that are read; a longer one names no term."""

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_TOKEN = re.compile(r"[^\W_]+(?:(?<=\d)\.(?=\d)[^\W_]+)*(?:[+#]{1,2}(?!\w))?")
"""A point between digits stays: without it "1.0" would be the word "10"."""
_ARTICLES = {"a", "an", "the"}
_FILLER_WORDS = """
    it is its this that these those was were be would should could can will i we you think believe
    guess suppose say answer called named known as of to by in on for with mean means meaning so just
    simply probably maybe perhaps likely also term word one they them their are has have being must
    use used using uses via through does do my well here there ok yes
"""
_FILLERS = _ARTICLES | set(_FILLER_WORDS.split())
_NEGATIONS = {"not", "no", "never", "neither", "nor", "none", "cannot", "without", "isnt", "arent", "wasnt",
              "doesnt", "dont", "wont", "cant", "except", "opposite", "unlike", "rather", "instead", "wrong",
              "false"}  # fmt: skip
_ALTERNATIVES = re.compile(
    r"\s*\b(?:or|and|aka|i\.?e|also known as|alias|resp|vs|versus)\b\.?\s*|\s*[/;,()=\n]\s*"
)
_BRITISH = [
    (re.compile(r"(?<=[a-z]{3})is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|al|ally|ite|able)?$"), r"or\1"),
    (re.compile(r"(cent|heat|lit|met|fib)re(s)?$"), r"\1er\2"),
    (re.compile(r"(?<=[a-z]{2}[aeiou])ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"^(catal|anal|dial)ogue(s)?$"), r"\1og\2"),
    (re.compile(r"(?<=[a-z]{3})ence?$"), r"ense"),
    (re.compile(r"^(adapt|convert|advis)ors?$"), r"\1er"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^programme(s)?$"), r"program\1"),
]


class Match(Value):
    """How an answer was found to be right: `accepted` as given, `how`, and the confidence 0..1 in it."""

    accepted: str
    how: str
    confidence: float


def clean(text: str) -> str:
    """NFKC without invisible characters and marks, case folded, with plain quotes and dashes."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\u2018\u2019\u02bc`´]", "'", re.sub(r"[\u2010-\u2015\u2212]", "-", text))


def words_of(text: str) -> list[str]:
    """The words of a cleaned text; apostrophes are dropped, a hyphen parts."""
    return _TOKEN.findall(clean(text).replace("'", ""))


@lru_cache(maxsize=20_000)
def normal_word(word: str) -> str:
    """Singular and American spelling of a lower-case word. Both sides of a comparison go through it."""
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    if len(word) > 3 and word.isalpha():
        if word.endswith("ies"):
            return word[:-3] + "y"
        if re.search(r"(?:ch|sh|x|ss|zz)es$", word):
            return word[:-2]
        if word.endswith("ices"):
            return word[:-4] + "ix"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


def normal_form(text: str) -> tuple[str, ...]:
    """The words of a phrase without articles, each in its normal form; an article alone is a name ("A")."""
    words = words_of(text)
    return tuple(normal_word(w) for w in [w for w in words if w not in _ARTICLES] or words)


def match_phrase(
    answer: str,
    accepts: Iterable[str],
    *,
    rivals: Iterable[str] = (),
    known: str = "",
    typos: bool = True,
) -> Match | None:
    """The accepted phrase that `answer` says, or None.

    `rivals`: terms that mean something else (other options, other concepts), never taken for a typo.
    `known`: texts of the item; their words may be repeated in the answer, and they explain acronyms.
    Naming a second alternative, or denying the phrase, is no match.
    """
    accepts = list(accepts)
    if len(answer) > MAX_PHRASE:
        return None
    symbols = _INVISIBLE.sub("", unicodedata.normalize("NFKC", answer)).strip()
    if not words_of(answer):
        same = [a for a in accepts if symbols and a.strip() == symbols]
        return Match(accepted=same[0], how="exact", confidence=1.0) if same else None
    forms = {a: normal_form(a) for a in accepts}
    rival_forms = {"".join(f) for f in map(normal_form, rivals)} - {"".join(f) for f in forms.values()}
    whole = _match_part(answer, forms, rival_forms, known, typos)
    if whole is not None:
        return whole
    parts = [
        p for p in _ALTERNATIVES.split(clean(answer).strip(" .!?\"'")) if p and set(words_of(p)) - _FILLERS
    ]
    matches = [_match_part(part, forms, rival_forms, known, typos) for part in parts]
    found = [m for m in matches if m is not None]
    if len(parts) > 1 and len(found) == len(parts):
        return min(found, key=lambda m: m.confidence)
    return None


def _match_part(
    answer: str, forms: dict[str, tuple[str, ...]], rivals: set[str], known: str, typos: bool
) -> Match | None:
    given = normal_form(answer)
    joined = "".join(given)
    for accepted, form in forms.items():
        if joined and joined == "".join(form):
            return Match(accepted=accepted, how="exact", confidence=1.0)
    if joined in rivals:
        return None
    for accepted, form in forms.items():
        if _said_with_fillers(given, form, known):
            return Match(accepted=accepted, how="exact", confidence=0.98)
    core = tuple(w for w in given if w not in _FILLERS) or given
    for accepted, form in forms.items():
        if _is_acronym(core, accepted, form, known) and "".join(core) not in rivals:
            return Match(accepted=accepted, how="acronym", confidence=0.95)
    if typos:
        for accepted, form in forms.items():
            bare = tuple(w for w in form if w not in _FILLERS) or form
            if _nearly(core, bare, rivals):
                return Match(accepted=accepted, how="typo", confidence=0.9)
    return None


def _said_with_fillers(given: tuple[str, ...], form: tuple[str, ...], known: str) -> bool:
    """`form` stands in `given`, and all else is filling or taken from the item's own words."""
    if not form or len(given) <= len(form):
        return False
    # Joined comparison of a window, so that "fine tuning", "fine-tuning" and "finetuning" are one.
    target = "".join(form)
    for start in range(len(given)):
        length, end = 0, start
        while end < len(given) and length < len(target):
            length, end = length + len(given[end]), end + 1
        if length == len(target) and "".join(given[start:end]) == target:
            rest = [*given[:start], *given[end:]]
            break
    else:
        return False
    if any(w in _NEGATIONS for w in rest):
        return False
    own = set(normal_form(known))
    # A question that itself names the accepted phrase offers alternatives: its other words may be rivals.
    spare = set() if target in "".join(normal_form(known)) else own
    return all(w in _FILLERS or w in spare for w in rest)


def _is_acronym(given: tuple[str, ...], accepted: str, form: tuple[str, ...], known: str) -> bool:
    """One side spells the other's initials; a typed expansion must stand in `known`."""
    if len(given) == 1 and len(form) > 1:
        return len(given[0]) > 1 and given[0] == "".join(w[0] for w in form)
    if len(form) == 1 and len(given) > 1 and accepted.upper() == accepted:
        initials = "".join(w[0] for w in given)
        return initials == form[0] and " ".join(given) in " ".join(normal_form(known))
    return False


def _nearly(given: tuple[str, ...], form: tuple[str, ...], rivals: set[str]) -> bool:
    """Each word equal or a small typo: one slip from five letters, two from nine; the first letter and all
    digits stand. A word that exists in its own right is never a typo of another."""
    if len(given) != len(form):
        given, form = ("".join(given),), ("".join(form),)
    slips = 0
    for word, target in zip(given, form, strict=True):
        if word == target:
            continue
        allowed = 0 if len(target) < 5 else 1 if len(target) < 9 else 2
        distance = OSA.distance(word, target, score_cutoff=2)
        if not 0 < distance <= allowed or word[0] != target[0] or not (word + target).isalpha():
            return False
        if word in rivals or _is_word(word) or _is_opposite(word, target):
            return False
        slips += distance
    return 0 < slips <= 3


def _is_opposite(word: str, target: str) -> bool:
    return any(
        (p in word) != (p in target) and (q in target) != (q in word)
        for p, q in (("under", "over"), ("pre", "post"), ("in", "out"), ("hyper", "hypo"), ("intra", "inter"))
    )


def _is_word(word: str) -> bool:
    return zipf_frequency(word) > 0
