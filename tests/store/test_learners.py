"""Requests to rebuild a learner's state stand until the events that they were made for can be read."""

import pytest
from sqlalchemy import text

from itemwright.errors import StoreUnavailable
from itemwright.store.engine import Store
from itemwright.store.learners import Learners


def ask(store: Store, course: str, *learners: str) -> None:
    with store.begin() as tx:
        Learners(tx, course).ask_for_replays(learners, "ret_1")


def take(store: Store, course: str, learner: str) -> None:
    """Or give up soon, where somebody holds what is to be taken."""
    with store.begin() as tx:
        tx.execute(text("SET LOCAL lock_timeout = '300ms'"))
        Learners(tx, course).take_replays(learner)


def test_requests_are_asked_for_once_and_taken_away_whole(store: Store, course: str) -> None:
    for _ in range(2):
        ask(store, course, "ada", "eve")
    with store.begin() as tx:
        learners = Learners(tx, course)
        assert learners.awaiting_replay(9) == ["ada", "eve"]
        learners.take_replays("ada")
        assert not learners.replay_is_due("ada")
        assert learners.awaiting_replay(9) == ["eve"]


def test_a_request_asked_for_again_is_not_taken_before_what_it_is_for_is_stored(
    store: Store, course: str
) -> None:
    ask(store, course, "ada", "eve")
    with store.begin() as late:
        Learners(late, course).ask_for_replays(["ada"], "ret_1")
        take(store, course, "eve")  # what nobody holds can be taken meanwhile
        with pytest.raises(StoreUnavailable):
            take(store, course, "ada")
    with store.begin() as tx:
        assert Learners(tx, course).awaiting_replay(9) == ["ada"]
