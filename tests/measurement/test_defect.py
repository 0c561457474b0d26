"""Triage: each piece of evidence moves the odds the right way; together they put defective items first."""

import math
import random
from typing import Any

import pytest

from itemwright.measurement.defect import Evidence, triage
from itemwright.measurement.item_analysis import Estimate, Trial, item_rest_correlation


def evidence(**more: Any) -> Evidence:
    fields: dict[str, Any] = {"kinds": ("other",), "reporters": 1, "answered": 1, "proved": True}
    return Evidence(**(fields | more))


def r(value: float, n: int = 60) -> Estimate:
    return Estimate(value=value, low=-1, high=1, n=n)


BASE = triage(evidence()).probability
AUC = 0.95


def test_one_report_on_a_sound_proof_is_about_as_likely_right_as_any() -> None:
    assert 0.05 < BASE <= 0.1


@pytest.mark.parametrize(
    "worse",
    [
        {"proved": False},
        {"doubted": ("key_unique",), "about_key": frozenset({"key_unique"})},
        {"doubted": ("clueing",)},
        {"failed": ("quotations",)},
        {"reporters": 3, "answered": 6},
        {"suspect": "c", "able_key": 1, "able_suspect": 6},
        {"discrimination": r(-0.3)},
        {"right": 10, "decided": 12},
    ],
)
def test_evidence_against_the_item_raises_the_odds(worse: dict[str, Any]) -> None:
    assert triage(evidence(**worse)).probability > 1.2 * BASE


@pytest.mark.parametrize(
    "better",
    [
        {"answered": 60},
        {"suspect": "c", "able_key": 9, "able_suspect": 0},
        {"discrimination": r(0.5)},
        {"right": 0, "decided": 60},
    ],
)
def test_evidence_for_the_item_lowers_them(better: dict[str, Any]) -> None:
    assert triage(evidence(**better)).probability < 0.8 * BASE


def test_a_doubt_about_the_key_weighs_more_than_one_about_the_wording() -> None:
    key = triage(evidence(doubted=("solved",), about_key=frozenset({"solved"})))
    wording = triage(evidence(doubted=("solved",)))
    assert key.probability > wording.probability


def test_picks_and_discrimination_of_the_same_answers_are_not_counted_twice() -> None:
    both = triage(evidence(suspect="c", able_key=0, able_suspect=9, discrimination=r(-0.3)))
    assert len(both.reasons) == 4
    names = {reason.name for reason in both.reasons}
    assert "able_learners" in names
    assert "discrimination" not in names


def test_a_typo_costs_less_than_a_wrong_key() -> None:
    wrong, typo = triage(evidence(kinds=("key_wrong",))), triage(evidence(kinds=("typo",)))
    assert wrong.probability == typo.probability
    assert wrong.expected_defect == pytest.approx(5 * typo.expected_defect)
    assert triage(evidence(kinds=("typo", "key_wrong"))).severity == 1.0


def test_the_reasons_multiply_to_the_odds_and_are_sentences() -> None:
    found = triage(evidence(reporters=2, answered=9, suspect="option c", able_key=1, able_suspect=3))
    odds = 1.0
    for reason in found.reasons:
        odds *= reason.factor
        assert reason.told.endswith(".")
    assert found.probability == pytest.approx(odds / (1 + odds))
    assert "'option c'" in " ".join(reason.told for reason in found.reasons)


def test_thousands_of_answers_break_nothing() -> None:
    found = triage(evidence(answered=100_000, suspect="c", able_key=40_000, able_suspect=41_000))
    assert 0 < found.probability < 1


def simulated(rng: random.Random, defective: bool) -> Evidence:
    """One reported item under 4 to 40 answers. Of a defective one another option is right, alone or beside
    the key; more learners report it, and the proof knows a little of it. Every fifth sound one is hard, with
    an option that misleads able learners, too."""
    n, answers, able_key, able_suspect = rng.randint(4, 40), [], 0, 0
    shared, hard = rng.random() < 0.5, not defective and rng.random() < 0.2
    for _ in range(n):
        ability = rng.gauss(0, 1)
        knows = rng.random() < 1 / (1 + math.exp(-1.2 * ability + (1.2 if hard else -0.6)))
        if knows:
            right = not defective or (shared and rng.random() < 0.5)
            suspect = not right
        else:
            right, suspect = ((1, 0), (0, 1), (0, 0), (0, 0))[rng.randrange(2 if hard else 4)]
        answers.append(Trial(score=float(right), advantage=ability, chance=0.25, rest=ability))
        able_key += right and ability > 0
        able_suspect += suspect and ability > 0
    doubted = ("solved",) if rng.random() < (0.4 if defective else 0.12) else ()
    return evidence(
        reporters=1 + sum(rng.random() < (0.06 if defective else 0.02) for _ in range(n - 1)),
        answered=n,
        doubted=doubted,
        about_key=frozenset(doubted),
        suspect="c",
        able_key=able_key,
        able_suspect=able_suspect,
        discrimination=item_rest_correlation(answers),
    )


def auc(bad: list[float], good: list[float]) -> float:
    pairs = [(b > g) + 0.5 * (b == g) for b in bad for g in good]
    return sum(pairs) / len(pairs)


def test_defective_items_come_first_and_the_probabilities_mean_something() -> None:
    """Against the plain order by number of reports, over 100 defective items among 1,000."""
    rng = random.Random(7)
    found = {
        True: [simulated(rng, True) for _ in range(100)],
        False: [simulated(rng, False) for _ in range(900)],
    }
    judged = {kind: [triage(one).probability for one in items] for kind, items in found.items()}
    counted = {kind: [float(one.reporters) for one in items] for kind, items in found.items()}
    assert auc(judged[True], judged[False]) > AUC
    assert auc(counted[True], counted[False]) < AUC - 0.2
    surely = [kind for kind, chances in judged.items() for p in chances if p > 0.5]
    assert sum(surely) > 0.7 * len(surely)
