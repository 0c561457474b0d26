"""Safe fixes applied: what an item asks and its key stay as they are."""

from collections.abc import Iterable
from typing import Any

from itemwright.domain.item import ITEM, Item
from itemwright.proving.lint.linter import lint_item
from itemwright.proving.lint.rule import Fix, Flaw

ROUNDS = 4
"""A field is mended once a round; a text with more faults than rounds keeps the rest."""


def mended(item: Item) -> tuple[Item, list[Flaw]]:
    """The item with all safe fixes applied, and the flaws that were mended."""
    done: list[Flaw] = []
    for _ in range(ROUNDS):
        fixable = _first_by_field(flaw for flaw in lint_item(item) if flaw.fix is not None)
        if not fixable:
            break
        data = ITEM.dump_python(item, mode="json")
        # Entries of a list are left out from the end, so that the numbers of the others still hold.
        for flaw in sorted(fixable, key=lambda flaw: flaw.field, reverse=True):
            assert flaw.fix is not None
            _apply(data, flaw.fix)
        item = ITEM.validate_python(data)
        done += fixable
    return item, done


def _first_by_field(flaws: Iterable[Flaw]) -> list[Flaw]:
    found: dict[str, Flaw] = {}
    for flaw in flaws:
        if flaw.fix is not None:
            found.setdefault(flaw.fix.field, flaw)
    return list(found.values())


def _apply(data: dict[str, Any], fix: Fix) -> None:
    holder, last = _place(data, fix.field)
    if fix.order is not None:
        holder[last] = sorted(holder[last], key=lambda entry: fix.order.index(entry["id"]))  # type: ignore[union-attr]
    elif fix.remove:
        del holder[last]
    else:
        holder[last] = fix.text


def _place(data: dict[str, Any], field: str) -> tuple[Any, Any]:
    """The holder of a field and the field's key in it: options.b.text, hints.0, pairs.left.x."""
    holder: Any = data
    parts = field.split(".")
    for part in parts[:-1]:
        holder = _entry(holder, part)
    last: Any = parts[-1]
    if isinstance(holder, list):
        if last.isdigit() and not any(isinstance(entry, dict) for entry in holder):
            return holder, int(last)
        return _entry(holder, last), "text"
    return holder, last


def _entry(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        return holder[name]
    by_id = next((entry for entry in holder if isinstance(entry, dict) and entry.get("id") == name), None)
    return by_id if by_id is not None else holder[int(name)]
