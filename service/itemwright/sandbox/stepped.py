"""Code that pydantic-monty has no part for, stepped through by an interpreter of our own: generators, classes
with parents, `del`, iterators. Its values are CPython's, so it prints what CPython prints; its list of names
and attributes (stepped_rules.py) leaves out all that leads to a file, a process, the network or the clock."""

import contextlib
import functools
import json
import marshal
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from itemwright.sandbox.execution import Ended, Execution

_HERE = Path(__file__).parent
_MODULES = (
    "stepped_rules",
    "stepped_scopes",
    "stepped_functions",
    "stepped_expressions",
    "stepped_statements",
)
_START = "import marshal, sys; exec(marshal.loads(sys.stdin.buffer.read(int(sys.argv[1]))))"
_ENDS: tuple[Ended, ...] = ("done", "raised", "memory", "output", "unsupported")


class SteppedLimits(NamedTuple):
    """Bounds of one run: seconds on the wall and on the processor, bytes of memory and of output, files."""

    seconds: float = 6.0
    cpu_seconds: int = 2
    memory: int = 200_000_000
    output: int = 64_000
    open_files: int = 16


class SteppedPython:
    """Steps through snippets, each in a process that ends with it."""

    def __init__(self, limits: SteppedLimits = SteppedLimits()) -> None:  # noqa: B008  a constant
        self._limits = limits
        self._command = [sys.executable, "-I", "-S", "-B", "-c", _START, str(len(_program()))]

    def run(self, code: str, variation: int = 0) -> Execution:
        """As `Interpreter.run`; no variation. What is not on the list is unsupported."""
        try:
            given = code.encode()
        except UnicodeEncodeError:
            return Execution("", "SyntaxError: half a surrogate pair is no text", "raised")
        settings = json.dumps(self._limits._asdict())
        with subprocess.Popen(
            [*self._command, settings], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={"PYTHONHASHSEED": "0"}, cwd="/", start_new_session=True,
        ) as process:  # fmt: skip
            try:
                told, _ = process.communicate(_program() + given, timeout=self._limits.seconds)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return Execution("", "TimeoutError: time limit exceeded", "time")
        return _outcome(told, process.returncode)


def _outcome(told: bytes, status: int) -> Execution:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return Execution("", "TimeoutError: time limit exceeded", "time")
    try:
        found = json.loads(told)
        output, error, ended = str(found["output"]), found["error"], found["ended"]
    except (ValueError, KeyError, TypeError):
        return Execution("", f"RuntimeError: the stepping ended with status {status}", "crashed")
    if ended not in _ENDS:
        return Execution("", "RuntimeError: the stepping told no end", "crashed")
    return Execution(output, None if error is None else str(error), ended)


@functools.cache
def _program() -> bytes:
    """Our files compiled to one program, once and not at each start; the process needs no package of ours."""
    lines = ["import marshal, sys, types", "for _name in ('itemwright', 'itemwright.sandbox'):"]
    lines += ["    sys.modules[_name] = types.ModuleType(_name)"]
    for name in (*_MODULES, "stepped_program"):
        text = (_HERE / f"{name}.py").read_text(encoding="utf-8")
        compiled = marshal.dumps(compile(text, f"{name}.py", "exec", dont_inherit=True, optimize=2))
        full = f"itemwright.sandbox.{name}"
        lines += [f"_module = sys.modules[{full!r}] = types.ModuleType({full!r})"]
        lines += [f"exec(marshal.loads({compiled!r}), _module.__dict__)"]
    return marshal.dumps(compile("\n".join([*lines, "_module.main()"]), "stepped.py", "exec"))
