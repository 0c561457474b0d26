"""The embedded database is shared, survives kill -9 of anything, and ends with its last user."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itemwright.errors import StoreUnavailable
from itemwright.store import watchdog
from itemwright.store.courses import Courses
from itemwright.store.engine import Store

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cwd").exists(), reason="looks at processes through /proc"
)

# Opens the store, says so, then makes courses for ever and tells each one that was committed.
WRITER = """
import sys
from pathlib import Path
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
with Store.open(None, Path(sys.argv[1])) as store:
    print("open", flush=True)
    for number in range(int(sys.argv[3])):
        with store.begin() as tx:
            Courses(tx).ensure(f"{sys.argv[2]}-{number:05}", "x")
        print(f"{sys.argv[2]}-{number:05}", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newest tables, at rest."""
    made = tmp_path_factory.mktemp("prepared")
    Store.open(None, made).close()
    assert gone(made, within=20)
    return made


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder for one test; afterwards nothing of it runs."""
    made = Path(tempfile.mkdtemp(prefix="itemwright-tests-"))
    yield made
    assert gone(made, within=20), processes_of(made)
    shutil.rmtree(made)


@pytest.fixture
def folder(empty: Path, prepared: Path) -> Path:
    """A folder with a database of this test."""
    copy(prepared, empty)
    return empty


def copy(prepared: Path, folder: Path) -> None:
    """With owners and modes."""
    subprocess.run(["cp", "-a", f"{prepared}/.", str(folder)], check=True)


def processes_of(folder: Path) -> list[int]:
    """The watchdog, PostgreSQL and all its descendants: those name the folder, the last no longer do."""
    parents: dict[int, int] = {}
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes()
                parents[int(entry.name)] = parent_of(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            if os.fsencode(folder) in command and b"import Store" not in command:
                found.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def gone(folder: Path, within: float) -> bool:
    """Whether all processes end within so many seconds."""
    until = time.monotonic() + within
    while processes_of(folder):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


def kill_postmaster(data: Path) -> None:
    """Its children notice and leave."""
    pids = processes_of(data)
    os.kill(postmaster(data), signal.SIGKILL)
    wait_for_the_end(*(pid for pid in pids if pid != parent_of(postmaster(data))))


def kill_watchdog(data: Path) -> None:
    """The server follows it."""
    server = postmaster(data)
    os.kill(parent_of(server), signal.SIGKILL)
    wait_for_the_end(server)


def kill_everything(data: Path) -> None:
    pids = processes_of(data)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_for_the_end(*pids)


def wait_for_the_end(*pids: int) -> None:
    """Until they are dead, collected by their parents or not."""
    for pid in pids:
        command = Path(f"/proc/{pid}/cmdline")
        while command.exists() and command.read_bytes():
            time.sleep(0.005)


def writer(data: Path, name: str, rows: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), name, str(rows)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def slugs(store: Store) -> list[str]:
    with store.begin() as tx:
        return [course.slug for course in Courses(tx).all()]


def test_it_ends_with_its_user_and_starts_again_with_the_rows(folder: Path) -> None:
    with Store.open(None, folder) as store, store.begin() as tx:
        Courses(tx).ensure("kept", "x")
    assert gone(folder, within=5)
    with Store.open(None, folder) as store:
        assert slugs(store) == ["kept"]
        assert processes_of(folder)


def test_it_stays_for_the_user_who_is_left(folder: Path) -> None:
    with Store.open(None, folder) as left:
        with Store.open(None, folder) as other:
            server = postmaster(folder)
            assert slugs(other) == []
        time.sleep(3 * watchdog.LOOK_EVERY)
        assert postmaster(folder) == server
        assert slugs(left) == []


def test_a_killed_user_loses_no_acknowledged_row_and_leaves_no_process(folder: Path) -> None:
    process = writer(folder, "row", 100_000)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(50)][1:]
    process.kill()
    acknowledged += process.stdout.read().split()
    process.communicate()
    assert gone(folder, within=5)
    with Store.open(None, folder) as store:
        kept = slugs(store)
        assert set(acknowledged) <= set(kept)
        assert len(kept) <= len(acknowledged) + 1


@pytest.mark.parametrize("kill", [kill_postmaster, kill_watchdog, kill_everything])
def test_the_next_call_works_after_the_database_was_killed(
    folder: Path, kill: Callable[[Path], None]
) -> None:
    with Store.open(None, folder) as store:
        for round_ in range(2):
            with store.begin() as tx:
                Courses(tx).ensure(f"round-{round_}", "x")
            kill(folder)
            assert slugs(store) == [f"round-{past}" for past in range(round_ + 1)]


def test_a_transaction_cut_off_says_so_and_leaves_nothing(folder: Path) -> None:
    def cut_off(store: Store) -> None:
        with store.begin() as tx:
            Courses(tx).ensure("half", "x")
            kill_everything(folder)
            Courses(tx).ensure("more", "x")

    with Store.open(None, folder) as store:
        with pytest.raises(StoreUnavailable, match="was lost"):
            cut_off(store)
        assert slugs(store) == []


def test_processes_that_start_at_once_share_one_server(empty: Path) -> None:
    data = empty / "made" / "by the first"
    writers = [writer(data, f"w{number}", 20) for number in range(3)]
    with Store.open(None, data) as store:
        for process in writers:
            process.communicate(timeout=60)
            assert process.returncode == 0
        assert len(slugs(store)) == 60
        server = (data / "postgres" / "postmaster.pid").read_text()
        assert sum("watchdog" in Path(f"/proc/{pid}/cmdline").read_text() for pid in processes_of(data)) == 1
        assert server.splitlines()[7].strip() == "ready"


def test_users_who_come_while_it_ends_get_the_next_one(folder: Path) -> None:
    for number in range(6):
        with Store.open(None, folder) as store, store.begin() as tx:
            Courses(tx).ensure(f"visit-{number}", "x")
        time.sleep(number * 0.06)  # meets the watchdog before, while and after it stops the server
    with Store.open(None, folder) as store:
        assert len(slugs(store)) == 6


def test_the_locks_are_not_inherited(folder: Path) -> None:
    with Store.open(None, folder):
        sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    assert gone(folder, within=5)
    sleeper.communicate(b"\n")


@pytest.mark.parametrize(
    "name", ["with space", "l" * 120, "comma,quote\"'back\\slash", "$HOME `id` %s", "ünï🙂", "-D x"]
)
def test_any_path_will_do(empty: Path, prepared: Path, name: str) -> None:
    data = empty / name
    if name != "with space":  # which is made here; for the others a copy has to do
        data.mkdir()
        copy(prepared, data)
    with Store.open(None, data) as store:
        assert slugs(store) == []
        socket = watchdog.running_socket_dir(data / "postgres")
        assert socket is not None
        assert socket.stat().st_mode & 0o077 == 0  # nobody else may connect: the database trusts who can
    assert gone(data, within=5)
    assert socket == data / "postgres" or not socket.exists()


def test_a_relative_path_means_the_folder_it_meant_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    with Store.open(None, Path(folder.name)) as store:
        monkeypatch.chdir("/")
        kill_postmaster(folder)
        assert slugs(store) == []


def test_settings_of_other_postgresql_clients_do_not_matter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {"PGPORT": "6001", "PGHOST": "nowhere", "PGDATA": "/none", "PGCLIENTENCODING": "latin1"}
    for name, value in others.items():
        monkeypatch.setenv(name, value)
    with Store.open(None, folder) as store:
        with store.begin() as tx:
            Courses(tx).ensure("unicode", "→ 🙂")
        with store.begin() as tx:
            assert Courses(tx).get("unicode").title == "→ 🙂"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("owner", [0, 65534])
def test_root_may_use_what_another_user_made_or_what_was_restored(folder: Path, owner: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner, owner)
    with Store.open(None, folder) as store:
        assert slugs(store) == []
        server = Path(f"/proc/{postmaster(folder)}").stat().st_uid
        assert server == (folder / "postgres").stat().st_uid == (owner or server) != 0
        assert (folder / watchdog.USERS_LOCK).stat().st_uid == owner


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another user")
def test_the_database_of_another_user_is_not_touched(folder: Path) -> None:
    folder.chmod(0o777)
    (folder / watchdog.USERS_LOCK).chmod(0o666)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from itemwright.errors import StoreUnavailable\n"
        "from itemwright.store.embedded import EmbeddedPostgres\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try:\n    EmbeddedPostgres(Path(sys.argv[1])).ensure_running()\n"
        "except StoreUnavailable as error:\n    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert "belongs to another user" in said.stdout


def test_a_first_start_that_was_killed_half_way_is_begun_anew(empty: Path) -> None:
    (empty / "postgres.new").mkdir()
    (empty / "postgres.new" / "PG_VERSION").write_text("18\n")
    with Store.open(None, empty) as store:
        assert slugs(store) == []


def test_a_pid_file_that_now_names_another_process_does_no_harm(folder: Path) -> None:
    with Store.open(None, folder):
        owner = (folder / "postgres").stat()
        lines = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    assert gone(folder, within=5)
    identity = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    bystander = subprocess.Popen(["sleep", "60"], cwd="/", **identity)  # type: ignore[call-overload]
    (folder / "postgres" / "postmaster.pid").write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
    with Store.open(None, folder) as store:
        assert slugs(store) == []
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_folder_that_cannot_be_used_is_named(empty: Path) -> None:
    (empty / "file").write_text("")
    for data in (empty / "file", empty / "file" / "below", Path("/proc/none/data")):
        with pytest.raises(StoreUnavailable, match="cannot be used") as caught:
            Store.open(None, data)
        assert repr(str(data)) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_database_that_cannot_start_says_why(folder: Path) -> None:
    with Store.open(None, folder):
        pass
    assert gone(folder, within=5)
    (folder / "postgres" / "postgresql.conf").write_text("nonsense = 1\n")
    with pytest.raises(StoreUnavailable, match=r"does not start.*postgres\.log") as caught:
        Store.open(None, folder)
    assert "\n" not in str(caught.value)


def test_a_database_of_another_postgresql_version_is_not_touched(empty: Path) -> None:
    (empty / "postgres").mkdir(mode=0o700)
    (empty / "postgres" / "PG_VERSION").write_text("11\n")
    with pytest.raises(StoreUnavailable, match="made by PostgreSQL 11"):
        Store.open(None, empty)


def test_closing_twice_does_nothing_more(folder: Path) -> None:
    store = Store.open(None, folder)
    store.close()
    with (folder / watchdog.USERS_LOCK).open() as lock:
        store.close()  # the number of the closed file is in use again, and stays open
        fcntl.flock(lock, fcntl.LOCK_SH)
