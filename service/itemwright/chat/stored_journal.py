"""The journal in the database: it outlives the process, and many processes share it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from itemwright.chat.journal import ABANDONED_AFTER, Claim
from itemwright.domain.budget import SCOPES, Caps, rule_on_call
from itemwright.domain.call import PlannedCall, SettledCall
from itemwright.spent import Spent
from itemwright.store.calls import Calls
from itemwright.store.engine import Store


class StoredJournal:
    """The journal of one course."""

    def __init__(self, store: Store, course: str) -> None:
        self._store = store
        self._course = course

    def find(self, digest: str) -> dict[str, Any] | None:
        with self._store.begin() as tx:
            found = Calls(tx, self._course).find(digest)
        return None if found is None else found.reply

    def claim(self, planned: PlannedCall, caps: Caps, at: datetime) -> Claim:
        with self._store.begin() as tx:
            calls = Calls(tx, self._course)
            calls.lock()
            calls.abandon(at - ABANDONED_AFTER)
            found = calls.find(planned.digest)
            if found is not None:
                return Claim(reply=found.reply)
            scopes = [scope for scope in SCOPES if caps.of(scope).is_set]
            ruling = rule_on_call(caps, calls.use(scopes, planned.run, at), planned.worst)
            if not ruling.tries:
                return Claim(why=ruling.why)
            id_ = calls.add(planned, planned.worst[ruling.tries - 1], at)
            return Claim(id=id_, tries=ruling.tries)

    def beat(self, id_: int, at: datetime) -> None:
        with self._store.begin() as tx:
            Calls(tx, self._course).beat([id_], at)

    def settle(self, id_: int, settled: SettledCall) -> None:
        with self._store.begin() as tx:
            calls = Calls(tx, self._course)
            calls.lock()
            calls.settle(id_, settled)

    def reject(self, digests: Sequence[str]) -> None:
        with self._store.begin() as tx:
            Calls(tx, self._course).reject(digests)

    def last_reply(self, model: str, server: str) -> dict[str, Any] | None:
        with self._store.begin() as tx:
            return Calls(tx, self._course).last_reply(model, server)

    def spent(self, run: str) -> Spent:
        with self._store.begin() as tx:
            return Calls(tx, self._course).spent(run)
