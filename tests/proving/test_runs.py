"""The runs of one item: each code once, in bounded time, and what varies is found out."""

from collections.abc import Mapping

import pytest

from itemwright.proving.runs import Runs
from itemwright.sandbox import Execution, Sandbox, ScriptedInterpreter

SETS = "x = {'a', 'b'}\nfor y in x:\n    print(y)"
TIMED = "import random\nprint(len(str(random.random())) > 0)"


class Varying(ScriptedInterpreter):
    """Answers by the variation."""

    def __init__(self, answers: Mapping[int, Execution]) -> None:
        super().__init__({})
        self._by_variation = answers

    def run(self, code: str, variation: int = 0) -> Execution:
        self.asked.append((code, variation))
        return self._by_variation.get(variation, Execution("True\n"))


def test_runs_each_code_once() -> None:
    python = ScriptedInterpreter({SETS: Execution("a\nb\n")})
    with Sandbox(python=python) as sandbox:
        runs = Runs(sandbox)
        assert runs.run(SETS) is runs.run(SETS)
        assert python.asked == [(SETS, 0)]


def test_runs_nothing_after_its_time() -> None:
    python = ScriptedInterpreter({})
    with Sandbox(python=python) as sandbox:
        execution = Runs(sandbox, seconds=-1.0).run(SETS)
        assert (execution.ended, python.asked) == ("time", [])


def test_what_differs_under_another_seed_is_refused() -> None:
    with Sandbox(python=Varying({2: Execution("b\na\n")})) as sandbox:
        found = Runs(sandbox).unsettled(SETS)
    assert found == ("fail", "it prints 'True', and in another run 'b\\na'")


def test_what_stays_the_same_is_settled() -> None:
    python = Varying({})
    with Sandbox(python=python) as sandbox:
        assert Runs(sandbox).unsettled(SETS) is None
        assert Runs(sandbox).unsettled(TIMED) is None
    assert (SETS, 2) in python.asked
    assert (SETS, 3) not in python.asked
    assert (TIMED, 4) in python.asked


def test_what_cannot_be_varied_is_unsure() -> None:
    with Sandbox() as sandbox:
        found = Runs(sandbox).unsettled(TIMED)
    assert found is not None
    assert found[0] == "unsure"
    assert "chance" in found[1]


@pytest.mark.parametrize(
    ("code", "evidence"),
    [
        ("class A:\n    pass\nprint(A())", "address"),
        ("def f():\n    pass\nprint([f])", "address"),
        ("print(sum([0.1] * 10))", "Python 3.12"),
        ("xs = [0.1, 0.2, 0.3]\nprint(sum(xs))", "Python 3.12"),
        ("import time\nprint(time.time())", "the clock"),
    ],
)
def test_finds_what_other_runs_print_otherwise(code: str, evidence: str) -> None:
    with Sandbox() as sandbox:
        found = Runs(sandbox).unsettled(code)
    assert found is not None
    assert found[0] == "fail"
    assert evidence in found[1]


@pytest.mark.parametrize(
    "code",
    [
        "print(hex(65535), 0xffff)",
        "print(sum([1, 2]), 0.5)",
        "print(round(sum([0.1] * 10), 2))",
        "print(sum([[1], [2]], []), 1.5)",
        "print(sum(x / 4 for x in range(9)))",
        "print(type(1))",
        "total = 0.0\nfor x in [0.1] * 10:\n    total += x\nprint(total)",
        "print(",
    ],
)
def test_finds_nothing_where_all_print_the_same(code: str) -> None:
    with Sandbox() as sandbox:
        assert Runs(sandbox).unsettled(code) is None
