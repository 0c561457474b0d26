"""Full CPython in bubblewrap: its own namespaces, Python's own files read-only, no network, no new process.

Off unless an operator turns it on, and then used only after `probe` (probe.py) has seen the isolation."""

import contextlib
import json
import os
import platform
import selectors
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from itemwright.errors import ExecutionRefused
from itemwright.sandbox.execution import Ended, Execution
from itemwright.sandbox.launcher import READY
from itemwright.sandbox.python_files import PythonFiles, python_files
from itemwright.sandbox.system_calls import call_filter

LAUNCHER = Path(__file__).with_name("launcher.py")
NOBODY = 65534
CODE = 100_000
"""Bytes of code that are run at most."""
AHEAD = 101 * 24 * 3600 + 7 * 3600 + 11 * 60 + 13
"""Seconds that a clock is put ahead for each variation: another day, hour, minute and second."""
_REPORT = 4_000
_TOGETHER = 2
_TO_END = 5.0
"""Seconds for a killed sandbox to be gone."""
_LIMIT_ERRORS: Mapping[Ended, str] = {
    "time": "TimeoutError: time limit exceeded",
    "output": "MemoryError: output limit exceeded",
    "memory": "MemoryError: memory limit exceeded",
}
_OUTSIDE = frozenset({
    "OSError", "PermissionError", "FileNotFoundError", "FileExistsError", "IsADirectoryError",
    "NotADirectoryError", "BlockingIOError", "BrokenPipeError", "ChildProcessError", "ConnectionError",
    "ConnectionRefusedError", "ConnectionResetError", "ConnectionAbortedError", "InterruptedError",
    "ProcessLookupError", "TimeoutError", "gaierror", "herror", "URLError", "HTTPError",
})  # fmt: skip
_MISSING = frozenset({"ModuleNotFoundError", "ImportError", "EOFError"})


class Limits(NamedTuple):
    """Bounds of one run: seconds on the wall and on the processor, bytes of memory and of output (what is
    printed and what goes to standard error together), threads and open files."""

    seconds: float = 8.0
    cpu_seconds: int = 2
    memory: int = 400_000_000
    output: int = 64_000
    threads: int = 32
    open_files: int = 32


LIMITS = Limits()


class Bubblewrap:
    """Runs each snippet in a sandbox of its own. At most two at once; others wait for their turn."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Find the parts; nothing is run.

        Raises:
            ExecutionRefused: bubblewrap, Python's files or a filter of system calls is missing here.
        """
        found = shutil.which("bwrap")
        if found is None:
            raise ExecutionRefused(
                "No 'bwrap' on this machine; install bubblewrap, or unset ITEMWRIGHT_SANDBOX."
            )
        filtered = call_filter(platform.machine())
        if filtered is None:
            raise ExecutionRefused(
                f"No filter of system calls is known for {platform.machine()!r}; unset ITEMWRIGHT_SANDBOX."
            )
        files = python_files()
        self._filter, self._limits = filtered, limits
        self._command = [found, *_isolation(os.getuid()), *_view(files)]
        program = LAUNCHER.read_text(encoding="utf-8")
        self._python = [str(files.executable), "-s", "-P", "-B", "-c", program]
        self._turn = threading.BoundedSemaphore(_TOGETHER)

    def run(self, code: str, variation: int = 0) -> Execution:
        """Execute `code`; every way in which it can end is an `Execution`."""
        try:
            given = code.encode()
        except UnicodeEncodeError:
            return Execution("", "SyntaxError: half a surrogate pair is no text", "raised")
        if len(given) > CODE:
            return Execution("", f"ValueError: {len(given)} bytes of code, at most {CODE} are run", "memory")
        settings = json.dumps(self._limits._asdict() | {"uid": NOBODY, "ahead": AHEAD * variation})
        with self._turn, _in_memory(self._filter) as calls:
            arguments = [
                *self._command,
                *("--setenv", "PYTHONHASHSEED", str(variation), "--seccomp", str(calls), "--"),
                *(*self._python, settings),
            ]
            with subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                pass_fds=(calls,), env={}, cwd="/", start_new_session=True,
            ) as process:  # fmt: skip
                try:
                    return self._watched(process, given)
                finally:
                    _end(process)

    def _watched(self, process: subprocess.Popen[bytes], code: bytes) -> Execution:
        """Read until everything in there has ended: as long as anything lives, it holds the pipes."""
        printed, told, read = bytearray(), bytearray(), 0
        stopped: Ended | None = None
        until = time.monotonic() + self._limits.seconds
        with selectors.DefaultSelector() as selector:
            selector.register(_pipe(process.stdout), selectors.EVENT_READ, printed)
            selector.register(_pipe(process.stderr), selectors.EVENT_READ, told)
            while selector.get_map():
                for key, _ in selector.select(max(0.0, until - time.monotonic())):
                    data = os.read(key.fd, 65_536)
                    read += len(data)
                    if not data:
                        selector.unregister(key.fileobj)
                    elif stopped is None:
                        key.data.extend(data)
                    if told.startswith(READY):
                        del told[: len(READY)]
                        _hand_in(process, code)
                if stopped is None and (read > self._limits.output or time.monotonic() >= until):
                    stopped = "output" if read > self._limits.output else "time"
                    until = time.monotonic() + _TO_END
                    _end(process)
                elif stopped is not None and time.monotonic() >= until:
                    break
        status = process.wait()
        output = bytes(printed[: self._limits.output]).decode(errors="replace")
        if stopped is not None:
            return Execution(output, _LIMIT_ERRORS[stopped], stopped)
        return _outcome(output, bytes(told).decode(errors="replace"), status)


def _outcome(output: str, told: str, status: int) -> Execution:
    """`told`: what came on standard error, the launcher's report last; `status`: how bubblewrap ended."""
    _, mark, report = told.rpartition("\x1e")
    if not mark:
        number = -status if status < 0 else status - 128
        if number == signal.SIGXCPU:
            return Execution(output, _LIMIT_ERRORS["time"], "time")
        if "MemoryError" in told[-_REPORT:]:
            return Execution(output, _LIMIT_ERRORS["memory"], "memory")
        said = told.strip().splitlines()[-1:] or [f"status {status}"]
        return Execution(output, f"RuntimeError: the interpreter ended at once ({said[0][:200]})", "crashed")
    try:
        error = json.JSONDecoder().raw_decode(report)[0]["error"]
    except (ValueError, KeyError, TypeError):
        return Execution(output, "RuntimeError: the interpreter's report was overwritten", "crashed")
    if error is None:
        return Execution(output)
    kind = str(error).split(":")[0]
    ended: Ended = (
        "memory" if kind == "MemoryError"
        else "refused" if kind in _OUTSIDE
        else "unsupported" if kind in _MISSING or "can't start new thread" in error
        else "raised"
    )  # fmt: skip
    return Execution(output, str(error), ended)


def _isolation(uid: int) -> list[str]:
    """Namespaces of its own. Root drops its user in the launcher, because a limit on threads does not bind a
    process that belongs to root outside, whatever it is called inside."""
    common = ["--die-with-parent", "--new-session", "--clearenv"]
    if uid == 0:
        return [
            *common,
            *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
            *("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
        ]
    return [*common, "--unshare-all", "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]


def _view(files: PythonFiles) -> list[str]:
    """All that is to be seen in there, read-only: no /proc, no /dev, no /tmp, no package but Python's own."""
    shown = [files.executable, *files.folders, *files.libraries]
    # Made here, because bubblewrap would make them as closed to others as they are outside.
    above = sorted({parent for path in shown for parent in path.parents if parent != Path("/")})
    arguments = [part for path in above for part in ("--dir", str(path))]
    arguments += [part for path in shown for part in ("--ro-bind", str(path), str(path))]
    arguments += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for path in files.hidden:
        arguments += ["--tmpfs", str(path), "--remount-ro", str(path)]
    for name, value in (("LANG", "C.UTF-8"), ("PYTHONUTF8", "1")):
        arguments += ["--setenv", name, value]
    return [*arguments, "--chdir", "/", "--remount-ro", "/"]


@contextlib.contextmanager
def _in_memory(data: bytes) -> Iterator[int]:
    """A descriptor of a file that has no name, with `data` in it."""
    descriptor = os.memfd_create("itemwright")
    try:
        os.write(descriptor, data)
        os.lseek(descriptor, 0, os.SEEK_SET)
        yield descriptor
    finally:
        os.close(descriptor)


def _hand_in(process: subprocess.Popen[bytes], code: bytes) -> None:
    """Give the launcher its code. It reads all of it before it does anything else."""
    with contextlib.suppress(BrokenPipeError), _pipe(process.stdin) as source:
        source.write(code)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # all three were asked for
    return stream


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill bubblewrap; its first process inside dies with it, and with that one all the others."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
