"""Explanations that end elsewhere than the key, and numbers told of the other half of a sentence."""

from typing import Any

import pytest

from itemwright.proving.bound_numbers import tied_elsewhere
from itemwright.proving.coherence import check_coherence
from itemwright.proving.second_answers import check_second_answers
from tests.proving.plain_items import choice, item_of

EMISSIONS = (
    "Some 60 per cent comes from the limestone itself; most of the rest comes from the fuel of the kiln."
)


def history(explanation: str) -> Any:
    steps = [{"id": name, "text": text} for name, text in (
        ("s", "end of smallpox"), ("r", "end of rinderpest"), ("j", "Jenner's trial"),
    )]  # fmt: skip
    return item_of("ordering", "Order these.", steps=steps, key=["j", "s", "r"], explanation=explanation)


@pytest.mark.parametrize(
    ("explanation", "verdict"),
    [
        ("Rinderpest had already vanished by the time smallpox was ended.", "fail"),
        ("After rinderpest had gone, smallpox was ended.", "fail"),
        ("Smallpox was followed by rinderpest.", "pass"),
        ("Jenner worked long before smallpox was ended.", "pass"),
    ],
)
def test_the_order_of_the_explanation(explanation: str, verdict: str) -> None:
    assert check_coherence(history(explanation))[0] == verdict


@pytest.mark.parametrize(
    ("explanation", "verdict"),
    [
        ("Green tea goes through a long oxidation in the pan.", "fail"),
        ("In green tea the enzyme is destroyed before oxidation begins.", "pass"),
        ("Black tea goes through a long oxidation.", "pass"),
    ],
)
def test_a_cell_that_is_empty_by_the_key(explanation: str, verdict: str) -> None:
    cells = [{"id": "g", "row": "Green", "column": "Oxidation", "accepts": ["none"]},
             {"id": "b", "row": "Black", "column": "Oxidation", "accepts": ["full"]}]  # fmt: skip
    grid = [["Tea", "Oxidation"], ["Green", "____"], ["Black", "____"]]
    key = {"g": "none", "b": "full"}
    item = item_of("table", "Fill in.", cells=cells, grid=grid, key=key, explanation=explanation)
    assert check_coherence(item)[0] == verdict


@pytest.mark.parametrize(
    ("explanation", "verdict"),
    [
        ("One is enough, so the larger range decides.", "fail"),
        ("Both have to hold, so the smaller range decides.", "pass"),
        ("So the larger range does not decide.", "pass"),
    ],
)
def test_the_direction_of_the_conclusion(explanation: str, verdict: str) -> None:
    item = choice("Which range decides?", "the smaller of the two", "the larger", explanation=explanation)
    assert check_coherence(item)[0] == verdict


def test_a_number_goes_with_its_half_of_the_sentence() -> None:
    assert tied_elsewhere("Some 60 per cent come out of the kiln.", [EMISSIONS])
    assert not tied_elsewhere("Some 60 per cent come out of the limestone.", [EMISSIONS])
    assert not tied_elsewhere("Some 40 per cent come out of the kiln.", [EMISSIONS])


@pytest.mark.parametrize(("times", "verdict"), [("ten", "fail"), ("a hundred", "pass")])
def test_a_ratio_that_the_explanation_bears_out(times: str, verdict: str) -> None:
    options = [
        {"id": "a", "text": "One draw in eleven is small.", "rationale": "10 of 110."},
        {"id": "b", "text": f"The one is drawn {times} times as often.", "rationale": "Not in this ratio."},
        {"id": "c", "text": "All are equal.", "rationale": "No."},
    ]
    explanation = "The square roots are 100 and 10."
    item = item_of("multiple_choice", "What holds?", options=options, key="a", explanation=explanation)
    assert check_second_answers(item, [])[0] == verdict
