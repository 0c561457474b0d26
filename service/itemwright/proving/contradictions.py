"""Sentences of an item that say what the source says, but for a number, an opposite or a denial."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.grading.numbers import Quantity, read_quantities
from itemwright.grading.opposites import are_opposed
from itemwright.proving.bound_numbers import tied_elsewhere
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.clauses import Clause, as_clause, clauses, exchanged, pieces, turned
from itemwright.proving.equations import equations, is_scaled
from itemwright.proving.evidence import windows
from itemwright.proving.key_option import key_option
from itemwright.proving.laid_out import LaidOut, lay_out
from itemwright.text import NEGATIONS, content_words, plain, sentences, words

ALIKE = 0.6
"""Share of its words, by weight, that a sentence of the source has when both speak of the same."""
LEFT = 2
"""Words that either sentence may have for itself where one has the opposite of what the other says."""
_FEWEST = 4
_SAME_MATTER = 3
"""Words that two sentences share at least of which one says the opposite of the other: a pool that closes a
connection is not against a pool that keeps open ones."""
_QUOTES = re.compile(r"[“\"][^”\"]*\s[^”\"]*\s[^”\"]*[”\"]")
_SENTENCE = 5
"""Words from which an option may be a statement by itself."""
_SUPPOSED = re.compile(
    r"\b(?:would|could|might|may|should|if|only|holds for|that is|this is)\b", re.IGNORECASE
)
_IN_PLACE = re.compile(r"\b(?:rather than|instead of|in place of)\b", re.IGNORECASE)
"""What denies without a word of denial: "questions rather than refusal" is "questions, not refusal"."""
_ASKS_FOR_FALSE = re.compile(
    r"\b(?:misconceptions?|false|wrong|incorrect|untrue|mistaken?|except|not|never|least)\b|n't\b",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    text: str
    words: frozenset[str]
    numbers: tuple[Quantity, ...]
    denies: bool


def check_contradictions(item: Item, texts: Sequence[str]) -> Finding:
    """fail: explanation, steps, takeaway or a rationale gives another number, or the opposite, of what the
    source says in nearly the same words."""
    source = [_said(window.alone) for window in windows(texts)]
    everywhere = [number for said in source for number in said.numbers]
    free = [*_own_numbers(item), *everywhere]
    laid_out = [lay_out(text) for text in texts]
    for sentence in [*_claims(item), *_statements(item)]:
        if found := _turned_clause(sentence, laid_out):
            return "fail", found
    for sentence in _rationales(item):
        if found := _turned_clause(sentence, laid_out):
            return "fail", f"a rationale: {found}"
    for one, other in pairwise(_claims(item)):
        if found := _exchanged(as_clause(f"{one.rstrip('.')}; {other}"), laid_out):
            return "fail", f"{one[:60]!r} and {other[:60]!r} have {found}"
    for sentence in _claims(item):
        if tied := tied_elsewhere(sentence, texts):
            return "fail", f"{sentence[:120]!r} {tied}"
        claim = _said(sentence)
        if len(claim.words) < _FEWEST:
            continue
        near = [said for said in source if share_of(claim.words, said.words) >= ALIKE]
        if any(not _against(claim, said, free) for said in near):
            continue  # one sentence of the source agrees
        for said in near[:1]:
            return "fail", f"{claim.text[:120]!r} has {_against(claim, said, free)}: {said.text[:160]!r}"
    return "pass", "no sentence says the opposite of one of the source"


def _turned_clause(sentence: str, sources: Sequence[LaidOut]) -> str:
    """The clause that says the opposite of one of the source, or the parts that have changed places."""
    mine = clauses(sentence)
    if not mine or sentence.rstrip().endswith("?") or _QUOTES.search(sentence):
        return ""  # what is quoted may be what is not so
    whole, *parts = mine
    for piece in dict.fromkeys(
        [*pieces(whole.text), *(part.text for part in parts if len(part.words) >= _FEWEST)]
    ):
        if found := _exchanged(as_clause(piece), sources):
            return f"{piece[:120]!r} has {found}"
    for clause in parts or [whole]:
        if clause.conditional:
            continue
        near = [
            (told, found)
            for source in sources
            for told, found in source.near(clause, as_whole=False)
            if found.near
            and not told.clause.conditional
            and len(clause.words & told.clause.words) >= _SAME_MATTER
        ]
        if any(found.turns % 2 == 0 for _, found in near):
            continue
        for told, turn in near:
            together = turned(whole, told.within).turns
            if together % 2 or not together:
                return f"{clause.text[:120]!r} has {turn.what}: {told.clause.text[:160]!r}"
    return ""


def _exchanged(claim: Clause, sources: Sequence[LaidOut]) -> str:
    """What has changed places in it against a sentence of the source, where no other one agrees with it."""
    alike = [told for source in sources for told in source.near(claim, as_whole=True)]
    changed = [(told, what) for told, _ in alike if (what := exchanged(claim.text, told.clause.text))]
    agreed = [told for told, found in alike if found.near and not found.turns]
    if not changed or any(not exchanged(claim.text, told.clause.text) for told in agreed):
        return ""
    return f"{changed[0][1]}: {changed[0][0].clause.text[:160]!r}"


def _statements(item: Item) -> Iterator[str]:
    """What the key itself says, where it is a statement, and what is said of a statement to be judged."""
    if item.type == "true_false":
        keyed = next(option.text for option in item.options if option.id == item.key) == "True"
        if keyed and item.code is None and "`" not in item.stem:
            yield item.stem
        yield from (option.rationale for option in item.options)
    elif item.type == "free_text":
        yield from (span.text for span in sentences(item.key))
    elif not _ASKS_FOR_FALSE.search(item.stem):
        keyed_ids = (
            [item.key]
            if isinstance(item.key, str)
            else list(item.key or ())
            if isinstance(item.key, list | tuple)
            else []
        )
        for option in getattr(item, "options", None) or ():
            if option.id in keyed_ids and len(option.text.split()) >= _SENTENCE:
                yield option.text
    yield from (hint for hint in item.hints if not hint.rstrip().endswith("?"))


def _claims(item: Item) -> Iterator[str]:
    texts = [item.explanation, *item.worked_steps, item.takeaway]
    key = key_option(item)
    if key is not None and item.type != "true_false":
        texts.append(key.rationale)
    for text in texts:
        yield from (span.text for span in sentences(text))
    yield from (point.point for point in getattr(item, "rubric", None) or ())


def _rationales(item: Item) -> Iterator[str]:
    """What is said of the options, where it is no mere case ("It would ...")."""
    for option in getattr(item, "options", None) or ():
        for span in sentences(option.rationale):
            if not _SUPPOSED.search(span.text):
                yield span.text


def _said(text: str) -> _Said:
    bare = plain(text)
    denies = any(word in NEGATIONS or word.endswith("n't") for word in words(bare))
    denies = denies or _IN_PLACE.search(bare) is not None
    named = frozenset(word for word in content_words(bare) if not word.isdigit())
    return _Said(bare, named, tuple(read_quantities(bare)), denies)


def _own_numbers(item: Item) -> Iterator[Quantity]:
    """Numbers that the item may have without the source: given in the stem, chosen from, or reckoned."""
    shown = [item.stem, item.code or "", *(option.text for option in getattr(item, "options", None) or ())]
    for text in shown:
        yield from read_quantities(text)
    for text in (item.explanation, *item.worked_steps):
        for equation in equations(text):
            yield from (Quantity(n, "", (0, 0)) for n in (*equation.left.numbers, *equation.right.numbers))


def _against(claim: _Said, said: _Said, free: Sequence[Quantity]) -> str:
    """What of the claim is against the sentence; "" when nothing is."""
    strange = [
        number
        for number in claim.numbers
        if not any(number.value == other.value or is_scaled(number.value, other.value) for other in free)
    ]
    alone = len(claim.numbers) == len(said.numbers) == 1 and "→" not in claim.text
    if strange and alone and strange[0].unit == said.numbers[0].unit:
        return f"the number {strange[0].value:g} where the source has {said.numbers[0].value:g}"
    mine, theirs = claim.words - said.words, said.words - claim.words
    if len(claim.words & said.words) < _SAME_MATTER:
        return ""
    if max(len(mine), len(theirs)) > LEFT or share_of(said.words, claim.words) < ALIKE:
        return ""
    for word in mine:
        for other in theirs:
            if are_opposed(word, other) and claim.denies == said.denies:
                return f"{word!r} where the source has {other!r}"
    return "a denial on one side" if claim.denies != said.denies and not mine and not theirs else ""
