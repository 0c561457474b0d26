"""Changes are made in a copy alone and taken back; a fault that nothing notices is told as green."""

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.mutation.__main__ import check
from evals.mutation.seeded import Seeded, chosen, read_changes
from evals.mutation.tree import Stale, Tree, copied
from evals.mutation.trial import Bench
from itemwright.errors import BadInput

CODE = "def double(x):\n    return 2 * x\n\n\ndef triple(x):\n    return 3 * x\n"
TEST = "from sums import double\n\n\ndef test_double():\n    assert double(2) == 4\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "service").mkdir(parents=True)
    (folder / "service" / "sums.py").write_text(CODE, encoding="utf-8")
    (folder / "test_sums.py").write_text(TEST, encoding="utf-8")
    (folder / ".gitignore").write_text("secret.txt\n", encoding="utf-8")
    (folder / "secret.txt").write_text("not to be copied", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@pytest.fixture
def tree(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # the tests in the copy need none
    with copied(checkout) as made:
        yield made


def _change(old: str, new: str, *tests: str) -> Seeded:
    return Seeded(
        name="x", kind="fault", stands_for="a fault", file="service/sums.py", old=old, new=new,
        tests=tests or ("test_sums.py",),
    )  # fmt: skip


def test_a_copy_has_what_git_sees_and_the_checkout_stays_as_it_is(checkout: Path, tree: Tree) -> None:
    assert sorted(path.name for path in tree.root.rglob("*") if path.is_file()) == [
        ".gitignore",
        "sums.py",
        "test_sums.py",
    ]
    with tree.changed(_change("2 * x", "4 * x")) as stale:
        assert stale is None
        assert "4 * x" in (tree.root / "service" / "sums.py").read_text(encoding="utf-8")
        assert (checkout / "service" / "sums.py").read_text(encoding="utf-8") == CODE
    assert (tree.root / "service" / "sums.py").read_text(encoding="utf-8") == CODE
    with pytest.raises(BadInput, match="no git checkout"), copied(checkout.parent):
        pass


@pytest.mark.parametrize(("old", "times"), [("x * 5", 0), ("* x", 2)])
def test_a_text_that_does_not_stand_there_once_is_stale(tree: Tree, old: str, times: int) -> None:
    with tree.changed(_change(old, "?")) as stale:
        assert stale == Stale(found=times)
    assert Bench(tree).attempt(_change(old, "?")).colour == "stale"


def test_a_fault_is_red_with_the_test_that_saw_it_and_a_survivor_is_green(tree: Tree) -> None:
    bench = Bench(tree)
    seen = bench.attempt(_change("2 * x", "4 * x"))
    assert (seen.colour, seen.where, seen.as_wanted) == ("red", "test_sums.py::test_double", True)
    missed = bench.attempt(_change("3 * x", "5 * x"))
    assert (missed.colour, missed.as_wanted) == ("green", False)
    assert bench.attempt(_change("3 * x", "x * 3").model_copy(update={"kind": "harmless"})).as_wanted
    crash = bench.attempt(_change("def double", "def twice"))
    assert (crash.colour, crash.where) == ("red", "test_sums.py")


def test_what_is_red_without_the_change_is_told_as_broken(tree: Tree) -> None:
    (tree.root / "test_other.py").write_text("def test_no():\n    assert False\n", encoding="utf-8")
    found = Bench(tree).attempt(_change("3 * x", "5 * x", "test_other.py"))
    assert (found.colour, found.as_wanted) == ("broken", False)


def test_our_list_is_long_enough_spread_out_and_named() -> None:
    changes = read_changes()
    kinds = Counter(change.kind for change in changes)
    assert kinds["fault"] >= 40
    assert kinds["harmless"] >= 10
    assert len({Path(change.file).parent for change in changes}) >= 9
    assert all(change.old != change.new and (change.tests or change.suites) for change in changes)
    assert chosen(changes, [changes[3].name]) == [changes[3]]
    with pytest.raises(BadInput, match="No change 'nothing'"):
        chosen(changes, ["nothing"])
    listed = CliRunner().invoke(check, ["--list", changes[0].name])
    assert changes[0].stands_for in listed.output


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "changes.toml"
    with pytest.raises(BadInput, match="no list of changes"):
        read_changes(path)
    path.write_text('[[change]]\nname = "a"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="no list of changes"):
        read_changes(path)
    entry = '[[change]]\nname = "a"\nkind = "fault"\nstands_for = "b"\nfile = "c"\nold = "d"\nnew = "e"\n'
    path.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(BadInput, match="Two changes are named 'a'"):
        read_changes(path)
