"""Whatever a snippet tries, it ends within its limits with an error of a kind, and nothing of it is left."""

import os
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from itemwright.sandbox.bubblewrap import Bubblewrap
from itemwright.sandbox.execution import Interpreter
from itemwright.sandbox.monty import MontySandbox
from tests.sandbox.conftest import SECONDS
from tests.sandbox.processes import command_lines

CANARY = "canary-" + os.urandom(8).hex()


class Hostile(NamedTuple):
    """A snippet, and how it may end in monty and in bubblewrap."""

    name: str
    code: str
    monty: str
    bubblewrap: str


SNIPPETS = [
    Hostile("fork bomb", "import os\nwhile True:\n    os.fork()", "unsupported", "refused"),
    Hostile(
        "thread bomb",
        "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(99,)).start()",
        "unsupported",
        "unsupported time",
    ),
    Hostile(
        "process pool",
        "import multiprocessing\nmultiprocessing.Process(target=print).start()",
        "unsupported",
        "refused",
    ),
    Hostile("shell", "import os\nprint(os.system('id'))", "unsupported", "done"),
    Hostile("other program", "import os\nos.execv('/bin/sh', ['sh', '-c', 'id'])", "unsupported", "refused"),
    Hostile("password file", "print(open('/etc/passwd').read())", "refused", "refused"),
    Hostile("own environment", "print(open('/proc/self/environ').read())", "refused", "refused"),
    Hostile("environment of process 1", "print(open('/proc/1/environ').read())", "refused", "refused"),
    Hostile("memory of process 1", "print(open('/proc/1/mem', 'rb').read(9))", "refused", "refused"),
    Hostile("root through process 1", "print(open('/proc/1/root/etc/passwd').read())", "refused", "refused"),
    Hostile("environment", "import os\nprint(dict(os.environ))", "unsupported", "done"),
    Hostile("listing", "import os\nprint(os.listdir('/home'), os.listdir('/tmp'))", "refused", "refused"),
    Hostile("endless output", "while True:\n    print('x' * 1000)", "output", "output"),
    Hostile(
        "endless errors", "import sys\nwhile True:\n    sys.stderr.write('x' * 1000)", "unsupported", "output"
    ),
    Hostile("output in one piece", "print('x' * 10**6)", "output", "output"),
    Hostile("endless loop", "while True:\n    pass", "time", "time"),
    Hostile(
        "endless loop that catches",
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass",
        "time",
        "time",
    ),
    Hostile(
        "memory in pieces", "x = []\nwhile True:\n    x.append('a' * 10**6)", "memory time", "memory time"
    ),
    Hostile("memory at once", "x = 'a' * 10**10", "memory", "memory"),
    Hostile("memory in a list", "x = [0] * 10**9", "memory", "memory"),
    Hostile("memory outside", "import mmap\nx = mmap.mmap(-1, 10**10)", "unsupported", "memory refused"),
    Hostile(
        "shared memory",
        "import os\nf = os.memfd_create('x')\nwhile True:\n    os.write(f, b'x' * 10**6)",
        "unsupported",
        "refused",
    ),
    Hostile(
        "symbolic link",
        "import os\nos.symlink('/etc/passwd', '/tmp/x')\nprint(open('/tmp/x').read())",
        "unsupported refused",
        "refused",
    ),
    Hostile("way up", "print(open('../../../../etc/passwd').read())", "refused", "refused"),
    Hostile(
        "descriptors", "import os\nprint([os.read(n, 99) for n in range(3, 9)])", "unsupported", "refused"
    ),
    Hostile(
        "daemon",
        "import os\nif os.fork() == 0:\n    os.setsid()\n    import time\n    time.sleep(99)",
        "unsupported",
        "refused",
    ),
    Hostile("sleep", "import time\ntime.sleep(99)", "refused", "time"),
    Hostile(
        "thread that stays",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()",
        "unsupported",
        "time",
    ),
    Hostile(
        "sleep behind closed pipes",
        "import os, time\nos.close(1)\nos.close(2)\ntime.sleep(99)",
        "unsupported",
        "time",
    ),
    Hostile(
        "connection", "import socket\nsocket.create_connection(('127.0.0.1', 80))", "unsupported", "refused"
    ),
    Hostile(
        "name server",
        "import socket\nprint(socket.gethostbyname('localhost'))",
        "unsupported",
        "refused raised",
    ),
    Hostile(
        "download",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')",
        "unsupported",
        "refused",
    ),
    Hostile(
        "walk to builtins",
        "for c in ().__class__.__mro__[1].__subclasses__():\n    if c.__name__ == '_wrap_close':\n"
        "        print(c.__init__.__globals__['popen']('id').read())",
        "unsupported",
        "refused",
    ),
    Hostile("builtins", "print(__builtins__.__import__('os').getcwd())", "unsupported", "raised done"),
    Hostile("frames", "import sys\nprint(sys._getframe(1).f_globals['os'].environ)", "unsupported", "done"),
    Hostile(
        "code object", "print((lambda: 0).__code__.replace(co_consts=()))", "unsupported", "done crashed"
    ),
    Hostile(
        "huge file", "f = open('/tmp/x', 'w')\nwhile True:\n    f.write('x' * 10**6)", "refused", "refused"
    ),
    Hostile(
        "file anywhere",
        "import os\nfor top, _, _ in os.walk('/'):\n    try:\n        open(top + '/x', 'w')\n"
        "        print(top)\n"
        "    except OSError:\n        pass",
        "unsupported refused done",
        "done",
    ),
    Hostile("kill the parent", "import os\nos.kill(os.getppid(), 9)", "unsupported", "refused done"),
    Hostile("kill all", "import os\nos.kill(-1, 9)", "unsupported", "refused done"),
    Hostile("kill itself", "import os\nos.kill(os.getpid(), 9)", "unsupported", "crashed"),
    Hostile("end without a word", "import os\nos._exit(0)", "unsupported", "crashed"),
    Hostile("segmentation fault", "import ctypes\nctypes.string_at(0)", "unsupported", "crashed"),
    Hostile("huge integer", "x = 10 ** 10 ** 9", "memory time", "memory time"),
    Hostile("integer as text", "print(10 ** 5000)", "raised", "raised"),
    Hostile("deep recursion", "def f():\n    f()\nf()", "raised", "raised"),
    Hostile(
        "recursion without a limit",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()",
        "unsupported",
        "time memory crashed",
    ),
    Hostile(
        "deep structure",
        "x = []\nfor _ in range(10**6):\n    x = [x]\nprint(repr(x))",
        "raised memory time crashed",
        "raised memory time crashed",
    ),
    Hostile(
        "regular expression",
        "import re\nprint(re.match('(a|aa)+$', 'a' * 60 + 'b'))",
        "raised done time refused",
        "time",
    ),
    Hostile("zero byte", "print(1)\x00", "raised", "raised"),
    Hostile("half a surrogate", "print('\ud800')", "raised unsupported", "raised"),
    Hostile("brackets", "(" * 50_000, "raised unsupported", "raised crashed"),
    Hostile(
        "signs", "x = " + "-" * 50_000 + "1", "raised unsupported crashed memory", "raised memory crashed"
    ),
    Hostile("too much code", "#" * 200_000, "memory", "memory"),
    Hostile("right to left", "x = '\u202e' + '\u2066'\nprint(len(x))", "done", "done"),
    Hostile(
        "forged report",
        "import sys\nsys.stderr.write('\\x1e{\"error\": null}')\nraise ValueError",
        "unsupported",
        "raised",
    ),
    Hostile(
        "spoilt report",
        "import os, threading\ndef f():\n    while True:\n        os.write(2, b'\\x1e[')\n"
        "threading.Thread(target=f, daemon=True).start()",
        "unsupported",
        "crashed output done",
    ),
    Hostile(
        "message that fails",
        "class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E",
        "unsupported",
        "crashed",
    ),
    Hostile(
        "namespace", "import ctypes\nprint(ctypes.CDLL(None).unshare(0x10000000))", "unsupported", "done"
    ),
]


def check(sandbox: Interpreter, hostile: Hostile, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITEMWRIGHT_API_KEY", CANARY)
    before, began = len(os.listdir("/proc/self/fd")), time.monotonic()
    execution = sandbox.run(hostile.code)
    took = time.monotonic() - began
    assert execution.ended in wanted.split(), execution
    assert (execution.error is None) == (execution.ended == "done")
    assert took < 12  # its own limit is two seconds; the machine may be busy
    assert CANARY not in execution.output
    assert "root:" not in execution.output
    assert len(execution.output) <= 9_000
    assert command_lines(str(SECONDS)) == {}
    assert len(os.listdir("/proc/self/fd")) <= before
    assert sandbox.run("print(6 * 7)")[:2] == ("42\n", None)


@pytest.mark.parametrize("hostile", SNIPPETS, ids=lambda each: each.name)
def test_monty_holds(monty: MontySandbox, hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    check(monty, hostile, hostile.monty, monkeypatch)


@pytest.mark.parametrize("hostile", SNIPPETS, ids=lambda each: each.name)
def test_bubblewrap_holds(bubblewrap: Bubblewrap, hostile: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    check(bubblewrap, hostile, hostile.bubblewrap, monkeypatch)


def test_nothing_was_written_outside(bubblewrap: Bubblewrap) -> None:
    names = [f"{folder}/itemwright-{CANARY}" for folder in ("", "/tmp", "/var/tmp", "/dev/shm", os.getcwd())]
    attempts = "\n".join(f"try: open({name!r}, 'w')\nexcept OSError: print('no')" for name in names)
    assert bubblewrap.run(attempts).output == "no\n" * len(names)
    assert not any(Path(name).exists() for name in names)
