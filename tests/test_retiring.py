"""Retiring: at once, whole or not at all, and all that followed from the key is as if it had been right."""

import asyncio
import random
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from itemwright.domain.grade import Outcome, Ungraded
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict, NotAllowed, NotFound, StoreUnavailable
from itemwright.grading.base import ScriptedGrader
from itemwright.retiring import RetireDesk, RetireRequest
from itemwright.standing import standing_of
from itemwright.store.courses import Courses
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from tests.released import Course, choice
from tests.serving import graded, item_of

RUBRIC = {"reference": "the right reference", "rubric": [{"point": "the right point"}]}


@pytest.fixture
def other_course(store: Store) -> str:
    slug = f"test-{uuid.uuid4().hex[:12]}"
    with store.begin() as tx:
        Courses(tx).ensure(slug, "The same course, had every key been right")
    return slug


@pytest.fixture
def here(store: Store, course: str) -> Course:
    return Course(store, course)


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


def test_free_text_is_graded_again_by_whoever_looks_for_unfinished_work(store: Store, course: str) -> None:
    here = Course(store, course, [graded(0.2)])
    here.release(item_of("free_text", "one"), choice("two"))
    attempt = here.answer("ada", "one", "my words", mode="exam")
    assert here.state("ada").answered == 1
    here.retire("one", RUBRIC)
    view = here.practice.view(here.principal, attempt)
    assert (view.state, view.grade) == ("pending", None)
    assert here.state("ada").answered == 0
    assert here.told("ada") == [("regrading", 0.2, None)]
    session = here.attempt(attempt).session
    following = here.practice.next(here.principal, session)  # the session does not wait for it
    assert following is not None
    assert following.item.id == "two"

    assert asyncio.run(here.practice.finish_pending(here.principal)) == 0  # the grader is away
    assert here.practice.view(here.principal, attempt).state == "pending"
    grader = ScriptedGrader([graded(0.9)])
    here.practice.grader = grader
    assert asyncio.run(here.practice.finish_pending(here.principal)) == 1
    assert grader.asked == [("Stem of free_text?", "my words")]
    closed = here.practice.view(here.principal, attempt)
    assert (closed.state, closed.credit) == ("closed", 0.9)
    assert closed.solution is not None
    assert closed.solution.key == "the right reference"
    assert here.state("ada").answered == 1
    assert here.told("ada") == [("regraded", 0.2, 0.9)]


def test_an_answer_graded_while_the_key_is_corrected_is_graded_by_the_new_one(
    store: Store, course: str
) -> None:
    here = Course(store, course)
    here.release(item_of("free_text", "one"))
    attempt = here.show("ada", "one")
    asked: list[Any] = []

    class Retiring(ScriptedGrader):
        async def grade(self, question: str, rubric: Any, *rest: Any, **more: Any) -> Outcome:
            asked.append([point.point for point in rubric])
            if len(asked) == 1:
                await asyncio.to_thread(here.retire, "one", RUBRIC)
            return await super().grade(question, rubric, *rest, **more)

    here.practice.grader = Retiring([graded(0.1), graded(0.8)])
    view = here.respond(attempt, "my words")
    assert asked == [["CANARY point"], ["the right point"]]
    assert (view.state, view.credit) == ("closed", 0.8)
    assert here.state("ada").answered == 1
    assert [e.kind for e in here.attempt(attempt).events].count("graded") == 1


def test_a_grade_that_comes_after_a_void_retirement_is_dropped(store: Store, course: str) -> None:
    here = Course(store, course)
    here.release(item_of("free_text", "one"))
    attempt = here.show("ada", "one")

    class Retiring(ScriptedGrader):
        async def grade(self, *asked: Any, **more: Any) -> Outcome:
            await asyncio.to_thread(here.retire, "one")
            return await super().grade(*asked, **more)

    here.practice.grader = Retiring([graded(0.1)])
    view = here.respond(attempt, "my words")
    assert (view.state, view.grade, view.responses) == ("closed", None, ("my words",))
    assert here.state("ada").answered == 0


def test_a_response_that_no_grader_can_judge_again_is_no_zero(store: Store, course: str) -> None:
    here = Course(store, course, [graded(0.5), Ungraded(reason="refused", detail="no", model="scripted")])
    here.release(item_of("free_text", "one"))
    attempt = here.answer("ada", "one", "my words", mode="exam")
    here.retire("one", RUBRIC)
    asyncio.run(here.practice.finish_pending(here.principal))
    view = here.practice.view(here.principal, attempt)
    assert (view.state, view.grade, view.credit) == ("closed", None, None)
    assert view.ungraded is not None
    assert here.state("ada").answered == 0


def test_answers_that_race_a_retirement_all_end_up_by_the_new_key(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    learners = [f"l{n}" for n in range(12)]
    for learner in learners:
        here.answer(learner, "two", "b")
    attempts = {learner: here.show(learner, "one") for learner in learners}
    start = threading.Barrier(len(learners) + 1)
    failures: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except (Conflict, StoreUnavailable) as error:
            failures.append(error)

    def answering(learner: str) -> Callable[[], object]:
        return lambda: here.respond(attempts[learner], "c")

    work = [answering(learner) for learner in learners] + [lambda: here.retire("one", "c")]
    threads = [threading.Thread(target=run, args=(task,)) for task in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for learner in learners:
        standing = standing_of(here.attempt(attempts[learner]))
        assert standing.version == 2
        assert here.practice.view(here.principal, attempts[learner]).credit == 1.0
        assert here.state(learner).answered == 2
        assert here.state(learner).streak == 2
        assert here.practice.rebuild(here.principal, learner) == here.state(learner)


def test_sessions_that_race_a_retirement_never_get_the_item(here: Course) -> None:
    here.release(choice("one"))
    sessions = [here.practice.start(here.principal, f"l{n}").id for n in range(8)]
    start = threading.Barrier(9)

    def following(session: str) -> None:
        start.wait()
        here.practice.next(here.principal, session)

    def retire() -> None:
        start.wait()
        here.retire("one")

    threads = [threading.Thread(target=following, args=(session,)) for session in sessions]
    threads.append(threading.Thread(target=retire))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for session in sessions:
        assert here.practice.next(here.principal, session) is None
        for view in here.practice.looks_back(here.principal, session):
            assert view.state == "withdrawn"


def test_a_retirement_that_breaks_half_way_changes_nothing(here: Course, store: Store) -> None:
    here.release(choice("one"))
    attempt = here.answer("ada", "one", "c")
    before = here.attempt(attempt), here.state("ada")
    name = f"break_{uuid.uuid4().hex[:8]}"
    body = f"BEGIN IF NEW.course = '{here.slug}' THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END"
    with store.begin() as tx:
        tx.execute(text(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"))
        tx.execute(
            text(f"CREATE TRIGGER {name} BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION {name}()")
        )
    try:
        with pytest.raises(ProgrammingError, match="broken"):
            here.retire("one", "c")
    finally:
        with store.begin() as tx:
            tx.execute(text(f"DROP TRIGGER {name} ON notices"))
            tx.execute(text(f"DROP FUNCTION {name}"))
    assert (here.attempt(attempt), here.state("ada")) == before
    with store.begin() as tx:
        assert [item.id for item in Items(tx, here.slug).live()] == ["one"]
        assert len(Items(tx, here.slug).versions("one")) == 1
    assert here.retiring.history(here.principal, "one") == []
    here.retire("one", "c")
    assert here.state("ada").streak == 1


def test_what_a_killed_process_left_to_be_rebuilt_is_right_for_every_reader(here: Course) -> None:
    here.release(choice("one"), choice("two"))
    here.answer("ada", "one", "c")
    here.answer("eve", "one", "c")
    here.retiring = RetireDesk(here.store, here.now, seconds=0.0)  # as if killed before the first replay
    here.retire("one", "c")
    with here.store.begin() as tx:
        learners = Learners(tx, here.slug)
        assert learners.awaiting_replay(9) == ["ada", "eve"]
        assert learners.get("ada").streak == -1
    here.answer("ada", "two", "b")  # the next grade is folded into what is right
    assert here.practice.rebuild(here.principal, "ada") == here.state("ada")
    assert here.state("ada").streak == 2
    assert asyncio.run(here.practice.finish_pending(here.principal)) == 0
    with here.store.begin() as tx:
        learners = Learners(tx, here.slug)
        assert learners.awaiting_replay(9) == []
        assert learners.get("eve").streak == 1


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


def test_many_who_retire_at_once_do_it_once(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "c")
    outcomes: list[str] = []

    def retire(reason: str) -> None:
        try:
            here.retiring.retire(here.principal, "one", RetireRequest(expected=1, reason=reason))
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=retire, args=(f"r{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["done"]
    assert len(here.told("ada")) == 1


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
