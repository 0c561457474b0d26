"""Items from anywhere are run: what the code does has to be what the key says, and no other answer."""

import time
from collections.abc import Iterator

import pytest

from itemwright.domain.item import Item
from itemwright.errors import ExecutionRefused
from itemwright.proving.execution import check_execution, is_executable
from itemwright.sandbox import Execution, Sandbox, ScriptedInterpreter, open_sandbox
from tests.proving.answered_code import ANSWERED
from tests.proving.changed_code import CHANGED
from tests.proving.code_items import asked, cloze, debug, prints, statement

CASES = ANSWERED + CHANGED


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


@pytest.mark.parametrize(("verdict", "given"), CASES)
def test_runs_what_items_from_anywhere_ask(sandbox: Sandbox, verdict: str, given: Item) -> None:
    assert is_executable(given)
    found, evidence = check_execution(given, sandbox)
    assert found == verdict, evidence
    assert evidence


def test_each_verdict_is_among_the_cases() -> None:
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
