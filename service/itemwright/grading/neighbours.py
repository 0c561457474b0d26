"""Judged statements that a card has on record for a rubric point: paraphrases are met, mistakes are not."""

from collections.abc import Iterable, Sequence

from itemwright.domain.card import Card, Fact
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.base import Neighbour


def card_neighbours(rubric: Sequence[RubricPoint], cards: Iterable[Card]) -> tuple[Neighbour, ...]:
    """For each point that is a card's fact: the fact's paraphrases as met, and as contradicted its wrong
    answers and the misconceptions that it refutes. Points that no card knows get none."""
    facts = {fact.statement: (card, fact) for card in cards for fact in card.facts}
    found: list[Neighbour] = []
    for number, point in enumerate(rubric):
        if point.point in facts:
            found += _of_fact(number, *facts[point.point])
    return tuple(found)


def _of_fact(number: int, card: Card, fact: Fact) -> list[Neighbour]:
    right = (fact.answer, *fact.paraphrases)
    claims = [idea.claim for idea in card.misconceptions if idea.fact == fact.id]
    wrong = (*claims, *(answer.text for answer in fact.wrong))
    return [Neighbour(text=text, status="met", point=number) for text in right] + [
        Neighbour(text=text, status="contradicted", point=number) for text in wrong
    ]
