"""A retirement happens at once and whole, or not at all, whatever else is going on."""

import asyncio
import threading
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from itemwright.errors import Conflict, StoreUnavailable
from itemwright.retiring import RetireDesk, RetireRequest
from itemwright.standing import standing_of
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.learners import Learners
from tests.released import Course, choice


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
