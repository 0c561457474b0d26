"""Time, reviews and mastery: what is not practised grows unsure, and mastery wants a delayed success."""

from datetime import UTC, datetime, timedelta

import pytest

from itemwright.domain.learner import CONCEPT_VAR, ConceptState, LearnerState
from itemwright.measurement.ability import Answer
from itemwright.measurement.forgetting import drift, rating, retrievability
from itemwright.measurement.learning import learn_from
from itemwright.measurement.mastery import CUT, is_mastered, mastery_probability

T0 = datetime(2026, 3, 1, 9, tzinfo=UTC)


def practise(days: list[float], score: float = 1.0) -> LearnerState:
    state = LearnerState(learner="ada")
    for day in days:
        given = Answer(concepts=("lora",), score=score, difficulty=1.0, difficulty_sd=0.3)
        state = learn_from(state, given, T0 + timedelta(days=day))
    return state


def test_variance_grows_with_the_gap_up_to_the_prior() -> None:
    state = practise([0, 0.01, 0.02]).concepts["lora"]
    week = drift(state, T0 + timedelta(days=7))
    assert state.var < week.var <= CONCEPT_VAR
    assert drift(state, T0 + timedelta(days=5000)).var == CONCEPT_VAR
    assert drift(state, T0 - timedelta(days=3)).var == state.var


def test_a_clock_that_runs_backwards_breaks_nothing() -> None:
    state = learn_from(
        practise([0]),
        Answer(concepts=("lora",), score=1, difficulty=0, difficulty_sd=1),
        T0 - timedelta(days=2),
    )
    assert state.answered == 2


def test_mastery_wants_a_success_after_a_break() -> None:
    crammed = practise([0.01 * i for i in range(20)])
    assert mastery_probability(crammed, "lora") > 0.9
    assert not is_mastered(crammed, "lora")
    spaced = practise([0.01 * i for i in range(20)] + [1.5])
    assert spaced.concepts["lora"].mastered


@pytest.mark.parametrize(("sds_above_the_cut", "mastered"), [(1.3, False), (1.6, False), (1.7, True)])
def test_at_most_one_certificate_in_twenty_may_be_wrong(sds_above_the_cut: float, mastered: bool) -> None:
    """The standard normal quantile of .95 is 1.645, that of .9 is 1.282."""
    held = ConceptState(mean=CUT + sds_above_the_cut * 0.5, var=0.15, n=30, delayed_success=True)
    learner = LearnerState(learner="ada", g_var=0.10, concepts={"lora": held}, answered=90)
    assert is_mastered(learner, "lora") == mastered


def test_mastery_can_be_lost_again() -> None:
    state = practise([0.01 * i for i in range(20)] + [1.5])
    for day in range(2, 8):
        given = Answer(concepts=("lora",), score=0.0, difficulty=-1.0, difficulty_sd=0.3)
        state = learn_from(state, given, T0 + timedelta(days=day))
    assert not state.concepts["lora"].mastered


def test_failure_is_due_sooner_than_success() -> None:
    good, bad = practise([0], 1.0).concepts["lora"], practise([0], 0.0).concepts["lora"]
    assert bad.due is not None
    assert good.due is not None
    assert T0 < bad.due < good.due


def test_memory_fades_and_a_new_concept_is_not_due() -> None:
    state = practise([0]).concepts["lora"]
    later = [retrievability(state, T0 + timedelta(days=d)) for d in (0, 5, 50)]
    assert later[0] > later[1] > later[2] > 0
    assert retrievability(ConceptState(), T0) == 1.0


def test_streaks_count_up_and_down() -> None:
    assert practise([0, 1, 2]).streak == 3
    assert practise([0, 1], score=0.0).streak == -2


@pytest.mark.parametrize(("score", "name"), [(0.0, "Again"), (0.4, "Hard"), (0.7, "Good"), (0.95, "Easy")])
def test_scores_become_review_ratings(score: float, name: str) -> None:
    assert rating(score).name == name


def test_a_score_of_zero_is_a_score() -> None:
    assert practise([0], 0.0).answered == 1
    assert practise([0], 0.0).g_mean < 0
