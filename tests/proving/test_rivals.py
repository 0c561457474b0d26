import pytest

from itemwright.proving.rivals import check_rivals
from tests.proving.conftest import ARTICLE, Made

ENEMIES = "Which animals are enemies of a weak colony of bees?"


@pytest.mark.parametrize(
    ("stem", "options", "key", "verdict"),
    [
        (ENEMIES, ["hornets", "swallows", "spiders"], "a", "pass"),
        (ENEMIES, ["hornets", "wasps", "spiders"], "a", "fail"),
        (ENEMIES, ["hornets", "swallows", "mice"], "c", "fail"),
        (ENEMIES, ["hornets", "wasps", "spiders"], ["a", "b"], "pass"),
        ("Which insect stings a keeper twice?", ["hornets", "wasps", "flies"], "a", "pass"),
        ("Which comes first among the enemies of a colony?", ["hornets", "wasps", "mice"], "a", "pass"),
    ],
)
def test_what_the_source_lists_with_the_key_is_right_as_well(
    made: Made, stem: str, options: list[str], key: object, verdict: str
) -> None:
    assert check_rivals(made(stem, options=options, key=key), [ARTICLE])[0] == verdict


@pytest.mark.parametrize(
    "text",
    [
        "Hornets, but not wasps, are enemies of a weak colony.",
        "Hornets eat wasps; both are enemies of a colony.",
    ],
)
def test_what_is_set_apart_is_no_list(made: Made, text: str) -> None:
    item = made(ENEMIES, options=["hornets", "wasps", "spiders"], key="a")
    assert check_rivals(item, [text])[0] == "pass"


def test_a_kind_of_the_key_is_a_reason_to_look(made: Made) -> None:
    text = "A mason bee is a solitary bee. It closes its nest with mud."
    item = made(
        "Which insect closes its nest with mud?", options=["mason bee", "solitary bee", "hornet"], key="a"
    )
    assert check_rivals(item, [text])[0] == "unsure"
    asked = made(
        "Which solitary bee closes its nest with mud?", options=["mason bee", "solitary bee"], key="a"
    )
    assert check_rivals(asked, [text])[0] == "pass"


def test_pools_of_gaps_are_looked_at_too(made: Made) -> None:
    blank = {"accepts": ["hornets"], "pool": ["hornets", "wasps", "swallows"]}
    item = made("Enemies of a weak colony are ____.", blanks=[blank], key=["hornets"])
    assert check_rivals(item, [ARTICLE])[0] == "fail"
