"""Practice through its desk: no answer is lost or graded twice, and no fault becomes a score."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from itemwright.domain.concept import Concept
from itemwright.domain.grade import CriterionGrade, Grade, Outcome, Ungraded
from itemwright.domain.item import ITEM, Item
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.grading.base import ScriptedGrader
from itemwright.practice import Practice
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
COMMON = {
    "bloom": "understand", "seconds": 60, "difficulty": {"mean": 0.0, "sd": 0.5, "label": "medium"},
    "explanation": "CANARY-explanation", "hints": ["CANARY-hint-1", "CANARY-hint-2"],
}  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def choice(name: str, concept: str = "peft") -> Item:
    options = [{"id": i, "text": f"option {i}", "rationale": f"CANARY-rationale-{i}"} for i in "abcd"]
    fields = {
        "id": name,
        "type": "multiple_choice",
        "concepts": [concept],
        "stem": f"Which, {name}?",
        "family": name,
    }
    return ITEM.validate_python(COMMON | fields | {"options": options, "key": "b"})


def essay(name: str) -> Item:
    fields = {
        "id": name,
        "type": "free_text",
        "concepts": ["peft"],
        "stem": f"Explain {name}.",
        "family": name,
    }
    return ITEM.validate_python(
        COMMON | fields | {"key": "CANARY-key", "rubric": [{"point": "CANARY-point"}]}
    )


def graded(score: float) -> Grade:
    criterion = CriterionGrade(point="p", weight=1, credit=score, probability=score, status="met", quote="q")
    return Grade(score=score, label="correct", confidence=0.9, criteria=(criterion,), model="scripted")


AWAY = Ungraded(reason="unavailable", detail="the model is away", model="scripted")


@pytest.fixture
def principal(course: str) -> Principal:
    return Principal(course=course, role="operator")


def desk(
    store: Store, course: str, items: Iterable[Item], outcomes: Iterable[Outcome] = (), **more: object
) -> Practice:
    with store.begin() as tx:
        Concepts(tx, course).save([Concept(slug="peft", name="PEFT", definition="d")])
        for item in items:
            Drafts(tx, course).add(item, "approved", "test", "", START)
    return Practice(store, ScriptedGrader(outcomes), Clock(), **more)  # type: ignore[arg-type]


def respond(practice: Practice, principal: Principal, attempt: str, response: object) -> object:
    return asyncio.run(practice.respond(principal, attempt, response))  # type: ignore[arg-type]


def test_a_right_answer_closes_the_attempt_and_shows_the_solution(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    session = practice.start(principal, "ada")
    view = practice.next(principal, session.id)
    assert view is not None
    assert view.why
    assert view.solution is None
    after = asyncio.run(practice.respond(principal, view.id, "b"))
    assert (after.state, after.credit, after.tries_left) == ("closed", 1.0, 0)
    assert after.solution is not None
    assert after.solution.key == "b"
    assert practice.progress(principal, "ada").answered == 1
    assert practice.progress(principal, "ada").concepts[0].ability > 0


def test_before_the_end_nothing_of_the_key_is_in_what_a_learner_gets(
    store: Store, principal: Principal
) -> None:
    practice = desk(store, principal.course, [choice("one"), essay("two")], [graded(0.2)])
    session = practice.start(principal, "ada")
    for _ in range(2):
        view = practice.next(principal, session.id)
        assert view is not None
        assert "CANARY" not in view.model_dump_json()
        assert "key" not in view.item.model_dump()
        after = asyncio.run(practice.respond(principal, view.id, "c"))
        leaks = after.model_dump_json(exclude={"grade"})
        assert after.state == "open"
        assert "CANARY" not in leaks
        closed = asyncio.run(practice.respond(principal, view.id, "b")) if view.item.options else None
        assert closed is None or closed.state == "closed"
        if closed is None:
            break


def test_a_second_try_earns_less_and_does_not_move_ability(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    first = asyncio.run(practice.respond(principal, view.id, "a"))
    assert (first.state, first.tries_left) == ("open", 1)
    ability = practice.progress(principal, "ada").concepts[0].ability
    second = asyncio.run(practice.respond(principal, view.id, "b"))
    assert (second.state, second.credit) == ("closed", 0.7)
    assert practice.progress(principal, "ada").concepts[0].ability == ability < 0


def test_the_same_answer_again_costs_no_try(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    for _ in range(3):
        after = asyncio.run(practice.respond(principal, view.id, "a"))
        assert (after.state, after.tries_left) == ("open", 1)


def test_a_closed_attempt_takes_no_other_answer(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    respond(practice, principal, view.id, "b")
    with pytest.raises(Conflict, match="closed"):
        respond(practice, principal, view.id, "a")


def test_a_malformed_answer_is_refused_before_it_counts(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    with pytest.raises(BadInput, match="z"):
        respond(practice, principal, view.id, "z")
    assert practice.view(principal, view.id).tries_left == 2


def test_an_absent_grader_leaves_the_answer_saved_and_pending(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one")], [AWAY, graded(1.0)])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    pending = asyncio.run(practice.respond(principal, view.id, "my words"))
    assert (pending.state, pending.responses, pending.grade, pending.credit) == (
        "pending",
        ("my words",),
        None,
        None,
    )
    assert practice.progress(principal, "ada").answered == 0
    with pytest.raises(Conflict, match="still being graded"):
        respond(practice, principal, view.id, "other words")
    assert asyncio.run(practice.finish_pending(principal)) == 1
    assert practice.view(principal, view.id).credit == 1.0
    assert practice.progress(principal, "ada").answered == 1


def test_a_grader_that_fails_gives_no_score_and_the_answer_waits(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one")])  # without an outcome the grader is unavailable
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    pending = asyncio.run(practice.respond(principal, view.id, "my words"))
    assert (pending.state, pending.responses, pending.grade) == ("pending", ("my words",), None)
    assert practice.progress(principal, "ada").answered == 0
    assert asyncio.run(practice.finish_pending(principal)) == 0
    assert practice.view(principal, view.id).state == "pending"


def test_the_answer_is_stored_before_the_grader_is_asked(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one")])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    stored: list[object] = []

    class Watching(ScriptedGrader):
        async def grade(self, *asked: Any, **more: Any) -> Outcome:
            attempts = practice.export(principal, "ada")["attempts"]
            stored.extend(event.get("response") for event in attempts[0]["events"])
            return await super().grade(*asked, **more)

    practice.grader = Watching([graded(1.0)])
    after = asyncio.run(practice.respond(principal, view.id, "my words"))
    assert after.credit == 1.0
    assert stored == [None, "my words"]  # shown, answered, and asked about once


def test_what_is_exported_does_not_tell_the_order_of_options_to_come(
    store: Store, principal: Principal
) -> None:
    practice = desk(store, principal.course, [choice("one")])
    session = practice.start(principal, "ada", seed=86028121)
    assert practice.next(principal, session.id) is not None
    exported = practice.export(principal, "ada")
    assert [entry["id"] for entry in exported["sessions"]] == [session.id]
    assert "86028121" not in str(exported)


def test_a_young_pending_answer_is_left_to_whoever_is_grading_it(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one")], [AWAY])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    respond(practice, principal, view.id, "my words")
    assert asyncio.run(practice.finish_pending(principal, timedelta(minutes=1))) == 0


def test_ungraded_for_good_is_no_zero(store: Store, principal: Principal) -> None:
    refused = Ungraded(reason="refused", detail="no", model="scripted")
    practice = desk(store, principal.course, [essay("one")], [refused])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    after = asyncio.run(practice.respond(principal, view.id, "my words"))
    assert (after.grade, after.credit, after.ungraded) == (None, None, refused)
    assert practice.progress(principal, "ada").answered == 0


def test_many_at_once_give_one_attempt_and_one_grade(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one"), essay("two")], [graded(1.0)])
    session = practice.start(principal, "ada")

    async def storm() -> list[object]:
        views = await asyncio.gather(
            *(asyncio.to_thread(practice.next, principal, session.id) for _ in range(8))
        )
        assert len({view.id for view in views if view}) == 1
        first = views[0]
        assert first is not None
        answers = (practice.respond(principal, first.id, "same") for _ in range(8))
        return await asyncio.gather(*answers, return_exceptions=True)

    results = asyncio.run(storm())
    assert all(not isinstance(result, BaseException) or isinstance(result, Conflict) for result in results)
    exported = practice.export(principal, "ada")
    kinds = [event["kind"] for attempt in exported["attempts"] for event in attempt["events"]]
    assert kinds.count("responded") == 1
    assert kinds.count("graded") == 1
    assert practice.progress(principal, "ada").answered == 1


def test_hints_open_one_by_one_and_lessen_what_success_tells(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one"), choice("two")])
    abilities = {}
    for learner, hints in (("plain", 0), ("helped", 2)):
        view = practice.next(principal, practice.start(principal, learner).id)
        assert view is not None
        for number in range(hints):
            opened = practice.open_hint(principal, view.id)
            assert opened.hints == ("CANARY-hint-1", "CANARY-hint-2")[: number + 1]
        respond(practice, principal, view.id, "b")
        abilities[learner] = practice.progress(principal, learner).concepts[0].ability
        with pytest.raises(Conflict, match="hint"):
            practice.open_hint(principal, view.id)
    assert 0 < abilities["helped"] < abilities["plain"]


def test_a_session_ends_at_its_length_and_never_repeats(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice(f"i{n}") for n in range(5)])
    session = practice.start(principal, "ada", length=3)
    seen = []
    while (view := practice.next(principal, session.id)) is not None:
        seen.append(view.item.id)
        respond(practice, principal, view.id, "b")
    assert len(seen) == len(set(seen)) == 3
    more = practice.start(principal, "ada")
    while (view := practice.next(principal, more.id)) is not None:
        seen.append(view.item.id)
        respond(practice, principal, view.id, "b")
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 5


def test_fresh_items_are_written_when_none_is_left(store: Store, principal: Principal) -> None:
    def restock(who: Principal, concepts: object, mode: str) -> int:
        with store.begin() as tx:
            Drafts(tx, who.course).add(choice("fresh"), "approved", "test", "", START)
        return 1

    practice = desk(store, principal.course, [], restock=restock)
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    assert view.item.id == "fresh"


def test_an_exam_allows_one_try_and_no_hint(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    view = practice.next(principal, practice.start(principal, "ada", mode="exam").id)
    assert view is not None
    assert (view.tries_left, view.hints_left) == (1, 0)
    assert asyncio.run(practice.respond(principal, view.id, "a")).state == "closed"


def test_a_learner_sees_only_what_is_theirs(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice("one")])
    session = practice.start(principal, "ada")
    view = practice.next(principal, session.id)
    assert view is not None
    eve = Principal(course=principal.course, role="learner", learner="eve")
    stranger = Principal(course="elsewhere", role="operator")
    for who in (eve, stranger):
        for unknown, mine in (("att_none", view.id),):
            with pytest.raises(NotFound) as theirs:
                practice.view(who, mine)
            with pytest.raises(NotFound) as nothing:
                practice.view(who, unknown)
            assert str(theirs.value).replace(mine, "X") == str(nothing.value).replace(unknown, "X")
        with pytest.raises(NotFound):
            practice.next(who, session.id)
    with pytest.raises(NotFound):
        practice.progress(eve, "ada")


def test_the_state_can_be_rebuilt_from_the_events_alone(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [choice(f"i{n}") for n in range(6)])
    session = practice.start(principal, "ada")
    for answer in "babbab":
        view = practice.next(principal, session.id)
        assert view is not None
        respond(practice, principal, view.id, answer)
        if answer != "b":
            respond(practice, principal, view.id, "b")
    before = practice.progress(principal, "ada")
    practice.rebuild(principal, "ada")
    assert practice.progress(principal, "ada") == before


def test_erasure_leaves_nothing(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [essay("one")], [graded(0.5)])
    view = practice.next(principal, practice.start(principal, "ada").id)
    assert view is not None
    respond(practice, principal, view.id, "secret words")
    assert "secret words" in str(practice.export(principal, "ada"))
    practice.erase(principal, "ada")
    with pytest.raises(NotFound):
        practice.export(principal, "ada")
    assert practice.progress(principal, "ada").answered == 0


def test_an_unknown_concept_is_named(store: Store, principal: Principal) -> None:
    practice = desk(store, principal.course, [])
    with pytest.raises(BadInput, match="'astrology'"):
        practice.start(principal, "ada", concepts=["astrology"])
