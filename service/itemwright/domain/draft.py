"""A draft: an item with its proof on its way to learners, and the history of what was decided."""

from datetime import datetime
from typing import Literal

from itemwright.domain.item import Item
from itemwright.domain.value import Value

DraftState = Literal["proposed", "in_review", "approved", "rejected", "held", "retired"]
DraftAction = Literal["proposed", "edited", "approved", "rejected", "held", "retired"]


class DraftEvent(Value):
    """One entry of the append-only history. `item` is the version this event made, if it made one."""

    at: datetime
    actor: str
    action: DraftAction
    reason: str = ""
    version: int


class Draft(Value):
    """`revision` counts every change (edits and decisions) and serves as the ETag."""

    id: str
    item: Item
    state: DraftState
    revision: int
    history: tuple[DraftEvent, ...] = ()
