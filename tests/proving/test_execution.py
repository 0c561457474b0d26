"""Items from anywhere are run: what the code does has to be what the key says, and no other answer."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from itemwright.domain.item import ITEM, Item
from itemwright.errors import ExecutionRefused
from itemwright.proving.execution import check_execution, is_executable
from itemwright.sandbox import Execution, Sandbox, ScriptedInterpreter, open_sandbox

COMMON: dict[str, Any] = {
    "id": "i",
    "concepts": ["python"],
    "bloom": "apply",
    "seconds": 60,
    "explanation": "So it is.",
    "difficulty": {"mean": 0.0, "sd": 0.5, "label": "medium"},
    "family": "imported",
}


def item(kind: str, *options: str, **fields: Any) -> Item:
    """An item as somebody else wrote it; the first option is the key."""
    if options:
        fields["options"] = [
            {"id": name, "text": text, "rationale": "r"}
            for name, text in zip("abcdefgh", options, strict=False)
        ]
        fields.setdefault("key", "a")
    return ITEM.validate_python(COMMON | {"type": kind} | fields)


def prints(code: str, *options: str, stem: str = "What does this code print?", **fields: Any) -> Item:
    return item("output_prediction", *options, code=code, stem=stem, **fields)


def typed(code: str, *accepts: str) -> Item:
    return item("output_prediction", code=code, stem="What is printed?", accepts=accepts, key=accepts[0])


def asked(stem: str, *options: str, kind: str = "multiple_choice", **fields: Any) -> Item:
    return item(kind, *options, stem=stem, **fields)


def cloze(code: str, *blanks: tuple[list[str], list[str] | None], stem: str = "Fill the blanks.") -> Item:
    parts = [{"id": f"b{n}", "accepts": accepts, "pool": pool} for n, (accepts, pool) in enumerate(blanks)]
    key = {f"b{n}": accepts[0] for n, (accepts, _) in enumerate(blanks)}
    return item("code_cloze", code=code, stem=stem, blanks=parts, key=key)


def statement(stem: str, key: str, **fields: Any) -> Item:
    return item("true_false", "True", "False", stem=stem, key="a" if key == "True" else "b", **fields)


MEAN = "def mean(xs):\n    return sum(xs) / (len(xs) - 1)\n\nprint(mean([1, 2, 3]))"
MENDS = "The code should print 2.0, but prints 3.0. Which change mends it?"
LOOP = "total = 0\nfor i in range(4):\n    total += i\nprint(total)"


def debug(*options: str, code: str = MEAN, stem: str = MENDS, **fields: Any) -> Item:
    return item("debug", *options, code=code, stem=stem, **fields)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def full() -> Iterator[Sandbox]:
    """With CPython, where bubblewrap works."""
    try:
        opened = open_sandbox("bubblewrap")
    except ExecutionRefused as error:
        pytest.skip(str(error))
    with opened:
        yield opened


CASES: list[tuple[str, Item]] = [
    # What is printed, with options.
    ("pass", prints("print(7 // 2, 7 / 2)", "3 3.5", "3.5 3.5", "3 3", "4 3.5")),
    ("fail", prints("print(7 // 2, 7 / 2)", "3.5 3.5", "3 3.5", "3 3", "4 3.5")),
    ("fail", prints("print(7 // 2)", "4", "5", "6", "7")),
    ("fail", prints("print(7 // 2)", "3", " 3 ", "6", "7")),
    ("fail", prints("print(0.1 + 0.2)", "0.3", "0.30000000000000004", "0.4", "1")),
    ("pass", prints("print(0.1 + 0.2)", "0.30000000000000004", "0.3", "0.4", "1")),
    ("fail", prints("print(0.1 + 0.2)", "0.3", "0.31", "0.4", "1")),
    ("pass", prints("print(1e-3)", "0.001", "1e-3", "0.01", "1e3")),
    ("pass", prints("print(f'{0.5:.2f}')", "0.50", "0.5", ".5", "0.500")),
    ("fail", prints("print(0.50)", "0.50", "0.05", "5", "50")),
    ("pass", prints("print('a', 'b', sep='\\n')", "a\nb", "a b", "ab", "a, b")),
    ("pass", prints("print('a')\nprint('b')", "a / b", "b / a", "ab", "nothing")),
    ("pass", prints("print(str(5))", "5", "'5'", '"5"', "five")),
    ("pass", prints("print(repr('5'))", "'5'", "5", "five", "55")),
    ("pass", prints("print('hi')", "`hi`", "`'hi'`", "`HI`", "`hi `x")),
    ("pass", prints("print('hi')", "It prints hi.", "It prints ho.", "Nothing", "An error")),
    ("pass", prints("x = [1, 2]\nprint(x.append(3))", "None", "[1, 2, 3]", "[1, 2]", "3")),
    ("pass", prints("x = 1", "Nothing is printed", "1", "x", "None")),
    ("pass", prints("print(5)", "5 (because 5 is odd)", "6", "7", "8")),
    (
        "unsure",
        prints("print([3, 2, 1])", "The list in reverse order", "The list as it was", "Nothing", "An error"),
    ),
    (
        "pass",
        prints("print(3)", "The number 3, as it is assigned last", "The number 2, as it is first", "2", "1"),
    ),
    ("pass", prints("print(2 ** 3)", "8", "6", "9", "5", language="Python")),
    # Errors as answers.
    ("pass", prints("int('x')", "It raises a ValueError", "It raises a TypeError", "0", "None")),
    ("fail", prints("int('x')", "It raises a TypeError", "It raises a ValueError", "0", "None")),
    ("pass", prints("'a' + 1", "An error is raised", "a1", "98", "'a1'")),
    ("fail", prints("'a' + 1", "a1", "TypeError", "98", "2")),
    ("pass", prints("print(1)\n{}['k']", "1, then KeyError", "KeyError, with nothing printed", "1", "None")),
    ("fail", prints("print(1)", "An exception", "2", "3", "4")),
    ("pass", prints("if True\n    print(1)", "SyntaxError", "1", "True", "Nothing")),
    ("pass", prints("x = 1\n  y = 2", "IndentationError", "1", "2", "Nothing")),
    ("pass", prints("def f(): return f()\nf()", "RecursionError", "None", "f", "0")),
    # Typed.
    ("pass", typed("print([1, 2])", "[1, 2]", "[1,2]")),
    ("pass", typed("print(True)", "True", "true")),
    ("pass", typed("print(0.5)", "0.5", "0.50", "`0.5`")),
    ("fail", typed("print([1, 2])", "[1, 2]", "[2, 1]")),
    ("fail", typed("print(0.1 + 0.2)", "0.3")),
    ("pass", typed("[][0]", "IndexError")),
    ("fail", typed("[][0]", "KeyError")),
    (
        "pass",
        item(
            "output_prediction",
            code="print(1, 2)",
            stem="It prints ____.",
            key={"b": "1 2"},
            blanks=[{"id": "b", "accepts": ["1 2"]}],
        ),
    ),
    (
        "fail",
        item(
            "output_prediction",
            code="print(1, 2)",
            stem="It prints ____.",
            key={"b": "3"},
            blanks=[{"id": "b", "accepts": ["3"]}],
        ),
    ),
    (
        "pass",
        item(
            "output_prediction",
            code="print(3 * 'ab')",
            stem="What is printed, and why?",
            key="It prints ababab, because a text times a number is repeated.",
            rubric=[{"point": "ababab"}],
        ),
    ),
    # Other types that ask for what code prints or gives.
    ("pass", asked("What does this print?\n\n```python\nprint(2 * 3)\n```", "6", "5", "23", "222")),
    ("fail", asked("What does this print?\n\n```python\nprint(2 * 3)\n```", "5", "6", "23", "222")),
    ("fail", asked("What is the output of this code?", "5", "4", "3", "2", code="print(2 * 3)")),
    ("pass", asked("What does `f(3)` return?", "9", "6", "3", "33", code="def f(x):\n    return x ** 2")),
    ("fail", asked("What does `f(3)` return?", "6", "9", "3", "33", code="def f(x):\n    return x ** 2")),
    ("fail", asked("What does `f()` return?", "0.3", "0.2", "3", "1", code="def f():\n    return 0.1 + 0.2")),
    ("fail", asked("What does `f()` return?", "1e-3", "0.001", "3", "1", code="def f():\n    return 0.001")),
    ("pass", asked("What does `f()` return?", "a", "b", "ab", "None", code="def f():\n    return 'a'")),
    (
        "pass",
        asked(
            "What is the value of `x` after this code has run?",
            "[1, 2]",
            "[1]",
            "[2]",
            "2",
            code="x = [1]\nx += [2]",
        ),
    ),
    ("pass", asked("What does `sorted([3, 1], reverse=True)` return?", "[3, 1]", "[1, 3]", "None", "3")),
    ("fail", asked("What does `sorted([3, 1], reverse=True)` return?", "[1, 3]", "[3, 1]", "None", "3")),
    (
        "pass",
        asked(
            "A colleague runs this. What is printed?",
            "3",
            "4",
            "5",
            "6",
            kind="scenario",
            code="print(len('abc'))",
        ),
    ),
    (
        "fail",
        asked(
            "A colleague runs this. What is printed?",
            "4",
            "3",
            "5",
            "6",
            kind="scenario",
            code="print(len('abc'))",
        ),
    ),
    (
        "pass",
        asked(
            "What number does this program print?",
            kind="numeric",
            code="print(10 / 4)",
            key={"value": 2.5, "tolerance": 0.01},
        ),
    ),
    (
        "fail",
        asked(
            "What number does this program print?",
            kind="numeric",
            code="print(10 // 4)",
            key={"value": 2.5, "tolerance": 0.01},
        ),
    ),
    (
        "unsure",
        asked("What does this print if `2` is replaced by `5`?", "15", "6", "5", "3", code="print(2 * 3)"),
    ),
    # What comes out otherwise each time.
    ("fail", prints("import random\nprint(random.random())", "0.5", "0.1", "0.2", "0.3")),
    (
        "fail",
        prints(
            "from random import randint as r\nx = r(1, 6)\nprint(f'you get {x}')", "you get 3", "4", "5", "6"
        ),
    ),
    (
        "fail",
        prints("import time\nstart = time.time()\nprint(round(time.time() - start))", "0", "1", "2", "3"),
    ),
    ("fail", prints("from datetime import datetime\nprint(datetime.now().year)", "2026", "2025", "1", "2")),
    ("fail", prints("print({'a', 'b', 'c'})", "{'a', 'b', 'c'}", "a", "b", "c")),
    ("fail", prints("print(id(3))", "3", "4", "5", "6")),
    ("fail", prints("class A:\n    pass\nprint(A())", "<A>", "A", "None", "object")),
    ("fail", prints("def f():\n    pass\nprint(f)", "<function f>", "f", "None", "f()")),
    ("fail", prints("print(sum([0.1] * 10))", "0.9999999999999999", "1.0", "1", "0.1")),
    ("pass", prints("print(round(sum([0.1] * 10), 3))", "1.0", "1", "0.999", "0.1")),
    ("unsure", prints("import random\nprint(len([random.random()]))", "1", "0", "2", "3")),
    ("pass", prints("print(len({'a', 'b'}), 'a' in {'a'}, sorted({2, 1}))", "2 True [1, 2]", "1", "2", "3")),
    # Nothing that can be run here.
    ("unsure", prints("print(1)", "1", "2", "3", "4", language="javascript")),
    ("unsure", prints("print(1)", "1", "2", "3", "4", stem="What does this Java program print?")),
    ("unsure", prints("import numpy\nprint(numpy.ones(1))", "[1.]", "1", "2", "3")),
    ("unsure", prints("while True:\n    pass", "Nothing", "1", "2", "3")),
    ("unsure", prints("print(open('data.txt').read())", "data", "1", "2", "3")),
    ("unsure", prints("name = input()\nprint(name)", "Ada", "1", "2", "3")),
    # Faulty code and changes in words.
    (
        "pass",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Replace `- 1` with `+ 1`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `- 1` with `+ 1`",
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Replace `- 1` with `- 0`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "pass",
        debug(
            "Change line 2 to `return sum(xs) / len(xs)`",
            "Change line 2 to `return sum(xs)`",
            "Change line 4 to `mean([1, 2, 3])`",
            "Change `sum(xs)` to `len(xs)`",
        ),
    ),
    (
        "pass",
        debug(
            "```python\ndef mean(xs):\n    return sum(xs) / len(xs)\n\nprint(mean([1, 2, 3]))\n```",
            "```python\ndef mean(xs):\n    return sum(xs)\n\nprint(mean([1, 2, 3]))\n```",
            "Delete line 4",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Delete line 2",
            stem="It should print 3.0. What mends it?",
        ),
    ),
    ("unsure", debug("The divisor is off by one", "The list is empty", "sum is misspelt")),
    ("unsure", debug("Replace `(len(xs) - 1)` with `len(xs)`", "Delete line 2", stem="What is wrong?")),
    (
        "pass",
        debug(
            "Replace `range(4)` with `range(5)`",
            "Replace `range(4)` with `range(3)`",
            "Swap lines 1 and 4",
            code=LOOP,
            stem="The program is meant to add 0 to 4 and print `10`. Which change does it?",
        ),
    ),
    (
        "pass",
        debug(
            "In line 3, use `+=` instead of `=`",
            "In line 3, use `-=` instead of `=`",
            "Delete line 3",
            code=LOOP.replace("+=", "="),
            stem="The program ought to print 6; it prints 3.",
        ),
    ),
    (
        "pass",
        debug(
            "Replace `x.push(1)` with `x.append(1)`",
            "Replace `x.push(1)` with `x.add(1)`",
            "Delete line 1",
            code="x = []\nx.push(1)\nprint(x)",
            stem="The code ends with an AttributeError. What mends it?",
        ),
    ),
    (
        "pass",
        debug(
            "Replace `return n * n` with `return n ** 3`",
            "Replace `return n * n` with `return n + n`",
            "Replace `n * n` with `n * 3`",
            code="def cube(n):\n    return n * n\n",
            stem="`cube(2)` should return 8, but returns 4.",
        ),
    ),
    (
        "pass",
        item(
            "debug",
            code=LOOP,
            stem="It should print 10.",
            key="Replace `range(4)` with `range(5)`",
            accepts=["Replace `range(4)` with `range(5)`"],
        ),
    ),
    (
        "fail",
        item(
            "debug",
            code=LOOP,
            stem="It should print 10.",
            key="Replace `range(4)` with `range(6)`",
            accepts=["Replace `range(4)` with `range(6)`"],
        ),
    ),
    (
        "fail",
        debug(
            "Replace `range(4)` with `range(5)`",
            "Replace `range(4)` with `range(3)`",
            code=LOOP,
            stem="Which one?",
            provenance={
                "execution": {
                    "expected": "10",
                    "changes": {
                        "Replace `range(4)` with `range(5)`": ["range(4)", "range(6 - 1)"],
                        "Replace `range(4)` with `range(3)`": ["range(4)", "range(3)"],
                    },
                }
            },
        ),
    ),
    (
        "fail",
        debug(
            "return sum(xs) / (len(xs) - 2)",
            "return sum(xs) / len(xs)",
            "return sum(xs)",
            stem="The function should give the mean of the list (2.0), but it gives 3.0.",
        ),
    ),
    (
        "pass",
        debug(
            "return sum(xs) / len(xs)",
            "return sum(xs) / (len(xs) - 2)",
            "return sum(xs)",
            stem="The function should give the mean of the list (2.0), but it gives 3.0.",
        ),
    ),
    # Statements.
    ("pass", statement("This code prints 6.", "True", code="print(2 * 3)")),
    ("fail", statement("This code prints 6.", "False", code="print(2 * 3)")),
    ("fail", statement("This code prints 5.\n```python\nprint(2 * 3)\n```", "True")),
    ("pass", statement("The code will print `5`.\n```python\nprint(2 * 3)\n```", "False")),
    # Blanks.
    ("pass", cloze("print(____([1, 2]))", (["sum"], ["sum", "len", "max", "abs"]))),
    ("fail", cloze("print(____([1, 2]))", (["max"], ["sum", "len", "max", "abs"]))),
    ("fail", cloze("print(____([1, 2]))", (["sum", "max"], ["sum", "len", "max"]))),
    ("pass", cloze("print(____([1, 2]))", (["sum"], None))),
    ("fail", cloze("print(____([1, 2]))", (["sum", "len"], None))),
    (
        "fail",
        cloze("print(____([1, 2]))", (["sum"], ["sum", "abs"]), stem="Fill it so that the code prints 4."),
    ),
    (
        "pass",
        cloze("print(____([1, 2]))", (["sum"], ["sum", "abs"]), stem="Fill it so that the code prints 3."),
    ),
    ("pass", cloze("x = [1, 2]\ny = x[____]", (["0"], ["0", "1", "2"]))),
    (
        "pass",
        cloze("def f(x):\n    return x ____ 2", (["**"], ["**", "+", "-"]), stem="f(3) should return 9."),
    ),
    ("unsure", cloze("model.____()", (["fit"], ["fit", "predict"]))),
    ("pass", cloze("a, b = 5, 2\nprint(____ - ____)", (["a"], ["a", "b"]), (["b"], ["a", "b"]))),
    ("fail", cloze("a, b = 5, 2\nprint(____ + ____)", (["a"], ["a", "b"]), (["b"], ["a", "b"]))),
]


@pytest.mark.parametrize(("verdict", "given"), CASES)
def test_runs_what_items_from_anywhere_ask(sandbox: Sandbox, verdict: str, given: Item) -> None:
    assert is_executable(given)
    found, evidence = check_execution(given, sandbox)
    assert found == verdict, evidence
    assert evidence


def test_names_of_the_cases_are_unambiguous() -> None:
    assert {verdict for verdict, _ in CASES} == {"pass", "fail", "unsure"}


SETTLED_BY_PYTHON: list[tuple[str, Item]] = [
    ("pass", prints("import random\nprint(len([random.random()]))", "1", "0", "2", "3")),
    (
        "fail",
        prints("import random\nx = [1, 2, 3, 4]\nrandom.shuffle(x)\nprint(x[0] + 0 > 2, x)", "True", "1"),
    ),
    ("pass", prints("print({3, 1, 2})", "{1, 2, 3}", "{3, 1, 2}", "{3, 2, 1}", "3")),
    ("fail", prints("x = set('abcdefgh')\nprint([y for y in x])", "['a', 'b']", "1", "2", "3")),
    ("pass", prints("def f():\n    yield 1\nprint(list(f()))", "[1]", "1", "[]", "f")),
    ("pass", prints("g = (n for n in [1])\nprint(list(g), list(g))", "[1] []", "[1] [1]", "[] []", "1")),
    ("fail", prints("g = (n for n in [1])\nprint(list(g), list(g))", "[1] [1]", "[1] []", "[] []", "1")),
    (
        "pass",
        prints("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e)", "division by zero", "1", "0"),
    ),
    (
        "fail",
        prints("import datetime\nd = datetime.datetime.now()\nprint('%d' % d.year, sep='')", "2026", "1"),
    ),
    (
        "pass",
        debug(
            "Replace `self.x` with `self._x`",
            "Replace `self.x` with `self.y`",
            code="class A:\n    def __init__(self):\n        self._x = 3\n"
            "    @property\n    def value(self):\n        return self.x\n\nprint(A().value)",
            stem="The code ends with an AttributeError; it should print 3.",
        ),
    ),
    (
        "pass",
        cloze("def f():\n    ____ 5\nprint(next(f()))", (["yield"], ["yield", "return", "await", "print"])),
    ),
]


@pytest.mark.parametrize(("verdict", "given"), SETTLED_BY_PYTHON)
def test_full_python_settles_what_monty_leaves_open(
    sandbox: Sandbox, full: Sandbox, verdict: str, given: Item
) -> None:
    assert check_execution(given, full)[0] == verdict, check_execution(given, full)
    assert check_execution(given, sandbox)[0] in ("unsure", verdict)


@pytest.mark.parametrize(("verdict", "given"), CASES)
def test_full_python_says_the_same(full: Sandbox, verdict: str, given: Item) -> None:
    found, evidence = check_execution(given, full)
    assert found == verdict or verdict == "unsure", evidence


def test_a_scripted_interpreter_takes_the_place_of_python() -> None:
    given = prints("def f():\n    yield 7\nprint(next(f()))", "7", "8", "9", "f")
    with Sandbox(python=ScriptedInterpreter({given.code or "": Execution("8\n")})) as scripted:
        assert check_execution(given, scripted)[0] == "fail"
    with Sandbox(python=ScriptedInterpreter({})) as scripted:
        assert check_execution(given, scripted)[0] == "unsure"


def test_an_item_without_code_is_not_executable() -> None:
    plain = asked("What is a list?", "A row of values", "A number", "A text", "A loop")
    assert not is_executable(plain)
    assert check_execution(plain, Sandbox()) == ("unsure", "nothing was recorded that could be run")
    for stem in (
        "The code does not print 6.",
        "The code prints what it should.",
        "This prints 1 and prints 2.",
    ):
        assert not is_executable(statement(stem, "True", code="print(6)"))


LONG = [
    "what does " * 2_000,
    "if were " * 2_000,
    "what is the value of a " * 900,
    "```python\n" * 2_000,
    "a(" * 9_000,
    "`" * 18_000,
    "should print " * 1_500,
    "so that is printed " * 1_000,
    "replace `a` with " * 1_000,
    "(" * 18_000,
    "use x" * 3_000,
    "x" * 1_000_000,
    "not instead of " * 1_300,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: str(text)[:12])
def test_long_texts_are_read_in_no_time(sandbox: Sandbox, text: str) -> None:
    began = time.process_time()
    for given in (
        prints("print(3)", "3", text, stem=f"What does this print? {text}"),
        asked(f"What does this print? {text}", "3", text, code="print(3)"),
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            text,
            f"Replace {text}",
            stem=f"It should print 2.0. {text}",
        ),
        cloze("print(____)", (["3"], ["3", "4"]), stem=f"It should print 3. {text}"),
    ):
        assert check_execution(given, sandbox)[0] in ("pass", "unsure")
    assert time.process_time() - began < 5
