"""The parts of an item that are shown together with their key: options, gaps, pairs, steps, a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from evals.page.amount import scalar
from itemwright.domain.item import BLANK


class Choice(NamedTuple):
    """An option as it is shown; `picked`: it was given as the answer."""

    mark: str
    text: str
    notes: tuple[tuple[str, str], ...] = ()
    key: bool = False
    picked: bool = False


def choices(options: Any, key: Any, picked: Sequence[Any]) -> tuple[Choice, ...]:
    """Options given as texts, as `{id: text}` or as records with `id` and `text`; `key` and each of `picked`
    name some by id or text."""
    right, given = _named(key), {name for each in picked for name in _named(each)}
    if isinstance(options, Mapping):
        listed = [(str(id_), {"text": text}) for id_, text in options.items()]
    else:
        listed = [
            (str(each.get("id", "")), dict(each)) if isinstance(each, Mapping) else ("", {"text": each})
            for each in (options if isinstance(options, list | tuple) else [options])
        ]
    found = []
    for id_, option in listed:
        text = scalar(option.get("text", ""))
        names = {id_, text} - {""}
        notes = tuple(
            (str(label).replace("_", " "), scalar(value))
            for label, value in option.items()
            if label not in ("id", "text") and value not in (None, "")
        )
        found.append(Choice(id_, text, notes, bool(names & right), bool(names & given)))
    return tuple(found)


def form_of(whole: Mapping[str, Any]) -> str | None:
    """The label under which a form that is shown with its key stands, where both are as the product writes
    them; None: there is no such form."""
    key = whole.get("key")
    if isinstance(key, list | tuple):
        steps = whole.get("steps")
        ids = {each["id"] for each in steps or ()} if _labelled(steps, "text") else set()
        return "steps" if ids and all(isinstance(id_, str) for id_ in key) and ids == set(key) else None
    if not isinstance(key, Mapping):
        return None
    pairs, grid = whole.get("pairs"), whole.get("grid")
    if isinstance(pairs, Mapping) and all(_labelled(pairs.get(side), "text") for side in ("left", "right")):
        return "pairs"
    if isinstance(grid, list | tuple) and all(isinstance(row, list | tuple) and row for row in grid) and grid:
        return "grid" if _labelled(whole.get("cells"), "row", "column") else None
    return "blanks" if _labelled(whole.get("blanks"), "accepts") else None


def _named(value: Any) -> set[str]:
    """Ids or texts that a key or an answer names."""
    if value is None or isinstance(value, Mapping):
        return set()
    return {scalar(each) for each in (value if isinstance(value, list | tuple) else [value])}


def _labelled(value: Any, *labels: str) -> bool:
    """Whether this is a list of records that have an id and these labels."""
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(each, Mapping) and {"id", *labels} <= set(each) for each in value)
    )


def _pairs(whole: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What belongs together, and what belongs to nothing."""
    right = {each["id"]: str(each["text"]) for each in whole["pairs"]["right"]}
    key = whole["key"]
    matched = tuple(
        (str(each["text"]), right.get(key.get(each["id"]), "?")) for each in whole["pairs"]["left"]
    )
    return matched, tuple(text for id_, text in right.items() if id_ not in key.values())


def _steps(whole: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Steps in their right order, each with the place where the learner saw it."""
    seen = {each["id"]: (str(each["text"]), n) for n, each in enumerate(whole["steps"], start=1)}
    return tuple(seen[id_] for id_ in whole["key"])


def _blanks(whole: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Per gap: its key, what else it accepts, and what it may be filled from."""
    return tuple(
        (
            scalar(whole["key"].get(each["id"])),
            ", ".join(str(text) for text in each["accepts"] or () if text != whole["key"].get(each["id"])),
            ", ".join(str(text) for text in each.get("pool") or ()),
        )
        for each in whole["blanks"]
    )


def _grid(whole: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[tuple[str, bool], ...], ...]]:
    """Header and rows; a cell that the learner fills has its key in it, and True beside it."""
    head, *body = whole["grid"]
    hidden = {(cell["row"], cell["column"]): scalar(whole["key"].get(cell["id"])) for cell in whole["cells"]}

    def filled(row: Sequence[Any], column: int) -> tuple[str, bool]:
        text = str(row[column])
        if text != BLANK or column >= len(head):
            return text, False
        return hidden.get((row[0], head[column]), text), True

    rows = tuple(tuple(filled(row, column) for column in range(len(row))) for row in body)
    return tuple(str(name) for name in head), rows


FORMS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "pairs": _pairs,
    "steps": _steps,
    "blanks": _blanks,
    "grid": _grid,
}
