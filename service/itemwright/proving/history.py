"""What one learner was shown, in order, and how like it another item is: told without a model, at once."""

from collections.abc import Iterable
from typing import NamedTuple

from itemwright.proving.fingerprint import Fingerprint
from itemwright.proving.likeness import Relation, likeness, overlap
from itemwright.proving.novelty import COMPARED, RESEMBLING
from itemwright.proving.word_index import WordIndex


class Met(NamedTuple):
    """How like an item is to what was shown, and how long ago: 1 for the last item, 0 for none."""

    relation: Relation
    ago: int


class History:
    """The items that a learner was shown.

    Two items from one entry of a card count as parallel forms, too: the one tells the fact that the other
    asks for."""

    def __init__(self, shown: Iterable[Fingerprint] = ()) -> None:
        self._prints: list[Fingerprint] = []
        self._words = WordIndex()
        self._entries: dict[str, int] = {}
        for item in shown:
            self.add(item)

    @property
    def items(self) -> frozenset[str]:
        """The ids of all that was shown."""
        return frozenset(item.item for item in self._prints)

    def add(self, item: Fingerprint) -> None:
        """The learner was shown `item`."""
        if item.entry:
            self._entries[item.entry] = len(self._prints)
        self._prints.append(item)
        self._words.add(item.looked_up)

    def met(self, item: Fingerprint) -> Met:
        """The strongest likeness to what was shown; of several parallel forms, to the latest."""
        last = self._entries.get(item.entry, -1)
        for place in self._words.sharing(item.looked_up, COMPARED):
            other = self._prints[place]
            found = likeness(item, other)
            if found.relation in ("copy", "near"):
                return Met(found.relation, len(self._prints) - place)
            if found.relation == "parallel" or overlap(item.content, other.content) >= RESEMBLING:
                last = max(last, place)
        return Met("parallel", len(self._prints) - last) if last >= 0 else Met("new", 0)
