import pytest

from itemwright.proving.second_answers import check_second_answers
from tests.proving.conftest import Made
from tests.proving.plain_items import item_of

TEXT = """# Keeping moths away

Lavender keeps moths from wool, because they shun its smell. Cedar wood works too, but it has to be sanded
each year. A shut lid alone does not help. Stuffs that moths shun, such as linen, cotton and plain silk,
need no care. To kill the larvae, put the wool into the freezer for a week.

A card with glue catches the males. It is checked once a month.

| remedy | where it is put | how long it lasts |
|---|---|---|
| lavender | in the wardrobe | one year |
| cedar | in the wardrobe | three years |
| paper | between the coats | one year |
"""
AWAY = "Which of these keeps moths away from wool?"


@pytest.mark.parametrize(
    ("stem", "options", "key", "verdict"),
    [
        (AWAY, ["lavender", "cedar wood", "a shut lid"], "a", "unsure"),
        (AWAY, ["lavender", "a heavy iron", "a shut lid"], "a", "pass"),
        ("Which stuffs do moths not shun?", ["fur", "linen", "cotton"], "a", "pass"),
        ("Which stuff do moths shun?", ["linen", "cotton cloth", "fur"], "a", "unsure"),
        ("How long does the remedy last that is put on paper?", ["lavender", "cedar", "soap"], "a", "pass"),
        ("Which remedy lasts one year?", ["lavender", "paper", "soap"], "a", "unsure"),
        ("Which remedy in the wardrobe lasts one year?", ["lavender", "paper", "soap"], "a", "pass"),
        ("Which remedy is put in the wardrobe?", ["lavender", "paper", "cedar"], ["a", "c"], "pass"),
    ],
)
def test_options_that_the_source_gives_as_well(
    made: Made, stem: str, options: list[str], key: object, verdict: str
) -> None:
    found = check_second_answers(made(stem, options=options, key=key), [TEXT])
    assert found[0] == verdict, found


@pytest.mark.parametrize(
    ("option", "verdict"),
    [
        ("A card with glue catches the males.", "fail"),
        ("A card with glue catches the females.", "pass"),
        ("A card with glue does not catch the males.", "pass"),
        ("Soap is laid between the coats.", "pass"),
    ],
)
def test_an_option_that_is_not_keyed_and_said_by_the_source(made: Made, option: str, verdict: str) -> None:
    options = ["Moths shun the smell of lavender.", option, "Larvae like the cold."]
    item = made("Which of these are true of moths and a card?", options=options, key=["a"])
    found = check_second_answers(item, [TEXT])
    assert found[0] == verdict, found


@pytest.mark.parametrize(
    ("stem", "key", "verdict"),
    [
        ("What works against moths?", "cedar wood", "pass"),
        ("Whose smell do moths shun?", "lavender", "pass"),
        ("Name a remedy against moths.", "lavender", "fail"),
        ("Name the remedy that lasts three years.", "cedar", "pass"),
        ("Into what is wool put for a week?", "the freezer", "pass"),
    ],
)
def test_answers_that_are_not_accepted(made: Made, stem: str, key: str, verdict: str) -> None:
    found = check_second_answers(made(stem, key=key, type="short_answer", accepts=[key]), [TEXT])
    assert found[0] == verdict, found


FILM = (
    "Hard water leaves a film on tea. A little lemon juice, filtering or a pinch of baking soda keeps"
    " the film off. Turbo codes, presented in 1993, and sparse codes, invented by Gallager, come close to the"
    " limit."
)
TEAS = "| Tea | Time |\n|---|---|\n| Black | 4 minutes |\n| Oolong | 4 minutes |\n| Green | 2 minutes |"


@pytest.mark.parametrize(
    ("stem", "key", "verdict"),
    [
        ("What keeps the film off tea?", "lemon juice", "fail"),
        ("Which thing with lemon keeps the film off?", "lemon juice", "pass"),
        ("What does hard water leave on tea?", "a film", "pass"),
    ],
)
def test_a_member_of_a_list_of_which_no_other_is_accepted(
    made: Made, stem: str, key: str, verdict: str
) -> None:
    item = made(stem, key=key, type="short_answer", accepts=[key])
    found = check_second_answers(item, [FILM])
    assert found[0] == verdict, found


@pytest.mark.parametrize(("other", "verdict"), [("oolong", "unsure"), ("green", "pass")])
def test_an_entry_of_a_pool_whose_row_says_the_same(other: str, verdict: str) -> None:
    blanks = [{"id": "a", "accepts": ["black"], "pool": ["black", other]}]
    item = item_of("cloze", "One lets ____ tea draw for 4 minutes.", blanks=blanks, key={"a": "black"})
    assert check_second_answers(item, [TEAS])[0] == verdict


def test_what_the_source_says_of_another_thing_is_no_second_answer(made: Made) -> None:
    options = ["They were presented in 1993.", "They were invented by Gallager.", "They are slow."]
    item = made("Which statement about sparse codes invented early is right?", options=options, key="b")
    assert check_second_answers(item, [FILM])[0] == "pass"
