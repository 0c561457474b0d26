"""The sandbox runs what is harmless and bounds or refuses the rest."""

import time
from collections.abc import Iterator

import pytest

from itemwright.errors import ExecutionRefused
from itemwright.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=0.3, output=9_000) as opened:
        yield opened


def test_collects_what_is_printed(sandbox: Sandbox) -> None:
    execution = sandbox.run("import math\nfor i in range(2):\n    print(i, math.sqrt(4))")
    assert execution == ("0 2.0\n1 2.0\n", None, "done")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("while True: pass", "time limit"),
        ("x = 'a' * 10**9", "memory limit"),
        ("print('x' * 100000)", "MemoryError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("import time\ntime.sleep(3)", "sleep"),
        ("open('/etc/passwd').read()", "Permission"),
        ("import os\nos.listdir('/')", "Permission"),
        ("import socket", "socket"),
        ("def (", "dentifier"),
        ("print(1)\nraise ValueError('no')", "ValueError: no"),
        ("#" * 200_000, "200000 characters"),
    ],
)
def test_bounds_and_refuses(sandbox: Sandbox, code: str, error: str) -> None:
    assert error in (sandbox.run(code).error or "")


def test_goes_on_after_a_failure_and_keeps_no_name(sandbox: Sandbox) -> None:
    sandbox.run("kept = 1\nraise ValueError")
    assert "kept" in (sandbox.run("print(kept)").error or "")
    assert sandbox.run("print(3)").output == "3\n"


def test_evaluates_over_variables(sandbox: Sandbox) -> None:
    assert sandbox.evaluate("a * 2 if name == 'x' else 0", {"a": 4, "name": "x"}) == 8
    assert sandbox.evaluate("'fits' if need <= 8192 else 'exceeds'", {"need": 9000}) == "exceeds"


@pytest.mark.parametrize("expression", ["a +", "unknown", "1 / 0", "a = 3"])
def test_refuses_what_is_no_expression(sandbox: Sandbox, expression: str) -> None:
    with pytest.raises(ExecutionRefused, match="Expression"):
        sandbox.evaluate(expression, {"a": 1})


def test_endless_code_is_stopped_soon_and_the_next_snippet_runs() -> None:
    began = time.monotonic()
    with Sandbox(seconds=0.2) as short:
        assert "time limit" in (short.run("while True: pass").error or "")
        took = time.monotonic() - began
        assert short.run("print(1)") == ("1\n", None, "done")
    assert took < 8  # a busy machine may take its time, a minute's limit would show
