"""Where prompts and the corpus lie: inside the installed package, or at the root of a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder `name` ("prompts" or "corpus") of this installation.

    Raises:
        FileNotFoundError: neither the package nor a checkout around it has the folder.
    """
    for candidate in (PACKAGE / name, PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"No folder {name!r} in {PACKAGE} or beside it; reinstall itemwright.")
