"""Keyed types: what earns how much, and what is refused."""

from typing import Any

import pytest

from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.grading.exact import grade_response, needs_grader, order_credit, set_credit
from tests.grading.items import (
    choice,
    cloze,
    make,
    matching,
    number,
    option,
    ordering,
    selection,
    short,
    table,
)


def score(item: Item, response: Any, **kwargs: Any) -> float:
    return grade_response(item, response, **kwargs).score


@pytest.mark.parametrize("kind", ["multiple_choice", "scenario"])
def test_the_key_earns_all_and_another_option_nothing(kind: str) -> None:
    right, wrong = grade_response(choice(kind), "b"), grade_response(choice(kind), "a")
    assert (right.score, right.label, right.confidence) == (1.0, "correct", 1.0)
    assert (wrong.score, wrong.label, wrong.criteria[0].status) == (0.0, "incorrect", "contradicted")
    assert wrong.feedback == "why a"
    assert right.criteria[0].quote == "b"
    assert wrong.criteria[0].quote is None


def test_the_key_is_told_only_when_asked() -> None:
    assert "text b" not in grade_response(choice(), "a").feedback
    assert "text b" in grade_response(choice(), "a", reveal=True).feedback
    assert "Right is" not in grade_response(choice(), "b", reveal=True).feedback


def test_true_false() -> None:
    item = make("true_false", options=[option("t", "True"), option("f", "False")], key="f")
    assert score(item, "f") == 1.0
    assert score(item, "t") == 0.0


@pytest.mark.parametrize(
    ("picked", "expected"),
    [(["a", "b"], 1.0), (["a"], 0.5), (["a", "c"], 0.0), (["c"], 0.0), ([], 0.0), (["a", "b", "c"], 0.5),
     (["a", "b", "c", "d", "e"], 0.0)],
)  # fmt: skip
def test_wrong_picks_cost_and_picking_all_earns_nothing(picked: list[str], expected: float) -> None:
    assert score(selection(["a", "b"]), picked) == pytest.approx(expected)


def test_picking_everything_is_right_when_everything_is() -> None:
    assert set_credit(["a", "b"], ["a", "b"], ["a", "b"]) == 1.0
    assert set_credit(["a", "b", "c"], ["a", "b"], ["a", "b", "c"]) == 0.0


def test_feedback_on_a_selection_counts_what_is_missing() -> None:
    item = selection(["a", "b", "c"])
    assert "2 more of the options are right" in grade_response(item, ["a"]).feedback
    assert "1 more of the options is right" in grade_response(item, ["a", "b"]).feedback
    assert grade_response(item, ["a", "b", "c"]).feedback == "why a why b why c"
    assert "why d" in grade_response(item, ["a", "b", "c", "d"]).feedback
    assert "every option earns nothing" in grade_response(item, list("abcde")).feedback
    assert "text c" in grade_response(item, ["a"], reveal=True).feedback


@pytest.mark.parametrize(
    ("order", "expected"), [("0123", 1.0), ("1023", 2 / 3), ("3210", 0.0), ("1032", 1 / 3), ("2301", 0.0)]
)
def test_order_earns_by_pairs_in_the_right_order(order: str, expected: float) -> None:
    assert order_credit(order, "0123") == pytest.approx(expected)
    assert score(ordering(), list(order)) == pytest.approx(expected)


def test_feedback_on_an_order() -> None:
    assert grade_response(ordering(), list("0123"), reveal=True).feedback == ""
    told = grade_response(ordering(), list("1023")).feedback
    assert told == "2 of 4 steps stand in their place."
    assert "step 0; step 1" in grade_response(ordering(), list("1023"), reveal=True).feedback


def test_pairs_earn_one_by_one() -> None:
    grade = grade_response(matching(), {"l0": "r0", "l1": "r1"})
    assert grade.score == 0.5
    assert grade.feedback == "Left 1: not right."
    assert score(matching(), {"l0": "r0", "l1": "r2"}) == 1.0
    assert score(matching(), {}) == 0.0
    assert "right 2" in grade_response(matching(), {"l0": "r0"}, reveal=True).feedback


def test_cells_earn_one_by_one() -> None:
    grade = grade_response(table(), {"x": "the adapters", "y": "none"})
    assert grade.score == 0.5
    assert grade.feedback == "Full, trains: not right."
    assert score(table(["adapters", "all weights"]), {"x": "Adapters", "y": "all weights"}) == 1.0
    assert "all weights" in grade_response(table(), {}, reveal=True).feedback


def test_blanks_earn_one_by_one_and_empty_ones_are_named() -> None:
    item = cloze([["loss"], ["gradient"]])
    grade = grade_response(item, {"b1": "loss"})
    assert grade.score == 0.5
    assert grade.feedback == "Blank 2: left empty."
    assert [c.status for c in grade.criteria] == ["met", "missing"]
    assert "gradient" in grade_response(item, {"b1": "loss", "b2": "x"}, reveal=True).feedback


def test_a_pool_is_picked_from_without_room_for_typos() -> None:
    item = cloze([["precision"]], pool=["precision", "recall"])
    assert score(item, {"b1": "precision"}) == 1.0
    assert score(item, {"b1": "recall"}) == 0.0
    assert score(item, {"b1": "precison"}) == 0.0
    assert score(cloze([["precision"]]), {"b1": "precison"}) == 1.0


@pytest.mark.parametrize("kind", ["code_cloze", "debug", "output_prediction"])
def test_code_fillings_count_as_code(kind: str) -> None:
    item = cloze([["lora_alpha=16"], ["'cuda'"]], kind=kind, stem="Fill in.", code="f(____, ____)")
    assert score(item, {"b1": "lora_alpha = 16", "b2": '"cuda"'}) == 1.0
    assert score(item, {"b1": "LORA_ALPHA=16", "b2": "cuda"}) == 0.0


def test_scenario_with_blanks_takes_words() -> None:
    item = cloze([["learning rate"]], kind="scenario", stem="Lower the ____.")
    assert score(item, {"b1": "learning rates"}) == 1.0


def test_predicted_output_is_compared_line_by_line_with_case() -> None:
    item = make("output_prediction", code="print(1)", accepts=["True\n[1, 2]"], key="True\n[1, 2]")
    assert score(item, "True  \r\n[1,2]\n") == 1.0
    assert score(item, "true\n[1, 2]") == 0.0
    assert score(item, "True") == 0.0


def test_a_fault_can_be_repaired_in_code() -> None:
    item = make("debug", code="model.eval()", accepts=["model.train()"], key="model.train()")
    assert score(item, "model . train( )") == 1.0
    assert score(item, "model.eval()") == 0.0


def test_free_text_belongs_to_a_grader() -> None:
    rubric = [{"point": "says so"}]
    for item in (make("free_text", rubric=rubric, key="so"), make("scenario", rubric=rubric, key="so")):
        assert needs_grader(item)
        with pytest.raises(BadInput, match="have it judged by a Grader"):
            grade_response(item, "so")
    assert not needs_grader(choice())


@pytest.mark.parametrize(
    ("item", "right", "wrong"),
    [
        (number(16, 0, "GB"),
         ["16 GB", "16", "16GB", "about 16 GB", "16,0 GB", "16000 MB", "16384 MB", "sixteen gigabytes",
          "7 billion x 2 bytes + 2 = 16 GB", "16e9 bytes", 16, 16.0],
         ["15 GB", "16 MB", "16 or 32 GB", "16 ms", "not 16 GB", "-16", "", "many", "x" * 500, 17]),
        (number(0.5, 0.01), ["0.5", "1/2", "50%", "half", "0,5", ".5", "5e-1", "5·10^-1", "0.505"],
         ["0.6", "5", "2/1", "5%", "1/0"]),
        (number(50, 0.5, "%"), ["50%", "50 percent", "50", "fifty per cent"], ["0.5", "60 %"]),
        (number(1000000), ["1,000,000", "1.000.000", "1 000 000", "1_000_000", "1 million", "10^6", "1e6"],
         ["1,000", "10^5"]),
        (number(-3), ["-3", "−3", "minus three"], ["3", "3 - 6 or 3"]),
        (number(90, 1, "s"), ["90 s", "1.5 minutes", "1.5 min"], ["90 min", "2 h"]),
    ],
)  # fmt: skip
def test_numbers(item: Item, right: list[Any], wrong: list[Any]) -> None:
    assert [r for r in right if score(item, r) != 1.0] == []
    assert [w for w in wrong if score(item, w) != 0.0] == []


def test_feedback_on_a_number_says_what_is_wrong_with_its_form() -> None:
    item = number(16, 0, "GB")
    told = {
        a: grade_response(item, a).feedback for a in ("x", "16 or 32", "16 ms", "not 16", "17", "x" * 500)
    }
    assert told["x"] == "No number was found in the answer."
    assert told["16 or 32"] == "The answer names more than one number."
    assert told["16 ms"] == "The unit does not fit; the answer is wanted in GB."
    assert told["not 16"] == "The answer denies its number."
    assert told["17"] == "The number is not right."
    assert told["x" * 500] == "Answer with the number alone."
    assert grade_response(item, "17", reveal=True).feedback.endswith("Right is: 16 GB")
    assert grade_response(item, "16", reveal=True).feedback == ""


def test_short_answers() -> None:
    item = short("LoRA", "low-rank adaptation", stem="Which method freezes the base weights?")
    right = ["lora", "it is LoRA", "LoRA (low-rank adaptation)", "Low rank adaptation", "low-rank adaption"]
    wrong = ["QLoRA", "LoRA or QLoRA", "not LoRA", "full fine-tuning", "", "lora " * 200]
    assert [r for r in right if score(item, r, terms=["QLoRA"]) != 1.0] == []
    assert [w for w in wrong if score(item, w, terms=["QLoRA"]) != 0.0] == []
    assert grade_response(item, "").feedback == "Nothing was answered."
    assert grade_response(item, "no idea", reveal=True).feedback.endswith("Right is: LoRA")


def test_a_short_answer_may_be_a_number() -> None:
    item = short("50", "about 50")
    assert [a for a in ("50", "fifty", "50.0", "about 50", "it is 50") if score(item, a) != 1.0] == []
    assert [a for a in ("51", "50 or 51", "not 50") if score(item, a) != 0.0] == []
    assert score(item, 50.0) == 1.0


def test_confidence_is_lower_for_typos_and_unlisted_words() -> None:
    item = short("catastrophic forgetting")
    assert grade_response(item, "catastrophic forgetting").confidence == 1.0
    assert grade_response(item, "catastrofic forgeting").confidence < 1.0
    wrong = grade_response(item, "overfitting")
    assert wrong.confidence == 0.9
    assert wrong.criteria[0].probability == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("item", "response", "named"),
    [
        (choice(), "z", "'z'"),
        (choice(), ["a"], r"\['a'\]"),
        (choice(), "", "''"),
        (selection(["a"]), "a", "'a'"),
        (selection(["a"]), ["a", "a"], "each id once"),
        (selection(["a"]), ["z"], "'z'"),
        (selection(["a"]), [1], r"\[1\]"),
        (ordering(), ["0", "1"], "each of"),
        (matching(), {"l9": "r0"}, "'l9'"),
        (matching(), {"l0": "r9"}, "'r9'"),
        (matching(), ["r0"], r"\['r0'\]"),
        (table(), {"z": "x"}, "'z'"),
        (cloze([["x"]]), {"b1": 3}, "3"),
        (cloze([["x"]]), "x", "'x'"),
        (number(1), [1], r"\[1\]"),
        (number(1), True, "True"),
        (number(1), float("nan"), "nan"),
        (short("x"), ["x"], r"\['x'\]"),
    ],
)
def test_a_malformed_response_is_named(item: Item, response: Any, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        grade_response(item, response)


def test_half_a_surrogate_pair_is_never_quoted() -> None:
    grade = grade_response(number(16), "16 \ud800")
    assert (grade.score, grade.criteria[0].quote) == (1.0, "16")
    assert grade.model_dump_json()
