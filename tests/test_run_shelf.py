"""What came of a slot is kept once, with its item, and only while its run goes on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from itemwright.domain.blueprint import Dropped
from itemwright.domain.item import Item
from itemwright.domain.run import Run, SlotOutcome
from itemwright.run_shelf import SlotDone, StoredShelf
from itemwright.sandbox import Sandbox
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.run_slots import RunSlots
from itemwright.store.tables import run_slots
from tests.run_samples import Course, course_of, now, wanted
from tests.serving import PROOF, item_of


@pytest.fixture
def lessons(store: Store, course: str) -> Iterator[Course]:
    with Sandbox() as sandbox:
        made = course_of(store, sandbox, course)
        yield made
        for run in made.desk.page(made.principal, 20)[0]:
            made.desk.cancel(made.principal, run.id)


@pytest.fixture
def run(lessons: Course) -> Run:
    return lessons.desk.submit(lessons.principal, wanted(3), alone=True).run


def shelf(lessons: Course, run: Run) -> StoredShelf:
    return StoredShelf(lessons.desk.store, lessons.principal.course, run.id, 0, None, now)


def given(name: str) -> Item:
    return item_of("short_answer", name).model_copy(update={"proof": PROOF})


def test_an_item_its_draft_its_slot_and_the_log_come_together(
    lessons: Course, run: Run, store: Store
) -> None:
    assert not shelf(lessons, run).put(SlotOutcome(number=1, item=given("one"), calls=2, tokens=7, cost=0.5))
    assert lessons.slots(run) == {0: None, 1: "one", 2: None}
    with store.begin() as tx:
        assert Drafts(tx, lessons.principal.course).get("one").state == "in_review"
    assert lessons.desk.events(lessons.principal, run.id, after=1)[0].data == {
        "slot": 1, "item": "one", "type": "short_answer",
    }  # fmt: skip


def test_a_slot_is_filled_once(lessons: Course, run: Run) -> None:
    one, other = shelf(lessons, run), shelf(lessons, run)
    one.put(SlotOutcome(number=0, item=given("one")))
    why = (Dropped(slot=0, code="no_material", reason="none"),)
    with pytest.raises(SlotDone, match="Slot 0"):
        other.put(SlotOutcome(number=0, dropped=why))
    assert lessons.slots(run)[0] == "one"


def test_what_others_added_is_told_before_anything_is_kept(lessons: Course, run: Run) -> None:
    one, other = shelf(lessons, run), shelf(lessons, run)
    assert not one.put(SlotOutcome(number=0, item=given("one")))
    second = SlotOutcome(number=1, item=given("two"))
    assert [item.id for item in other.put(second)] == ["one"]
    assert lessons.slots(run)[1] is None
    assert not other.put(second)
    assert [item.id for item in one.put(SlotOutcome(number=2, item=given("two")))] == ["two"]
    assert [item.id for item in one.put(SlotOutcome(number=2, item=given("two")))] == ["two"]
    assert lessons.slots(run) == {0: "one", 1: "two", 2: None}


@pytest.mark.parametrize("end", ["cancel", "fail"])
def test_a_run_that_has_ended_takes_nothing(lessons: Course, run: Run, end: str) -> None:
    held = shelf(lessons, run)
    getattr(lessons.desk, end)(lessons.principal, run.id, "because")
    with pytest.raises(SlotDone):
        held.put(SlotOutcome(number=0, item=given("late")))
    assert set(lessons.slots(run).values()) <= {"cancelled", "failed"}


def test_what_a_slot_cost_adds_up_over_its_rounds(lessons: Course, run: Run, store: Store) -> None:
    why = (Dropped(slot=0, code="model_failed", reason="late"),)
    shelf(lessons, run).put(SlotOutcome(number=0, dropped=why, calls=1, tokens=10, cost=0.25))
    with store.begin() as tx:
        slots = RunSlots(tx, lessons.principal.course, run.id)
        assert slots.open_again(["budget"]) == []
        assert slots.open_again(["model_failed"]) == [0]
        slots.settle(SlotOutcome(number=0, dropped=why, calls=2, tokens=5, cost=None))
        assert slots.open() == [1, 2]
        spent = select(run_slots.c.calls, run_slots.c.tokens, run_slots.c.cost)
        first = spent.where(run_slots.c.run == run.id, run_slots.c.number == 0)
        assert tx.execute(first).one() == (3, 15, None)
