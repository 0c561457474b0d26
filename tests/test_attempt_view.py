"""What a learner sees before the end holds no key, whatever the type; afterwards it tells everything."""

from datetime import UTC, datetime
from random import Random

import pytest

from itemwright.attempt_view import (
    credit,
    display_order,
    learner_item,
    solution_of,
    told_so_far,
    tries_allowed,
    view_attempt,
)
from itemwright.domain.attempt import Attempt, AttemptState, Choice, Shown
from itemwright.domain.grade import Grade, Ungraded
from itemwright.domain.item import Item, LearnerItem
from tests.one_of_each import one_of_each

ITEMS = one_of_each()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
every_type = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.type)


def attempt(item: Item, state: AttemptState) -> Attempt:
    shown = Shown(at=NOW, choice=Choice(terms={}, sentence="because"))
    order = display_order(item, Random(1))
    return Attempt(
        id="a", session="s", learner="l", item=item.id, version=1, order=order, state=state, events=(shown,)
    )


@every_type
def test_an_open_attempt_tells_nothing(item: Item) -> None:
    seen = view_attempt(attempt(item, "open"), item, "practice").model_dump_json()
    assert "CANARY" not in seen
    assert "424242" not in seen
    assert '"key"' not in seen


@every_type
def test_a_closed_attempt_tells_all(item: Item) -> None:
    solution = view_attempt(attempt(item, "closed"), item, "practice").solution
    assert solution is not None
    assert solution.explanation == "CANARY explanation"
    assert solution.key_text
    assert solution.citations[0].quote == "CANARY quote"


def test_the_learners_view_has_no_field_for_a_secret() -> None:
    secret = {
        "key",
        "rubric",
        "accepts",
        "explanation",
        "worked_steps",
        "citations",
        "proof",
        "hints",
        "rationale",
    }
    assert not secret & set(LearnerItem.model_fields)


@every_type
def test_order_is_a_permutation_that_the_view_follows(item: Item) -> None:
    order = display_order(item, Random(7))
    shown = learner_item(item, order)
    parts = shown.options or shown.steps or (shown.pairs.right if shown.pairs else ())
    assert [part.id for part in parts] == list(order)


def test_keys_stand_at_every_place_equally_often() -> None:
    item = next(i for i in ITEMS if i.type == "multiple_choice")
    places = [display_order(item, Random(n)).index("b") for n in range(2000)]
    assert all(430 < places.count(place) < 570 for place in range(4))


def test_steps_are_never_shown_in_their_right_order() -> None:
    item = next(i for i in ITEMS if i.type == "ordering")
    assert all(display_order(item, Random(n)) != item.key for n in range(300))


def test_true_and_false_keep_their_places() -> None:
    item = next(i for i in ITEMS if i.type == "true_false")
    assert all(display_order(item, Random(n)) == ("a", "b") for n in range(20))


@pytest.mark.parametrize(
    ("kind", "tries"),
    [("true_false", 1), ("multiple_choice", 2), ("multiple_response", 3), ("free_text", 2), ("numeric", 3)],
)
def test_tries_never_leave_the_key_alone(kind: str, tries: int) -> None:
    item = next(i for i in ITEMS if i.type == kind)
    assert tries_allowed(item, "practice") == tries
    assert tries_allowed(item, "exam") == tries_allowed(item, "diagnose") == 1


def test_credit_is_the_best_discounted_score_and_nothing_ungraded_counts() -> None:
    def grade(score: float) -> Grade:
        return Grade(score=score, label="x", confidence=1, model="m")

    lost = Ungraded(reason="refused", detail="d", model="m")
    assert credit({}) is None
    assert credit({1: lost}) is None
    assert credit({1: grade(0.0)}) == 0.0
    assert credit({1: grade(0.5), 2: grade(1.0)}) == 0.7
    assert credit({1: lost, 3: grade(1.0), 4: grade(1.0)}) == 0.4


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("multiple_choice", "option b"),
        ("multiple_response", "option a / option c"),
        ("ordering", "first / second / third"),
        ("matching", "one - un; two - deux"),
        ("numeric", "424242 GB"),
        ("cloze", "CANARYsmall; fast"),
        ("table", "weights, LoRA: CANARYfew"),
        ("free_text", "CANARY reference"),
    ],
)
def test_the_key_is_told_in_words(kind: str, told: str) -> None:
    assert solution_of(next(i for i in ITEMS if i.type == kind)).key_text == told


def test_while_a_try_is_left_feedback_tells_nothing_that_the_end_tells() -> None:
    choice = next(i for i in ITEMS if i.type == "multiple_choice")
    essay = next(i for i in ITEMS if i.type == "free_text")
    grade = Grade(
        score=0.2,
        label="x",
        confidence=1,
        model="m",
        feedback="CANARY a",
        criteria=(
            {"point": "CANARY point", "weight": 1, "credit": 0, "probability": 0, "status": "missing"},
        ),
    )
    assert told_so_far(choice, grade) == grade.model_copy(update={"feedback": ""})
    said = "Look at Stem of free text? The canary reference says so. Point 1 of 2 is missing."
    told = told_so_far(essay, grade.model_copy(update={"feedback": said}))
    assert isinstance(told, Grade)
    assert told.feedback == "Look at Stem of free text? Point 1 of 2 is missing."
    assert [criterion.point for criterion in told.criteria] == ["Point 1"]
    lost = Ungraded(reason="refused", detail="d", model="m")
    assert told_so_far(essay, lost) == lost


def test_an_opened_hint_is_no_secret_any_more() -> None:
    essay = next(i for i in ITEMS if i.type == "free_text")
    grade = Grade(score=0.2, label="x", confidence=1, model="m", feedback="Mind CANARY hint one.")
    assert [told_so_far(essay, grade, opened).feedback for opened in (0, 1)] == ["", "Mind CANARY hint one."]  # type: ignore[union-attr]
