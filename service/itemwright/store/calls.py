"""Calls of language models: what was asked, what it cost, and the replies that are given again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, func, insert, select, true, update

from itemwright.domain.budget import Amount, Scope, Use
from itemwright.domain.call import FoundCall, PlannedCall, SettledCall
from itemwright.spent import Spent
from itemwright.store.tables import any_of, calls

_OPEN = ["pending", "kept"]
_LOCK = 0x17E3_0002  # any number of this application's own


class Calls:
    """The calls of one course, in the transaction `tx`."""

    def __init__(self, tx: Connection, course: str) -> None:
        self._tx = tx
        self._course = course

    def lock(self) -> None:
        """Until the transaction ends nobody else in this course plans a call: what budgets leave is decided
        by one at a time."""
        self._tx.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(self._course))))

    def find(self, digest: str) -> FoundCall | None:
        """The call of this digest that is on its way, or whose reply is kept."""
        query = select(calls.c.seq, calls.c.state, calls.c.reply).where(
            self._mine(), calls.c.digest == digest, calls.c.state == any_of(_OPEN)
        )
        row = self._tx.execute(query).one_or_none()
        return None if row is None else FoundCall(id=row.seq, state=row.state, reply=row.reply)

    def use(self, scopes: Collection[Scope], run: str | None, at: datetime) -> dict[Scope, Use]:
        """What was spent, and what is reserved, in the run, on the day (UTC) of `at` and in the course."""
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        wheres: Mapping[Scope, ColumnElement[bool]] = {
            "run": false() if run is None else calls.c.run == run,
            "day": (calls.c.at >= day) & (calls.c.at < day + timedelta(days=1)),
            "course": true(),
        }
        return {scope: self._use(wheres[scope]) for scope in scopes}

    def add(self, planned: PlannedCall, reserved: Amount, at: datetime) -> int:
        """A call on its way, with what is reserved for it. Returns its id.

        Raises:
            Conflict: the same call is on its way, or its reply is kept.
        """
        adding = insert(calls).values(
            course=self._course,
            digest=planned.digest,
            model=planned.model,
            server=planned.server,
            prompt=planned.prompt,
            run=planned.run,
            settings=planned.settings,
            state="pending",
            **reserved._asdict(),
            cost=reserved.usd if planned.priced else None,
            at=at,
            beat_at=at,
        )
        return int(self._tx.execute(adding.returning(calls.c.seq)).scalar_one())

    def beat(self, ids: Sequence[int], at: datetime) -> None:
        """Say that these calls are still on their way."""
        self._tx.execute(
            update(calls)
            .where(self._mine(), calls.c.seq.in_(ids), calls.c.state == "pending")
            .values(beat_at=at)
        )

    def abandon(self, before: datetime) -> int:
        """Give up calls whose process was not heard of since: what was reserved for them counts as spent,
        for they may have been served. Returns how many."""
        late = update(calls).where(self._mine(), calls.c.state == "pending", calls.c.beat_at < before)
        return self._tx.execute(late.values(state="lost")).rowcount

    def settle(self, id_: int, settled: SettledCall) -> None:
        """Keep what came of a call, even of one that was given up meanwhile."""
        other = calls.alias()
        digest = select(calls.c.digest).where(calls.c.seq == id_).scalar_subquery()
        taken = select(other.c.seq).where(
            other.c.course == self._course,
            other.c.digest == digest,
            other.c.state == any_of(_OPEN),
            other.c.seq != id_,
        )
        spare = settled.state == "kept" and self._tx.execute(taken).first() is not None
        values: dict[str, Any] = settled.counted._asdict() | {
            "state": "spare" if spare else settled.state,
            "tokens_in": settled.spent.tokens_in,
            "tokens_out": settled.spent.tokens_out,
            "cost": settled.spent.usd,
            "seconds": settled.seconds,
            "reply": settled.reply,
            "fault": settled.fault,
        }
        self._tx.execute(update(calls).where(self._mine(), calls.c.seq == id_).values(values))

    def reject(self, digests: Sequence[str]) -> None:
        """Give the replies to these no more."""
        kept = update(calls).where(
            self._mine(), calls.c.digest == any_of(list(digests)), calls.c.state == "kept"
        )
        self._tx.execute(kept.values(state="rejected"))

    def last_reply(self, model: str, server: str) -> dict[str, Any] | None:
        """The newest completion of a model at a server, as JSON."""
        query = select(calls.c.reply).where(
            self._mine(), calls.c.model == model, calls.c.server == server, calls.c.reply.is_not(None)
        )
        found: dict[str, Any] | None = self._tx.execute(
            query.order_by(calls.c.seq.desc()).limit(1)
        ).scalar_one_or_none()
        return found

    def spent(self, run: str) -> Spent:
        """What the calls of a run have cost; with those on their way, as much as is reserved for them."""
        pending = calls.c.state == any_of(["pending", "lost"])
        query = select(
            func.coalesce(func.sum(calls.c.requests), 0),
            func.coalesce(func.sum(calls.c.tokens).filter(pending), 0)
            + func.coalesce(func.sum(calls.c.tokens_in), 0),
            func.coalesce(func.sum(calls.c.tokens_out), 0),
            func.coalesce(func.sum(calls.c.cost), 0.0),
            func.count().filter(calls.c.cost.is_(None), calls.c.requests > 0),
        ).where(self._mine(), calls.c.run == run)
        requests, tokens_in, tokens_out, usd, unknown = self._tx.execute(query).one()
        return Spent(requests, int(tokens_in), int(tokens_out), None if unknown else usd)

    def _use(self, where: ColumnElement[bool]) -> Use:
        pending = calls.c.state == "pending"
        sums = [
            func.coalesce(func.sum(column).filter(which), 0)
            for which in (~pending, pending)
            for column in (calls.c.requests, calls.c.tokens, calls.c.usd)
        ]
        found = self._tx.execute(select(*sums).where(self._mine(), where)).one()
        settled, reserved = found[:3], found[3:]
        return Use(
            Amount(int(settled[0]), int(settled[1]), float(settled[2])),
            Amount(int(reserved[0]), int(reserved[1]), float(reserved[2])),
        )

    def _mine(self) -> ColumnElement[bool]:
        return calls.c.course == self._course
