"""Full CPython runs all of Python's own library, each run by itself, under seeds and clocks that vary."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from itemwright.errors import ExecutionRefused
from itemwright.sandbox import python_files
from itemwright.sandbox.bubblewrap import AHEAD, Bubblewrap
from itemwright.sandbox.python_files import python_files as files_of
from tests.sandbox.processes import command_lines


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("def f():\n    yield 1\nprint(list(f()))", "[1]\n"),
        ("from enum import Enum\nclass C(Enum):\n    A = 1\nprint(C.A, list(C))", "C.A [<C.A: 1>]\n"),
        ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nprint(P(1))", "P(x=1)\n"),
        ("import asyncio\nasync def m():\n    await asyncio.sleep(0)\n    print(1)\nasyncio.run(m())", "1\n"),
        ("import statistics, decimal, fractions, sqlite3, zlib, ctypes, ssl, datetime\nprint(3)", "3\n"),
        ("if __name__ == '__main__':\n    print('main')", "main\n"),
        ("import sys\nprint(sys.argv, sys.stdin.read() == '')", "['main.py'] True\n"),
        ("print('é', '\U0001f600')", "é \U0001f600\n"),
        ("print(repr(__import__('datetime').datetime(2020, 1, 1)))", "datetime.datetime(2020, 1, 1, 0, 0)\n"),
        ("import threading\nt = threading.Thread(target=print, args=(4,))\nt.start()\nt.join()", "4\n"),
        ("print(5)\nexit()", "5\n"),
        ("import time\nprint(time.gmtime(0).tm_year, time.strftime('%Y', time.gmtime(0)))", "1970 1970\n"),
    ],
)
def test_runs_python(bubblewrap: Bubblewrap, code: str, output: str) -> None:
    assert bubblewrap.run(code) == (output, None, "done")
    assert bubblewrap.run(code, variation=2) == (output, None, "done")


@pytest.mark.parametrize(
    ("code", "ended", "error"),
    [
        ("print(1)\n1 / 0", "raised", "ZeroDivisionError: division by zero"),
        ("raise KeyError", "raised", "KeyError"),
        ("import sys\nsys.exit(3)", "raised", "SystemExit: 3"),
        ("x = ", "raised", "SyntaxError: invalid syntax (main.py, line 1)"),
        ("import numpy", "unsupported", "ModuleNotFoundError: No module named 'numpy'"),
        ("import itemwright", "unsupported", "ModuleNotFoundError: No module named 'itemwright'"),
        ("input()", "unsupported", "EOFError: EOF when reading a line"),
        ("open('x')", "refused", "FileNotFoundError: [Errno 2] No such file or directory: 'x'"),
    ],
)
def test_says_how_code_ends(bubblewrap: Bubblewrap, code: str, ended: str, error: str) -> None:
    execution = bubblewrap.run(code)
    assert (execution.error, execution.ended) == (error, ended)


def test_hash_seeds_and_clocks_vary_and_nothing_else(bubblewrap: Bubblewrap) -> None:
    texts = "print({f'word {n}' for n in range(30)})"
    assert bubblewrap.run(texts) == bubblewrap.run(texts)
    assert len({bubblewrap.run(texts, variation).output for variation in range(4)}) == 4
    numbers = "print({3, 1, 2}, hash(5), [x for x in {7, 8}])"
    assert len({bubblewrap.run(numbers, variation).output for variation in range(4)}) == 1
    clock = (
        "import time, datetime\nprint(time.time(), datetime.datetime.now().timestamp(), time.time_ns() / 1e9)"
    )
    now, later = ([float(x) for x in bubblewrap.run(clock, v).output.split()] for v in (0, 1))
    assert [round((b - a) / AHEAD, 3) for a, b in zip(now, later, strict=True)] == [1, 1, 1]


def test_runs_know_nothing_of_each_other(bubblewrap: Bubblewrap) -> None:
    bubblewrap.run("import builtins\nbuiltins.kept = 1")
    assert bubblewrap.run("print(kept)").error_type == "NameError"


def test_many_at_once_come_through(bubblewrap: Bubblewrap) -> None:
    outputs: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=n: outputs.update({n: bubblewrap.run(f"print({n})").output}))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outputs == {n: f"{n}\n" for n in range(6)}


def test_the_sandbox_ends_with_the_service(bubblewrap: Bubblewrap, tmp_path: Path) -> None:
    """A service that is killed leaves no snippet running."""
    program = (
        "from itemwright.sandbox.bubblewrap import Bubblewrap, Limits\n"
        "print('ready', flush=True)\n"
        "Bubblewrap(Limits(seconds=77.125, cpu_seconds=60)).run('import time\\ntime.sleep(70)')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        service.stdout.readline()
        while not running("77.125", above=service.pid):
            assert service.poll() is None
        service.kill()
    waited = threading.Event()
    for _ in range(200):
        if not running("77.125", above=service.pid):
            break
        waited.wait(0.05)
    assert not running("77.125", above=service.pid)


def running(mark: str, above: int) -> list[str]:
    """What the service with the number `above` has started, without itself and without this test."""
    lines = command_lines(mark)
    return [
        line for number, line in lines.items() if number not in (above, os.getpid()) and "--seccomp" in line
    ]


def test_shows_pythons_own_files_alone() -> None:
    files = files_of()
    assert files.executable.is_file()
    assert any((folder / "os.py").exists() for folder in files.folders)
    assert all(path.name in ("site-packages", "dist-packages") for path in files.hidden)
    assert any("libc" in path.name for path in files.libraries)
    assert not any(str(path).startswith(sys.prefix) for path in files.folders)


def test_tells_what_is_missing_on_a_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExecutionRefused, match="'ldd' cannot be run"):
        files_of()
    monkeypatch.setattr(python_files.sysconfig, "get_path", lambda name: str(tmp_path))
    monkeypatch.setattr(python_files.sysconfig, "get_config_var", lambda name: None)
    with pytest.raises(ExecutionRefused, match="No standard library"):
        files_of()
