"""Hints tell the key by its place, letters, number, order or truth, and leave it open otherwise."""

from typing import Any

import pytest

from itemwright.proving.lint.examples import choice, example_item, number, short, statement
from itemwright.proving.lint.linter import lint_item

BONES = choice("Which bone lies on the thumb's side?", "Ulna", "*Radius", "Humerus", "Scapula")
WINDS = choice("Which are woodwinds?", "*Oboe", "Horn", "*Clarinet", "Tuba", several=True)
BELL: dict[str, Any] = {
    "type": "ordering",
    "stem": "Put the casting of a bell into order.",
    "steps": [
        {"id": "s1", "text": "The mould is dug"},
        {"id": "s2", "text": "The bronze is melted"},
        {"id": "s3", "text": "The bell is polished"},
    ],
    "key": ["s1", "s2", "s3"],
}
RIVERS: dict[str, Any] = {
    "type": "matching",
    "stem": "Match the rivers to the seas.",
    "pairs": {
        "left": [{"id": "l1", "text": "Volga"}, {"id": "l2", "text": "Rhine"}],
        "right": [{"id": "r1", "text": "Caspian Sea"}, {"id": "r2", "text": "North Sea"}],
    },
    "key": {"l1": "r1", "l2": "r2"},
}
PLAYERS = number("How many players has a team on the field?", 7)


def leaks(fragment: dict[str, Any], hint: str) -> bool:
    item = example_item(fragment | {"hints": [hint]})
    return any(flaw.rule == "hint_leaks_key" for flaw in lint_item(item))


@pytest.mark.parametrize(
    ("fragment", "hint"),
    [
        (BONES, "Cross out everything but the second choice."),
        (BONES, "The second option is the one."),
        (choice("Which is a tree?", "Moss", "Fern", "*Oak"), "Take the last option."),
        (WINDS, "Tick the first and the third."),
        (WINDS, "The first and third options play with a reed."),
        (PLAYERS, "Six and the goalkeeper makes seven."),
        (number("A coat of 80 euros is 15% off. Its price?", 68), "It ends at sixty-eight."),
        (number("How many eggs are in the box?", 12), "There is a dozen."),
        (short("Which verb form works as a noun?", "gerund"), "Unscramble d-n-u-r-e-g."),
        (short("Which verb form works as a noun?", "gerund"), "Rearrange the letters of dungre."),
        (short("Which infection follows the flu?", "pneumonia"), "It begins with pneu- and ends in -monia."),
        (BELL, "Dig the mould, melt the bronze, then polish it."),
        (RIVERS, "The Volga ends in the Caspian Sea."),
        (
            statement("Whales breathe through gills.", true=False),
            "Whales have lungs and not gills to breathe.",
        ),
        (statement("Whales breathe through gills.", true=False), "The statement is false."),
        (statement("Whales breathe through gills.", true=False), "Whales have lungs, so that does not hold."),
        (BONES, "Its name begins with the letter R."),
        (BONES, "It is neither in the upper arm like the humerus, nor the ulna or the scapula."),
        (short("Which organ makes bile?", "liver"), "It rhymes with river."),
        (choice("How many bones has a hand?", "14", "19", "*27"), "It is the largest of the numbers."),
        (statement("Copper conducts heat well.", true=True), "Copper conducts heat well."),
    ],
)
def test_telling_hints(fragment: dict[str, Any], hint: str) -> None:
    assert leaks(fragment, hint)


@pytest.mark.parametrize(
    ("fragment", "hint"),
    [
        (BONES, "It is not the first option."),
        (BONES, "Rule out the first option."),
        (BONES, "The first option belongs to the other side."),
        (WINDS, "The first option plays with a reed."),
        (PLAYERS, "Count the seven colours, then take others."),
        (PLAYERS, "There are six players besides the goalkeeper."),
        (short("Which verb form works as a noun?", "gerund"), "Write it in lower-case letters."),
        (short("Which verb form works as a noun?", "gerund"), "It begins with ge- and ends in -ive."),
        (BELL, "What has to be dug before the bronze flows?"),
        (RIVERS, "The Volga does not reach the ocean."),
        (RIVERS, "The Volga is longer. The Caspian Sea has no outlet."),
        (statement("Whales breathe through gills.", true=False), "Do whales have lungs or gills to breathe?"),
        (statement("Whales breathe through gills.", true=False), "Whales are mammals."),
    ],
)
def test_hints_that_leave_it_open(fragment: dict[str, Any], hint: str) -> None:
    assert not leaks(fragment, hint)
