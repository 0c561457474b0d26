"""Hints that tell the key in other words."""

import pytest

from itemwright.domain.item import Item
from itemwright.proving.hints import check_hints
from tests.proving.plain_items import choice, item_of

SOURCE = "The leaves are steamed or fried in a pan, a step known as fixing, and the enzyme is destroyed."


def with_hint(item: Item, hint: str) -> Item:
    return item.model_copy(update={"hints": (hint,)})


def step() -> Item:
    cited = [{"path": "tea.md", "quote": SOURCE, "source": "tea", "passage": "", "start": -1, "end": -1}]
    stem = "Which step keeps leaves green?"
    return choice(stem, "fixing", "rolling", "withering", citations=cited)


def share() -> Item:
    key = {"value": 20.0, "tolerance": 0.0, "unit": "%"}
    return item_of("numeric", "What share of the time is it lit?", key=key)


def term() -> Item:
    stem = "What is a lens with prisms at its ends called?"
    return item_of("short_answer", stem, accepts=["catadioptric lens"], key="catadioptric lens")


def bits() -> Item:
    blanks = [{"id": "a", "accepts": ["16-bit", "16 bit"]}]
    return item_of("cloze", "They stay in ____ precision.", blanks=blanks, key={"a": "16-bit"})


@pytest.mark.parametrize(
    ("item", "telling", "sound"),
    [
        (step(), "Choose the step in which steam or a pan ends the enzyme.", "What browns a leaf?"),
        (share(), "Out of every five seconds it shines for one.", "A share is a part of a whole."),
        (share(), "One second in five is bright.", "Think of one in three boats."),
        (term(), "Put cata, Greek for down, before dioptric.", "The name comes from Greek."),
        (bits(), "Each takes two bytes.", "Each takes more room than the others."),
    ],
)
def test_the_key_in_other_words(item: Item, telling: str, sound: str) -> None:
    assert check_hints(with_hint(item, telling), [SOURCE])[0] == "fail"
    assert check_hints(with_hint(item, sound), [SOURCE])[0] == "pass"


def test_what_is_said_of_a_wrong_option_tells_nothing() -> None:
    hint = "Choose the step in which the juice of the leaf meets the air."
    source = f"{SOURCE} In rolling the juice meets the air."
    assert check_hints(with_hint(step(), hint), [source])[0] == "pass"
