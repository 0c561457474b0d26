"""The files that this Python consists of: what a sandbox has to show for an interpreter to start in it."""

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from itemwright.errors import ExecutionRefused

_LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")
_OF_A_WINDOW = ("_tkinter",)
"""Extension modules whose libraries nothing without a screen can use."""


class PythonFiles(NamedTuple):
    """Absolute paths: the interpreter; the folders of the standard library; below these, what packages other
    than the standard library lie in; the shared libraries that all of it is linked with."""

    executable: Path
    folders: tuple[Path, ...]
    hidden: tuple[Path, ...]
    libraries: tuple[Path, ...]


def python_files() -> PythonFiles:
    """The files of the running interpreter, those of its virtual environment left out.

    Raises:
        ExecutionRefused: they cannot be told apart on this machine.
    """
    executable = Path(os.path.realpath(sys.executable))
    found = {Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_config_var("DESTSHARED") or "/").parent}
    folders = tuple(sorted(folder for folder in found if (folder / "os.py").exists() or _extensions(folder)))
    if not any((folder / "os.py").exists() for folder in folders):
        raise ExecutionRefused(f"No standard library at {sorted(map(str, found))!r}; reinstall Python.")
    hidden = tuple(
        path
        for folder in folders
        for name in ("site-packages", "dist-packages")
        if (path := folder / name).is_dir()
    )
    linked = [executable, *(file for folder in folders for file in _extensions(folder))]
    return PythonFiles(executable, folders, hidden, tuple(sorted(_libraries(linked))))


def _extensions(folder: Path) -> list[Path]:
    found = sorted((folder / "lib-dynload").glob("*.so"))
    return [file for file in found if not file.name.startswith(_OF_A_WINDOW)]


def _libraries(files: list[Path]) -> Iterator[Path]:
    """As the dynamic linker finds them, under the names by which it will look for them."""
    try:
        listed = subprocess.run(
            ["ldd", *map(str, files)], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ExecutionRefused(f"'ldd' cannot be run ({error}); install it (package libc-bin).") from error
    yield from {Path(match[1]) for match in _LIBRARY.finditer(listed.stdout)}
