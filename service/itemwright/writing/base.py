"""The plug-point of writing: a slot and passages in, candidates or a reason for none out; and its fake."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol, runtime_checkable

from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.value import Value
from itemwright.writing.plan import PlannedSlot


class Usage(Value):
    """What a writer spent on one slot; `cost` in US dollars, None where a price is unknown."""

    calls: int = 0
    tokens: int = 0
    cost: float | None = 0.0


WhyRefused = Literal["malformed", "not_quoted", "not_executed", "off_slot", "declined"]
"""malformed: not in the form asked for. not_quoted: a quotation is not in the passages. not_executed: its
code does not do what it should. off_slot: not what the slot asks for. declined: the model said it cannot."""


class RefusedCandidate(Value):
    """A candidate of a model that became no item, and why."""

    why: WhyRefused
    reason: str


class Candidates(Value):
    """Items without proof, the preferred first, of the concept, type and difficulty that the slot names."""

    items: tuple[Item, ...]
    usage: Usage = Usage()
    refused: tuple[RefusedCandidate, ...] = ()


class NothingWritten(Value):
    """Why a writer has nothing for a slot."""

    code: Literal["no_material", "model_failed", "budget"]
    reason: str
    usage: Usage = Usage()
    refused: tuple[RefusedCandidate, ...] = ()


class ItemWriter(Protocol):
    """Writes candidates for one slot. The same slot gives the same candidates, as far as a model allows."""

    async def write(self, slot: Slot, passages: Sequence[Passage]) -> Candidates | NothingWritten: ...


@runtime_checkable
class PlanningWriter(ItemWriter, Protocol):
    """A writer to whom each call is dear: it plans a whole run first, and is asked once for each choice of a
    slot. Several slots may be asked for at once; those that it writes in one call wait for that call."""

    def plan(self, planned: Sequence[PlannedSlot]) -> list[PlannedSlot]:
        """The same slots in the same order, with what is to be written for each settled: type, level,
        passages. What was asked for stays."""
        ...

    async def mend(self, slot: Slot, item: Item, findings: Sequence[str]) -> Candidates | NothingWritten:
        """`item`, written for `slot`, without the faults that its proof found."""
        ...


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
