import copy
import random
from typing import Any

import pytest

from itemwright.domain.item import UNPLACED, Item
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UNFILED, UnreadableItem, item_or_refusal, loose_item
from itemwright.proving.execution import is_executable
from tests.one_of_each import one_of_each

BARE = {"stem": "Which gas do plants take in?", "options": ["Oxygen", "Carbon dioxide", "Argon"], "key": "b"}


def read(**fields: object) -> Item:
    return item_or_refusal(loose_item({**BARE, **fields}, 7))


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_an_item_in_full_is_read_as_it_is(item: Item) -> None:
    assert loose_item(item.model_dump(mode="json"), 1) == item


def test_what_is_missing_claims_nothing() -> None:
    item = read()
    assert (item.id, item.type, item.concepts, item.explanation) == (
        "line-7",
        "multiple_choice",
        (UNFILED,),
        "",
    )
    assert item.difficulty.sd > 1
    assert (item.citations, item.proof) == ((), None)
    assert [(option.id, option.rationale) for option in item.options] == [("a", ""), ("b", ""), ("c", "")]


@pytest.mark.parametrize("key", ["b", "B", "Carbon dioxide", ["b"]])
def test_a_key_is_an_id_a_letter_or_the_text(key: object) -> None:
    assert read(key=key).key == "b"
    assert read(options={"1": "Oxygen", "2": "Carbon dioxide", "3": "Argon"}, key=key).key in ("2",)


def test_a_quotation_without_offsets_is_unplaced_and_may_name_path_or_source() -> None:
    (cited,) = read(citations=[{"path": "air.md", "quote": "Plants take in carbon dioxide."}]).citations
    assert (cited.source, cited.path, cited.start, cited.end) == ("air.md", "air.md", UNPLACED, UNPLACED)
    (placed,) = read(citations=[{"source": "s1", "quote": "Plants", "start": 3, "end": 9}]).citations
    assert (placed.source, placed.start, placed.end) == ("s1", 3, 9)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"key": ["a", "b"]}, "multiple_response"),
        ({"type": "mcq"}, "multiple_choice"),
        ({"options": None, "key": 3.5}, "numeric"),
        ({"options": None, "key": "Argon", "accepts": ["Argon"]}, "short_answer"),
        ({"options": None, "key": "They need it.", "rubric": ["they need it"]}, "free_text"),
        ({"options": None, "key": None, "pairs": [{"left": "a", "right": "b"}]}, "matching"),
        ({"options": None, "steps": ["x", "y", "z"], "key": ["y", "x", "z"]}, "ordering"),
        ({"options": None, "stem": "Take in ___.", "blanks": [{"accepts": ["air"]}], "key": "air"}, "cloze"),
        (
            {"options": None, "key": {"c1": "x"}, "cells": [{"id": "c1", "row": "r", "column": "c"}]},
            "table",
        ),
    ],
)  # fmt: skip
def test_the_type_follows_from_the_form(fields: dict[str, object], kind: str) -> None:
    assert read(**fields).type == kind


def test_a_truth_value_is_the_key_of_true_false() -> None:
    for key, text in ((True, "True"), ("false", "False")):
        item = read(type="true_false", options=None, key=key)
        assert next(option.text for option in item.options if option.id == item.key) == text


def test_fields_that_are_not_read_are_named() -> None:
    assert read(points=3).provenance == {"fields_not_read": ["points"]}
    assert read(proof={"checks": "anything"}).proof is None


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ([1], "the line", "one JSON object"),
        ({"key": "a"}, "stem", "question"),
        ({**BARE, "type": "essay"}, "type", "'essay'"),
        ({**BARE, "key": "z"}, "key", "['a', 'b', 'c']"),
        ({**BARE, "key": None}, "key", "without a key"),
        ({**BARE, "citations": ["air.md", 3]}, "citations", "'path', 'quote'"),
        ({**BARE, "seconds": "soon"}, "seconds", "'soon'"),
        ({**BARE, "options": None, "type": "numeric", "key": "many"}, "key", "give a number"),
    ],
)
def test_an_unreadable_line_names_line_field_value_and_next_step(line: object, field: str, said: str) -> None:
    found = loose_item(line, 7)
    assert isinstance(found, UnreadableItem)
    assert (found.line, found.field) == (7, field)
    assert said in found.message
    with pytest.raises(BadInput, match="Line 7"):
        item_or_refusal(found)


def test_no_damage_to_an_item_raises_anything() -> None:
    rng = random.Random(5)
    strange: list[Any] = [None, "", "x", 3, -1.5, True, [], {}, [[]], [{}], {"a": 1}, ["a", 2], [None]]
    whole = [item.model_dump(mode="json") for item in one_of_each()]
    for _ in range(2000):
        data = copy.deepcopy(rng.choice(whole))
        for _ in range(rng.randint(1, 3)):
            field = rng.choice(list(data))
            inner = data[field]
            if (
                isinstance(inner, list)
                and inner
                and inner[0]
                and isinstance(inner[0], dict)
                and rng.random() < 0.5
            ):
                inner[0][rng.choice(list(inner[0]))] = copy.deepcopy(rng.choice(strange))
            else:
                data[field] = copy.deepcopy(rng.choice(strange))
        found = loose_item(data, 1)
        assert isinstance(found, UnreadableItem) == hasattr(found, "next_step")


def test_a_fault_may_be_sought_in_something_that_is_no_code() -> None:
    item = read(type="debug", stem="A bell circuit stays silent when the button is pressed. What mends it?")
    assert item.type == "debug"
    assert item.code == ""
    assert not is_executable(item)
