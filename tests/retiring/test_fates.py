"""What becomes of the answers to a retired item: they count for nobody, by the right key, or as before."""

import random
import uuid
from datetime import timedelta

import pytest

from itemwright.errors import BadInput
from itemwright.store.courses import Courses
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from tests.released import Course, choice


@pytest.fixture
def other_course(store: Store) -> str:
    slug = f"test-{uuid.uuid4().hex[:12]}"
    with store.begin() as tx:
        Courses(tx).ensure(slug, "The same course, had every key been right")
    return slug


def test_a_void_item_counts_for_nobody(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    first = here.answer("ada", "two", "b")
    without = here.state("ada")
    here.answer("eve", "one", "b")
    bad = here.answer("ada", "one", "a", "b")
    assert here.state("ada") != without
    retired = here.retire("one")
    assert (retired.draft.state, retired.retirement.fate) == ("retired", "void")
    assert (retired.retirement.attempts, retired.retirement.learners) == (2, 2)
    assert here.state("ada") == without
    assert here.state("eve").answered == 0
    view = here.practice.view(here.principal, bad)
    assert (view.state, view.grade, view.credit, view.solution) == ("closed", None, None, None)
    assert view.retired is not None
    assert (view.retired.counts, view.retired.credit_before) == (False, 0.7)
    assert here.told("ada") == [("voided", 0.7, None)]
    assert here.practice.view(here.principal, first).credit == 1.0
    kinds = [event.kind for event in here.attempt(bad).events]
    assert kinds == ["shown", "responded", "graded", "responded", "graded", "item_retired"]


def test_a_corrected_key_regrades_all_and_keeps_both_grades(here: Course) -> None:
    here.release(choice("one"))
    robbed = here.answer("ada", "one", "c", "a")
    lucky = here.answer("eve", "one", "b")
    retired = here.retire("one", "c")
    assert (retired.retirement.corrected, retired.draft.item.version, retired.draft.state) == (
        2,
        2,
        "retired",
    )
    assert [e.action for e in retired.draft.history] == ["proposed", "approved", "edited", "retired"]
    view = here.practice.view(here.principal, robbed)
    assert (view.state, view.credit, view.item.version) == ("closed", 1.0, 1)
    assert view.solution is not None
    assert (view.solution.key, view.solution.key_text) == ("c", "option c")
    assert "CANARY" not in view.solution.explanation + view.solution.rationales["b"]
    assert here.told("ada") == [("regraded", 0.0, 1.0)]
    assert here.told("eve") == [("regraded", 1.0, 0.0)]
    events = here.attempt(lucky).events
    scores = [e.outcome.score for e in events if e.kind in ("graded", "regraded")]  # type: ignore[union-attr]
    assert scores == [1.0, 0.0]
    exported = str(here.practice.export(here.principal, "eve"))
    assert "'graded'" in exported
    assert "'regraded'" in exported


@pytest.mark.parametrize("seed", range(3))
def test_states_are_what_they_had_been_with_the_right_keys_from_the_start(
    store: Store, course: str, other_course: str, seed: int
) -> None:
    """Many learners, concepts, tries, hints and days; two keys corrected (one of them twice), one item void,
    some answers after that; held against a course whose keys were right and which never had the void item."""
    rng = random.Random(seed)
    wrong, right = Course(store, course), Course(store, other_course)
    names = [f"i{n}" for n in range(8)]
    keys = {name: rng.choice("abcd") for name in names}
    bad = keys | {name: rng.choice(sorted(set("abcd") - {keys[name]})) for name in ("i0", "i1")}
    fields = {name: (rng.choice(["peft", "tokens", "lora"]), rng.gauss(0, 1)) for name in names}
    wrong.release(*(choice(name, bad[name], *fields[name]) for name in names))
    right.release(*(choice(name, keys[name], *fields[name]) for name in names if name != "i2"))
    events = [(learner, name) for learner in ("ada", "eve", "joe") for name in names]
    rng.shuffle(events)
    for count, (learner, name) in enumerate(events):
        if count == 15:
            wrong.retire("i0", next(iter(set("abcd") - {keys["i0"], bad["i0"]})))
            wrong.retire("i1", keys["i1"])
            wrong.retire("i2")
            wrong.retire("i0", keys["i0"], expected=2)
        if count >= 15 and name in ("i0", "i1", "i2"):
            continue
        responses = rng.sample("abcd", rng.choice([1, 2]))
        hints, gap = rng.choice([0, 0, 1]), timedelta(hours=rng.expovariate(1 / 20))
        for here in (wrong, right):
            if name == "i2" and here is right:
                continue
            here.at = wrong.at if here is right else wrong.at + gap
            attempt = here.show(learner, name)
            for _ in range(hints):
                here.practice.open_hint(here.principal, attempt)
            view = here.respond(attempt, responses[0])
            if view.state == "open" and responses[1:]:
                here.respond(attempt, responses[1])
    for learner in ("ada", "eve", "joe"):
        assert wrong.state(learner) == right.state(learner)
        assert wrong.practice.rebuild(wrong.principal, learner) == right.state(learner)
    assert any(wrong.state(learner).answered for learner in ("ada", "eve", "joe"))


def test_an_item_retired_as_old_leaves_its_attempts(here: Course) -> None:
    here.release(choice("one"))
    done, under_way = here.answer("ada", "one", "b"), here.show("eve", "one")
    before = here.state("ada")
    here.retire("one", attempts="keep", reason="old")
    assert here.state("ada") == before
    assert here.respond(under_way, "b").credit == 1.0
    assert here.told("ada") == here.told("eve") == []
    assert here.practice.view(here.principal, done).retired is None
    here.retire("one", attempts="void", reason="wrong, as it turns out")
    assert here.state("ada").answered == here.state("eve").answered == 0


def test_only_versions_that_ask_the_same_by_the_same_key_are_concerned(here: Course) -> None:
    here.release(choice("one"))
    early = here.answer("ada", "one", "c")
    version_two = choice("one", "d").model_copy(update={"stem": "Another wording?"})
    with here.store.begin() as tx:
        Items(tx, here.slug).add(version_two)
    here.retire("one", "c")  # the draft is still at version 1
    assert here.practice.view(here.principal, early).credit == 1.0


def test_an_edit_that_mended_the_key_is_carried_to_the_attempts_before_it(here: Course) -> None:
    here.release(choice("one"))
    robbed = here.answer("ada", "one", "c")
    with here.store.begin() as tx:
        Drafts(tx, here.slug).change("one", 1, "edited", "ann", "key", here.at, choice("one", "c"))
    retired = here.retire("one", "c", expected=2)
    assert (retired.draft.item.version, retired.retirement.corrected) == (2, 2)
    assert here.practice.view(here.principal, robbed).credit == 1.0
    with pytest.raises(BadInput, match="the key of item 'one' already"):
        here.retire("one", "c", expected=2, reason="once more")
