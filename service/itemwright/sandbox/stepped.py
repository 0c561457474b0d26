"""Code that pydantic-monty has no part for, stepped through by an interpreter of our own: generators, classes
with parents, `del`, iterators. Its values are CPython's, so it prints what CPython prints; its list of names
and attributes (stepped_rules.py) leaves out all that leads to a file, a process, the network or the clock.

That list is not what holds a hostile snippet: the kernel is. Before a snippet begins, its process gives up
all system calls that open, start or reach anything (system_calls.py); where it cannot, nothing is stepped
through."""

import contextlib
import functools
import json
import marshal
import os
import platform
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from itemwright.sandbox.execution import Ended, Execution
from itemwright.sandbox.system_calls import stepping_filter

_HERE = Path(__file__).parent
_MODULES = (
    "stepped_rules",
    "stepped_scopes",
    "stepped_functions",
    "stepped_expressions",
    "stepped_statements",
)
_START = "import marshal, sys; exec(marshal.loads(sys.stdin.buffer.read(int(sys.argv[1]))))"
_TOGETHER = 2
_REPORT = 1_000_000
"""Bytes that a process can write at most: what is kept of output, in JSON's longest form, and more."""
_ENDS: tuple[Ended, ...] = ("done", "raised", "memory", "output", "unsupported")


class SteppedLimits(NamedTuple):
    """Bounds of one run: seconds on the wall and on the processor, bytes of memory and of output, files."""

    seconds: float = 6.0
    cpu_seconds: int = 2
    memory: int = 200_000_000
    output: int = 64_000
    open_files: int = 16


class SteppedPython:
    """Steps through snippets, each in a process that ends with it. At most two at once; others wait."""

    def __init__(self, limits: SteppedLimits = SteppedLimits()) -> None:  # noqa: B008  a constant
        self._limits = limits
        self._turn = threading.BoundedSemaphore(_TOGETHER)
        self._filter = stepping_filter(platform.machine()) if sys.platform == "linux" else None
        self._command = [sys.executable, "-I", "-S", "-B", "-c", _START, str(len(_program()))]

    def run(self, code: str, variation: int = 0) -> Execution:
        """As `Interpreter.run`; no variation. What is not on the list is unsupported."""
        try:
            given = code.encode()
        except UnicodeEncodeError:
            return Execution("", "SyntaxError: half a surrogate pair is no text", "raised")
        if self._filter is None:
            return Execution(
                "", "NotImplementedError: no filter of system calls is known here", "unsupported"
            )
        settings = json.dumps(self._limits._asdict() | {"report": _REPORT, "filter": self._filter.hex()})
        with self._turn:
            return self._stepped(given, settings)

    def _stepped(self, code: bytes, settings: str) -> Execution:
        report = os.memfd_create("itemwright")
        try:
            with subprocess.Popen(
                [*self._command, settings], stdin=subprocess.PIPE, stdout=report,
                stderr=subprocess.DEVNULL, env={"PYTHONHASHSEED": "0"}, cwd="/", start_new_session=True,
            ) as process:  # fmt: skip
                try:
                    process.communicate(_program() + code, timeout=self._limits.seconds)
                except subprocess.TimeoutExpired:
                    return Execution("", "TimeoutError: time limit exceeded", "time")
                finally:
                    if process.poll() is None:
                        with contextlib.suppress(ProcessLookupError):
                            os.killpg(process.pid, signal.SIGKILL)
            return _outcome(os.pread(report, _REPORT, 0), process.returncode)
        finally:
            os.close(report)


def _outcome(told: bytes, status: int) -> Execution:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return Execution("", "TimeoutError: time limit exceeded", "time")
    try:
        found = json.loads(told)
        output, error, ended = str(found["output"]), found["error"], found["ended"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Execution("", f"RuntimeError: the stepping ended with status {status}", "crashed")
    if ended not in _ENDS:
        return Execution("", "RuntimeError: the stepping told no end", "crashed")
    return Execution(_told(output), None if error is None else _told(str(error)), ended)


def _told(text: str) -> str:
    """The text with halves of surrogate pairs written out, as Python shows them in a message."""
    return text.encode(errors="backslashreplace").decode()


@functools.cache
def _program(last: str = "_module.main()") -> bytes:
    """Our files compiled to one program, once and not at each start; the process needs no package of ours."""
    lines = ["import marshal, sys, types", "for _name in ('itemwright', 'itemwright.sandbox'):"]
    lines += ["    sys.modules[_name] = types.ModuleType(_name)"]
    for name in (*_MODULES, "stepped_program"):
        text = (_HERE / f"{name}.py").read_text(encoding="utf-8")
        compiled = marshal.dumps(compile(text, f"{name}.py", "exec", dont_inherit=True, optimize=2))
        full = f"itemwright.sandbox.{name}"
        lines += [f"_module = sys.modules[{full!r}] = types.ModuleType({full!r})"]
        lines += [f"exec(marshal.loads({compiled!r}), _module.__dict__)"]
    return marshal.dumps(compile("\n".join([*lines, last]), "stepped.py", "exec"))
