"""A sheet shows what a learner sees, and reads answers back as the response that the grader takes."""

import re
from random import Random

import pytest

from itemwright.attempt_view import display_order, learner_item
from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.proving.item_sheet import ItemSheet, letter, sheet_of
from tests.one_of_each import one_of_each

ITEMS = {item.type: item for item in one_of_each()}
KEYED = [item for item in ITEMS.values() if not needs_grader(item)]


def shown(item: Item, seed: int = 0) -> ItemSheet:
    return sheet_of(learner_item(item, display_order(item, Random(seed))))


def letters(sheet: ItemSheet) -> dict[str, str]:
    """The letter of each text of a sheet's lists."""
    return {text: name for name, text in re.findall(r"^([A-Z])\. (.+)$", sheet.text, re.MULTILINE)}


def right_answers(item: Item, sheet: ItemSheet) -> list[str]:
    """What somebody who knows the key writes on the sheet."""
    by_text = letters(sheet)
    if item.type == "numeric":
        return [f"{item.key.value:g}"]
    if item.type == "matching":
        right = {side.id: side.text for side in item.pairs.right}
        return [by_text[right[item.key[side.id]]] for side in item.pairs.left]
    if item.type == "ordering":
        texts = {step.id: step.text for step in item.steps}
        return [by_text[texts[step]] for step in item.key]
    if isinstance(item.key, dict):
        return list(item.key.values())
    texts = {option.id: option.text for option in getattr(item, "options", None) or ()}
    keys = [item.key] if isinstance(item.key, str) else list(item.key)
    return [by_text[texts[key]] if key in texts else key for key in keys]


@pytest.mark.parametrize("item", KEYED, ids=lambda item: item.type)
def test_the_right_answers_earn_full_marks_in_every_order(item: Item) -> None:
    for seed in range(6):
        sheet = shown(item, seed)
        assert grade_response(item, sheet.read(right_answers(item, sheet))).score == 1.0


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.type)
def test_a_sheet_holds_no_secret_and_all_that_is_shown(item: Item) -> None:
    sheet = shown(item)
    assert "CANARY" not in sheet.text + sheet.form
    assert item.stem in sheet.text
    assert (item.code or "") in sheet.text
    for option in getattr(item, "options", None) or ():
        assert option.text in letters(sheet)


def test_letters_go_by_the_order_shown() -> None:
    orders = [letters(shown(ITEMS["multiple_choice"], seed))["option b"] for seed in range(12)]
    assert len(set(orders)) > 1
    for seed in range(12):
        sheet = shown(ITEMS["multiple_choice"], seed)
        assert sheet.read([letters(sheet)["option b"]]) == "b"
        assert sheet.text.index("\nA. ") < sheet.text.index("\nB. ") < sheet.text.index("\nD. ")


@pytest.mark.parametrize("said", ["B", "b", " b) ", "B."])
def test_a_letter_may_be_written_in_several_ways(said: str) -> None:
    sheet = sheet_of(learner_item(ITEMS["multiple_choice"]))
    assert sheet.read([said]) == "b"


@pytest.mark.parametrize(
    ("type_", "answers", "told"),
    [
        ("multiple_choice", ["E"], "names 'E'"),
        ("multiple_choice", ["option b"], "names 'OPTION B'"),
        ("multiple_choice", ["A", "B"], "2 letters; wanted: 1"),
        ("multiple_response", [], "wanted: at least one"),
        ("multiple_response", ["A", "A"], "twice"),
        ("cloze", ["small"], "1 texts; the item has 2 gaps"),
        ("table", ["few", "many"], "2 texts; the item has 1 gaps"),
        ("matching", ["A"], "1 letters; wanted: 2"),
        ("ordering", ["A", "B"], "2 letters; wanted: 3"),
        ("ordering", ["A", "B", "B"], "twice"),
        ("short_answer", ["rank", "size"], "2 texts; the item wants one"),
    ],
)
def test_answers_of_another_form_are_refused(type_: str, answers: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        shown(ITEMS[type_]).read(answers)


def test_one_right_side_may_serve_twice() -> None:
    item = ITEMS["matching"]
    assert sheet_of(learner_item(item)).read(["A", "A"]) == {"1": "x", "2": "x"}


def test_what_a_gap_may_be_filled_from_is_listed() -> None:
    assert "blank 2. fast | slow" in shown(ITEMS["cloze"]).text
    assert "(A). first part" in shown(ITEMS["free_text"]).text
    assert "in GB; do not write the unit" in shown(ITEMS["numeric"]).form


def test_letters_end_where_the_alphabet_does() -> None:
    assert [letter(number) for number in (0, 25, 26)] == ["A", "Z", "27"]
