"""What an item says is read from its key, and a clash with the answer key is seen wherever it stands."""

from typing import Any

import pytest

from evals.key_file import read_answer_key
from evals.key_item import KeyItem, as_item
from evals.key_match import KeyMatcher
from evals.statement import statements
from evals.subject import ANSWER_KEY
from itemwright.domain.item import Item
from itemwright.index.embedding import HashEmbedder

KEY = read_answer_key(ANSWER_KEY)


def first(type_: str) -> KeyItem:
    return next(item for item in KEY if item.type == type_)


def changed(item: KeyItem, **fields: Any) -> Item:
    return as_item(item).model_copy(update={"id": "fresh", **fields})


def test_a_choice_holds_its_key_true_and_the_rest_false() -> None:
    item = as_item(first("multiple_choice"))
    said = statements(item)
    options = {option.id: option.text for option in item.options}  # type: ignore[union-attr]
    assert said.true == (options.pop(item.key),)  # type: ignore[arg-type]
    assert set(said.false) == set(options.values())


def test_a_question_for_the_wrong_statement_holds_it_false() -> None:
    item = changed(first("multiple_choice"), stem="Which of these is a misconception?")
    assert len(statements(item).false) == 1
    assert len(statements(item).true) == 3


@pytest.mark.parametrize("holds", ["True", "False"])
def test_true_false_holds_its_stem(holds: str) -> None:
    item = as_item(first("true_false"))
    key = next(option.id for option in item.options if option.text == holds)  # type: ignore[union-attr]
    said = statements(item.model_copy(update={"key": key, "stem": "True or false: water is wet."}))
    assert (said.true, said.false) == (
        (("water is wet.",), ()) if holds == "True" else ((), ("water is wet.",))
    )


def test_a_cloze_holds_its_filled_text_true_and_other_fillings_false() -> None:
    item = next(as_item(each) for each in KEY if each.type == "cloze" and each.blanks[0].pool)
    said = statements(item)
    assert "____" not in said.true[0]
    assert all(text != said.true[0] for text in said.false)


def test_code_says_nothing_that_words_could_contradict() -> None:
    assert statements(as_item(first("output_prediction"))).true == ()


def test_a_turned_key_clashes_and_its_twin_does_not() -> None:
    matcher = KeyMatcher(KEY, HashEmbedder(256))
    item = first("multiple_choice")
    other = next(letter.lower() for letter in "ABCD" if letter != item.key)
    copy, turned = changed(item), changed(item, key=other)
    [same] = [match for match in matcher.matches(copy) if match.key.id == item.id]
    assert (same.clash, same.copied) == ("", True)
    [clash] = [match for match in matcher.matches(turned) if match.key.id == item.id]
    assert "which the answer key calls wrong" in clash.clash


def test_items_on_other_concepts_are_not_compared() -> None:
    matcher = KeyMatcher(KEY, HashEmbedder(256))
    assert matcher.matches(changed(first("multiple_choice"), concepts=("gardening",))) == []
