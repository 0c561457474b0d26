"""How near judged statements come to an answer in meaning."""

from collections import OrderedDict
from collections.abc import Sequence

from itemwright.grading.base import Neighbour
from itemwright.index.embedding import Embedder, Vectors

_KEPT = 4_000


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
