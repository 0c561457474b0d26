"""The process that starts the embedded PostgreSQL, and stops it when its last user is gone, killed or not.

Run as a script by `embedded.py`, it needs the standard library alone, so it is up within 50 ms.
It is PostgreSQL's parent. While it lives it holds `watchdog.lock`; users hold `users.lock`, shared.
"""

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

USERS_LOCK = "users.lock"
WATCHDOG_LOCK = "watchdog.lock"
CLUSTER = "postgres"
LOG = "postgres.log"
SUPERUSER = "postgres"
READY = "ready"

SYSTEM_USER = "itemwright"
SOCKET_NAME = ".s.PGSQL.5432"
# Linux admits 107 bytes, macOS 103; a list of folders (server) or of hosts (client) ends at a comma.
SOCKET_BYTES = 103
AWKWARD = set(",\"'\\")
LOOK_EVERY = 0.25
STOP_WITHIN = 15.0
START_WITHIN = 300.0  # replaying the log after a crash may take long on a slow disk
LOG_BYTES = 1_000_000

# Deterministic order of texts whatever the machine's locale; checksums are on by default.
INITDB_OPTIONS = (
    f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--no-locale",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
)  # fmt: skip
# The log holds no value of any row. Containers often have 64 MB of /dev/shm: no parallel query. A client that
# was killed is noticed within 2 s.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "max_wal_size": "256MB",
    "client_connection_check_interval": "2s",
}


def running_socket_dir(cluster: Path) -> Path | None:
    """The socket folder of the server that answers for this cluster, None when none does.

    A connection is the proof: a pid in `postmaster.pid` may by now be anybody's.
    """
    lines = _pid_file(cluster)
    if len(lines) < 8 or lines[7].strip() != READY:
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(os.path.join(lines[4], SOCKET_NAME))
        except OSError:
            return None
    return Path(lines[4])


def _pid_file(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text(errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def _owner(data_dir: Path) -> tuple[int, int] | None:
    """User and group PostgreSQL runs as, when that is not ourselves: it refuses to run as root.

    The owner of the cluster, else the owner of the data folder, else a system user of ours.
    """
    if os.geteuid() != 0:
        return None
    cluster = data_dir / CLUSTER
    found = (cluster if cluster.exists() else data_dir).stat()
    if found.st_uid != 0 and (cluster.exists() or _has_name(found.st_uid)):
        return found.st_uid, found.st_gid
    return _system_user()


def _has_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _system_user() -> tuple[int, int]:
    for _ in range(20):  # two folders started at once both try to make the user
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER]
            try:
                made = subprocess.run(command, capture_output=True, text=True, check=False)
            except FileNotFoundError:
                raise RuntimeError(
                    "PostgreSQL does not run as root, and there is no useradd to make the user "
                    f"{SYSTEM_USER!r}; run as another user or set ITEMWRIGHT_DATABASE_URL"
                ) from None
            refusal = made.stderr.strip()
            time.sleep(0.1 if made.returncode else 0)
        else:
            return entry.pw_uid, entry.pw_gid
    raise RuntimeError(f"cannot make the user {SYSTEM_USER!r} that PostgreSQL runs as: {refusal}")


def _open_for(binaries: Path, data_dir: Path) -> None:
    """Let another user pass through the folders above (o+x, no more), and read the installation."""
    for path in (binaries, data_dir):
        for folder in (path, *path.parents):
            mode = folder.stat().st_mode
            if not mode & 0o001:
                folder.chmod(mode | 0o001)
    if (binaries / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for path in binaries.parent.rglob("*"):  # installed under a strict umask
        path.chmod(path.stat().st_mode | (0o005 if path.is_dir() or path.parent == binaries else 0o004))


class Cluster:
    """One PostgreSQL data folder and the server on it. Errors are RuntimeErrors of one line."""

    def __init__(self, data_dir: Path, binaries: Path) -> None:
        self.data_dir = data_dir
        self.folder = data_dir / CLUSTER
        self.log = data_dir / LOG
        self.binaries = binaries
        self.owner = _owner(data_dir)
        self.server: subprocess.Popen[bytes] | None = None
        self.socket_dir: Path | None = None

    def prepare(self) -> None:
        """Make the data folder unless it is there: aside, then moved, so a half-made one is never used."""
        if self.owner is not None:
            _open_for(self.binaries, self.data_dir)
        if self.folder.exists():
            if self.owner is not None and self.folder.stat().st_uid == 0:  # restored from a backup by root
                for path in (self.folder, *self.folder.rglob("*")):
                    os.chown(path, *self.owner, follow_symlinks=False)
            return
        made = self.data_dir / f"{CLUSTER}.new"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        if self.owner is not None:
            os.chown(made, *self.owner)
        command = [str(self.binaries / "initdb"), *INITDB_OPTIONS, "-D", str(made)]
        done = subprocess.run(
            command, cwd=made, capture_output=True, text=True, check=False, **self._identity()
        )
        if done.returncode:
            shutil.rmtree(made, ignore_errors=True)
            raise RuntimeError(f"initdb failed: {_last_line(done.stderr or done.stdout)}")
        made.rename(self.folder)

    def start(self) -> None:
        """Start the server and wait until it answers; backends of a killed predecessor get time to leave."""
        self._end_predecessor()
        self.socket_dir = self._choose_socket_dir()
        settings = SERVER_SETTINGS | {"unix_socket_directories": f'"{self.socket_dir}"'}
        command = [str(self.binaries / "postgres"), "-D", str(self.folder)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        until = time.monotonic() + START_WITHIN
        while True:
            self.log.touch(mode=0o600)
            with self.log.open("ab") as log:
                began = log.tell() if log.tell() < LOG_BYTES else 0
                log.truncate(log.tell() if began else 0)
                self.server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **self._identity())
            while self.server.poll() is None and time.monotonic() < until:
                lines = _pid_file(self.folder)
                if lines[:1] == [str(self.server.pid)] and running_socket_dir(self.folder):
                    return
                time.sleep(0.01)
            said = self.log.read_bytes()[began:].decode(errors="replace")
            if "pre-existing shared memory block" not in said or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"PostgreSQL did not start: {_last_fatal(said)} (see {str(self.log)!r})")
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server: open transactions are rolled back, what was committed is on disk."""
        server = self.server
        if server is None:
            return
        for sign, patience in (
            (signal.SIGINT, STOP_WITHIN), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0),
        ):  # fmt: skip
            if server.poll() is None:
                server.send_signal(sign)
            if _wait_until(lambda: server.poll() is not None, patience):
                break
        if self.socket_dir is not None and self.socket_dir != self.folder:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def _identity(self) -> dict[str, Any]:
        common = {"preexec_fn": _follow_parent(), "env": _clean_env(), "stdin": subprocess.DEVNULL}
        if self.owner is None:
            return common
        return common | {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}

    def _choose_socket_dir(self) -> Path:
        path = str(self.folder)
        if len(os.fsencode(path)) + 1 + len(SOCKET_NAME) <= SOCKET_BYTES and not AWKWARD & set(path):
            return self.folder
        parent = tempfile.gettempdir()
        if len(os.fsencode(parent)) > 60 or AWKWARD & set(parent):
            parent = "/tmp"
        folder = Path(tempfile.mkdtemp(prefix="itemwright-", dir=parent))  # mode 0700: ours alone
        if self.owner is not None:
            os.chown(folder, *self.owner)
        return folder

    def _end_predecessor(self) -> None:
        """A server whose watchdog was killed is ended; a lock file that names another process is removed.

        PostgreSQL itself takes any process of the same user for its predecessor, one that is dead but not
        yet collected too, and pids do return: after the restart of a container it would never start again.
        """
        for lock in (self.folder / "postmaster.pid", self.folder / f"{SOCKET_NAME}.lock"):
            try:
                pid = int(lock.read_text(errors="surrogateescape").split(maxsplit=1)[0])
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError, IndexError):
                continue  # no lock, its process is gone, or this system does not tell: PostgreSQL decides
            if b"-D" not in command or os.path.basename(command[0]) != b"postgres":
                lock.unlink(missing_ok=True)
            elif os.path.realpath(command[command.index(b"-D") + 1]) == os.fsencode(self.folder):
                _end_process(pid)
                lock.unlink(missing_ok=True)


def _end_process(pid: int) -> None:
    os.kill(pid, signal.SIGINT)
    if not _wait_until(lambda: _ended(pid), STOP_WITHIN):
        os.kill(pid, signal.SIGKILL)


def _ended(pid: int) -> bool:
    try:
        return not Path(f"/proc/{pid}/cmdline").read_bytes()  # empty once it is dead and not yet collected
    except OSError:
        return True


def _clean_env() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _wait_until(done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


def _last_fatal(log: str) -> str:
    fatal = [line for line in log.splitlines() if "FATAL" in line or "PANIC" in line]
    return _last_line("\n".join(fatal) or log)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _follow_parent() -> Callable[[], None]:
    """For the child: be sent SIGINT (a fast, clean stop) when the watchdog dies, however it dies."""
    set_death_signal = 1
    return lambda: _prctl(set_death_signal, signal.SIGINT)


def _adopt_orphans() -> None:
    """Become the parent of the server's processes when the server is killed, so that they can be ended."""
    set_child_subreaper = 36
    _prctl(set_child_subreaper, 1)


def _end_orphans() -> None:
    until = time.monotonic() + 2.0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            if time.monotonic() > until:
                for child in _children():
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.02)


def _children() -> list[int]:
    me = os.getpid()
    listing = Path(f"/proc/{me}/task/{me}/children")
    return [int(pid) for pid in listing.read_text().split()] if listing.exists() else []


def _watch(cluster: Cluster, users: int) -> None:
    """Return when the server has ended, or when nobody uses it any more and it has been stopped."""
    assert cluster.server is not None
    asked_to_end: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: asked_to_end.append(number))
    while cluster.server.poll() is None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not asked_to_end:
                time.sleep(LOOK_EVERY)
                continue
        cluster.stop()  # who comes now waits for the users' lock, and starts the next server
    _end_orphans()


def main(data_dir: Path, binaries: Path) -> int:
    """Start the server, say "ready" or one line of what is wrong on standard output, and watch."""
    if os.fork():
        return 0  # whoever started us need not collect us
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.chdir("/")
    _adopt_orphans()
    cluster = Cluster.__new__(Cluster)
    try:
        users = os.open(data_dir / USERS_LOCK, os.O_RDWR)
        cluster = Cluster(data_dir, binaries)
        cluster.prepare()
        cluster.start()
    except (OSError, RuntimeError) as error:
        print(str(error), flush=True)
        return 1
    print(READY, flush=True)
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    _watch(cluster, users)
    return 0


if __name__ == "__main__":
    os._exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
