"""What items tell of a run besides its output."""

from collections.abc import Iterator
from typing import Any

import pytest

from itemwright.proving.run_told import check_told, tells_of_run
from itemwright.proving.run_values import asks_for_values, check_values
from itemwright.sandbox import Sandbox
from tests.proving.plain_items import choice, item_of, matching

LATE = "def g():\n    print('a')\n    yield\n    print('b')\nit = g()\nprint('c')\nnext(it)\nnext(it, None)"
GLOBAL = "n = 1\ndef f():\n    global n\n    n = 2\nf()"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def judged(stem: str, code: str, *, holds: bool) -> Any:
    options = [{"id": "a", "text": "True", "rationale": "r"}, {"id": "b", "text": "False", "rationale": "r"}]
    return item_of(
        "true_false", stem, code=code, language="python", options=options, key="a" if holds else "b"
    )


def lines(key: list[str]) -> Any:
    steps = [{"id": text, "text": f"`{text}`"} for text in "abc"]
    return item_of("ordering", "Order the lines as the program prints them.", code=LATE, steps=steps, key=key)


def printed(key: list[str]) -> Any:
    options = [{"id": f"o{n}", "text": f"`{n}`", "rationale": "r"} for n in range(3)]
    code = "for n in range(3):\n    if n != 1:\n        print(n)"
    return item_of("multiple_response", "Which numbers are printed?", code=code, options=options, key=key)


@pytest.mark.parametrize(
    ("item", "verdict"),
    [
        (lines(["c", "a", "b"]), "pass"),
        (lines(["a", "b", "c"]), "fail"),
        (printed(["o0", "o2"]), "pass"),
        (printed(["o0", "o1"]), "fail"),
        (judged("After the program `n` is 2.", GLOBAL, holds=True), "pass"),
        (judged("After the program `n` is 3.", GLOBAL, holds=True), "fail"),
        (judged("The program ends with a `ValueError`.", "int('x')", holds=True), "pass"),
        (judged("The program ends with a `TypeError`.", "int('x')", holds=True), "fail"),
        (judged("The program runs without an error.", "int('x')", holds=True), "fail"),
    ],
)
def test_the_run_decides(item: Any, verdict: str, sandbox: Sandbox) -> None:
    assert tells_of_run(item)
    assert check_told(item, sandbox)[0] == verdict


def test_a_denied_claim_is_left_to_others() -> None:
    assert not tells_of_run(judged("The program does not end with a `TypeError`.", "int('x')", holds=True))


@pytest.mark.parametrize(("length", "verdict"), [("3", "pass"), ("4", "fail")])
def test_values_of_pairs_are_run(length: str, verdict: str, sandbox: Sandbox) -> None:
    pairs = {"`len('abc')`": length, "`'ab' * 2`": "'abab'", "`int('x')`": "`ValueError`"}
    item = matching("Match each expression with its value.", **pairs)
    assert asks_for_values(item)
    assert check_values(item, sandbox)[0] == verdict


def test_options_that_are_expressions_are_run(sandbox: Sandbox) -> None:
    stem = "Which of these calls raises a `ValueError`?"
    assert check_values(choice(stem, "`int('x')`", "`int(1.5)`", "`len([])`"), sandbox)[0] == "pass"
    assert check_values(choice(stem, "`int('x')`", "`int(1.5)`", "`'a'.index('b')`"), sandbox)[0] == "fail"


def test_pairs_in_words_are_not_run() -> None:
    assert not asks_for_values(matching("Match each term with its value.", tea="a drink", coffee="a bean"))
