"""Which texts are the same output, and which answers say what a run gave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itemwright.proving.printed import agreement, looser_same, mentions, same_printed, same_value
from itemwright.sandbox import Execution

ERROR = Execution("", "KeyError: 'k'", "raised")
AFTER_OUTPUT = Execution("1\n", "KeyError: 'k'", "raised")


@pytest.mark.parametrize(
    ("one", "other"),
    [("3", " 3 \n"), ("a b", "a  b"), ("a\nb\n", "a\n\nb"), ("[1, 2]", "[1,  2]"), ("", "\n")],
)
def test_joins_what_a_page_shows_alike(one: str, other: str) -> None:
    assert same_printed(one, other)
    assert same_printed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.3", "0.30000000000000004"),
        ("0.5", "0.50"),
        ("1e-3", "0.001"),
        ("1", "1.0"),
        ("True", "true"),
        ("'a'", "a"),
        ("'a'", '"a"'),
        ("a b", "a\nb"),
        ("[1, 2]", "[1,2]"),
        ("-0.0", "0.0"),
        ("3", ""),
    ],
)
def test_keeps_apart_what_is_printed_apart(one: str, other: str) -> None:
    assert not same_printed(one, other)


@given(st.floats(allow_nan=False))
def test_two_floats_are_one_text_only_when_they_are_one_value(value: float) -> None:
    assert same_printed(repr(value), f" {value!r}\n")
    assert not same_printed(repr(value), repr(value + 1)) or value == value + 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1e-3", "0.001", True),
        ("'a'", '"a"', True),
        ("[1,2]", "[1, 2]", True),
        ("0.50", "0.5", True),
        ("0.3", "0.30000000000000004", False),
        ("1", "1.0", False),
        ("True", "1", False),
        ("a", "a", False),
        ("x" * 9000, "x" * 9000, False),
        ("(" * 500, "(" * 500, False),
    ],
)
def test_values_are_compared_as_python_writes_them(one: str, other: str, same: bool) -> None:
    assert same_value(one, other) is same


@pytest.mark.parametrize(
    ("answer", "output", "level"),
    [
        ("3", "3", 3),
        ("`3`", "3", 3),
        ("```\na\nb\n```", "a\nb", 3),
        ("It prints 3", "3", 2),
        ("It will print 3.", "3", 2),
        ("Output: 3", "3", 2),
        ('"3"', "3", 2),
        ("a / b", "a\nb", 2),
        ("a ⏎ b", "a\nb", 2),
        ("a, b and then c", "a\nb\nc", 2),
        ("a, b", "a b", 0),
        ("a\\nb", "a\nb", 2),
        ("3 (the last one)", "3", 2),
        ("3, because it is the last", "3", 2),
        ("The list keeps 3 as its last entry", "3", 1),
        ("The list keeps 33 as its last entry", "3", 0),
        ("The value is 3.5 in the end of it", "3", 0),
        ("Nothing", "", 3),
        ("No output", "", 3),
        ("Nothing is printed.", "", 3),
        ("Nothing", "Nothing", 3),
        ("nothing", "3", 0),
        ("None", "", 0),
        ("ValueError", "3", 0),
        ("An error", "3", 0),
        ("4", "3", 0),
    ],
)
def test_an_answer_says_what_was_printed(answer: str, output: str, level: int) -> None:
    assert agreement(answer, Execution(output)) == level


@pytest.mark.parametrize(
    ("answer", "execution", "level"),
    [
        ("KeyError", ERROR, 3),
        ("It raises a KeyError.", ERROR, 3),
        ("An error is raised", ERROR, 2),
        ("The program crashes", ERROR, 2),
        ("A ValueError is raised", ERROR, 0),
        ("k", ERROR, 0),
        ("1, then KeyError", AFTER_OUTPUT, 3),
        ("KeyError", AFTER_OUTPUT, 2),
        ("Oops is raised", Execution("", "Oops: own", "raised"), 3),
    ],
)
def test_an_answer_says_which_error_ended_it(answer: str, execution: Execution, level: int) -> None:
    assert agreement(answer, execution) == level


def test_values_may_be_written_in_other_ways() -> None:
    assert agreement("1e-3", Execution("0.001"), value=True) == 3
    assert agreement("a", Execution("'a'"), value=True) == 2
    assert agreement("It returns [1,2]", Execution("[1, 2]"), value=True) == 2
    assert agreement("1e-3", Execution("0.001")) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("[1,2]", "[1, 2]", True), ("true", "True", True), ("0.50", "0.5", True), ("3.", "3", True),
     ("0.3", "0.31", False), ("two", "2", False)],
)  # fmt: skip
def test_accepted_answers_may_be_written_loosely(one: str, other: str, same: bool) -> None:
    assert looser_same(one, other) is same


def test_mentions_whole_words_and_numbers() -> None:
    assert mentions("it gives 3, then ends", "3")
    assert not mentions("it gives 3.5, then 13", "3")
    assert not mentions("anything", "")
