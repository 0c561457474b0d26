"""An index of things by their words, to find those alike without a pass over all of them."""

from collections.abc import Collection

RAREST = 12
"""Words by which others are looked up, the rarest: what is alike shares some of them."""


class WordIndex:
    """Things are known by their place: 0 for the first that was added, then 1, 2 ..."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, words: Collection[str]) -> None:
        """Give the next place to something with these words."""
        for word in words:
            self._places.setdefault(word, []).append(self._count)
        self._count += 1

    def sharing(self, words: Collection[str], limit: int) -> list[int]:
        """Up to `limit` places of what shares the rarest of `words`, the most and the rarest shared first."""
        found = sorted((len(places), word) for word in words if (places := self._places.get(word)))
        weights: dict[int, float] = {}
        for count, word in found[:RAREST]:
            for place in self._places[word]:
                weights[place] = weights.get(place, 0.0) + 1 / count
        return sorted(weights, key=lambda place: (-weights[place], place))[:limit]
