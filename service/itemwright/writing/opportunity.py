"""An opportunity: one item that a writer could write, known before it is written."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from itemwright.domain.card import Bloom, Card, Evidence, Level
from itemwright.domain.item import Item, ItemType
from itemwright.writing.difficulty_prior import prior_difficulty
from itemwright.writing.frame import Setting
from itemwright.writing.library import Library

Write = Callable[[Setting, random.Random], Item | None]


@dataclass(frozen=True)
class Opportunity:
    """`write` gives the item, or None when the draw gave no sound one.

    `fresh`: drawn values make each writing of it another item, so that its family may come again.
    """

    setting: Setting
    write: Write
    fresh: bool = False

    def written(self, rng: random.Random) -> Item | None:
        """The item that `rng` draws."""
        return self.write(self.setting, rng)


def offered(
    card: Card,
    library: Library,
    kind: ItemType,
    family: tuple[str, str],
    rating: tuple[Bloom, Level],
    evidence: Sequence[Evidence],
    write: Write,
    parts: int = 1,
    fresh: bool = False,
) -> list[Opportunity]:
    """The opportunity of item model `family[0]` for entry `family[1]`; none if a quotation cannot be cited.

    `rating`: Bloom level and level of the entry; `parts`: blanks, pairs or rubric points of the item.
    """
    if not all(library.holds(each) for each in evidence):
        return []
    model, entry = family
    setting = Setting(
        type=kind,
        concepts=(card.concept,),
        family=f"{model}/{card.concept}/{entry}",
        bloom=rating[0],
        difficulty=prior_difficulty(kind, rating[1], rating[0], parts),
        citations=tuple(library.cite(each) for each in evidence),
        provenance={"writer": "builtin-cards", "card": card.concept, "model": model, "entry": entry},
    )
    return [Opportunity(setting, write, fresh)]
