"""Monty first, CPython for what it cannot run, and a refusal to start where that does not isolate."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from itemwright.errors import BadInput, ExecutionRefused
from itemwright.sandbox import Execution, Sandbox, ScriptedInterpreter, open_sandbox
from itemwright.sandbox.bubblewrap import Bubblewrap
from itemwright.sandbox.escapes import ATTEMPTS, attempts
from itemwright.sandbox.probe import probe
from itemwright.sandbox.syntax import LONGEST, read_syntax, syntax_error
from itemwright.sandbox.system_calls import call_filter

GENERATOR = "def f():\n    yield 5\nprint(*f())"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def test_evaluates_over_variables(sandbox: Sandbox) -> None:
    assert sandbox.evaluate("a * 2 if name == 'x' else 0", {"a": 4, "name": "x"}) == 8
    assert sandbox.evaluate("'fits' if need <= 8192 else 'exceeds'", {"need": 9000}) == "exceeds"
    assert sandbox.derive({"a": 3}, {"b": "a + 1", "c": "b * 2"}) == {"b": 4, "c": 8}
    assert sandbox.first_meeting([{"a": 1}, {"a": 2}], {"b": "a * 2"}, "b > 3") == 1
    assert sandbox.first_meeting([{"a": 1}], {}, "a > 3") is None


@pytest.mark.parametrize("expression", ["a +", "unknown", "1 / 0", "a = 3"])
def test_refuses_what_is_no_expression(sandbox: Sandbox, expression: str) -> None:
    with pytest.raises(ExecutionRefused, match="Expression"):
        sandbox.evaluate(expression, {"a": 1})
    with pytest.raises(ExecutionRefused, match="Expressions"):
        sandbox.derive({"a": 1}, {"b": expression})
    with pytest.raises(ExecutionRefused, match="Condition"):
        sandbox.first_meeting([{"a": 1}], {}, expression)


def test_python_runs_what_monty_cannot_and_nothing_else() -> None:
    python = ScriptedInterpreter({
        GENERATOR: Execution("5\n"),
        "'a' + 1": Execution("", "TypeError: as Python says", "raised"),
    })  # fmt: skip
    with Sandbox(python=python) as both:
        assert both.has_python
        assert both.run("print(1)") == ("1\n", None, "done")
        assert both.run("while True: pass").ended == "time"
        assert python.asked == []
        assert both.run(GENERATOR) == ("5\n", None, "done")
        assert both.run("'a' + 1").error == "TypeError: as Python says"
        assert both.run("print(2)", variation=2).ended == "unsupported"
        assert python.asked == [(GENERATOR, 0), ("'a' + 1", 0), ("print(2)", 2)]


def test_without_python_it_is_stepped_through_or_stays_unsupported(sandbox: Sandbox) -> None:
    assert not sandbox.has_python
    assert sandbox.run(GENERATOR) == ("5\n", None, "done")
    assert sandbox.run("async def f():\n    yield 5\nprint(f)").ended == "unsupported"
    assert sandbox.run("for word in {'b', 'a'}:\n    print(word)").ended == "unsupported"
    assert sandbox.run("print(2)", variation=3) == ("2\n", None, "done")


def test_the_error_type_is_that_of_the_code_alone() -> None:
    assert Execution("", "KeyError: 'k'", "raised").error_type == "KeyError"
    assert Execution("", "TimeoutError: time limit exceeded", "time").error_type == ""


def test_knows_its_sandboxes() -> None:
    with open_sandbox() as opened:
        assert not opened.has_python
    with pytest.raises(BadInput, match="'docker'; set ITEMWRIGHT_SANDBOX to monty or bubblewrap"):
        open_sandbox("docker")


def test_opens_with_python_where_it_isolates(bubblewrap: Bubblewrap) -> None:
    with open_sandbox("bubblewrap") as opened:
        assert opened.run(GENERATOR) == ("5\n", None, "done")


def test_refuses_to_start_without_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExecutionRefused, match="install bubblewrap, or unset ITEMWRIGHT_SANDBOX"):
        open_sandbox("bubblewrap")


def test_refuses_to_start_with_something_else_of_that_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bubblewrap: Bubblewrap
) -> None:
    """A program that goes by the name and hides nothing: the first /bin/sh that is seen gives it away."""
    real = shutil.which("bwrap")
    fake = tmp_path / "bwrap"
    fake.write_text(f'#!/bin/sh\nexec {real} --dir /bin --ro-bind /bin/sh /bin/sh "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ExecutionRefused, match=r"does not isolate here: sees_the_system\."):
        open_sandbox("bubblewrap")


def test_refuses_to_start_where_bubblewrap_may_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ExecutionRefused, match=r"No permissions to create new namespace.*unset ITEMWRIGHT"):
        open_sandbox("bubblewrap")


@pytest.mark.parametrize("output", ["", "[]", "{}", json.dumps({"is_somebody": False}), "no"])
def test_a_probe_that_says_too_little_is_no_probe(output: str) -> None:
    class Vague:
        def run(self, code: str, variation: int = 0) -> Execution:
            return Execution(output)

    with pytest.raises(ExecutionRefused, match="does not run Python here"):
        probe(Vague())


@pytest.mark.parametrize("escaped", [attempt.__name__ for attempt in ATTEMPTS])
def test_one_way_out_is_enough_to_refuse(escaped: str) -> None:
    class Leaky:
        def run(self, code: str, variation: int = 0) -> Execution:
            return Execution(json.dumps({each.__name__: each.__name__ == escaped for each in ATTEMPTS}))

    with pytest.raises(ExecutionRefused, match=f"does not isolate here: {escaped}"):
        probe(Leaky())


def test_the_attempts_get_out_where_nothing_holds_them(tmp_path: Path) -> None:
    """Out here the harmless ones succeed: they can tell the difference."""
    secret = tmp_path / "secret"
    secret.write_text("mark")
    harmless = {"reads_a_file", "sees_the_system", "opens_a_socket"}
    found = {a.__name__: a(str(secret), "mark") for a in ATTEMPTS if a.__name__ in harmless}
    assert found == dict.fromkeys(harmless, True)
    assert callable(attempts)


def test_filters_are_known_for_some_machines_alone() -> None:
    for machine in ("x86_64", "aarch64"):
        found = call_filter(machine)
        assert found is not None
        assert len(found) % 8 == 0
    assert call_filter("abacus") is None


def test_syntax_is_read_and_never_run() -> None:
    assert syntax_error("print(1") == "SyntaxError"
    assert syntax_error("  x = 1") == "IndentationError"
    assert syntax_error("return 1") == "SyntaxError"
    assert syntax_error("raise SystemExit('\\d')") is None
    assert syntax_error("x" * (LONGEST + 1)) is None
    for deep in ("-" * 9000 + "1", "(" * 9000, "not " * 4000 + "1", "a" + ".b" * 9000, "print('\ud800')"):
        with pytest.raises((SyntaxError, ValueError)):
            read_syntax(deep)
