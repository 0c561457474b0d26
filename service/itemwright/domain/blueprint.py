"""What a set of items must cover: cells of concept, type and difficulty, and the slots they unfold into."""

from typing import Literal

from pydantic import Field

from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import Item, ItemType
from itemwright.domain.value import Value


class BlueprintCell(Value):
    """`count` items of this kind; what is None is left to the writer."""

    count: int = Field(ge=1, le=1000)
    concept: str | None = None
    type: ItemType | None = None
    difficulty: Level | None = None
    bloom: Bloom | None = None
    role: str | None = None


class Blueprint(Value):
    cells: tuple[BlueprintCell, ...] = Field(min_length=1)


class Slot(Value):
    """One item to be written. The same slot and seed give the same item.

    `passages`: ids of those it is to be written from, none: as the writer finds; `role`: whose work a case
    is to be set in; `without`: families that are written already, so who knows the family of an item
    beforehand need not write it."""

    number: int
    seed: int
    concept: str | None = None
    type: ItemType | None = None
    difficulty: Level | None = None
    bloom: Bloom | None = None
    passages: tuple[str, ...] = ()
    role: str | None = None
    without: frozenset[str] = Field(default=frozenset(), exclude=True)


DropCode = Literal[
    "no_material", "proof_failed", "duplicate", "model_failed", "budget", "cancelled", "failed"
]
"""`failed`: its run broke off."""


class Dropped(Value):
    """A slot that stayed empty, or a candidate that was refused, and why."""

    slot: int
    code: DropCode
    reason: str


class WritingReport(Value):
    """Requested and delivered, always told. `cost` in US dollars, None where a price is unknown.

    Of a stored run also `run`, its id, with its `seed`, `model` and `state`, `why` that is so, and how many
    slots are still `open`."""

    requested: int
    delivered: int
    dropped: tuple[Dropped, ...] = ()
    calls: int = 0
    tokens: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    run: str | None = None
    seed: int | None = None
    model: str | None = None
    state: str | None = None
    why: str = ""
    open: int = 0


class WrittenSet(Value):
    """The items of one run, each with its proof, and the report on it."""

    items: tuple[Item, ...]
    report: WritingReport
