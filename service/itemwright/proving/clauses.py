"""Sentences as clauses that can be laid beside each other: what they share, and what turns one into the
opposite of the other, be it a denial, an opposite word, or two parts that have changed places."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from itemwright.grading.opposites import are_opposed
from itemwright.proving.claim_features import word_weight
from itemwright.text import NEGATIONS, STOP_WORDS, lemma, plain, words

SHARED, COVERED = 0.78, 0.6
"""Shares, by weight, of a claim's words that the source's clause has, and of the source's that the claim has,
from which both say the same or one the opposite of the other."""
DENIED = 0.84
"""The same, both ways, where one of them denies: a few words more may be what is denied."""
WHOLLY = 0.95
"""Share of a claim's words from which the source's sentence may be much longer."""
CROSSED = 0.45
"""Weight of words that have to stand on the other side of a pivot, each way."""
_TURNING = frozenset(
    ["more", "less", "most", "least", "few", "fewer", "much", "little", "many",
     "before", "after", "above", "below", "up", "down",
     "first", "last", "same", "all", "always", "in", "out", "on", "off", "over", "under", "only", "both",
     "once", "again", "some", "each", "every"]
)  # fmt: skip
"""Words that carry a statement though they are stop words; those of the first lines have opposites."""
_LIGHT = 0.15
_REFLEXIVE = frozenset(["itself", "themselves", "himself", "herself", "oneself", "themself"])
_LIGHT_VERBS = frozenset(
    ["keep", "stay", "remain", "become", "hold", "store", "put", "set", "take", "bring", "come", "go", "turn",
     "happen", "work", "need", "mean", "call", "find", "see", "show", "begin", "start"]
)  # fmt: skip
"""Verbs that stand for one another often."""
FEW = 0.45
"""Share of equal words from which opposites are looked for."""
_BREAK = re.compile(
    r"[;:,()–—]\s+(?:and\s+)?|\s+[–—-]\s+|\s+(?:so that|so(?! (?:much|many|few|little|that|\w+ that"
    r"|\w+ly))|because|but|while|whereas|although|though"
    r"|since|which|hence|therefore"
    r"|and then|and so|for otherwise)\s+",
    re.IGNORECASE,
)
_DENIALS = NEGATIONS | {"nothing", "nobody", "nowhere", "hardly"}
_CONDITION = re.compile(
    r"^(?:and |but |or |even |only )?(?:if|when|whenever|unless|where|once|until|whether|as long as"
    r"|provided|suppose|"
    r"without|instead of|rather than|unlike|to|in order to|by)\b",
    re.IGNORECASE,
)
_UNDENIED = re.compile(
    r"\bnot (?:only|just|merely|necessarily|always|every|all|yet)\b|\bno (?:longer|matter|more than)\b"
)
_LINK = re.compile(r",? (?:while|whereas|but)\s|;\s", re.IGNORECASE)
_AND = re.compile(r",? and (?:the|an?|its|their)\s|,? (?:while|whereas)\s", re.IGNORECASE)
_PIVOTS: tuple[tuple[re.Pattern[str], bool], ...] = (
    (re.compile(r",? (?:and |but )?(?:not|never)\s|,? (?:rather than|instead of)\s", re.IGNORECASE), True),
    (re.compile(r"\sthan\s", re.IGNORECASE), True),
    (re.compile(r"\s(?:before|earlier than)\s", re.IGNORECASE), False),
    (re.compile(r"\s(?:after|later than)\s", re.IGNORECASE), False),
    (_LINK, True),
    (re.compile(r"\s(?:into|to become)\s", re.IGNORECASE), True),
    (_AND, True),
)
"""What stands between two parts, and whether something has to stay in its place for a change to be one."""
_JOINED = 6
"""The place of "and" among them: there each side has to keep a part, for a list may be told in any order."""


_ALIKE = re.compile(
    r"\bas (?:good|fast|large|high|strong|accurate|effective|quick|cheap|safe) as\b"
    r"|\bno (?:better|worse|faster|slower|larger|smaller|higher|lower) than\b",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:beats?|outperforms?|surpass(?:es)?|exceeds?|outdoes)\b"
    r"|(?<!no )\b(?:better|worse|faster|slower|larger|smaller|higher|lower|stronger|weaker) than\b",
    re.IGNORECASE,
)
_COMPARING = frozenset(
    ["good", "well", "bad", "beat", "outperform", "surpass", "exceed", "outdo", "fast", "slow", "large",
     "small", "high", "low", "strong", "weak", "accurate", "effective", "quick", "cheap", "safe"]
)  # fmt: skip


class Clause(NamedTuple):
    """`words`: the lemmas that say something; `denies`: by an odd number of negations."""

    text: str
    words: frozenset[str]
    denies: bool
    conditional: bool


class Turned(NamedTuple):
    """How a claim stands to a clause of the source: by how many turns, and what each shares with the
    other."""

    turns: int
    what: str
    shared: float
    covered: float

    denied: bool
    """Whether one of the turns is a denial."""

    @property
    def near(self) -> bool:
        """Whether both speak of the same; for a denial alone nearly all words have to be equal."""
        if self.denied:
            return min(self.shared, self.covered) >= DENIED
        return self.shared >= SHARED and self.covered >= COVERED


def clauses(sentence: str) -> list[Clause]:
    """The clauses of a sentence that have something to say, and before them the whole."""
    bare = " ".join(plain(sentence).split())
    parts = [bare, *(part for part in _BREAK.split(bare) if part)]
    found = [clause for part in dict.fromkeys(parts) if len((clause := as_clause(part)).words) >= 3]
    return found


def pieces(sentence: str) -> list[str]:
    """The sentence, and what is left of it without its first and without its last clause."""
    breaks = list(_BREAK.finditer(sentence))
    if len(breaks) < 2:
        return [sentence]
    return [sentence, sentence[breaks[0].end() :], sentence[: breaks[-1].start()]]


def as_clause(text: str) -> Clause:
    """One text as a single clause."""
    told = words(_UNDENIED.sub(" ", text.lower()))
    denials = sum(word in _DENIALS or word.endswith("n't") for word in told)
    named = frozenset(said(text))
    return Clause(text, named, denials % 2 == 1, _CONDITION.match(text.strip()) is not None)


def said(text: str) -> Iterator[str]:
    """The lemmas of a text that say something, those among them that only turn it included."""
    for word in words(text):
        if word in _TURNING:
            yield "few" if word == "fewer" else word
        elif (
            word not in STOP_WORDS
            and word not in _DENIALS
            and word not in _REFLEXIVE
            and not word.endswith("n't")
        ):
            yield lemma(word)


def weight(named: Iterable[str]) -> float:
    """How much the words tell together."""
    return sum(map(_weight, named))


@lru_cache(maxsize=1 << 14)
def _weight(word: str) -> float:
    return _LIGHT if word in _TURNING or word in _LIGHT_VERBS else word_weight(word)


def turned(claim: Clause, source: Clause) -> Turned:
    """What turns the one into the other."""
    total, other = weight(claim.words) or 1.0, weight(source.words) or 1.0
    both = weight(claim.words & source.words)
    if both < FEW * total:  # far apart, as most are
        return Turned(0, "", both / total, both / other, False)
    levelled = _levels(claim.text, source.text)
    mine, theirs = claim.words - source.words, source.words - claim.words
    if levelled:
        mine, theirs = mine - _COMPARING, theirs - _COMPARING
    pairs = _opposites(mine, theirs)
    left = weight(mine - {one for one, _ in pairs})
    left_there = weight(theirs - {two for _, two in pairs})
    told = [f"{one!r} where the source has {two!r}" for one, two in _apart(pairs, claim.text)]
    if claim.denies != source.denies:
        told.append("a denial on one side")
    if levelled:
        told.append("no difference where the other tells one")
    return Turned(
        len(told), " and ".join(told), 1 - left / total, 1 - left_there / other, claim.denies != source.denies
    )


def _levels(one: str, other: str) -> bool:
    """Whether one text says that two things are alike of which the other says that one is better."""
    alike = [_ALIKE.search(text) is not None and _BETTER.search(text) is None for text in (one, other)]
    better = [_BETTER.search(text) is not None and _ALIKE.search(text) is None for text in (one, other)]
    return (alike[0] and better[1]) or (better[0] and alike[1])


def exchanged(claim: str, source: str) -> str:
    """What has changed sides between two sentences in nearly the same words; "" when nothing has."""
    one, other = as_clause(claim), as_clause(source)
    if weight(one.words & other.words) < SHARED * weight(one.words):
        return ""
    if one.denies != other.denies and not re.search(r"\b(?:not|never)\b", f"{claim} {source}"):
        return ""
    found = turned(one, other)
    covered = COVERED if found.shared < WHOLLY else COVERED / 2
    if (
        found.shared < SHARED
        or found.covered < covered
        or _opposites(one.words - other.words, other.words - one.words)
    ):
        return ""
    for number, (pivot, keeps) in enumerate(_PIVOTS):
        here, there = pivot.search(claim), pivot.search(source)
        inverse = (
            _PIVOTS[{2: 3, 3: 2}[number]][0].search(source) if number in (2, 3) and there is None else None
        )
        if here is None or (there or inverse) is None:
            continue
        mine = _sides(claim, here)
        place = there or inverse
        assert place is not None
        theirs = _sides(source, place)
        kept = (mine[0] & theirs[0], mine[1] & theirs[1])
        if number == _JOINED and min(map(weight, kept)) < CROSSED:
            continue
        if crossed := _crossed(mine, theirs if there is not None else theirs[::-1], keeps):
            return crossed
    return ""


def _sides(text: str, pivot: re.Match[str]) -> tuple[frozenset[str], frozenset[str]]:
    before, after = frozenset(said(text[: pivot.start()])), frozenset(said(text[pivot.end() :]))
    return before - after, after - before


def _crossed(
    mine: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]], keeps: bool
) -> str:
    straight = weight((mine[0] & theirs[0]) | (mine[1] & theirs[1]))
    over, back = mine[0] & theirs[1], mine[1] & theirs[0]
    if min(weight(over), weight(back)) < CROSSED or (keeps and straight < _LIGHT):
        return ""
    return f"{_shown(over)} and {_shown(back)} in each other's place"


def _opposites(mine: Collection[str], theirs: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of opposite words, no word in two of them."""
    pairs: list[tuple[str, str]] = []
    for one in sorted(mine):
        for two in sorted(theirs):
            if are_opposed(one, two) and all(two != taken for _, taken in pairs):
                pairs.append((one, two))
                break
    return pairs


def _apart(pairs: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The pairs without those whose word is joined to that of another by "and": they turn one thing, once."""
    told = [lemma(word) for word in words(text)]
    joined = {
        told[place + 1]
        for place in range(1, len(told) - 1)
        if words(text)[place] == "and" and {told[place - 1], told[place + 1]} <= {one for one, _ in pairs}
    }
    return [pair for pair in pairs if pair[0] not in joined]


def _shown(named: Iterable[str]) -> str:
    return repr(" ".join(sorted(named)))
