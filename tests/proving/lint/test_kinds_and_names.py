"""Options by what they name: another kind, two names of one thing, and those that point at the list."""

import pytest

from itemwright.proving.lint.examples import choice, example_item, number
from itemwright.proving.lint.linter import lint_item
from itemwright.proving.lint.pointing import points_at_all, points_at_letters, points_at_none
from itemwright.proving.lint.reading import Reading
from itemwright.proving.lint.study_talk import is_study_talk
from itemwright.proving.lint.thing_kinds import is_kind_of, kinds_above, kinds_named, lies_within
from itemwright.proving.lint.two_names import names_one_thing
from itemwright.proving.lint.verb_forms import only_in_form

STEM = frozenset({"river", "flow"})


def test_kinds_rise_to_what_holds_them() -> None:
    assert {"rodent", "mammal", "animal"} <= kinds_above("a beaver")
    assert kinds_above("a quandary") == frozenset()
    assert is_kind_of("Rodents", "Mammals")
    assert not is_kind_of("Mammals", "Rodents")
    assert kinds_named("The gas giants can be struck out.") == {"gas giant"}


def test_places_lie_in_countries_and_continents() -> None:
    assert lies_within("In Nuremberg", "In Germany")
    assert lies_within("Nuremberg", "Europe")
    assert not lies_within("Germany", "Nuremberg")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("High blood pressure", "Hypertension", True),
        ("Common table salt", "Sodium chloride", True),
        ("Hypertension", "Hypotension", False),
        ("Petrol", "Petrol", False),
    ],
)
def test_two_names_of_one_thing(one: str, other: str, same: bool) -> None:
    assert names_one_thing(one, other) is same


@pytest.mark.parametrize("text", ["Every river listed", "The three of them together", "The whole list"])
def test_points_at_the_whole_list(text: str) -> None:
    assert points_at_all(text, STEM)
    assert not points_at_none(text, STEM)


@pytest.mark.parametrize("text", ["No river named here", "The river is missing from this list"])
def test_points_at_what_the_list_lacks(text: str) -> None:
    assert points_at_none(text, STEM)
    assert not points_at_all(text, STEM)


@pytest.mark.parametrize("text", ["All of them fly to Africa", "No reason was given", "Every second year"])
def test_speaks_for_itself(text: str) -> None:
    assert not points_at_all(text, STEM)
    assert not points_at_none(text, STEM)


def test_letters_of_all_others_stand_for_all() -> None:
    others = frozenset("abc")
    assert points_at_letters("a), b) and c) alike", others)
    assert not points_at_letters("a) and b)", others)


def test_study_talk_has_no_word_of_a_subject() -> None:
    assert is_study_talk("You know this from the lesson, take your time.")
    assert not is_study_talk("Find a tenth first, in your notes on tides.")
    assert not is_study_talk("What went on in his mind?")


def test_only_a_participle_goes_on_after_had() -> None:
    stem = "By 1900 the harbour had"
    odd = choice(stem, "grows south", "*become large", "closing its docks")
    even = choice(stem, "closed its docks", "*become large", "lost its port")
    assert only_in_form(Reading(example_item(odd)), "had")
    assert not only_in_form(Reading(example_item(even)), "had")


@pytest.mark.parametrize(
    ("step", "wrong"),
    [("0.6 m = 6 cm", True), ("0.6 m = 60 cm", False), ("0.35 is 3.5%", True), ("0.35 is 35%", False)],
)
def test_units_are_turned_right(step: str, wrong: bool) -> None:
    item = example_item(number("What is it, in per cent?", 35, "%", worked_steps=[step, "So it is 35%."]))
    assert ("steps_disagree_with_key" in {flaw.rule for flaw in lint_item(item)}) is wrong
