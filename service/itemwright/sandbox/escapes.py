"""Attempts to get out of a sandbox, for `probe`: run inside as text, so it imports nothing of ours.

An attempt that returns True got out. One that raises was stopped, as was one that returns False."""

import ctypes
import os
import socket
import threading
from collections.abc import Callable

NOBODY = 65534
NEW_USER_NAMESPACE, NEW_MOUNT_NAMESPACE = 0x10000000, 0x00020000


def is_somebody(secret: str, mark: str) -> bool:
    return {os.getuid(), os.geteuid(), os.getgid(), os.getegid(), *os.getgroups()} != {NOBODY}


def becomes_root(secret: str, mark: str) -> bool:
    os.setuid(0)
    return True


def reads_a_file(secret: str, mark: str) -> bool:
    with open(secret) as opened:
        return mark in opened.read()


def sees_the_system(secret: str, mark: str) -> bool:
    return any(
        map(os.path.exists, ("/proc/self", "/sys", "/dev/null", "/usr/bin/env", "/bin/sh", "/etc/passwd"))
    )


def writes_a_file(secret: str, mark: str) -> bool:
    with open("/written", "w") as opened:
        opened.write(mark)
    return True


def finds_a_place_to_write(secret: str, mark: str) -> bool:
    return any(os.access(top, os.W_OK) for top, _, _ in os.walk("/"))


def sees_the_environment(secret: str, mark: str) -> bool:
    return mark in os.environ.values()


def inherits_files(secret: str, mark: str) -> bool:
    """Beside output and errors: the copy of the latter that the launcher reports on, and the filter."""
    return sum(_is_open(number) for number in range(3, 1024)) > 2


def opens_a_socket(secret: str, mark: str) -> bool:
    socket.socket().close()
    return True


def starts_a_process(secret: str, mark: str) -> bool:
    if os.fork() == 0:
        os._exit(0)
    return True


def makes_a_namespace(secret: str, mark: str) -> bool:
    library = ctypes.CDLL(None)
    return 0 in (library.unshare(NEW_USER_NAMESPACE), library.unshare(NEW_MOUNT_NAMESPACE))


def shares_memory(secret: str, mark: str) -> bool:
    return int(ctypes.CDLL(None).shmget(0, 4096, 0o1600)) != -1


def traces(secret: str, mark: str) -> bool:
    return int(ctypes.CDLL(None).ptrace(0, 0, 0, 0)) == 0


def sees_processes(secret: str, mark: str) -> bool:
    return os.getpid() > 20


def takes_memory(secret: str, mark: str) -> bool:
    return len(bytearray(4_000_000_000)) > 0


def starts_many_threads(secret: str, mark: str) -> bool:
    ended = threading.Event()
    started = [threading.Thread(target=ended.wait) for _ in range(500)]
    try:
        for thread in started:
            thread.start()
    finally:
        ended.set()
    return True


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


ATTEMPTS: tuple[Callable[[str, str], bool], ...] = (
    is_somebody, becomes_root, reads_a_file, sees_the_system, writes_a_file, finds_a_place_to_write,
    sees_the_environment, inherits_files, opens_a_socket, starts_a_process, makes_a_namespace, shares_memory,
    traces, sees_processes, takes_memory, starts_many_threads,
)  # fmt: skip


def attempts(secret: str, mark: str) -> dict[str, bool]:
    """Each attempt by its name, and whether it got out. `secret`: a file outside that holds `mark`."""
    found = {}
    for attempt in ATTEMPTS:
        try:
            found[attempt.__name__] = attempt(secret, mark)
        except (OSError, MemoryError, RuntimeError):
            found[attempt.__name__] = False
    return found
