import pytest

from itemwright.proving.code_options import check_code_options, code_options
from itemwright.sandbox import Sandbox
from tests.proving.conftest import Made

CODE = "hives = [3, 1, 2]\nprint(...)"
STEM = "Which expression, put in place of `...`, makes the program print `[1, 2, 3]`?"
LINES = "Each option is run as the last line after this code. Which of them print `True`?"


@pytest.mark.parametrize(
    ("options", "key", "verdict"),
    [
        (["`sorted(hives)`", "`hives[::-1]`", "`hives.sort()`"], "a", "pass"),
        (["`sorted(hives)`", "`hives[::-1]`", "`hives.sort()`"], "b", "fail"),
        (["`sorted(hives)`", "`[1, 2, 3]`", "`hives`"], "a", "fail"),
        (["`sorted(hives)`", "`(n for n in hives)`", "`hives`"], "a", "pass"),
        (["`sorted(hives)`", "`input()`", "`hives`"], "a", "unsure"),
    ],
)
def test_each_option_is_run_in_its_place(made: Made, options: list[str], key: str, verdict: str) -> None:
    item = made(STEM, options=options, key=key, code=CODE, language="python")
    with Sandbox() as sandbox:
        assert check_code_options(item, sandbox)[0] == verdict


@pytest.mark.parametrize(("key", "verdict"), [(["a", "c"], "pass"), (["a", "b"], "fail"), (["a"], "fail")])
def test_options_can_be_lines_that_follow(made: Made, key: list[str], verdict: str) -> None:
    options = ["print(len(hives) == 3)", "print(hives == sorted(hives))", "print(1 in hives)"]
    item = made(LINES, options=options, key=key, code="hives = [3, 1, 2]", type="multiple_response")
    with Sandbox() as sandbox:
        assert check_code_options(item, sandbox)[0] == verdict


def test_what_names_no_output_or_no_place_is_left_alone(made: Made) -> None:
    options = ["`sorted(hives)`", "`hives`", "`None`"]
    assert code_options(made("Which is best?", options=options, key="a", code=CODE)) is None
    assert code_options(made(STEM, options=options, key="a")) is None
    assert code_options(made(STEM, options=options, key="a", code="print(hives)")) is None
