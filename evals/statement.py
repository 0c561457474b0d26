"""What an item holds to be true and what to be false, as texts: its key, and what its key excludes."""

import re
from typing import NamedTuple

from itemwright.domain.item import (
    Cloze,
    FreeText,
    Item,
    Matching,
    MultipleChoice,
    MultipleResponse,
    Scenario,
    ShortAnswer,
    TableItem,
    TrueFalse,
)

_ASKS_FOR_WRONG = re.compile(
    r"\b(misconception|mistaken|mistake|incorrect|not true|false|wrong|reject|except)\b", re.IGNORECASE
)
_TRUE_OR_FALSE = re.compile(r"^\s*true or false\s*[:?.]?\s*", re.IGNORECASE)
_GAP = "____"


class Statements(NamedTuple):
    """`asked` is the question; `true` and `false` are what the item says of it. Both are empty for types
    whose key is no statement (code, numbers, orders)."""

    asked: str
    true: tuple[str, ...]
    false: tuple[str, ...]


def statements(item: Item) -> Statements:
    """What the key of an item says."""
    if isinstance(item, TrueFalse):
        said = (_TRUE_OR_FALSE.sub("", item.stem),)
        holds = next(option.text for option in item.options if option.id == item.key) == "True"
        return Statements("", said if holds else (), () if holds else said)
    true, false = _held(item)
    if _ASKS_FOR_WRONG.search(item.stem) and not isinstance(item, Cloze | FreeText):
        true, false = false, true
    return Statements(item.stem, tuple(true), tuple(false))


def _held(item: Item) -> tuple[list[str], list[str]]:
    if isinstance(item, MultipleChoice | MultipleResponse | Scenario):
        keyed = {item.key} if isinstance(item.key, str) else set(item.key)
        options = item.options or ()
        return (
            [option.text for option in options if option.id in keyed],
            [option.text for option in options if option.id not in keyed],
        )
    if isinstance(item, Cloze):
        fillings = [item.key[blank.id] for blank in item.blanks]
        wrong = [
            _filled(item.stem, [other if n == m else text for m, text in enumerate(fillings)])
            for n, blank in enumerate(item.blanks)
            for other in blank.pool or ()
            if other not in blank.accepts
        ]
        return [_filled(item.stem, fillings)], wrong
    if isinstance(item, Matching):
        left = {each.id: each.text for each in item.pairs.left}
        right = {each.id: each.text for each in item.pairs.right}
        paired = [(left[a], right[b]) for a, b in item.key.items()]
        crossed = [(a, other) for a, b in paired for other in right.values() if other != b]
        return [f"{a}: {b}" for a, b in paired], [f"{a}: {b}" for a, b in crossed]
    if isinstance(item, TableItem):
        return [f"{cell.row}, {cell.column}: {item.key[cell.id]}" for cell in item.cells], []
    if isinstance(item, ShortAnswer | FreeText):
        return [item.key], []
    return [], []


def _filled(stem: str, fillings: list[str]) -> str:
    parts = stem.split(_GAP)
    given = [*fillings, *("" for _ in parts)]
    return "".join(part + (given[n] if n < len(parts) - 1 else "") for n, part in enumerate(parts))
