"""Attacks are what they say, and are made the same way for the same seed."""

import random

from evals.attacks import Target, attacks
from itemwright.text import STOP_WORDS

TARGET = Target(
    question="Why does the pump run faster at night?",
    reference="The pump runs faster because the pressure is lower after the taps are closed.",
    wrong="Because the moon pulls the water.",
    stranger="Bread rises because yeast makes gas.",
)


def by_family() -> dict[str, str]:
    return {attack.family: attack.answer for attack in attacks(TARGET, random.Random(1))}


def test_the_same_seed_makes_the_same_attacks() -> None:
    assert by_family() == by_family()


def test_word_salad_has_the_words_of_the_reference_and_no_sentence() -> None:
    salad = by_family()["word salad"].split()
    told = {word.strip(".").lower() for word in TARGET.reference.split()}
    assert set(salad) == told - STOP_WORDS
    assert salad != sorted(salad, key=TARGET.reference.lower().index)


def test_deletion_takes_words_that_the_question_does_not_have() -> None:
    left = by_family()["content deleted"].split()
    gone = [word for word in TARGET.reference.split() if word not in left]
    assert gone
    assert not {word.strip(".").lower() for word in gone} & set(TARGET.question.lower().split())


def test_swapped_roles_turn_the_words_of_direction() -> None:
    assert by_family()["roles swapped"] == (
        "The pump runs slower because the pressure is higher before the taps are closed."
    )
    still = TARGET._replace(reference="Copper conducts.")
    assert "roles swapped" not in {attack.family for attack in attacks(still, random.Random(1))}


def test_harmless_changes_keep_the_reference() -> None:
    made = by_family()
    assert made["case"].lower() == TARGET.reference.lower()
    assert TARGET.reference in made["beside the point"]
    assert made["wrong with key words"].startswith(TARGET.wrong)
