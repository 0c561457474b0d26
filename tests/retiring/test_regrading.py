"""Free text under a corrected key is graded again, once, as soon as a grader is there; never is it a zero."""

import asyncio
from typing import Any

from itemwright.domain.grade import Outcome, Ungraded
from itemwright.grading.base import ScriptedGrader
from itemwright.store.engine import Store
from tests.released import Course, choice
from tests.serving import graded, item_of

RUBRIC = {"reference": "the right reference", "rubric": [{"point": "the right point"}]}


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
