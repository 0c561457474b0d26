"""Stepped code prints what CPython prints, and has no way out: told by CPython itself, and by attempts."""

import contextlib
import io

import pytest

from itemwright.sandbox.stepped import SteppedLimits, SteppedPython
from tests.sandbox.stepped_escapes import ESCAPES
from tests.sandbox.stepped_programs import PROGRAMS


@pytest.fixture(scope="module")
def stepped() -> SteppedPython:
    return SteppedPython()


def by_python(code: str) -> tuple[str, str | None]:
    """What this Python prints, and the error that ends it. Only for programs of this file."""
    printed, error = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(code, "main.py", "exec", dont_inherit=True), {"__name__": "__main__"})
        except Exception as raised:  # noqa: BLE001 whatever it raises is its result
            error = f"{type(raised).__name__}: {raised}".removesuffix(": ")
    return printed.getvalue(), error


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_and_raises_what_python_does(stepped: SteppedPython, name: str) -> None:
    printed, error = by_python(PROGRAMS[name])
    execution = stepped.run(PROGRAMS[name])
    assert (execution.output, execution.error) == (printed, error)
    assert execution.ended == ("done" if error is None else "raised")


@pytest.mark.parametrize("code", ESCAPES)
def test_what_leads_out_is_refused(stepped: SteppedPython, code: str) -> None:
    execution = stepped.run(code)
    assert execution.ended == "unsupported", execution


def test_no_handler_of_the_code_sees_a_refusal(stepped: SteppedPython) -> None:
    for code in (
        "try:\n    import os\nexcept:\n    print('seen')\nfinally:\n    print('after')",
        "import contextlib\nwith contextlib.suppress(BaseException):\n    open('x')\nprint('after')",
        "def f():\n    try:\n        eval('1')\n    except BaseException:\n        yield 1\nprint(list(f()))",
    ):
        execution = stepped.run(code)
        assert execution.ended == "unsupported"
        assert "seen" not in execution.output
        assert "[1]" not in execution.output


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("while True: pass", "time"),
        ("9 ** 9 ** 9", "time"),
        ("x = [0] * 10**10", "memory"),
        ("while True: print('x' * 1000)", "output"),
        ("def f(): f()\nf()", "raised"),
        ("print('a'", "raised"),
        ("raise SystemExit(3)", "raised"),
        ("print(1)\nraise SystemExit", "done"),
    ],
)
def test_ends_within_its_limits(code: str, ended: str) -> None:
    quick = SteppedPython(SteppedLimits(seconds=2.0, cpu_seconds=1, output=9_000))
    assert quick.run(code).ended == ended


def test_half_a_surrogate_pair_is_no_text(stepped: SteppedPython) -> None:
    assert stepped.run("print('\ud800')").error_type == "SyntaxError"


def test_a_function_shows_itself_as_python_does(stepped: SteppedPython) -> None:
    shown = stepped.run("def f(): pass\nclass A:\n    def m(self): pass\nprint(f, A().m, f.__name__)").output
    assert shown.startswith("<function f at 0x")
    assert "<bound method" in shown
    assert shown.endswith(" f\n")
