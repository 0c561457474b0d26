"""The program inside the sandbox: takes limits, gives up its privileges, then runs the code from its input.

Started as text by `python -c`, with a JSON object of settings as its argument; it imports nothing of ours.
The first byte on standard error asks for the code: by then the sandbox dies with its parent, so that none is
left without one. The last line there, after a record separator, tells how the code ended."""

import builtins
import io
import json
import os
import resource
import sys
import time
import types
from collections.abc import Callable
from typing import Any

READY = b"\x05"


def confine(settings: dict[str, int]) -> None:
    """Take the limits, and be nobody from here on. Raises OSError where that is not possible."""
    cpu = settings["cpu_seconds"]
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_AS: (settings["memory"],) * 2,
        resource.RLIMIT_NPROC: (settings["threads"],) * 2,
        resource.RLIMIT_NOFILE: (settings["open_files"],) * 2,
        resource.RLIMIT_FSIZE: (0, 0),
    }
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(settings["uid"], settings["uid"], settings["uid"])
        os.setresuid(settings["uid"], settings["uid"], settings["uid"])
    for limit, value in limits.items():
        resource.setrlimit(limit, value)


def shift_clock(seconds: int) -> None:
    """Let each clock of this process go `seconds` ahead."""

    def ahead(clock: Callable[[], Any], by: int) -> Callable[[], Any]:
        return lambda: clock() + by

    def from_now(read: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *moment: read(*(moment or (time.time(),)))

    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, ahead(getattr(time, name), seconds))
        setattr(time, f"{name}_ns", ahead(getattr(time, f"{name}_ns"), seconds * 10**9))
    strftime, asctime, localtime, gmtime = time.strftime, time.asctime, time.localtime, time.gmtime
    vars(time).update(
        localtime=from_now(localtime),
        gmtime=from_now(gmtime),
        ctime=from_now(time.ctime),
        strftime=lambda form, *moment: strftime(form, *(moment or (localtime(time.time()),))),
        asctime=lambda *moment: asctime(*(moment or (localtime(time.time()),))),
    )
    sys.modules["_datetime"] = None  # type: ignore[assignment]  # datetime then asks the clocks above


def execute(code: str) -> str | None:
    """Run the code as the main program; "Type: message" of the exception that ended it, None at its end."""
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    sys.argv, sys.stdin = ["main.py"], io.StringIO()
    main.__dict__["__builtins__"] = builtins
    try:
        exec(compile(code, "main.py", "exec"), main.__dict__)
    except SystemExit as error:
        return None if error.code in (None, 0) else f"SystemExit: {str(error.code)[:500]}"
    except BaseException as error:  # noqa: BLE001 whatever the code raises is its result
        return f"{type(error).__name__}: {str(error)[:500]}".removesuffix(": ")
    return None


def main() -> None:
    settings = json.loads(sys.argv[1])
    os.write(2, READY)
    with open(0, "rb") as given:
        code = given.read().decode()
    report = os.dup(2)
    confine(settings)
    if settings["ahead"]:
        shift_clock(settings["ahead"])
    error = execute(code)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOBase) and not stream.closed:
            stream.flush()
    os.write(report, b"\x1e" + json.dumps({"error": error}).encode())


if __name__ == "__main__":
    main()
