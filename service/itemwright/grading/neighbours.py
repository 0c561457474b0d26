"""Judged statements that a card has on record for a rubric point: paraphrases are met, mistakes are not."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from itemwright.domain.card import Card, Fact
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.base import Neighbour
from itemwright.index.embedding import Embedder, Vectors

_KEPT = 4_000


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


class Meanings:
    """Sentence vectors of judged statements, kept within a fixed bound, for they come again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def nearness(self, neighbours: Sequence[Neighbour], answer: str) -> list[float]:
        """The cosine of each neighbour's text to an answer."""
        wanted = [answer, *(neighbour.text for neighbour in neighbours)]
        new = [text for text in dict.fromkeys(wanted) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._embedder.embed(new), strict=True))
        whole, *others = (self._vectors[text] for text in wanted)
        for text in wanted:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _KEPT:
            self._vectors.popitem(last=False)
        return [float(other @ whole) for other in others]
