"""Monty runs what is harmless, bounds or refuses the rest, and says when its word is not Python's."""

import time

import pytest

from itemwright.sandbox.bubblewrap import Bubblewrap
from itemwright.sandbox.execution import Ended
from itemwright.sandbox.monty import MontySandbox


def test_collects_what_is_printed(monty: MontySandbox) -> None:
    execution = monty.run("import math\nfor i in range(2):\n    print(i, math.sqrt(4))")
    assert execution == ("0 2.0\n1 2.0\n", None, "done")


@pytest.mark.parametrize(
    ("code", "ended", "error"),
    [
        ("while True: pass", "time", "time limit"),
        ("x = 'a' * 10**9", "memory", "memory limit"),
        ("print('x' * 100000)", "output", "MemoryError"),
        ("import time\ntime.sleep(3)", "refused", "sleep"),
        ("open('/etc/passwd').read()", "refused", "Permission"),
        ("import os\nos.listdir('/')", "refused", "Permission"),
        ("#" * 200_000, "memory", "200000 characters"),
        # Python raises these as well.
        ("def f(): f()\nf()", "raised", "RecursionError"),
        ("print(1)\nraise ValueError('no')", "raised", "ValueError: no"),
        ("raise NotImplementedError('later')", "raised", "NotImplementedError"),
        ("'a' + 1", "raised", "TypeError"),
        ("[].foo", "raised", "AttributeError"),
        ("class A:\n    pass\nA().size", "raised", "AttributeError"),
        ("print(undefined)", "raised", "NameError"),
        ("def (", "raised", "SyntaxError"),
        ("if 1:\nx = 1", "raised", "IndentationError"),
        ("break", "raised", "SyntaxError"),
        ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('k')", "raised", "KeyError"),
        # Python does not.
        ("import socket", "unsupported", "socket"),
        ("from collections import OrderedDict", "unsupported", "OrderedDict"),
        ("def f():\n    yield 1\nf()", "unsupported", "NotImplementedError"),
        ("print(callable(len))", "unsupported", "callable"),
        ("'ab'.translate({})", "unsupported", "translate"),
        ("print(object())", "unsupported", "object"),
        ("import os\nprint(os.environ)", "unsupported", "environ"),
        (
            "class A:\n    def __eq__(self, o):\n        return True\nprint({A(): 1})",
            "unsupported",
            "unhashable",
        ),
        # Nor where the code catches it.
        ("try:\n    'ab'.translate({})\nexcept AttributeError:\n    print('no')", "unsupported", "translate"),
        (
            "try:\n    print(open('x').read())\nexcept Exception:\n    print('no file')",
            "refused",
            "Permission",
        ),
    ],
)
def test_says_how_code_ends(monty: MontySandbox, code: str, ended: Ended, error: str) -> None:
    execution = monty.run(code)
    assert execution.ended == ended, execution
    assert error in (execution.error or "")


def test_catching_what_python_raises_too_is_run(monty: MontySandbox) -> None:
    code = "try:\n    'a' + 1\nexcept TypeError:\n    print('no')"
    assert monty.run(code) == ("no\n", None, "done")


def test_goes_on_after_a_failure_and_keeps_no_name(monty: MontySandbox) -> None:
    monty.run("kept = 1\nraise ValueError")
    assert "kept" in (monty.run("print(kept)").error or "")
    assert monty.run("print(3)").output == "3\n"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("round(2.675, 2)", "2.67"),
        ("round(1.15, 1)", "1.1"),
        ("round(0.125, 2)", "0.12"),
        ("round(10.075, 2)", "10.07"),
        ("round(2.5)", "2"),
        ("round(-0.001, 2)", "-0.0"),
        ("round(1234.5678, -2)", "1200.0"),
        ("round(15, -1)", "20"),
        ("round(True, 1)", "1"),
    ],
)
def test_rounds_the_value_that_python_rounds(monty: MontySandbox, expression: str, value: str) -> None:
    assert monty.run(f"print({expression})").output.strip() == value == str(eval(expression))  # noqa: S307
    assert str(monty.feed(f"({expression}\n)", {})[0]) == value


DIVERGING = [
    "print({3, 1, 2})",
    "print(set('abc'))",
    "x = {1, 2} | {3}\nprint(x)",
    "x = {'b', 'a'}\nfor y in x:\n    print(y)",
    "x = {'b', 'a'}\nprint(list(x))",
    "x = {'b', 'a'}\nprint(f'{x}')",
    "x = {'b', 'a'}\nprint(','.join(x))",
    "x = {'b', 'a'}\nprint([y for y in x])",
    "x = {'b', 'a'}\nprint(x.pop())",
    "a, b = {'b', 'a'}\nprint(a)",
    "def f():\n    return {2, 1}\nprint(f())",
    "def f(x):\n    return list(x)\nprint(f({2, 1}))",
    "class A:\n    def __init__(self, x):\n        self.x = x\nprint(A({2, 1}).x)",
    "from collections import defaultdict\nd = defaultdict(set)\nd[1].add(3)\nd[1].add(2)\nprint(d[1])",
    "a, b = {'x': 1, 'y': 2}, {'y': 1, 'x': 2}\nprint(list(a.keys() & b.keys()))",
    "print({1: 'a', 1.0: 'b', True: 'c'})",
    "x = map(str, [1])\nprint(list(x), list(x))",
    "print(zip([1], [2]))",
    "g = (x for x in [1])\nprint(list(g), list(g))",
    "import re\nm = re.finditer('a', 'aa')\nprint(len(list(m)), len(list(m)))",
    "class A:\n    def __bool__(self):\n        return False\nprint(not A())",
    "class A:\n    def __ne__(self, o):\n        return False\nprint(A() != 3)",
    "class A:\n    def __len__(self):\n        return 0\nprint(bool(A()))",
    "class A:\n    def __format__(self, s):\n        return 'f'\nprint(f'{A()}')",
    "class A:\n    def __setattr__(self, n, v):\n        print('set')\na = A()\na.x = 1",
    "class A:\n    def __init__(self):\n        self.__p = 1\na = A()\nprint(a.__p)",
    "try:\n    1 // 0\nexcept ZeroDivisionError as e:\n    print(e)",
    "try:\n    assert False\nexcept AssertionError as e:\n    print(repr(e))",
    "return 1",
    "print(hasattr('a', 'translate'))",
    "print(getattr('a', 'translate', 5))",
]
AGREEING = [
    "print(len({3, 1}), 3 in {3}, sorted({2, 1}), max({1, 2}), {1} == {1})",
    "def count(words, known):\n    return sum(1 for w in words if w in known)\nprint(count(['a'], {'a'}))",
    "seen = set()\nfor x in [1, 1]:\n    seen.add(x)\nprint(len(seen))",
    "x = {'b', 'a'}\nprint(sorted(y for y in x), {y for y in x} == x)",
    "print(list(map(str, [1])), dict(zip('ab', [1, 2])), [*enumerate('a')])",
    "print(sum(x for x in [1, 2]), any(x for x in [0, 1]))",
    "for i, x in enumerate('ab'):\n    print(i, x)",
    "class A:\n    def __init__(self, x):\n        self.x = x\n"
    "    def __repr__(self):\n        return 'A'\nprint(A(1))",
    "try:\n    int('a')\nexcept ValueError as e:\n    print(type(e).__name__)",
    "try:\n    raise ValueError('mine')\nexcept ValueError as e:\n    print(e)",
    "print({1: 'a', 2: 'b', 'a': 1})",
    "def f(x):\n    return {'k': x}\nprint(f(1))",
]


@pytest.mark.parametrize("code", DIVERGING)
def test_does_not_run_what_it_runs_otherwise(monty: MontySandbox, code: str) -> None:
    execution = monty.run(code)
    assert execution.ended == "unsupported"
    assert execution.output == ""


@pytest.mark.parametrize("code", AGREEING)
def test_prints_what_python_prints(monty: MontySandbox, bubblewrap: Bubblewrap, code: str) -> None:
    assert monty.run(code) == bubblewrap.run(code)
    assert monty.run(code).ended == "done"


def test_endless_code_is_stopped_soon_and_the_next_snippet_runs() -> None:
    began = time.monotonic()
    with MontySandbox(seconds=0.2, memory=50_000_000, output=100) as short:
        assert "time limit" in (short.run("while True: pass").error or "")
        took = time.monotonic() - began
        assert short.run("print(1)") == ("1\n", None, "done")
    assert took < 8  # a busy machine may take its time, a minute's limit would show
