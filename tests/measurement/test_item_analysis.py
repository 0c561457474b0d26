"""Item analysis against published values and an independent library."""

import math
import random

import numpy as np
import pytest

from itemwright.measurement.ability import sigmoid
from itemwright.measurement.item_analysis import (
    Trial,
    count_picks,
    item_rest_correlation,
    mean_score,
    observe_difficulty,
    prox_ability,
    wilson_interval,
)

OPTIONS = [("", name, f"option {name}", name == "b") for name in "abcd"]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3."""
    assert wilson_interval(successes, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_mean_has_its_n_and_none_without_answers() -> None:
    found = mean_score([1.0, 0.5, 0.0, 0.5])
    assert found is not None
    assert (found.value, found.n) == (0.5, 4)
    assert 0 < found.low < 0.5 < found.high < 1
    assert mean_score([]) is None


def picked(**times: int) -> list[list[tuple[str, str]]]:
    return [[("", name)] for name, n in times.items() for _ in range(n)]


@pytest.mark.parametrize(
    ("times", "seldom"),
    [
        ({"a": 2, "b": 30, "c": 5, "d": 3}, []),  # 2 of 40 are 5%: enough
        ({"a": 1, "b": 30, "c": 9}, ["a", "d"]),
        ({"a": 1, "b": 30, "c": 8}, []),  # 39 answers are too few to say so
        ({"a": 39, "c": 5}, ["d"]),  # a key that nobody picks is no idle distractor
    ],
)
def test_options_that_do_no_work_are_flagged(times: dict[str, int], seldom: list[str]) -> None:
    picks = count_picks(OPTIONS, picked(**times))
    assert [pick.choice for pick in picks if pick.seldom] == seldom
    assert sum(pick.n for pick in picks) == sum(times.values())
    for pick in picks:
        assert pick.low <= pick.share <= pick.high


def test_several_picks_in_one_answer_count_each_and_a_double_once() -> None:
    picks = count_picks(OPTIONS, [[("", "a"), ("", "c"), ("", "a")], [("", "c")]])
    assert [(pick.n, pick.share) for pick in picks] == [(1, 0.5), (0, 0.0), (2, 1.0), (0, 0.0)]
    assert [pick.share for pick in count_picks(OPTIONS, [])] == [0.0] * 4


def trials(n: int, seed: int, slope: float = 1.0, shift: float = 0.0, chance: float = 0.0) -> list[Trial]:
    """Answers by the model itself, to an item harder than predicted by `shift`."""
    rng, found = random.Random(seed), []
    for _ in range(n):
        ability = rng.gauss(0, 1)
        p = chance + (1 - chance) * sigmoid(slope * ability - shift)
        right = float(rng.random() < p)
        found.append(Trial(score=right, advantage=ability, chance=chance, rest=ability))
    return found


def test_discrimination_is_pearsons_correlation() -> None:
    answers = trials(200, seed=1)
    found = item_rest_correlation(answers)
    assert found is not None
    expected = np.corrcoef([t.score for t in answers], [t.rest or 0.0 for t in answers])[0, 1]
    assert found.value == pytest.approx(expected)
    assert found.n == 200
    half = 1.959964 / math.sqrt(197)  # Fisher's z
    assert found.low == pytest.approx(math.tanh(math.atanh(expected) - half))
    assert found.high == pytest.approx(math.tanh(math.atanh(expected) + half))


def test_a_wrong_key_discriminates_backwards() -> None:
    found = item_rest_correlation(trials(300, seed=2, slope=-1.0))
    assert found is not None
    assert found.high < 0


def test_no_discrimination_of_few_answers_or_of_equal_ones() -> None:
    assert item_rest_correlation(trials(9, seed=1)) is None
    same = [Trial(score=1.0, advantage=0.0, chance=0.0, rest=float(n)) for n in range(20)]
    assert item_rest_correlation(same) is None
    without = [trial.model_copy(update={"rest": None}) for trial in trials(50, seed=1)]
    assert item_rest_correlation(without) is None


def test_prox_is_the_log_odds_about_the_mean_difficulty() -> None:
    assert prox_ability([1, 1, 1, 0], [0.5] * 4) == pytest.approx(0.5 + math.log(3.5 / 1.5))
    spread = prox_ability([1, 1, 1, 0], [-1.5, -0.5, 1.5, 2.5])
    assert spread == pytest.approx(0.5 + math.sqrt(1 + 2.5 / 2.89) * math.log(3.5 / 1.5))
    assert prox_ability([1.0], [0.0]) > 0 > prox_ability([0.0], [0.0])


@pytest.mark.parametrize(("shift", "chance"), [(0.0, 0.0), (1.2, 0.0), (-0.8, 0.25)])
def test_the_observed_difficulty_is_the_true_one_within_its_error(shift: float, chance: float) -> None:
    within = 0
    for seed in range(40):
        found = observe_difficulty(trials(150, seed, shift=shift, chance=chance), 0.3, 0.4)
        assert found is not None
        within += abs(found.observed - (0.3 + shift)) <= 1.96 * found.se
    assert within >= 34  # 38 of 40 are expected


def test_a_difficulty_far_from_the_prediction_is_said_to_differ() -> None:
    near = observe_difficulty(trials(150, 1, shift=0.1), 0.0, 0.3)
    far = observe_difficulty(trials(150, 1, shift=1.8), 0.0, 0.3)
    assert near is not None
    assert far is not None
    assert (near.differs, far.differs) == (False, True)


def test_no_answer_and_all_alike_are_told_without_infinity() -> None:
    assert observe_difficulty([], 0.0, 1.0) is None
    unknown = [Trial(score=1.0, advantage=None, chance=0.0)]
    assert observe_difficulty(unknown, 0.0, 1.0) is None
    sure = Trial(score=1.0, advantage=0.0, chance=0.0)
    right = observe_difficulty([sure] * 9, 0.5, 1.0)
    assert right is not None
    assert right.observed == pytest.approx(0.5 - math.log(8.7 / 0.3))  # as if it were 8.7 of 9
    guessed = observe_difficulty([sure.model_copy(update={"score": 0.0, "chance": 0.25})] * 9, 0.0, 0.3)
    assert guessed is not None
    assert 3 < guessed.observed < 6
    assert guessed.differs


def test_hints_make_an_item_easier() -> None:
    plain = [Trial(score=0.5, advantage=0.0, chance=0.0)] * 5
    helped = [trial.model_copy(update={"hints": 2}) for trial in plain]
    one, other = observe_difficulty(plain, 0.0, 1.0), observe_difficulty(helped, 0.0, 1.0)
    assert one is not None
    assert other is not None
    assert one.observed == pytest.approx(0.0, abs=1e-6)
    assert other.observed == pytest.approx(0.8, abs=1e-6)
