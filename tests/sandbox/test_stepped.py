"""Stepped code prints what CPython prints, and has no way out: told by CPython itself, and by attempts."""

import contextlib
import io

import pytest

from itemwright.sandbox import stepped as stepped_module
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
    assert stepped.run("print(chr(0xd800))").error_type == "UnicodeEncodeError"
    assert stepped.run("raise ValueError(chr(0xd800))").error == "ValueError: \\ud800"


def test_texts_of_the_code_that_lie_about_themselves_are_cut(stepped: SteppedPython) -> None:
    lying = (
        "class S(str):\n    def encode(self, *a, **k): return b''\n    def __radd__(self, o): return S(o)\n"
    )
    assert stepped.run(f"{lying}print('x' * 10_000_000, end=S(''))").ended == "output"
    lying = "class S(str):\n    def __getitem__(self, k): return 'y' * 10**7\n"
    raising = "class E(Exception):\n    def __str__(self): return S('abc')\nraise E"
    assert stepped.run(lying + raising).error == "E: abc"
    assert len(stepped.run("raise StopIteration('x' * 10**6)").error or "") < 600
    assert stepped.run("class E(Exception):\n    def __str__(self): 1 / 0\nraise E").ended == "raised"


UNLISTED = """
def _step(code, most):
    import os, sys, socket, resource, signal, threading, subprocess, ctypes
    said = []
    exec(code, {**locals(), "said": said})
    return {"output": " ".join(map(str, said)), "error": None, "ended": "done"}
import socket, subprocess
_module.step = _step
_module.main()
"""
"""The program with its list taken away, as by a way out that nobody has found yet."""
REACHING = {
    "a file": "open('/etc/passwd')",
    "a folder": "os.listdir('/')",
    "the parent's environment": "open(f'/proc/{os.getppid()}/environ')",
    "a new file": "os.open('/tmp/stepped', os.O_CREAT | os.O_WRONLY)",
    "a process": "os.fork()",
    "a program": "os.execv('/bin/true', ['true'])",
    "a shell": "subprocess.run(['/bin/true'])",
    "the network": "socket.socket()",
    "a socket of the machine": "socket.socketpair()",
    "its parent": "os.kill(os.getppid(), 0)",
    "a session of its own": "os.setsid()",
    "higher limits": "resource.setrlimit(resource.RLIMIT_CPU, (99, 99))",
    "a pipe": "os.pipe()",
    "memory that is kept": "os.memfd_create('x')",
}


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> SteppedPython:
    program = stepped_module._program(UNLISTED)
    monkeypatch.setattr(stepped_module, "_program", lambda: program)
    return SteppedPython()


@pytest.mark.parametrize("what", REACHING)
def test_the_kernel_refuses_what_gets_past_the_list(unlisted: SteppedPython, what: str) -> None:
    code = f"try:\n    {REACHING[what]}\nexcept (OSError, ValueError) as e:\n    said.append(e)"
    execution = unlisted.run(code)
    assert execution.ended == "done"
    assert "not permitted" in execution.output or "not allowed" in execution.output


def test_nothing_of_ours_is_in_there(unlisted: SteppedPython, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMWRIGHT_TEST_KEY", "secret")
    shown = unlisted.run("said += sorted(os.environ)").output.split()
    assert set(shown) <= {"PYTHONHASHSEED", "LC_CTYPE"}
    opened = (
        "for n in range(64):\n    try: os.lseek(n, 0, os.SEEK_CUR)\n    except OSError as e:\n"
        "        if e.errno == 9: continue\n    said.append(n)"
    )
    assert unlisted.run(opened).output == "0 1 2"


def test_a_thread_of_what_got_out_is_bound_as_well(unlisted: SteppedPython) -> None:
    code = (
        "def f():\n    try: open('/etc/passwd')\n    except OSError as e: said.append(e.errno)\n"
        "threading.stack_size(65536)\nt = threading.Thread(target=f); t.start(); t.join()"
    )
    assert unlisted.run(code).output == "1"


def test_what_got_out_cannot_flood_or_upset_us(unlisted: SteppedPython) -> None:
    assert unlisted.run("while True:\n    os.write(1, b'x' * 100_000)").ended == "crashed"
    assert unlisted.run("os.write(1, b'[' * 900_000); os._exit(0)").ended == "crashed"
    assert unlisted.run("while True: pass").ended == "time"
    assert unlisted.run("threading.Event().wait()").ended == "time"


def test_where_the_kernel_has_no_filter_nothing_is_stepped_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stepped_module, "stepping_filter", lambda machine: None)
    assert SteppedPython().run("print(1)").ended == "unsupported"
    monkeypatch.setattr(stepped_module, "stepping_filter", lambda machine: bytes(8))
    assert SteppedPython().run("print(1)") == (
        "",
        "RuntimeError: the stepping ended with status 1",
        "crashed",
    )


def test_a_function_shows_itself_as_python_does(stepped: SteppedPython) -> None:
    shown = stepped.run("def f(): pass\nclass A:\n    def m(self): pass\nprint(f, A().m, f.__name__)").output
    assert shown.startswith("<function f at 0x")
    assert "<bound method" in shown
    assert shown.endswith(" f\n")
