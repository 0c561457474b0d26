import pytest

from itemwright.proving.hints import check_hints
from tests.proving.conftest import Made

CHOICE = {
    "options": ["the egg was never fertilised", "the comb was too cold", "the larva was starved of pollen"],
    "key": "a",
}
RIGHT = {"key": ["a", "c"], "options": ["hornets", "swallows", "mice", "spiders"]}
PAIRS = {
    "pairs": {
        "left": [{"id": "1", "text": "queen"}, {"id": "2", "text": "drone"}],
        "right": [
            {"id": "x", "text": "lays eggs for years"},
            {"id": "y", "text": "mates and dies in summer"},
        ],
    },
    "key": {"1": "x", "2": "y"},
}
STEPS = {
    "steps": ["they swallow the nectar", "they fan it with wings", "they seal the cell with wax"],
    "key": ["s1", "s2", "s3"],
}
POINTS = {
    "type": "free_text",
    "key": "Warm air rises through the combs.",
    "rubric": ["warm air rises through the combs"],
}
QUOTE = "The cluster moves upwards through the combs, because warm air rises."


@pytest.mark.parametrize(
    ("fields", "hint", "said"),
    [
        (CHOICE, "What is special about the eggs of drones?", ""),
        (CHOICE, "An egg that nobody fertilised was laid.", "what is asked for"),
        ({**CHOICE, "options": ["a drone", "a worker", "a queen"]}, "Drones do it.", "the one word"),
        (CHOICE, "It was neither too cold in the comb nor starved of pollen.", "rules out 2 of 2"),
        (CHOICE, "It is the first option.", "by its place"),
        (CHOICE, "The answer begins with T.", "letters"),
        (CHOICE, "Look at what begins with t.", "may give"),
        ({"key": "drone"}, "It is a drone.", "tells the key"),
        ({"key": "drone"}, "Its first letter is the fourth letter of the alphabet.", "spells"),
        ({"key": "drone"}, "It does no work in the hive.", ""),
        (RIGHT, "Exactly two are right.", "how many"),
        (RIGHT, "Which of them eat honey or bees?", ""),
        (PAIRS, "Ask who lives longest.", ""),
        (PAIRS, "The drone is the one that mates and dies.", "joins"),
        (STEPS, "What is done before the lid is closed?", ""),
        (STEPS, "After they swallow it they fan with their wings, and the wax seals it.", "in their order"),
        (POINTS, "What does air do when it is heated?", ""),
        (POINTS, "Warm air rises, and it does so through the combs.", "what is asked for"),
        ({"key": 15}, "It is 15.", "number"),
        ({"key": 15}, "Think of a whole winter.", ""),
        ({"type": "true_false", "key": True}, "The statement is plainly true.", "judges"),
        ({"type": "true_false", "key": True}, "The cluster moves up the combs, as warm air rises.", "says"),
    ],
)  # fmt: skip
def test_hints_that_tell_the_key_are_found(
    made: Made, fields: dict[str, object], hint: str, said: str
) -> None:
    item = made("Why is it so in a hive of bees?", hints=["Think of the hive.", hint], quote=QUOTE, **fields)
    verdict, evidence = check_hints(item)
    suggested = said in ("what is asked for", "may give")
    assert verdict == ("unsure" if suggested else "fail" if said else "pass"), evidence
    assert said in evidence


def test_what_a_hint_quotes_of_the_item_is_no_secret(made: Made) -> None:
    hint = "“It was too cold in the comb, it was starved of pollen” does not fit: ask for the egg."
    assert check_hints(made("Why?", hints=[hint], **CHOICE))[0] == "pass"
