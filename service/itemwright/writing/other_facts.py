"""Another fact of the same card, as a quick check with its answer or as a take-away."""

import functools
from collections.abc import Iterator

from itemwright.domain.card import Card, Fact
from itemwright.text import content_words, normal_form
from itemwright.writing.wording import sentence

NEAR = 4
"""Content words, beside the card's term, that a statement shares with an item to be its gist."""


def checked_with(question: str, answer: str) -> str:
    """A question together with its answer, as quick checks read."""
    return f"{question} Answer: {sentence(answer)}"


def quick_check(card: Card, said: str, about: str = "") -> str:
    """Question and answer of the fact nearest to `about` that the texts `said` do not tell; empty if none."""
    known, told = _lemmas(said), normal_form(said)
    for fact in _nearest(card, about or said):
        own = _lemmas(fact.answer) - _lemmas(fact.question)
        if normal_form(fact.question) not in told and 2 * len(own & known) < len(own):
            return checked_with(fact.question, fact.answer)
    return ""


def gist(card: Card, said: str, about: str) -> str:
    """The statement of the fact nearest to `about`, where it is near enough and `said` does not have it."""
    said = normal_form(said)
    for fact in _nearest(card, about):
        if _shared(card, fact, about) < NEAR:
            return ""
        if normal_form(fact.statement) not in said and normal_form(fact.question) not in said:
            return sentence(fact.statement)
    return ""


def _nearest(card: Card, about: str) -> Iterator[Fact]:
    order = sorted(range(len(card.facts)), key=lambda i: (-_shared(card, card.facts[i], about), i))
    return (card.facts[i] for i in order)


def _shared(card: Card, fact: Fact, about: str) -> int:
    own = _lemmas(f"{fact.question} {fact.statement}") - _lemmas(card.term)
    return len(own & _lemmas(about))


@functools.lru_cache(maxsize=1 << 13)
def _lemmas(text: str) -> frozenset[str]:
    """The content words of a text; those of a card are asked for again with each of its items."""
    return frozenset(content_words(text))
