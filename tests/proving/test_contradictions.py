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
        ("Warm air is lighter, and the bees follow it.", ""),
        ("So be it.", ""),
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


def test_points_of_a_rubric_are_claims_too(made: Made) -> None:
    item = made("Why?", key="So.", rubric=["a colony needs about 25 kg of honey to live through winter"])
    assert check_contradictions(item, [ARTICLE])[0] == "fail"
