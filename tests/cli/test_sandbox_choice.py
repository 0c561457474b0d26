"""The full sandbox is off until it is asked for, and asked for where it does not hold, nothing starts."""

import json
from pathlib import Path

import pytest

from itemwright.errors import ExecutionRefused
from itemwright.sandbox import open_sandbox
from tests.cli.conftest import Run


@pytest.fixture
def without_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def told(run: Run) -> tuple[bool, str]:
    checks = {check["name"]: check for check in json.loads(run("doctor", "--json").out)["checks"]}
    assert checks["sandbox monty"]["ok"]
    return checks["sandbox bubblewrap"]["ok"], checks["sandbox bubblewrap"]["detail"]


def test_doctor_says_how_it_is_turned_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        open_sandbox("bubblewrap")
    except ExecutionRefused as error:
        pytest.skip(str(error))
    assert told(run) == (
        True,
        "off; isolates here: set ITEMWRIGHT_SANDBOX=bubblewrap to run all of Python",
    )
    monkeypatch.setenv("ITEMWRIGHT_SANDBOX", "bubblewrap")
    ok, detail = told(run)
    assert ok
    assert detail.startswith("runs all of Python's own library")


def test_doctor_finds_no_fault_in_what_is_off(run: Run, without_bubblewrap: None) -> None:
    ok, detail = told(run)
    assert ok
    assert "could not be turned on: No 'bwrap'" in detail


@pytest.mark.parametrize(
    "arguments", [("generate", "--count", 1), ("practice", "--length", 1), ("serve",), ("demo",)]
)
def test_nothing_starts_with_a_sandbox_that_is_not_there(
    run: Run, monkeypatch: pytest.MonkeyPatch, without_bubblewrap: None, arguments: tuple[object, ...]
) -> None:
    monkeypatch.setenv("ITEMWRIGHT_SANDBOX", "bubblewrap")
    ran = run(*arguments)
    assert ran.status == 2
    assert "No 'bwrap' on this machine; install bubblewrap, or unset ITEMWRIGHT_SANDBOX." in ran.err
    assert told(run)[0] is False


def test_another_name_is_told_apart(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMWRIGHT_SANDBOX", "docker")
    ran = run("generate", "--count", 1)
    assert (ran.status, ran.out) == (2, "")
    assert "No sandbox 'docker'; set ITEMWRIGHT_SANDBOX to monty or bubblewrap." in ran.err
