"""The plug-point of the journal: where calls are planned, settled and found again; and its fake."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from itemwright.domain.budget import SCOPES, Amount, Caps, Scope, Use, rule_on_call
from itemwright.domain.call import PlannedCall, SettledCall
from itemwright.spent import Spent

BEAT_EVERY = 3.0
ABANDONED_AFTER = timedelta(seconds=12)
"""A call not heard of for so long belonged to a process that was killed."""


class Claim(NamedTuple):
    """What may be done about a call: its kept `reply` used again (a completion as JSON); or `tries` requests
    made under the id; or nothing, and `why`; or, with none of these, something in a moment: the same call is
    on its way, or others have reserved what is left."""

    reply: dict[str, Any] | None = None
    id: int | None = None
    tries: int = 0
    why: str = ""


class Journal(Protocol):
    """Keeps the calls of one course. May block for as long as a database takes."""

    def find(self, digest: str) -> dict[str, Any] | None:
        """The kept reply, a completion as JSON."""
        ...

    def claim(self, planned: PlannedCall, caps: Caps, at: datetime) -> Claim:
        """Plan a call, and reserve what it may cost."""
        ...

    def beat(self, id_: int, at: datetime) -> None:
        """Say that a call is still on its way."""
        ...

    def settle(self, id_: int, settled: SettledCall) -> None:
        """Keep what came of a call."""
        ...

    def reject(self, digests: Sequence[str]) -> None:
        """Give the replies to these no more."""
        ...

    def last_reply(self, model: str, server: str) -> dict[str, Any] | None:
        """The newest completion of a model at a server, as JSON."""
        ...

    def spent(self, run: str) -> Spent:
        """What the calls of a run have cost."""
        ...


class _Row:
    def __init__(self, planned: PlannedCall, reserved: Amount, at: datetime) -> None:
        self.planned, self.at, self.beat_at = planned, at, at
        self.state = "pending"
        self.counted = reserved
        self.spent = Spent(reserved.requests, reserved.tokens, 0, reserved.usd if planned.priced else None)
        self.settled: SettledCall | None = None


class MemoryJournal:
    """The fake: forgets everything with its process. `rows` are the calls, oldest first."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self._lock = threading.Lock()

    def find(self, digest: str) -> dict[str, Any] | None:
        row = self._open(digest)
        return row.settled.reply if row is not None and row.settled is not None else None

    def claim(self, planned: PlannedCall, caps: Caps, at: datetime) -> Claim:
        with self._lock:
            for row in self.rows:
                if row.state == "pending" and row.beat_at < at - ABANDONED_AFTER:
                    row.state = "lost"
            if (open_ := self._open(planned.digest)) is not None:
                return Claim(reply=open_.settled.reply if open_.settled else None)
            use = {scope: self._use(scope, planned.run, at) for scope in SCOPES}
            ruling = rule_on_call(caps, use, planned.worst)
            if ruling.tries:
                self.rows.append(_Row(planned, planned.worst[ruling.tries - 1], at))
                return Claim(id=len(self.rows) - 1, tries=ruling.tries)
            return Claim(why=ruling.why)

    def beat(self, id_: int, at: datetime) -> None:
        self.rows[id_].beat_at = at

    def settle(self, id_: int, settled: SettledCall) -> None:
        with self._lock:
            row = self.rows[id_]
            other = self._open(row.planned.digest)
            spare = settled.state == "kept" and other is not None and other is not row
            row.state = "spare" if spare else settled.state
            row.counted, row.spent, row.settled = settled.counted, settled.spent, settled

    def reject(self, digests: Sequence[str]) -> None:
        for row in self.rows:
            if row.state == "kept" and row.planned.digest in digests:
                row.state = "rejected"

    def last_reply(self, model: str, server: str) -> dict[str, Any] | None:
        for row in reversed(self.rows):
            asked = row.planned.model == model and row.planned.server == server
            if asked and row.settled is not None and row.settled.reply is not None:
                return row.settled.reply
        return None

    def spent(self, run: str) -> Spent:
        total = Spent()
        for row in self.rows:
            if row.planned.run == run:
                total = total.plus(row.spent)
        return total

    def _open(self, digest: str) -> _Row | None:
        found = (r for r in self.rows if r.planned.digest == digest and r.state in ("pending", "kept"))
        return next(found, None)

    def _use(self, scope: Scope, run: str | None, at: datetime) -> Use:
        use = Use()
        for row in self.rows:
            if scope == "run" and (run is None or row.planned.run != run):
                continue
            if scope == "day" and row.at.date() != at.date():
                continue
            if row.state == "pending":
                use = use._replace(reserved=use.reserved.plus(row.counted))
            else:
                use = use._replace(settled=use.settled.plus(row.counted))
        return use
