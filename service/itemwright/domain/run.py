"""A run: a stored request for items, worked off slot by slot, by whoever is there, until it has ended."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from itemwright.domain.blueprint import DropCode, Dropped
from itemwright.domain.item import Item
from itemwright.domain.value import Value

RunState = Literal["queued", "running", "completed", "cancelled", "failed"]
OPEN_STATES: frozenset[RunState] = frozenset(["queued", "running"])
SlotState = Literal["open", "delivered", "dropped"]
EventKind = Literal["state", "delivered", "dropped"]

OPEN_AGAIN: frozenset[DropCode] = frozenset(["cancelled", "failed", "budget", "model_failed"])
"""Slots dropped for these reasons are tried again when the same is asked for once more."""


class SlotOutcome(Value):
    """What came of a slot: its item or none, what was refused on the way, and what it cost. `cost` in US
    dollars, None where a price is unknown."""

    number: int
    item: Item | None = None
    dropped: tuple[Dropped, ...] = ()
    calls: int = 0
    tokens: int = 0
    cost: float | None = 0.0


class Run(Value):
    """A request as it is stored. `digest` is over all that its items follow from; `series` is the same but
    for the seed. `round` counts how often it was begun: 1, and one more each time it is carried on.

    `seconds` of work, as far as it was ended; `budget` in US dollars; `why` it was cancelled or failed;
    `events` so far; `server`: where its model is asked."""

    id: str
    digest: str
    series: str
    request: dict[str, Any]
    seed: int
    model: str
    server: str
    budget: float | None = Field(default=None, ge=0)
    requested: int
    state: RunState = "queued"
    why: str = ""
    round: int = 1
    events: int = 0
    seconds: float = 0.0
    created_at: datetime
    begun_at: datetime
    ended_at: datetime | None = None
    beat_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class RunSlot(Value):
    """A slot of a run. `item` is the id of what it gave; `code`: why it was dropped."""

    number: int
    state: SlotState = "open"
    item: str | None = None
    code: DropCode | None = None
    dropped: tuple[Dropped, ...] = ()


class RunEvent(Value):
    """One entry of a run's log, numbered from 1."""

    number: int
    at: datetime
    kind: EventKind
    data: dict[str, Any]
