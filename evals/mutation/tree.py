"""A copy of the checkout to change: the checkout itself is never edited."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.mutation.seeded import Seeded
from itemwright.domain.value import Value
from itemwright.errors import BadInput


class Stale(Value):
    """The text to be changed no longer stands there once."""

    found: int


class Tree:
    """A copy of the files of a checkout; its package and its evals come before the installed ones."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": os.pathsep.join([str(self.root / "service"), str(self.root)])}

    @contextmanager
    def changed(self, change: Seeded) -> Iterator[Stale | None]:
        """The tree with one change, which is taken back at the end; `Stale`: nothing was changed."""
        file = self.root / change.file
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        if before.count(change.old) != 1:
            yield Stale(found=before.count(change.old))
            return
        self._write(file, before.replace(change.old, change.new))
        try:
            yield None
        finally:
            self._write(file, before)

    def _write(self, file: Path, text: str) -> None:
        """Compiled code is told fresh from stale by second and size, which is too coarse here."""
        Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8")


@contextmanager
def copied(checkout: Path) -> Iterator[Tree]:
    """A copy of all files that git knows or does not ignore.

    Raises:
        BadInput: the folder is no checkout.
    """
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=checkout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise BadInput(f"{str(checkout)!r} is no git checkout: {done.stderr.strip()}.")
    with tempfile.TemporaryDirectory(prefix="itemwright-mutation-") as folder:
        for name in filter(None, done.stdout.split("\0")):
            source, target = checkout / name, Path(folder) / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        yield Tree(Path(folder))
