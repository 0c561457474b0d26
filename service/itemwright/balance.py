"""The balance of a set that is being written: types as ordered, keys on all places, as many statements true
as false, and levels, Bloom levels and entries of cards spread."""

import random
from collections import Counter
from collections.abc import Sequence

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.writing.options import key_position, with_key_at

TRUTHS = ("a", "b")
"""The keys of true-or-false items: True and False."""


class Balance:
    """Counts what a set holds, and tells what would even it out. `rng` settles ties."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._counts: Counter[tuple[str, str]] = Counter()
        self._owed: Counter[str | None] = Counter()

    def settle_ties_by(self, rng: random.Random) -> None:
        """From now on `rng` settles ties."""
        self._rng = rng

    def order(self, slot: Slot) -> None:
        """An item for `slot` is to be written next."""
        self._owed[slot.type] += 1

    def ranked(self, choices: Sequence[Slot]) -> list[Slot]:
        """The choices in their order, with the types on the wanted concept by how many are still owed.

        A type that one concept has no material for is made up for on the next that has some, so that both
        the concepts and the types of a set come out as ordered."""
        concept = choices[0].concept
        here = [slot for slot in choices if slot.concept == concept]
        here.sort(key=lambda slot: -self._owed[slot.type])
        owed = [slot for slot in here if self._owed[slot.type] > 0]
        others = iter(here[len(owed) :])
        taken = set(owed)
        return [*owed, *(next(others) if s.concept == concept else s for s in choices if s not in taken)]

    def cost(self, item: Item) -> tuple[float, ...]:
        """How much an item would unbalance the set: truth value, entry, type, level and Bloom level."""
        return (
            self._surplus(item),
            self._counts[("entry", _entry(item))],
            self._counts[("type", item.type)],
            self._counts[("level", item.difficulty.label)] + self._counts[("bloom", item.bloom)],
        )

    def placed(self, item: Item) -> Item:
        """The item with its key where the fewest keys stand: of its type first, then of all."""
        if key_position(item) is None:
            return item
        count = len(getattr(item, "options", None) or ())
        used = [
            [self._counts[("place", name)] for name in _places(item, place, count)] for place in range(count)
        ]
        return with_key_at(item, self._rng.choice([p for p in range(count) if used[p] == min(used)]))

    def keep(self, item: Item) -> None:
        """The set holds `item` from now on."""
        self._owed[item.type] -= 1
        self._counts.update(
            [
                ("entry", _entry(item)),
                ("type", item.type),
                ("level", item.difficulty.label),
                ("bloom", item.bloom),
            ]
        )
        if item.type == "true_false":
            self._counts[("truth", item.key)] += 1
        if (place := key_position(item)) is not None:
            count = len(getattr(item, "options", None) or ())
            self._counts.update(("place", name) for name in _places(item, place, count))

    def _surplus(self, item: Item) -> int:
        """How many more statements of this truth value than of the other the set holds."""
        if item.type != "true_false":
            return 0
        return self._counts[("truth", item.key)] - min(self._counts[("truth", key)] for key in TRUTHS)


def _places(item: Item, place: int, count: int) -> tuple[str, ...]:
    return f"{item.type} {place}/{count}", f"{place}/{count}", f"{place}"


def _entry(item: Item) -> str:
    return "/".join([*item.concepts, *item.family.split("/")[2:]])
