"""Copies, rewordings, parallel forms and new questions are told apart; both ways round alike."""

import pytest

from evals.item_pairs import ITEM_PAIRS, ItemPair, read_item_pairs
from itemwright.domain.item import Item
from itemwright.proving.fingerprint import fingerprint_of
from itemwright.proving.likeness import Likeness, likeness, may_be_near, overlap, part_of
from tests.proving.plain_items import built_in, choice, code_item, free, matching, numeric, short, true_false

CATALYST = choice("What does a catalyst do?", "It lowers the activation energy", "It is used up", "It cools")
WALL = short("In which year did the Berlin Wall fall?", "1989")


def loan(of: str, rate: int, years: int) -> str:
    return f"A loan of {of} bears {rate} per cent interest a year. How much is due after {years} years?"


LOAN = numeric(loan("4000 euros", 5, 3), 600)
STROKE = short("Which sign in the face of a patient points to a sudden stroke?", "a drooping mouth")
SUM = code_item("What is printed?", "t = 0\nfor n in [3, 5]:\n    t += n\nprint(t)", "8")
TOOLS = matching(
    "Match each tool with its use.", saw="cutting", drill="boring", file="smoothing", rasp="shaping"
)


def compared(one: Item, other: Item, **cosines: float) -> Likeness:
    """With the cosines of questions and keys as given; without any, no embedder is there."""
    first, second = fingerprint_of(one), fingerprint_of(other)

    def cosine(left: str, right: str) -> float:
        return cosines["asked"] if left in (first.asked, second.asked) else cosines["keys"]

    found = likeness(first, second, cosine if cosines else None)
    assert likeness(second, first, cosine if cosines else None) == found
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CATALYST, choice(CATALYST.stem, "It lowers the activation energy", "It cools", "It is used up")),
        (CATALYST, choice("What does the catalyst do?", "It lowers activation energy", "It glows")),
        (WALL, short("In which year did the Wall of Berlin fall?", "1989")),
        (
            numeric("Mia has 3 pens and buys 4 more. How many has she?", 7),
            numeric("Omar has 3 pens and buys 4 more. How many has he?", 7),
        ),
        (SUM, code_item("What does it print?", "s = 0\nfor x in [3, 5]:\n    s += x\nprint(s)", "8")),
        (TOOLS, matching("Which use fits?", rasp="shaping", saw="cutting", file="smoothing", drill="boring")),
    ],
)  # fmt: skip
def test_copies_need_no_model(one: Item, other: Item) -> None:
    assert compared(one, other).relation == "copy"


def test_a_retouched_key_of_one_question_is_a_copy_and_another_key_is_new() -> None:
    one = choice("What is opportunity cost?", "The value of the best alternative given up", "A fee", "A tax")
    other = choice(
        "What is opportunity cost?", "The worth of the best alternative given up", "A fee", "A tax"
    )
    assert compared(one, other).relation == "copy"
    assert compared(one, other, asked=1.0, keys=0.9).relation == "copy"
    general = choice("What is opportunity cost?", "Something that no bill shows", "A fee", "A tax")
    assert compared(one, general).relation == "new"
    assert compared(one, general, asked=1.0, keys=0.7).relation == "new"


def test_the_same_key_asked_in_other_words_is_near() -> None:
    other = short("When was the border in Germany's capital opened?", "1989")
    assert compared(WALL, other, asked=0.6).relation == "near"
    assert compared(WALL, other, asked=0.5).relation == "new"
    assert compared(WALL, other).relation == "new"
    judged = true_false("Iron rusts in damp air.", True), true_false("Damp makes iron corrode.", True)
    assert compared(*judged, asked=0.75).relation == "new"  # "True" is the key of half of all statements
    assert compared(*judged, asked=0.85).relation == "near"


def test_without_a_model_shared_words_stand_in() -> None:
    assert compared(WALL, short("When did the Berlin Wall fall in Germany?", "1989")).relation == "near"


def test_questions_and_keys_in_other_words_are_near_together() -> None:
    other = choice(
        "By what does one speed up a reaction?", "By a path with a smaller barrier", "By heat", "By ice"
    )
    assert compared(CATALYST, other, asked=0.8, keys=0.8).relation == "near"
    assert compared(CATALYST, other, asked=0.8, keys=0.7).relation == "new"  # choices lean on their options
    assert compared(
        free("What does a catalyst do?", "It lowers a barrier."), other, asked=0.8, keys=0.7
    ) == Likeness("near", "the same in other words (cosine 0.80, of the keys 0.70)", True)
    assert compared(CATALYST, other, asked=0.5, keys=1.0).relation == "new"


def test_a_question_in_another_form_is_near_and_said_to_be_another_form() -> None:
    for other in (
        choice(STROKE.stem, "a drooping corner of the mouth", "itching skin", "a swollen ankle"),
        true_false(f"A learner is asked: {STROKE.stem} The learner answers: itching skin.", False),
    ):
        assert compared(STROKE, other).relation == "near"
        assert compared(STROKE, other).other_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LOAN, numeric(loan("900 euros", 2, 7), 126)),
        (LOAN, numeric(loan("90 dollars", 1, 2).replace("loan", "deposit"), 1.8)),
        (SUM, code_item("What is printed?", "a = 1\nfor b in [2, 2, 9]:\n    a += b\nprint(a)", "14")),
    ],
)  # fmt: skip
def test_other_numbers_make_a_parallel_form(one: Item, other: Item) -> None:
    assert compared(one, other).relation == "parallel"


def test_a_task_in_other_words_and_numbers_takes_a_model() -> None:
    other = numeric(
        "On 700 euros lent out 3 per cent interest falls due each year. How much is due in 4 years?", 84
    )
    assert compared(LOAN, other, asked=0.9).relation == "parallel"
    assert compared(LOAN, other, asked=0.7).relation == "new"


def test_two_draws_of_one_program_of_a_card_are_parallel_however_they_differ() -> None:
    one = built_in(code_item("What is printed?", "print(1 + 2)", "3"), "output_typed/sums/add", a=1)
    other = built_in(code_item("What is printed?", "print(sum([4]))", "4"), "output_options/sums/add", a=4)
    assert compared(one, other).relation == "parallel"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LOAN, numeric("In how many years do 900 euros at 2 per cent grow to 1000 euros?", 5.6, "years")),
        (SUM, code_item("What is printed?", "t = 0\nfor n in [3, 5]:\n    t -= n\nprint(t)", "-8")),
        (SUM, short("What is printed?", "8")),
        (
            choice("What happens to demand when the price rises?", "It falls", "It rises", "It stays"),
            choice("What happens to supply when the price rises?", "It rises", "It falls", "It stays"),
        ),
        (true_false("Arteries carry blood.", True), true_false("Arteries do not carry blood.", True)),
        (TOOLS, matching("Match each tool with its use.", saw="cutting", hoe="weeding", axe="felling")),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_new(one: Item, other: Item) -> None:
    assert compared(one, other).relation == "new"


def test_half_of_the_parts_make_two_bundles_near() -> None:
    other = matching(
        "Match each tool with its use.", saw="cutting", drill="boring", axe="felling", rake="raking"
    )
    assert compared(TOOLS, other).relation == "near"


def test_an_embedder_is_asked_only_about_what_shares_words() -> None:
    wall, catalyst = fingerprint_of(WALL), fingerprint_of(CATALYST)
    assert not may_be_near(wall, catalyst)
    assert may_be_near(wall, fingerprint_of(short("When was the border opened?", "1989")))


def test_overlap_and_part() -> None:
    assert (overlap("ab", "bc"), overlap("", ""), overlap("a", "")) == (1 / 3, 1.0, 0.0)
    assert (part_of("ab", "bcd"), part_of("", "b")) == (0.5, 0.0)


@pytest.mark.parametrize("pair", read_item_pairs(ITEM_PAIRS / "dev"), ids=lambda pair: pair.id)
def test_no_copy_passes_as_new_even_without_a_model(pair: ItemPair) -> None:
    """The costly error, on the labelled pairs by which the thresholds were chosen."""
    found = compared(pair.one, pair.other).relation
    if pair.label == "copy":
        assert found in ("copy", "near")
    if pair.label == "new":
        assert found == "new"
