"""A request sent twice under one key is done once, and answered alike."""

import threading
import time
from datetime import timedelta

import pytest

from itemwright.errors import BadInput, Conflict
from itemwright.store.engine import Store
from itemwright.store.replies import ABANDONED_AFTER, Replies, StoredReply, forget_replies
from tests.store.samples import NOON

ASK = ("key-1", "POST /v1/grades", "abc")


def test_the_second_request_gets_the_first_reply(store: Store, course: str) -> None:
    body = {"text": "NUL \x00", "b": [1, None], "a": 0.5}
    with store.begin() as tx:
        assert Replies(tx, course, "me").claim(*ASK, NOON) is None
        Replies(tx, course, "me").finish("key-1", 201, body)
    with store.begin() as tx:
        assert Replies(tx, course, "me").claim(*ASK, NOON) == StoredReply(status=201, reply=body)


def test_an_empty_reply_is_a_reply(store: Store, course: str) -> None:
    with store.begin() as tx:
        replies = Replies(tx, course, "me")
        replies.claim(*ASK, NOON)
        replies.finish("key-1", 204, None)
        assert replies.claim(*ASK, NOON) == StoredReply(status=204, reply=None)


@pytest.mark.parametrize("other", [("key-1", "POST /v1/grades", "xyz"), ("key-1", "POST /v1/runs", "abc")])
def test_a_key_used_for_another_request_is_bad_input(
    store: Store, course: str, other: tuple[str, str, str]
) -> None:
    with store.begin() as tx:
        replies = Replies(tx, course, "me")
        replies.claim(*ASK, NOON)
        with pytest.raises(BadInput, match="'key-1' was used for another request"):
            replies.claim(*other, NOON)


def test_keys_belong_to_their_caller_and_course(store: Store, course: str) -> None:
    with store.begin() as tx:
        Replies(tx, course, "me").claim(*ASK, NOON)
        Replies(tx, course, "me").finish("key-1", 200, "mine")
        assert Replies(tx, course, "you").claim(*ASK, NOON) is None


def test_a_request_under_way_conflicts_until_it_was_abandoned(store: Store, course: str) -> None:
    with store.begin() as tx:
        assert Replies(tx, course, "me").claim(*ASK, NOON) is None
    with store.begin() as tx:
        replies = Replies(tx, course, "me")
        with pytest.raises(Conflict, match="still under way"):
            replies.claim(*ASK, NOON + ABANDONED_AFTER - timedelta(seconds=1))
        late = NOON + ABANDONED_AFTER
        assert replies.claim(*ASK, late) is None
        with pytest.raises(Conflict, match="still under way"):
            replies.claim(*ASK, late + timedelta(seconds=1))


def test_a_released_key_is_free_and_a_finished_one_is_not_released(store: Store, course: str) -> None:
    with store.begin() as tx:
        replies = Replies(tx, course, "me")
        replies.claim(*ASK, NOON)
        replies.release("key-1")
        assert replies.claim(*ASK, NOON) is None
        replies.finish("key-1", 200, "done")
        replies.release("key-1")
        assert replies.claim(*ASK, NOON) == StoredReply(status=200, reply="done")


@pytest.mark.parametrize("fails", [False, True])
def test_a_second_request_waits_for_the_first_transaction(store: Store, course: str, fails: bool) -> None:
    claimed = threading.Event()

    def first() -> None:
        try:
            with store.begin() as tx:
                Replies(tx, course, "me").claim(*ASK, NOON)
                claimed.set()
                time.sleep(0.1)
                if fails:
                    raise Conflict("given up")
                Replies(tx, course, "me").finish("key-1", 200, "once")
        except Conflict:
            pass

    thread = threading.Thread(target=first)
    thread.start()
    claimed.wait()
    with store.begin() as tx:
        found = Replies(tx, course, "me").claim(*ASK, NOON)
    thread.join()
    assert found == (None if fails else StoredReply(status=200, reply="once"))


def test_old_replies_are_forgotten(store: Store, course: str) -> None:
    long_ago = NOON - timedelta(days=10_000)
    with store.begin() as tx:
        Replies(tx, course, "me").claim(*ASK, long_ago)
        Replies(tx, course, "me").claim("key-2", "POST /", "abc", NOON)
        assert forget_replies(tx, long_ago + timedelta(seconds=1)) == 1
        assert Replies(tx, course, "me").claim(*ASK, NOON) is None
        with pytest.raises(Conflict):
            Replies(tx, course, "me").claim("key-2", "POST /", "abc", NOON)
