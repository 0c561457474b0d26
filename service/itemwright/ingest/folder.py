"""Which files below a folder are articles."""

import os
from pathlib import Path

from itemwright.errors import SourceRejected
from itemwright.ingest.reading import SUFFIXES

_SKIPPED = frozenset({"node_modules", "__pycache__"})


def article_files(folder: Path) -> list[Path]:
    """Every Markdown and text file below `folder`, sorted; hidden ones and installed packages are left out.

    Links to folders are not followed, so that a circle of them ends.

    Raises:
        SourceRejected: no_articles, or unreadable.
    """

    def refuse(error: OSError) -> None:
        raise SourceRejected("unreadable", f"{error.filename!r} cannot be read: {error.strerror}.")

    found = []
    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        found += [
            Path(parent) / name
            for name in files
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        raise SourceRejected(
            "no_articles",
            f"No article ({kinds}) in folder {str(folder)!r}; name the files or another folder.",
        )
    return sorted(found)
