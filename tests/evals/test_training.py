"""What the grader is trained on, and what is fitted from it, by hand-made examples."""

import random

import numpy as np
import pytest

from evals.training.answers import (
    DATA,
    TrainingAnswer,
    as_whole,
    card_answers,
    is_development,
    nearest,
    own_answers,
)
from evals.training.figures import ERROR_RATES, least_confidences
from evals.training.fit_network import with_questions_cut
from evals.training.made import made_answers
from itemwright.resources import resource_folder

MET, MISSING, CONTRADICTED = range(3)


def answer(group: str, text: str, *statuses: int) -> TrainingAnswer:
    reference = f"The {group} opens because the pressure in the {group} falls below that outside."
    points = tuple(f"point {n} of {group}" for n in range(len(statuses)))
    return TrainingAnswer(group, "full", f"Why does the {group} open?", (reference,), points, text, statuses)


ANSWERS = [
    answer("valve", "Less pressure inside.", MET, MET),
    answer("lid", "It is magnetic.", MISSING, CONTRADICTED),
]


def made(group: str) -> list[TrainingAnswer]:
    """All that can be made of a question."""
    return [each for each in made_answers(ANSWERS, 1000, random.Random(1)) if each.group == group]


def test_made_answers_have_statuses_by_what_was_done() -> None:
    found = made_answers(ANSWERS, 20, random.Random(1))
    assert len(found) == 40
    assert all(each.kind == "made" and each.weight < 1 and len(each.statuses) == 2 for each in found)
    assert {status for each in found for status in each.statuses} == {MET, MISSING, CONTRADICTED}
    met = [each.answer for each in made("lid") if each.statuses == (MET, MET)]
    assert ANSWERS[1].references[0] in met, "a reference itself is right"
    assert not any("magnetic" in text for text in met), "a wrong answer is never built on as right"


def test_a_wrong_answer_stays_wrong_with_key_words() -> None:
    strewn = [each for each in made("lid") if "It is magnetic" in each.answer]
    assert len(strewn) >= 4
    assert {each.statuses for each in strewn} == {(MISSING, CONTRADICTED)}
    assert all("pressure" in each.answer or "lid" in each.answer for each in strewn)


def test_opposites_contradict_the_points_that_they_stand_in() -> None:
    asked = answer("valve", "The pressure rises and it opens.", MET, MET)
    asked = asked._replace(points=("the pressure rises", "a spring gives way"))
    found = [
        each for each in made_answers([asked, ANSWERS[1]], 1000, random.Random(1)) if each.group == "valve"
    ]
    turned = [each for each in found if each.statuses == (CONTRADICTED, MET)]
    own = [each.answer for each in turned if each.answer.startswith("The pressure")]
    assert own
    assert not any("rises" in text for text in own)


def test_a_point_that_lost_its_words_is_missing() -> None:
    asked = answer("valve", "Steam lifts the spring.", MET, MET)
    asked = asked._replace(references=("Steam lifts it.",), points=("steam lifts it", "steam"))
    found = [
        each
        for seed in range(9)
        for each in made_answers([asked, ANSWERS[1]], 1000, random.Random(seed))
        if each.group == "valve"
    ]
    lost = {each.answer: each.statuses for each in found}
    fates = {"Steam it.": (MISSING, MET), "lifts it.": (MISSING, MISSING)}
    assert {text: statuses for text, statuses in lost.items() if text in fates} == fates


@pytest.mark.parametrize(
    ("statuses", "label"),
    [
        ((MET, MET), MET),
        ((MET, MISSING), MISSING),
        ((MET, CONTRADICTED), CONTRADICTED),
        ((MISSING,), MISSING),
    ],
)
def test_an_answer_as_a_whole(statuses: tuple[int, ...], label: int) -> None:
    whole = as_whole(answer("lid", "It is light.", *statuses))
    assert (whole.points, whole.statuses) == (whole.references, (label,))


def test_most_questions_are_cut_to_their_last_words() -> None:
    long = answer("lid", "It is light.", MET)._replace(question=" ".join(str(n) for n in range(40)))
    kept = [each.question.split() for each in with_questions_cut([long] * 200, random.Random(1))]
    assert all(words == long.question.split()[40 - len(words) :] for words in kept)
    assert {len(words) for words in kept} == {*range(11), 40}
    assert 60 < sum(len(words) == 40 for words in kept) < 100


def test_the_same_seed_makes_the_same_answers() -> None:
    assert made_answers(ANSWERS, 5, random.Random(3)) == made_answers(ANSWERS, 5, random.Random(3))


def test_training_and_held_out_questions_have_nothing_in_common() -> None:
    trained = {each.question for each in own_answers(DATA / "train")}
    trained |= {each.question for each in own_answers(DATA / "first.jsonl")}
    held_out = own_answers(DATA / "held_out")
    assert held_out
    assert not trained & {each.question for each in held_out}


def test_the_data_are_what_their_readme_says() -> None:
    everything = [*own_answers(DATA / "train"), *own_answers(DATA / "held_out")]
    assert len(everything) >= 6000
    assert len({each.question for each in everything}) >= 400
    assert all(2 <= len(each.points) <= 5 for each in everything)
    told = (DATA / "README.md").read_text()
    for count in (len(own_answers(DATA / "train")), len(own_answers(DATA / "held_out"))):
        assert f"{count:,} answers" in told


def test_cards_give_every_status() -> None:
    found = list(card_answers(resource_folder("corpus") / "cards"))
    assert {status for each in found for status in each.statuses} == {MET, MISSING, CONTRADICTED}


def test_public_questions_are_split_as_a_whole() -> None:
    kept = [is_development(answer(f"set/{n}", "text", MET)) for n in range(600)]
    assert 60 <= sum(kept) <= 140  # a sixth of 600, within four standard deviations
    assert is_development(answer("set/7", "one", MET)) == is_development(answer("set/7", "other", MISSING))


def test_the_nearest_reference_shares_the_most_words_for_its_length() -> None:
    references = ["The lamp is in a closed path with the battery", "The lamp is damaged"]
    assert nearest(references, "the lamp has a damaged thread") == references[1]


def test_least_confidences_keep_the_error_rate() -> None:
    confidence = [0.95, 0.9, 0.8, 0.7, 0.6]
    right = [True, True, True, False, False]
    kept = dict(map(tuple, least_confidences(confidence, right)))  # type: ignore[arg-type]
    assert set(kept) == set(ERROR_RATES)
    assert kept[0.05] == 0.8
    assert kept[0.25] == 0.7
    none = dict(map(tuple, least_confidences([0.9], [False])))  # type: ignore[arg-type]
    assert none[0.05] == pytest.approx(1.01)
    assert np.isfinite(list(none.values())).all()
