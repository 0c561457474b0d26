"""The shelf of a stored run: what came of a slot is kept with its item, or not at all, and told."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from itemwright.bank import propose
from itemwright.domain.item import Item
from itemwright.domain.review_policy import ReviewPolicy
from itemwright.domain.run import SlotOutcome
from itemwright.errors import Conflict
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.proposals import Proposals
from itemwright.store.run_slots import RunSlots
from itemwright.store.runs import Runs


class SlotDone(Conflict):
    """The slot was filled or dropped by others, or its run has ended."""


class StoredShelf:
    """`newest`: the number of the newest proposal that is known here. Others put drafts into the same bank:
    whoever holds the drafts' lock decides what comes next."""

    def __init__(
        self,
        store: Store,
        course: str,
        run: str,
        newest: int,
        policy: ReviewPolicy | None,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._course, self._run = store, course, run
        self._newest = newest
        self._policy = policy
        self._now = now

    def put(self, outcome: SlotOutcome) -> Sequence[Item]:
        """Raises SlotDone: there is nothing to fill any more."""
        at = self._now()
        with self._store.begin() as tx:
            Drafts(tx, self._course).lock()
            runs, slots = Runs(tx, self._course), RunSlots(tx, self._course, self._run)
            run = runs.lock(self._run)
            if not run.is_open or slots.lock(outcome.number).state != "open":
                raise SlotDone(f"Slot {outcome.number!r} of run {self._run!r} is done; see its report.")
            if outcome.item is not None and (news := self._news(tx, outcome.item)):
                return news
            slots.settle(outcome)
            if outcome.item is None:
                last = outcome.dropped[-1]
                told: dict[str, object] = {
                    "slots": [outcome.number],
                    "code": last.code,
                    "reason": last.reason,
                }
                runs.log(self._run, "dropped", told, at)
                return ()
            propose(tx, self._course, outcome.item, self._policy, at)
            self._newest = Proposals(tx, self._course).newest()
            told = {"slot": outcome.number, "item": outcome.item.id, "type": outcome.item.type}
            runs.log(self._run, "delivered", told, at)
        return ()

    def _news(self, tx: Connection, item: Item) -> Sequence[Item]:
        """What others have proposed; the very same item counts, whenever that was."""
        proposals = Proposals(tx, self._course)
        if news := proposals.since(self._newest):
            self._newest = proposals.newest()
            return news
        items = Items(tx, self._course)
        return [items.get(item.id)] if items.known([item.id]) else []
