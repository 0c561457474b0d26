"""What answers say of an item: counted by what was picked, whatever the order shown, and if it counts."""

import random

import pytest

from itemwright.errors import NotFound
from itemwright.item_statistics import ItemStatistics, picks_of
from itemwright.store.engine import Store
from tests.one_of_each import one_of_each
from tests.released import Course, choice
from tests.serving import graded, item_of, right_response


@pytest.fixture
def here(store: Store, course: str) -> Course:
    return Course(store, course)


def figures(here: Course, item: str = "one") -> ItemStatistics:
    return here.reports.statistics(here.principal, item)


def test_picks_are_counted_by_option_and_by_the_place_it_was_shown_at(here: Course) -> None:
    here.release(choice("one"))
    for number, response in enumerate(["b", "b", "c"]):
        here.answer(f"l{number}", "one", response)
    here.show("late", "one")
    found = figures(here)
    assert (found.attempts, found.answered, found.graded, found.void) == (4, 3, 3, 0)
    assert {pick.choice: pick.n for pick in found.picks} == {"a": 0, "b": 2, "c": 1, "d": 0}
    assert [pick.choice for pick in found.picks if pick.keyed] == ["b"]
    assert found.by_place == (0, 1, 2)  # the order shown is d, c, b, a
    assert found.score is not None
    assert found.score.value == pytest.approx(2 / 3)
    assert found.seldom_picked == ()


def test_only_first_answers_count(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "a", "b")
    found = figures(here)
    assert {pick.choice: pick.n for pick in found.picks if pick.n} == {"a": 1}
    assert found.score is not None
    assert found.score.value == 0.0


def test_after_a_correction_scores_and_the_mark_of_the_key_follow_it(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "c")
    here.answer("eve", "one", "b")
    here.retire("one", "c")
    found = figures(here)
    assert (found.version, found.versions, found.graded) == (2, (1, 2), 2)
    assert [pick.choice for pick in found.picks if pick.keyed] == ["c"]
    assert found.score is not None
    assert found.score.value == 0.5


def test_what_is_void_is_counted_as_picks_and_as_nothing_else(here: Course) -> None:
    here.release(choice("one"))
    here.answer("ada", "one", "c")
    here.retire("one")
    found = figures(here)
    assert (found.answered, found.graded, found.void, found.score, found.difficulty) == (1, 0, 1, None, None)
    assert {pick.choice: pick.n for pick in found.picks if pick.n} == {"c": 1}


def test_discrimination_holds_the_item_against_the_learners_other_answers(here: Course) -> None:
    """Half of the learners are able; the wrong key marks just them wrong. Void answers make nobody able."""
    names = [f"i{n}" for n in range(3)]
    here.release(choice("one"), choice("void"), *(choice(name) for name in names))
    rng = random.Random(5)
    for number in range(12):
        able = number % 2 == 0
        here.answer(f"l{number}", "void", "a" if able else "b")
        for name in names:
            here.answer(f"l{number}", name, "b" if able == (rng.random() < 0.9) else "a")
        here.answer(f"l{number}", "one", "c" if able else "b")
    here.retire("void")
    wrong = figures(here).discrimination
    assert wrong is not None
    assert wrong.n == 12
    assert wrong.high < 0
    here.retire("one", "c")
    right = figures(here).discrimination
    assert right is not None
    assert right.value == pytest.approx(-wrong.value)


def test_the_observed_difficulty_is_held_against_the_predicted_one(here: Course) -> None:
    here.release(choice("one", mean=0.4))
    for number in range(8):
        here.answer(f"l{number}", "one", "a", p=0.9)
    found = figures(here).difficulty
    assert found is not None
    assert (found.predicted, found.predicted_sd, found.n) == (0.4, 0.5, 8)
    assert found.observed > 2.0
    assert found.differs


def test_reports_are_counted_open_and_closed(here: Course) -> None:
    here.release(choice("one"))
    first, _ = here.reports.submit(here.principal, "one", "wrong", learner="ada")
    here.reports.submit(here.principal, "one", "odd", learner="eve")
    here.reports.decide(here.principal, first.id, 1, "dismiss", "no")
    assert figures(here).reports.model_dump() == {"open": 1, "closed": 1}


def test_an_item_without_answers_has_figures_too(here: Course) -> None:
    here.release(choice("one"))
    found = figures(here)
    assert (found.attempts, found.score, found.discrimination, found.by_place) == (0, None, None, ())
    assert [(pick.n, pick.low, pick.high) for pick in found.picks] == [(0, 0.0, 1.0)] * 4
    with pytest.raises(NotFound):
        figures(here, "none")


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_every_type_is_analysed(item: object, store: Store, course: str) -> None:
    here = Course(store, course, [graded(1.0)] * 2)
    here.release(item)  # type: ignore[arg-type]
    here.answer("ada", item.id, right_response(item))  # type: ignore[attr-defined, arg-type]
    found = figures(here, item.id)  # type: ignore[attr-defined]
    assert (found.graded, found.score is not None) == (1, True)
    keyed = {(pick.part, pick.choice) for pick in found.picks if pick.keyed}
    assert {(pick.part, pick.choice) for pick in found.picks if pick.n} == keyed


def test_texts_that_no_pool_offers_are_no_picks() -> None:
    item = item_of("cloze")
    assert picks_of(item, {"b1": "anything", "b2": "slow"}) == (("b2", "slow"),)
    assert picks_of(item_of("numeric"), 3.0) == ()
    assert picks_of(item_of("multiple_response"), ["a", "d"]) == (("", "a"), ("", "d"))
