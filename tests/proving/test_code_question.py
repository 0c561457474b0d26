"""What an item asks of the code that it shows."""

from typing import Any

import pytest

from itemwright.proving.code_question import VALUE_MARK, CodeQuestion, code_question, shown_code
from tests.proving.code_items import asked, prints

FENCED = "```python\nprint(1)\n```"
OPTIONS = ("1", "2", "3", "4")


def question(stem: str, **fields: Any) -> CodeQuestion | None:
    return code_question(asked(stem, *OPTIONS, **fields))


@pytest.mark.parametrize(
    "stem",
    [
        f"What does this print?\n\n{FENCED}",
        f"Consider this code.\n{FENCED}\nWhat is the output?",
        f"What will be printed when it runs?\n{FENCED}",
        f"Which output does this code have?\n{FENCED}",
        f"Predict the output.\n{FENCED}",
        f"{FENCED}\nWhat happens when this code is run?",
        "What does `print(1)` print?",
    ],
)
def test_asks_what_is_printed(stem: str) -> None:
    found = question(stem)
    assert found is not None
    assert found.code.strip() == "print(1)"
    assert not found.value
    assert found.language is None


@pytest.mark.parametrize(
    ("stem", "expression"),
    [
        ("What does `f(3)` return?", "f(3)"),
        ("What does f(3) return?", "f(3)"),
        ("What is the value of `x` after the loop?", "x"),
        ("What is the final value of x?", "x"),
        ("What is returned by `f(x)`?", "f(x)"),
        ("What does the expression `x + 1` evaluate to?", "x + 1"),
    ],
)
def test_asks_for_a_value(stem: str, expression: str) -> None:
    found = question(stem, code="x = 2\ndef f(n):\n    return n")
    assert found is not None
    assert found.value
    assert found.code.endswith(f"print({VALUE_MARK!r} + repr({expression}))\n")


@pytest.mark.parametrize(
    "stem",
    [
        f"How many lines does this print?\n{FENCED}",
        f"Why does this print 1?\n{FENCED}",
        f"Which line of this code prints?\n{FENCED}",
        f"What must be changed so that it prints 2?\n{FENCED}",
        f"{FENCED}\n{FENCED}\nWhat is printed?",
        "What does fine-tuning give?",
        "What does a printer print?",
        "What is the value of a good name?",
        "What is the result of overfitting?",
        "What does the method return?",
        f"What is a function?\n{FENCED}",
    ],
)
def test_asks_nothing_that_a_run_answers(stem: str) -> None:
    assert question(stem) is None


@pytest.mark.parametrize(
    ("stem", "fields", "language"),
    [
        ("What does this print?\n```js\nconsole.log(1)\n```", {}, "js"),
        ("What is printed?", {"code": "print(1)", "language": "Ruby"}, "Ruby"),
        ("What does this Rust program print?", {"code": 'println!("1")'}, "Rust"),
    ],
)
def test_knows_other_languages(stem: str, fields: dict[str, Any], language: str) -> None:
    found = question(stem, **fields)
    assert found is not None
    assert found.language == language


def test_python_has_several_names() -> None:
    for name in ("python", "Python", "py", "python3", None):
        assert shown_code(prints("print(1)", *OPTIONS, language=name)) == ("print(1)", None)


def test_knows_when_a_question_supposes_other_code() -> None:
    found = question("What would this print if `1` were replaced by `2`?", code="print(1)")
    assert found is not None
    assert found.supposed
    plain = question("What does this print when it is run?", code="print(1)")
    assert plain is not None
    assert not plain.supposed
