"""What learners were shown, over all their sessions, kept at hand between two picks."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Connection

from itemwright.domain.item import Item
from itemwright.proving.fingerprint import Fingerprint, fingerprint_of
from itemwright.proving.history import History
from itemwright.selection import Seen
from itemwright.store.attempts import Attempts
from itemwright.store.items import Items

K = TypeVar("K")
V = TypeVar("V")
Version = tuple[str, str, int]
"""Course, item id and version: what a fingerprint is of, for good."""

LEARNERS = 1_000
VERSIONS = 20_000
"""How many histories and fingerprints are kept; the longest unused ones go, to be made again when wanted."""


class Histories:
    """Histories of learners, built from the database and brought up to date with each pick.

    May be used from several threads; those that ask for one learner wait for each other in the database.
    """

    def __init__(self, learners: int = LEARNERS, versions: int = VERSIONS) -> None:
        self._most_learners, self._most_versions = learners, versions
        self._learners: OrderedDict[tuple[str, str], tuple[list[tuple[str, int]], History]] = OrderedDict()
        self._prints: OrderedDict[Version, Fingerprint] = OrderedDict()
        self._lock = threading.Lock()

    def seen(self, tx: Connection, course: str, learner: str, session: Sequence[Item]) -> Seen:
        """What selection has to know of the past; `session`: the items of the session that is under way."""
        history = self.of(tx, course, learner)
        return Seen(
            items=history.items,
            met=lambda item: history.met(self._kept((course, item.id, item.version), item)),
            concepts=tuple(slug for item in session for slug in item.concepts),
            families=tuple(item.family for item in session),
            types=tuple(item.type for item in session),
        )

    def of(self, tx: Connection, course: str, learner: str) -> History:
        """All that the learner was shown in the course, in order."""
        shown = Attempts(tx, course).shown_versions(learner)
        with self._lock:
            known, history = self._learners.get((course, learner), ([], History()))
        if known != shown[: len(known)]:
            known, history = [], History()  # erased or changed behind our back
        new = shown[len(known) :]
        with self._lock:
            prints = {each: self._prints.get((course, *each)) for each in new}
        stored = Items(tx, course).many([each for each, found in prints.items() if found is None])
        for each in new:
            history.add(prints[each] or self._kept((course, *each), stored[each]))
        with self._lock:
            _keep(self._learners, (course, learner), (shown, history), self._most_learners)
        return history

    def _kept(self, version: Version, item: Item) -> Fingerprint:
        """The fingerprint of an item version, made once."""
        with self._lock:
            found = self._prints.get(version) or fingerprint_of(item)
            _keep(self._prints, version, found, self._most_versions)
        return found


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
