"""Seeded changes: small edits of the product that are faults, or refactorings that change nothing."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from itemwright.domain.value import Value
from itemwright.errors import BadInput

LIST = Path(__file__).resolve().parent / "changes.toml"


class Seeded(Value):
    """One edit: `old` stands once in `file` and becomes `new`. `tests` (paths) and `suites` (names) are those
    that have to notice a fault, and to stay green for what is harmless."""

    name: str
    kind: Literal["fault", "harmless"]
    stands_for: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = ()
    suites: tuple[str, ...] = ()


def read_changes(path: Path = LIST) -> list[Seeded]:
    """The changes of a list, in its order.

    Raises:
        BadInput: the file is no such list, or two changes have one name.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["change"]
        changes = [Seeded.model_validate(entry) for entry in entries]
    except (OSError, KeyError, ValueError, ValidationError) as error:
        raise BadInput(f"{str(path)!r} is no list of changes: {error}.") from error
    if twice := [name for name, count in Counter(each.name for each in changes).items() if count > 1]:
        raise BadInput(f"Two changes are named {twice[0]!r}; rename one.")
    return changes


def chosen(changes: Sequence[Seeded], names: Sequence[str]) -> list[Seeded]:
    """The changes named; all, when none is.

    Raises:
        BadInput: a name that there is not.
    """
    if unknown := [name for name in names if name not in {each.name for each in changes}]:
        raise BadInput(f"No change {unknown[0]!r}; --list names them.")
    return [each for each in changes if not names or each.name in names]
