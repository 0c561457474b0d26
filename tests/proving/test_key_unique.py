import pytest

from itemwright.proving.key_unique import check_key_unique, same_meaning
from tests.proving.conftest import Made
from tests.proving.plain_items import item_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.5", "50 %"), ("1,000", "1000"), ("0.3", "0.30"), ("1/2", "0.5"), ("10^3", "1000"), ("two", "2"),
        ("1.0 kg", "1000 g"), ("the weights", "weights"), ("freezes the layers", "freeze the layers"),
        ("Rome", "rome"), ("`a + b`", "a + b"), ("slows", "slows down"), ("It heats up", "it heats"),
    ],
)  # fmt: skip
def test_the_same_in_another_form_is_the_same(one: str, other: str) -> None:
    assert same_meaning(one, other)
    assert same_meaning(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.30", "0.31"), ("5 mW", "5 MW"), ("5 m", "5 s"), ("< 5", "> 5"), ("`b = a`", "`a = b`"),
        ("3", "3 GB"),
        ("before training", "after training"), ("It may rise", "It must rise"), ("-1", "1"),
        ("rank 8", "rank 16"),
        ("about 50", "50"), ("A raises B", "B raises A"), ("0.5", "0.5 kg"), ("50", "50 %"),
        ("can", "cannot"), ("turn up", "turn"), ("up", "down"),
    ],
)  # fmt: skip
def test_what_differs_in_what_matters_is_kept_apart(one: str, other: str) -> None:
    assert not same_meaning(one, other)


def test_what_code_prints_is_compared_as_it_stands(made: Made) -> None:
    options = ["0.78%", "0.0078", "0.39%"]
    printed = made("What does this print?", options=options, key="a", code="print('x')", language="python")
    assert check_key_unique(printed)[0] == "pass"
    assert check_key_unique(made("Which share is it?", options=options, key="a"))[0] == "fail"


def test_a_key_within_a_range_is_one_of_two_right_options(made: Made) -> None:
    item = made("How much honey is it?", options=["15 kg", "more than 10 kg", "5 kg"], key="a")
    assert check_key_unique(item)[0] == "fail"


def test_code_is_compared_as_it_stands() -> None:
    assert same_meaning("x  = 1", "x = 1", exact=True)
    assert not same_meaning("x = 1.0", "x = 1", exact=True)
    assert not same_meaning("1.0", "1", exact=True)


def test_equal_entries_are_found_wherever_something_is_chosen(made: Made) -> None:
    item = made("How much?", options=["0.5", "half a litre", "50 %"], key="a")
    assert check_key_unique(item) == ("fail", "two options say the same: '0.5' and '50 %'")
    steps = made("Order.", steps=["they fan it", "They fan it.", "they seal it"], key=["s1", "s2", "s3"])
    assert check_key_unique(steps)[0] == "fail"
    pool = made("It is ____.", blanks=[{"accepts": ["a"], "pool": ["warm air", "the warm air"]}], key=["a"])
    assert check_key_unique(pool)[0] == "fail"
    assert check_key_unique(made("Why?", options=["a", "b", "c"], key="a"))[0] == "pass"


@pytest.mark.parametrize(
    ("left_over", "verdict"),
    [
        ("a high water once each day", "fail"),
        ("a high water once every lunar day", "unsure"),
        ("four high waters a day", "pass"),
    ],
)
def test_a_side_that_is_left_over_says_no_other(left_over: str, verdict: str) -> None:
    texts = ["one high water a day", "two high waters a day", left_over]
    right = [{"id": f"r{n}", "text": text} for n, text in enumerate(texts)]
    left = [{"id": "a", "text": "the Gulf"}, {"id": "b", "text": "Europe"}]
    pairs = {"left": left, "right": right}
    item = item_of("matching", "Match each coast with its tide.", pairs=pairs, key={"a": "r0", "b": "r1"})
    assert check_key_unique(item)[0] == verdict
