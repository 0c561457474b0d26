"""An attempt as it is stored, with the item version that it shows, and how its learner sees it."""

from sqlalchemy import Connection

from itemwright.attempt_view import AttemptView, view_attempt
from itemwright.domain.attempt import Attempt, Mode
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal
from itemwright.learner_record import require_own
from itemwright.standing import standing_of
from itemwright.store.attempts import Attempts
from itemwright.store.items import Items
from itemwright.store.sessions import Sessions


def load_attempt(
    tx: Connection, principal: Principal, attempt_id: str, *, lock: bool = False
) -> tuple[Attempt, Item, Mode]:
    """The attempt, the item version that it shows, and its mode. `lock`: nobody else answers or grades
    it, and its item is not retired, until the transaction ends."""
    attempt = Attempts(tx, principal.course).get(attempt_id)
    unknown = f"No attempt {attempt_id!r}; ask the session for its next item."
    require_own(principal, attempt.learner, unknown)
    if lock:  # the item first, as a retirement does
        Items(tx, principal.course).hold(attempt.item)
        attempt = Attempts(tx, principal.course).get(attempt_id, lock=True)
    session = Sessions(tx, principal.course).get(attempt.session)
    return attempt, Items(tx, principal.course).get(attempt.item, attempt.version), session.mode


def attempt_as_seen(tx: Connection, course: str, attempt: Attempt, mode: Mode) -> AttemptView:
    """What the learner may see of it, by the key that counts."""
    shown = Items(tx, course).get(attempt.item, attempt.version)
    version = standing_of(attempt).version
    counted = shown if version == attempt.version else Items(tx, course).get(attempt.item, version)
    return view_attempt(attempt, shown, mode, counted)
