"""The plug-point of writing: a slot and passages in, candidates or a reason for none out; and its fake."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.value import Value


class Usage(Value):
    """What a writer spent on one slot; `cost` in US dollars, None where a price is unknown."""

    calls: int = 0
    tokens: int = 0
    cost: float | None = 0.0


class Candidates(Value):
    """Items without proof, the preferred first, of the concept, type and difficulty that the slot names."""

    items: tuple[Item, ...]
    usage: Usage = Usage()


class NothingWritten(Value):
    """Why a writer has nothing for a slot."""

    code: Literal["no_material", "model_failed", "budget"]
    reason: str
    usage: Usage = Usage()


class ItemWriter(Protocol):
    """Writes candidates for one slot. The same slot gives the same candidates, as far as a model allows."""

    async def write(self, slot: Slot, passages: Sequence[Passage]) -> Candidates | NothingWritten: ...


class ScriptedWriter:
    """The fake: gives its replies in order, then has no material; `slots` records what was asked."""

    def __init__(self, replies: Iterable[Candidates | NothingWritten]) -> None:
        self._replies = list(replies)
        self.slots: list[Slot] = []

    async def write(self, slot: Slot, passages: Sequence[Passage]) -> Candidates | NothingWritten:
        self.slots.append(slot)
        if not self._replies:
            return NothingWritten(code="no_material", reason="the script has ended")
        return self._replies.pop(0)
