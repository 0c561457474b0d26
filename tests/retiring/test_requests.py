"""Who may retire what, with which key, and how often."""

import pytest

from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict, NotAllowed, NotFound
from itemwright.retiring import RetireRequest
from itemwright.store.drafts import Drafts
from itemwright.store.items import Items
from tests.released import Course, choice


def test_the_same_request_again_changes_nothing_and_another_one_is_refused(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "c")
    first = here.retire("one", "c")
    again = here.retire("one", "c")
    assert again.retirement == first.retirement
    assert len(here.told("ada")) == 1
    with pytest.raises(Conflict, match="of version 2, not 1"):
        here.retire("one", "d")
    here.retire("one", expected=2, reason="no key is right")
    with pytest.raises(Conflict, match="retired already"):
        here.retire("one", expected=2, reason="really")
    history = here.retiring.history(here.principal, "one")
    assert [(one.round, one.fate, one.expected) for one in history] == [(1, "regrade", 1), (2, "void", 2)]


@pytest.mark.parametrize("key", ["z", ["a"], 7, {"a": "b"}, ""])
def test_what_is_no_key_of_the_item_retires_nothing(here: Course, key: object) -> None:
    here.release(choice("one"))
    with pytest.raises(BadInput):
        here.retire("one", key)
    with here.store.begin() as tx:
        assert [item.id for item in Items(tx, here.slug).live()] == ["one"]


def test_who_may_retire_what(here: Course) -> None:
    here.release(choice("one"))
    request = RetireRequest(expected=1)
    for role in ("learner", "grader"):
        with pytest.raises(NotAllowed):
            here.retiring.retire(Principal(course=here.slug, role=role), "one", request)  # type: ignore[arg-type]
    stranger = Principal(course="elsewhere", role="author")
    for call in (
        lambda: here.retiring.retire(stranger, "one", request),
        lambda: here.retiring.history(stranger, "one"),
    ):
        with pytest.raises(NotFound):
            call()
    with here.store.begin() as tx:
        Drafts(tx, here.slug).add(choice("draft"), "in_review", "test", "", here.at)
    with pytest.raises(Conflict, match="never released"):
        here.retire("draft")
