"""The program that steps through code in a process of its own: takes limits, reads code, tells how it ended.

It opens nothing and starts nothing by itself, and the code has no name by which it could (`stepped_rules`).
Should it find one, the kernel refuses: before the code begins, the process takes its limits and gives up the
system calls that open, start or reach anything, for good. Modules that the code names are loaded before."""

import ast
import ctypes
import importlib
import json
import os
import re
import resource
import sys
import threading
import time
import warnings
from typing import Any

from itemwright.sandbox.stepped_expressions import Stopped
from itemwright.sandbox.stepped_rules import MODULES, Refused, harden
from itemwright.sandbox.stepped_statements import Statements

STACK = 256 * 1024 * 1024
"""Bytes for calls within calls, each of which takes several of ours."""
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER = 38, 22, 2
_LOADED_WITH = {"datetime": ("_strptime",)}


class _Full(Refused):
    """More was printed than is kept."""


def confine(settings: dict[str, Any]) -> None:
    """Take the limits. Raises OSError where that is not possible."""
    cpu = settings["cpu_seconds"]
    for limit, value in (
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_CPU, (cpu, cpu + 1)),
        (resource.RLIMIT_AS, (settings["memory"] + STACK,) * 2),
        (resource.RLIMIT_NOFILE, (settings["open_files"],) * 2),
        (resource.RLIMIT_FSIZE, (settings["report"],) * 2),
    ):
        resource.setrlimit(limit, value)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


class _NoMore:
    """Stands before Python's own finders: a module that is not loaded by now is not on the list."""

    def find_spec(self, name: str, *_: Any) -> None:
        raise Refused(f"the module {name!r}")


def load(code: str) -> None:
    """Load what the code may need, while files can still be read."""
    for name in MODULES:
        if re.search(rf"\b{name}\b", code):
            for each in (name, *_LOADED_WITH.get(name, ())):
                importlib.import_module(each)
    if not code.isascii() or "\\N" in code:
        importlib.import_module("unicodedata")
    time.tzset()
    harden()


def lock(lines: bytes) -> None:
    """Give up system calls for good, in this thread and all that it starts.

    Raises:
        OSError: the kernel does not do that; nothing may be run then.
    """
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    filtered = _Filter(len(lines) // 8, lines)
    if control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or control(
        _SET_FILTER, _FILTER, ctypes.addressof(filtered), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "no filter of system calls")
    sys.meta_path.insert(0, _NoMore())


def _said(error: BaseException) -> str:
    """The error's text, cut; it is the code's own method that gives it, and may fail."""
    try:
        return "".join([str.__getitem__(str(error), slice(500)), ""])
    except Refused:
        raise
    except BaseException:  # noqa: BLE001 as Python does when it shows an error
        return "<exception str() failed>"


def step(code: str, most: int) -> dict[str, str | None]:
    """What the code printed, the error that ended it, and how it ended: as `Execution` has it."""
    printed: list[str] = []
    room = [most]

    def keep(text: str) -> None:
        room[0] -= len(text.encode())
        if room[0] < 0:
            raise _Full
        printed.append(text)

    error, ended = None, "done"
    try:
        warnings.simplefilter("ignore")
        tree = ast.parse(code)
        compile(code, "main.py", "exec", dont_inherit=True)
        Statements(keep).run(tree)
    except _Full:
        error, ended = "MemoryError: output limit exceeded", "output"
    except Refused as refused:
        error, ended = f"NotImplementedError: not stepped through: {_said(refused)}", "unsupported"
    except Stopped as stopped:
        error, ended = f"StopIteration: {_said(stopped.error)}".removesuffix(": "), "raised"
    except MemoryError:
        error, ended = "MemoryError: memory limit exceeded", "memory"
    except SystemExit as left:
        if left.code is not None and not (isinstance(left.code, int) and left.code == 0):
            error, ended = f"SystemExit: {_said(left)}", "raised"
    except BaseException as raised:  # noqa: BLE001 whatever the code raises is its result
        error, ended = f"{type(raised).__name__}: {_said(raised)}".removesuffix(": "), "raised"
    return {"output": "".join(printed), "error": error, "ended": ended}


def main() -> None:
    settings = json.loads(sys.argv[2])
    code = sys.stdin.buffer.read().decode()
    confine(settings)
    load(code)
    lock(bytes.fromhex(settings["filter"]))
    sys.setrecursionlimit(100_000)
    threading.stack_size(STACK)
    told: list[dict[str, Any]] = []
    worker = threading.Thread(target=lambda: told.append(step(code, settings["output"])))
    worker.start()
    worker.join()
    os.write(1, json.dumps(told[0] if told else {}).encode())


if __name__ == "__main__":
    main()
