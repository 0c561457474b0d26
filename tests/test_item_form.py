"""Another key in the same form: right is what it keys, and nothing is told that argued for the old one."""

from typing import Any

import pytest

from itemwright.errors import BadInput
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.item_form import form_of, grades_alike, with_key
from tests.one_of_each import one_of_each
from tests.serving import item_of, right_response

NEW_KEYS: dict[str, Any] = {
    "multiple_choice": "c",
    "multiple_response": ["b"],
    "true_false": "a",
    "cloze": {"b1": ["large", "big"], "b2": "slow"},
    "code_cloze": {"b1": "len"},
    "output_prediction": ["5", "five"],
    "debug": "a",
    "scenario": {"reference": "new", "rubric": [{"point": "another point"}]},
    "matching": {"1": "z", "2": "x"},
    "ordering": ["r", "q", "p"],
    "table": {"c1": "many"},
    "numeric": 12.5,
    "short_answer": "new word",
    "free_text": {"reference": "new", "rubric": [{"point": "another point", "weight": 2}]},
}


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_each_type_takes_another_key(item: Any) -> None:
    corrected = with_key(item, NEW_KEYS[item.type], "Because of the new key.")
    assert form_of(corrected) == form_of(item)
    assert not grades_alike(corrected, item)
    assert corrected.explanation == "Because of the new key."
    assert corrected.proof is None
    told = [*corrected.worked_steps, *corrected.hints, *corrected.common_mistakes]
    assert not [text for text in [*told, corrected.quick_check, corrected.takeaway] if text]
    if not needs_grader(item):
        assert grade_response(corrected, right_response(corrected)).score == 1.0
        assert grade_response(corrected, right_response(item)).score < 1.0


def test_rationales_change_only_where_the_key_does() -> None:
    corrected = with_key(item_of("multiple_choice"), "c", "x")
    said = {option.id: option.rationale for option in getattr(corrected, "options", ())}
    assert said["b"] == "Not right: the key was corrected."
    assert said["c"] == "Right, by the corrected key."
    assert (said["a"], said["d"]) == ("CANARY a", "CANARY d")


def test_a_number_keeps_its_tolerance_and_unit_unless_they_are_given() -> None:
    item = item_of("numeric")
    assert with_key(item, 7, "x").key.model_dump() == {"value": 7.0, "tolerance": 0.5, "unit": "GB"}
    assert with_key(item, {"value": 7, "tolerance": 0}, "x").key.tolerance == 0.0


def test_gaps_that_are_not_named_keep_their_texts() -> None:
    corrected = with_key(item_of("cloze"), {"b2": "slow"}, "x")
    assert corrected.key == {"b1": "CANARYsmall", "b2": "slow"}
    assert [blank.accepts for blank in corrected.blanks] == [("CANARYsmall",), ("slow",)]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("multiple_choice", "z"), ("multiple_choice", ["b", "c"]), ("multiple_choice", None),
        ("multiple_response", []), ("multiple_response", ["z"]), ("cloze", {"b9": "x"}), ("cloze", "x"),
        ("cloze", {"b2": "not in the pool"}), ("cloze", {"b1": []}), ("cloze", {"b1": [1]}),
        ("matching", {"1": "q", "2": "x"}), ("matching", {"1": "x"}), ("ordering", ["p", "q"]),
        ("numeric", "many"), ("numeric", {"unit": "GB", "x": 1}), ("short_answer", " "), ("short_answer", 5),
        ("free_text", "only words"), ("free_text", {"reference": "x", "rubric": []}),
        ("free_text", {"reference": "x"}), ("table", {"c1": {"a": 1}}),
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(kind: str, key: Any) -> None:
    with pytest.raises(BadInput):
        with_key(item_of(kind), key, "x")


@pytest.mark.parametrize(
    "change",
    [
        {"options": [{"id": n, "text": f"other {n}", "rationale": "r"} for n in "abcd"]},
        {"type": "true_false", "options": [{"id": "a", "text": "True", "rationale": "r"},
                                           {"id": "b", "text": "False", "rationale": "r"}]},
        {"code": "print(1)"},
    ],
)  # fmt: skip
def test_another_text_is_another_form(change: dict[str, Any]) -> None:
    item = item_of("multiple_choice")
    other = type(item_of(change.get("type", "multiple_choice"))).model_validate(item.model_dump() | change)
    assert form_of(other) != form_of(item)


def test_another_wording_of_the_question_is_the_same_form() -> None:
    item = item_of("multiple_choice")
    other = item.model_copy(update={"stem": "In other words?", "version": 2, "explanation": "other"})
    assert form_of(other) == form_of(item)
    assert grades_alike(other, item)
