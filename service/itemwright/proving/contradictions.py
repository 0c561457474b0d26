"""Sentences of an item that say what the source says, but for a number, an opposite or a denial."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.grading.numbers import Quantity, read_quantities
from itemwright.proving.checked import Finding
from itemwright.proving.claim_features import share_of
from itemwright.proving.equations import equations, is_scaled
from itemwright.proving.evidence import windows
from itemwright.proving.key_option import key_option
from itemwright.proving.opposites import are_opposed
from itemwright.text import NEGATIONS, content_words, plain, sentences, words

ALIKE = 0.6
"""Share of its words, by weight, that a sentence of the source has when both speak of the same."""
LEFT = 2
"""Words that either sentence may have for itself where one has the opposite of what the other says."""
_FEWEST = 4


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
    for sentence in _claims(item):
        claim = _said(sentence)
        if len(claim.words) < _FEWEST:
            continue
        near = [said for said in source if share_of(claim.words, said.words) >= ALIKE]
        if any(not _against(claim, said, free) for said in near):
            continue  # one sentence of the source agrees
        for said in near[:1]:
            return "fail", f"{claim.text[:120]!r} has {_against(claim, said, free)}: {said.text[:160]!r}"
    return "pass", "no sentence says the opposite of one of the source"


def _claims(item: Item) -> Iterator[str]:
    texts = [item.explanation, *item.worked_steps, item.takeaway]
    key = key_option(item)
    if key is not None and item.type != "true_false":
        texts.append(key.rationale)
    for text in texts:
        yield from (span.text for span in sentences(text))
    yield from (point.point for point in getattr(item, "rubric", None) or ())


def _said(text: str) -> _Said:
    bare = plain(text)
    denies = any(word in NEGATIONS or word.endswith("n't") for word in words(bare))
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
    if max(len(mine), len(theirs)) > LEFT or share_of(said.words, claim.words) < ALIKE:
        return ""
    for word in mine:
        for other in theirs:
            if are_opposed(word, other) and claim.denies == said.denies:
                return f"{word!r} where the source has {other!r}"
    return "a denial on one side" if claim.denies != said.denies and not mine and not theirs else ""
