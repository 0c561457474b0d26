"""Replies kept under their Idempotency-Key, so that a request sent twice is done once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from itemwright.domain.value import Value
from itemwright.errors import BadInput, Conflict
from itemwright.store.tables import replies

ABANDONED_AFTER = timedelta(seconds=10)
"""A claim not refreshed for so long belonged to a process that was killed."""


class StoredReply(Value):
    """What was answered the first time: HTTP status and body."""

    status: int
    reply: Any


class Replies:
    """The replies to one caller in one course, in the transaction `tx`.

    Claim and finish in one transaction: a second request waits for the first. Commit the claim first, for
    work that takes long: a second request then meets Conflict until the first is finished.
    """

    def __init__(self, tx: Connection, course: str, caller: str) -> None:
        self._tx = tx
        self._course = course
        self._caller = caller

    def claim(self, key: str, route: str, request_sha256: str, at: datetime) -> StoredReply | None:
        """None when this request is the first with its key and is to be done now; else the reply it got.

        A claim that was neither finished, released nor refreshed for ABANDONED_AFTER is free.

        Raises:
            BadInput: the key was used for another request.
            Conflict: the first request is still under way.
        """
        adding = insert(replies).values(
            course=self._course,
            caller=self._caller,
            key=key,
            route=route,
            request_sha256=request_sha256,
            created_at=at,
        )
        if self._tx.execute(adding.on_conflict_do_nothing().returning(replies.c.key)).scalar() is not None:
            return None
        row = self._tx.execute(select(replies).where(self._is(key)).with_for_update()).one_or_none()
        if row is None:  # released by the first between our two statements
            return self.claim(key, route, request_sha256, at)
        if (row.route, row.request_sha256) != (route, request_sha256):
            raise BadInput(f"Idempotency-Key {key!r} was used for another request; send a new key.")
        if row.status is not None:
            return StoredReply(status=row.status, reply=row.reply)
        if at - row.created_at < ABANDONED_AFTER:
            raise Conflict(
                f"The first request with Idempotency-Key {key!r} is still under way; ask again soon."
            )
        self._tx.execute(update(replies).where(self._is(key)).values(created_at=at))
        return None

    def refresh(self, key: str, at: datetime) -> None:
        """Say that the work under a claim goes on."""
        self._tx.execute(
            update(replies).where(self._is(key), replies.c.status.is_(None)).values(created_at=at)
        )

    def finish(self, key: str, status: int, reply: Any) -> None:
        """Keep the reply (JSON) for the next request with this key."""
        self._tx.execute(update(replies).where(self._is(key)).values(status=status, reply=reply))

    def release(self, key: str) -> None:
        """Give up a claim: the request failed in a way that may be tried again with the same key."""
        self._tx.execute(delete(replies).where(self._is(key), replies.c.status.is_(None)))

    def _is(self, key: str) -> ColumnElement[bool]:
        return (
            (replies.c.course == self._course) & (replies.c.caller == self._caller) & (replies.c.key == key)
        )


def forget_replies(tx: Connection, before: datetime) -> int:
    """Delete the replies of all courses that are older, and say how many."""
    return tx.execute(delete(replies).where(replies.c.created_at < before)).rowcount
