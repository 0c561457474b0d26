import pytest

from itemwright.proving.contradictions import check_contradictions
from tests.proving.conftest import ARTICLE, Made


@pytest.mark.parametrize(
    ("explanation", "said"),
    [
        ("A colony needs about 15 kg of honey to live through it.", ""),
        ("A colony needs about 25 kg of honey to live through it.", "the number 25"),
        ("The cluster moves downwards through the combs, because warm air rises.", "'downwards'"),
        ("The cluster does not move upwards through the combs, because warm air rises.", "denial"),
        ("Two colonies need 2 x 15 = 30 kg of honey to live through the winter.", ""),
        ("The cluster stays below, so warm air does not rise, and the bees shiver.", ""),
        ("The workers lay the eggs and the queen gathers nectar.", "in each other's place"),
        ("Drones are raised from fertilised eggs, workers from unfertilised ones.", "'fertilize'"),
        ("It is cold outside, so hornets, wasps and mice are friends of a weak colony.", "'friend'"),
        ("Warm air is lighter, and the bees follow it.", ""),
        ("So be it.", ""),
        ("It is not “the cluster moves upwards through the combs”.", ""),
    ],
)
def test_a_sentence_that_turns_one_of_the_source_is_found(made: Made, explanation: str, said: str) -> None:
    verdict, evidence = check_contradictions(made("Why?", key="so", explanation=explanation), [ARTICLE])
    assert verdict == ("fail" if said else "pass"), evidence
    assert said in evidence


def test_numbers_of_the_stem_are_the_items_own(made: Made) -> None:
    item = made(
        "A weak colony needs 25 kg of honey. Why?", key="so",
        explanation="This colony needs about 25 kg of honey to live through it.",
    )  # fmt: skip
    assert check_contradictions(item, [ARTICLE])[0] == "pass"


def test_what_is_said_of_a_statement_to_be_judged_is_a_claim(made: Made) -> None:
    stem = "The cluster moves downwards through the combs."
    keyed = made(stem, type="true_false", key=True)
    assert check_contradictions(keyed, [ARTICLE])[0] == "fail"
    assert check_contradictions(made(stem, type="true_false", key=False), [ARTICLE])[0] == "pass"


def test_a_keyed_statement_is_a_claim_where_the_true_one_is_asked_for(made: Made) -> None:
    options = ["The cluster moves downwards through the combs.", "Drones gather nectar.", "Wax is a food."]
    asked = made("What do bees do in winter?", options=options, key="a")
    assert check_contradictions(asked, [ARTICLE])[0] == "fail"
    untrue = made("Which statement on bees in winter is false?", options=options, key="a")
    assert check_contradictions(untrue, [ARTICLE])[0] == "pass"


def test_a_hint_that_states_is_a_claim(made: Made) -> None:
    hints = ["Does warm air rise?", "The queen gathers nectar and the workers lay the eggs."]
    assert check_contradictions(made("Why?", key="so", hints=hints), [ARTICLE])[0] == "fail"
    assert check_contradictions(made("Why?", key="so", hints=hints[:1]), [ARTICLE])[0] == "pass"


def test_points_of_a_rubric_are_claims_too(made: Made) -> None:
    item = made("Why?", key="So.", rubric=["a colony needs about 25 kg of honey to live through winter"])
    assert check_contradictions(item, [ARTICLE])[0] == "fail"


def test_rather_than_denies_as_not_does(made: Made) -> None:
    source = "A recorded allergy calls for questions rather than refusal."
    item = made("Why?", key="so", explanation="A recorded allergy calls for questions, not refusal.")
    assert check_contradictions(item, [source])[0] == "pass"
    item = made("Why?", key="so", explanation="A recorded allergy calls for questions and refusal.")
    assert check_contradictions(item, [source])[0] == "fail"
