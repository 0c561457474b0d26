"""Second questions, told answers, open gaps, private matters and vague amounts, beside what only looks so."""

from typing import Any

import pytest

from itemwright.proving.lint.examples import choice, example_item, gaps, number, short
from itemwright.proving.lint.linter import lint_item


def essay(stem: str) -> dict[str, Any]:
    return {
        "type": "free_text",
        "stem": stem,
        "key": "It depends.",
        "rubric": [{"point": "says so", "weight": 1}],
    }


FLAWED = [
    ("two_questions", short("Name the capital of Peru. On which river does it lie?", "Lima")),
    ("two_questions", short("What is the plural of ox as well as the past of bring?", "oxen")),
    ("two_questions", choice("Is a will valid, and must it be signed?", "*Yes; yes", "No; no", "Yes; no")),
    ("two_questions", essay("Explain how a lock works. Why do glaciers move towards valleys?")),
    ("answer_in_stem", number("A field has an area of 25 m². What is its area in m²?", 25)),
    (
        "answer_in_stem",
        gaps("When leaves transpire in the sun, the process is called ____.", "transpiration"),
    ),
    ("several_right_fillings", gaps("One of the causes of the long war was ____.", "nationalism")),
    ("several_right_fillings", gaps("Before the repair a fitter must first ____ it.", "unplug")),
    ("offensive_or_private", essay("Describe a time when you or a member of your family broke the law.")),
    ("vague_term", choice("How much did it fall?", "By 10%", "*By 40%", "A little", "By 90%")),
    ("vague_term", choice("Which dose is allowed?", "1 g", "*4 g", "10 g", "As much as seems necessary")),
    ("grammar_cue", choice("The sonnets were first published", "a man", "*in London", "the Globe")),
    ("heterogeneous_options", choice("Which is a symptom?", "*Fatigue", "Fever", "Haematologist", "Rash")),
    ("implausible_distractor", choice("How many chambers has a heart?", "2", "3", "*4", "4000")),
    (
        "trick_question",
        choice("Which Act is it?", "*Sale of Goods Act 1979", "Sale of Good Act 1979", "Theft Act 1968"),
    ),
]
SOUND = [
    ("two_questions", short("Name the capital of Peru. Write it in capitals.", "LIMA")),
    ("two_questions", short("What is the sum of the area of A and the area of B?", "12")),
    ("two_questions", number("How long does it take? Give two decimals.", 2.25)),
    ("two_questions", essay("Explain how a lock works. Why does it need two gates?")),
    ("answer_in_stem", number("A cube has an edge of 3 m. What is its volume in m³?", 27)),
    ("answer_in_stem", number("A stone has a mass of 2 kg. On the Moon, what is its mass now?", 2)),
    ("answer_in_stem", gaps("The noun of the verb to transpire is ____.", "transpiration")),
    (
        "several_right_fillings",
        gaps("One of the poles of a magnet is its north pole, the other one is its ____ pole.", "south"),
    ),
    ("offensive_or_private", essay("You are a nurse. Your patient has an illness. What should you do?")),
    ("vague_term", choice("How does it change?", "It falls slightly", "*It rises sharply", "It stays")),
    ("combined_options", choice("Which pair fits?", "A and AB", "*A and B", "AB and B", "AB and AB")),
    ("heterogeneous_options", choice("Who sued?", "The vendor", "*The plaintiff", "The baker", "The cook")),
    ("heterogeneous_options", choice("Which knot?", "Bowline", "*Sheet bend", "Clove hitch", "Figure eight")),
    (
        "trick_question",
        choice("Which Act is it?", "*Sale of Goods Act 1979", "Theft Act 1968", "Land Act 1925"),
    ),
]


def rules(fragment: dict[str, Any]) -> set[str]:
    return {flaw.rule for flaw in lint_item(example_item(fragment))}


@pytest.mark.parametrize(("rule", "fragment"), FLAWED)
def test_finds_what_is_wrong(rule: str, fragment: dict[str, Any]) -> None:
    assert rule in rules(fragment)


@pytest.mark.parametrize(("rule", "fragment"), SOUND)
def test_leaves_sound_items_alone(rule: str, fragment: dict[str, Any]) -> None:
    assert rule not in rules(fragment)
