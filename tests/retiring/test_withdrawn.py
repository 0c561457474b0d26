"""What learners meet of a retirement: items withdrawn under way, late answers, and notices."""

import pytest

from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.retiring import RetireDesk
from itemwright.store.learners import Learners
from tests.released import Course, choice


def test_what_is_shown_but_not_answered_is_withdrawn_and_the_session_goes_on(here: Course) -> None:
    here.release(choice("one"))
    session = here.practice.start(here.principal, "ada", length=2)
    first = here.practice.next(here.principal, session.id)
    assert first is not None
    here.release(choice("two"), choice("three"))
    here.retire("one")
    seen = []
    while (view := here.practice.next(here.principal, session.id)) is not None:
        assert here.practice.place(here.principal, session.id, view.id).number == len(seen) + 1
        seen.append(view.item.id)
        here.respond(view.id, "b")
    assert sorted(seen) == ["three", "two"]
    withdrawn = here.practice.view(here.principal, first.id)
    assert (withdrawn.state, withdrawn.hints_left, withdrawn.tries_left) == ("withdrawn", 0, 0)
    assert withdrawn.solution is None
    with pytest.raises(Conflict, match="no further hint"):
        here.practice.open_hint(here.principal, first.id)
    assert here.told("ada") == [("withdrawn", None, None)]


def test_an_answer_to_what_was_withdrawn_is_saved_and_has_no_grade_without_a_key(here: Course) -> None:
    here.release(choice("one"))
    attempt = here.show("ada", "one")
    here.retire("one")
    for _ in range(2):
        late = here.respond(attempt, "c")
        assert (late.state, late.responses, late.grade, late.credit) == ("withdrawn", ("c",), None, None)
    with pytest.raises(Conflict, match="closed"):
        here.respond(attempt, "b")
    with pytest.raises(BadInput):
        here.respond(here.show("eve", "one"), "no option")
    assert here.state("ada").answered == 0
    here.retire("one", "c", reason="c it is")  # the key is found later: what was saved counts by it
    assert here.practice.view(here.principal, attempt).credit == 1.0
    assert here.state("ada").answered == 1
    assert here.told("ada")[0] == ("regraded", None, 1.0)


def test_an_answer_to_what_was_withdrawn_is_graded_by_the_corrected_key(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    attempt = here.show("ada", "one")
    here.retire("one", "c", reason="CANARY c is right")
    told = here.practice.progress(here.principal, "ada").model_dump_json()
    assert "CANARY" not in told, "the reason tells the key of an item still open"
    late = here.respond(attempt, "c")
    assert (late.state, late.credit, late.solution.key) == ("closed", 1.0, "c")
    assert here.state("ada").answered == 1
    assert here.told("ada") == [("withdrawn", None, None)]
    assert "CANARY c is right" in here.practice.progress(here.principal, "ada").model_dump_json()


def test_notices_are_new_until_they_were_seen(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    here.answer("ada", "one", "b")
    here.answer("ada", "two", "b")
    here.retire("one")
    here.retire("two")
    records = here.practice.records
    progress = here.practice.progress(here.principal, "ada")
    assert progress.unseen == 2
    newest = progress.notices[0]
    assert (newest.item, newest.reason) == ("two", "the key is wrong")
    assert "counts no more (it counted 100 of 100)" in newest.told
    assert records.mark_seen(here.principal, "ada", [newest.id, "not_mine"]).unseen == 1
    assert records.mark_seen(here.principal, "ada", None).unseen == 0
    eve = Principal(course=here.slug, role="learner", learner="eve")
    with pytest.raises(NotFound):
        records.mark_seen(eve, "ada", None)


def test_erasure_takes_notices_along(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "b")
    here.retiring = RetireDesk(here.store, here.now, seconds=0.0)
    here.retire("one")
    here.practice.erase(here.principal, "ada")
    assert here.told("ada") == []
    with here.store.begin() as tx:
        assert Learners(tx, here.slug).awaiting_replay(9) == []
