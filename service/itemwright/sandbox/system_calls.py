"""A seccomp filter in the kernel's own form: which system calls a snippet may not make.

Structure and constants: linux/seccomp.h, linux/filter.h, linux/audit.h; call numbers: the kernel's tables."""

import struct
from collections.abc import Mapping
from typing import NamedTuple

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_EPERM, _ENOSYS = 1, 38
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
"""On x86-64 the same calls again under other numbers."""

# New mounts, rings and handles have one number on all machines.
_EVERYWHERE = (*range(425, 434), 442, 447, 467)


class _Machine(NamedTuple):
    audit: int
    clone: int
    denied: tuple[int, ...]


# Denied, in this order: socket; fork, vfork (x86 only); shmget, shmat, msgget, semget, mq_open, memfd_create;
# ptrace, process_vm_readv and _writev, kcmp; unshare, setns, mount, umount2, pivot_root, chroot;
# name_to_handle_at, open_by_handle_at, fanotify_init; keyctl, add_key, request_key; bpf, perf_event_open,
# userfaultfd, personality; init_module, finit_module, delete_module, kexec_load.
_MACHINES: Mapping[str, _Machine] = {
    "x86_64": _Machine(
        0xC000003E,
        56,
        (41, 57, 58, 29, 30, 68, 64, 240, 319, 101, 310, 311, 312, 272, 308, 165, 166, 155, 161, 303, 304,
         300, 250, 248, 249, 321, 298, 323, 135, 175, 313, 176, 246),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        220,
        (198, 194, 196, 186, 190, 180, 279, 117, 270, 271, 272, 97, 268, 40, 39, 41, 51, 264, 265, 262,
         219, 217, 218, 280, 241, 282, 92, 105, 273, 106, 104),
    ),
}  # fmt: skip
_CLONE3 = 435

# Allowed to stepped code, in this order: read, write, close, fstat, lseek; mmap, mprotect, munmap, brk,
# mremap, madvise; rt_sigaction, rt_sigprocmask, rt_sigreturn, sigaltstack, restart_syscall; sched_yield,
# sched_getaffinity, getpid, gettid, futex, set_robust_list, rseq; clock_gettime, getrandom; exit, exit_group.
_STEPPING: Mapping[str, tuple[int, ...]] = {
    "x86_64": (0, 1, 3, 5, 8, 9, 10, 11, 12, 25, 28, 13, 14, 15, 131, 219, 24, 204, 39, 186, 202, 273, 334,
               228, 318, 60, 231),
    "aarch64": (63, 64, 57, 80, 62, 222, 226, 215, 214, 216, 233, 134, 135, 139, 132, 128, 124, 123, 172, 178,
                98, 99, 293, 113, 278, 93, 94),
}  # fmt: skip


def call_filter(machine: str) -> bytes | None:
    """The filter for a machine as `platform.machine()` names it, None for one that is not known here.

    Denied calls fail with EPERM: network sockets, new processes (threads are admitted), memory shared outside
    the process, namespaces and mounts, other processes, the kernel itself. clone3 fails with ENOSYS, because
    its flags cannot be seen; the C library then uses clone."""
    known = _MACHINES.get(machine)
    if known is None:
        return None
    lines = _opening(known)
    for number in (*known.denied, *_EVERYWHERE):
        lines += [_line(_EQUAL, number, 0, 1), _line(_RETURN, _ERROR | _EPERM)]
    return b"".join([*lines, *_threads_alone(known), _line(_RETURN, _ALLOW)])


def stepping_filter(machine: str) -> bytes | None:
    """The filter for stepped code, None for a machine that is not known here.

    All is denied but what a Python needs that has loaded its modules: memory, threads, the files it has open.
    No file can be opened and no process or connection made, even by code that got at Python itself."""
    known, allowed = _MACHINES.get(machine), _STEPPING.get(machine)
    if known is None or allowed is None:
        return None
    lines = _opening(known)
    for number in allowed:
        lines += [_line(_EQUAL, number, 0, 1), _line(_RETURN, _ALLOW)]
    lines += [_line(_EQUAL, known.clone, 1, 0), _line(_RETURN, _ERROR | _EPERM)]
    return b"".join([*lines, *_threads_alone(known), _line(_RETURN, _ALLOW)])


def _opening(known: _Machine) -> list[bytes]:
    """Other architectures end the process; then the call's number, with clone3 and x32 refused."""
    return [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, known.audit, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        _line(_AT_LEAST, _X32, 0, 1),
        _line(_RETURN, _ERROR | _EPERM),
        _line(_EQUAL, _CLONE3, 0, 1),
        _line(_RETURN, _ERROR | _ENOSYS),
    ]


def _threads_alone(known: _Machine) -> list[bytes]:
    """A clone that is no thread is refused; any other call goes on behind these lines."""
    return [
        _line(_EQUAL, known.clone, 0, 3),
        _line(_LOAD, _FIRST_ARGUMENT),
        _line(_ANY_BIT, _CLONE_THREAD, 1, 0),
        _line(_RETURN, _ERROR | _EPERM),
    ]


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, if_true, if_false, value)
