"""Ability follows answers the right way and by the right amount, and stays honest about its own doubt."""

import math
from random import Random

import numpy as np
import pytest

from itemwright.domain.learner import CONCEPT_VAR, GENERAL_VAR, ConceptState, LearnerState
from itemwright.measurement.ability import (
    Answer,
    ability,
    information,
    noise,
    observe_answer,
    predict,
    sigmoid,
)

NEW = LearnerState(learner="ada")


def answer(score: float, **changes: object) -> Answer:
    fields = {"concepts": ("lora",), "score": score, "difficulty": 0.0, "difficulty_sd": 0.5} | changes
    return Answer(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("z", [-800.0, -3.0, 0.0, 3.0, 800.0])
def test_sigmoid_is_exact_and_never_overflows(z: float) -> None:
    assert sigmoid(z) == pytest.approx(0.5 * (1 + math.tanh(z / 2)), abs=1e-15)


def test_a_new_learner_has_unit_variance_and_concepts_share_sixty_percent_of_it() -> None:
    assert ability(NEW, ["lora"]) == (0.0, pytest.approx(1.0))
    assert pytest.approx(0.6) == GENERAL_VAR / (GENERAL_VAR + CONCEPT_VAR)


def test_success_raises_and_failure_lowers_by_the_same_amount_at_even_odds() -> None:
    up = observe_answer(NEW, answer(1.0))
    down = observe_answer(NEW, answer(0.0))
    assert ability(up, ["lora"])[0] == pytest.approx(-ability(down, ["lora"])[0])
    assert ability(up, ["lora"])[0] > 0
    assert ability(up, ["lora"])[1] < ability(NEW, ["lora"])[1]


def test_an_expected_score_moves_nothing() -> None:
    same = observe_answer(NEW, answer(0.5))
    assert same.g_mean == pytest.approx(0.0)
    assert same.concepts["lora"].mean == pytest.approx(0.0)


def test_what_is_learnt_in_one_concept_speaks_for_the_others_too_but_less() -> None:
    after = observe_answer(NEW, answer(1.0))
    assert 0 < ability(after, ["bleu"])[0] < ability(after, ["lora"])[0]


def test_an_unsure_difficulty_moves_belief_less() -> None:
    sure = observe_answer(NEW, answer(1.0, difficulty_sd=0.1))
    unsure = observe_answer(NEW, answer(1.0, difficulty_sd=1.5))
    assert unsure.g_mean < sure.g_mean
    assert unsure.g_var > sure.g_var


def test_a_lucky_guess_tells_less_than_a_hard_won_answer() -> None:
    assert observe_answer(NEW, answer(1.0, chance=0.5)).g_mean < observe_answer(NEW, answer(1.0)).g_mean


def test_success_with_hints_counts_for_less() -> None:
    assert observe_answer(NEW, answer(1.0, hints=2)).g_mean < observe_answer(NEW, answer(1.0)).g_mean


def test_an_unsure_grader_moves_belief_less_and_parts_of_a_score_more() -> None:
    assert noise(1, 1.0) == 1.0
    assert noise(1, 0.8) == pytest.approx(1 / 0.36)
    assert noise(5, 1.0) == pytest.approx(1 / 3)
    assert noise(1, 0.5) == pytest.approx(100.0)


def test_prediction_is_drawn_to_the_middle_by_uncertainty() -> None:
    assert predict(NEW, ["lora"], -2.0, 0.0, 0.0) > predict(NEW, ["lora"], -2.0, 2.0, 0.0) > 0.5
    assert predict(NEW, ["lora"], 50.0, 0.5, 0.25) == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(("mean", "var"), [(0.0, 1.0), (1.5, 0.5), (-2.0, 1.5)])
def test_prediction_agrees_with_the_integral_it_stands_for(mean: float, var: float) -> None:
    state = LearnerState(
        learner="x", g_mean=mean, g_var=var / 2, concepts={"lora": ConceptState(mean=0.0, var=var / 2)}
    )
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    exact = float(
        np.sum(weights / (1 + np.exp(-(mean + nodes * math.sqrt(var + 0.25))))) / math.sqrt(2 * math.pi)
    )
    assert predict(state, ["lora"], 0.0, 0.5, 0.0) == pytest.approx(exact, abs=0.012)


def test_information_is_highest_near_the_ability_and_is_a_share_of_the_variance() -> None:
    at = [information(NEW, ["lora"], b, 0.5, 0.0) for b in (-3.0, 0.0, 3.0)]
    assert at[1] > at[0] == pytest.approx(at[2])
    assert all(0 < share < 1 for share in at)


def test_several_concepts_share_an_answer() -> None:
    after = observe_answer(NEW, answer(1.0, concepts=("lora", "qlora")))
    alone = observe_answer(NEW, answer(1.0))
    assert after.concepts["lora"].mean == after.concepts["qlora"].mean < alone.concepts["lora"].mean


def test_ninety_percent_intervals_hold_what_they_say_when_difficulty_is_only_a_guess() -> None:
    """Simulated learners, difficulty known with sd .7: the interval must not be overconfident."""
    rng, covered, n = Random(3), 0, 400
    for _ in range(n):
        theta = rng.gauss(0, 1.0)
        state = NEW
        for _ in range(25):
            guess = rng.gauss(0, 0.7)
            truth = guess + rng.gauss(0, 0.7)
            right = float(rng.random() < sigmoid(theta - truth))
            state = observe_answer(state, answer(right, difficulty=guess, difficulty_sd=0.7))
        mean, var = ability(state, ["lora"])
        # A diagonal filter drops the negative covariance of its two parts, so its variance is an upper bound.
        covered += abs(theta - mean) < 1.645 * math.sqrt(var)
    assert 0.87 <= covered / n <= 0.99
