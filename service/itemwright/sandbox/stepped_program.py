"""The program that steps through code in a process of its own: takes limits, reads code, tells how it ended.

It opens nothing and starts nothing by itself, and the code has no name by which it could (`stepped_rules`);
the limits are for code that goes on for ever or takes ever more memory."""

import ast
import json
import os
import resource
import sys
import threading
import warnings
from typing import Any

from itemwright.sandbox.stepped_expressions import Stopped
from itemwright.sandbox.stepped_rules import Refused
from itemwright.sandbox.stepped_statements import Statements

STACK = 256 * 1024 * 1024
"""Bytes for calls within calls, each of which takes several of ours."""


class _Full(Refused):
    """More was printed than is kept."""


def confine(settings: dict[str, int]) -> None:
    """Take the limits. Raises OSError where that is not possible."""
    cpu = settings["cpu_seconds"]
    for limit, value in (
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_CPU, (cpu, cpu + 1)),
        (resource.RLIMIT_AS, (settings["memory"] + STACK,) * 2),
        (resource.RLIMIT_NOFILE, (settings["open_files"],) * 2),
        (resource.RLIMIT_FSIZE, (0, 0)),
    ):
        resource.setrlimit(limit, value)


def step(code: str, most: int) -> dict[str, str | None]:
    """What the code printed, the error that ended it, and how it ended: as `Execution` has it."""
    printed: list[str] = []
    room = [most]

    def keep(text: str) -> None:
        room[0] -= len(text.encode(errors="replace"))
        if room[0] < 0:
            raise _Full
        printed.append(text)

    error, ended = None, "done"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
            compile(code, "main.py", "exec", dont_inherit=True)
        Statements(keep).run(tree)
    except _Full:
        error, ended = "MemoryError: output limit exceeded", "output"
    except Refused as refused:
        error, ended = f"NotImplementedError: not stepped through: {refused}", "unsupported"
    except Stopped as stopped:
        error, ended = f"StopIteration: {stopped.error}".removesuffix(": "), "raised"
    except MemoryError:
        error, ended = "MemoryError: memory limit exceeded", "memory"
    except SystemExit as left:
        if left.code not in (None, 0):
            error, ended = f"SystemExit: {str(left.code)[:500]}", "raised"
    except BaseException as raised:  # noqa: BLE001 whatever the code raises is its result
        error, ended = f"{type(raised).__name__}: {str(raised)[:500]}".removesuffix(": "), "raised"
    return {"output": "".join(printed), "error": error, "ended": ended}


def main() -> None:
    settings = json.loads(sys.argv[2])
    code = sys.stdin.buffer.read().decode()
    confine(settings)
    sys.setrecursionlimit(100_000)
    threading.stack_size(STACK)
    told: list[dict[str, Any]] = []
    worker = threading.Thread(target=lambda: told.append(step(code, settings["output"])))
    worker.start()
    worker.join()
    os.write(1, json.dumps(told[0] if told else {}).encode())


if __name__ == "__main__":
    main()
