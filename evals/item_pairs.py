"""Labelled pairs of items: is the one a copy of the other, near it, its parallel form, or something new?

The format is told in `evals/data/item_pairs/README.md`. An item of a pair holds what a learner reads, and the
key; what else an `Item` needs is filled in alike for all, so that nothing tells where an item comes from.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from evals.rows import read_rows
from itemwright.domain.item import ITEM, Item
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.proving.likeness import Relation
from itemwright.writing.options import option_id

ITEM_PAIRS = Path(__file__).resolve().parent / "data" / "item_pairs"
CONCEPT = "pair"
"""The one concept of all items of a pair, so that nothing but their content tells them apart."""


class ItemPair(Value):
    """`kind` says how the second item came from the first, or what makes the two hard to tell apart."""

    id: str
    subject: str
    label: Relation
    kind: str
    one: Item
    other: Item


def read_item_pairs(path: Path) -> list[ItemPair]:
    """The pairs of a file, or of the `*.jsonl` files of a folder, in the order of files and lines.

    Raises:
        BadInput: there is no such file, or a line is no pair; says which.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise BadInput(f"No pairs in {str(path)!r}; give a file, or a folder with *.jsonl files.")
    return [_pair(place, row) for file in files for place, row in read_rows(file)]


def _pair(place: str, row: Mapping[str, Any]) -> ItemPair:
    try:
        sides = {side: _item(f"{row['id']}/{side}", row[side]) for side in ("one", "other")}
        return ItemPair.model_validate({**row, **sides})
    except KeyError as error:
        raise BadInput(f"{place}: field {error.args[0]!r} is missing; see evals/data/item_pairs.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{place}, {where}: {first['msg']}; see evals/data/item_pairs.") from error


def _item(name: str, given: Mapping[str, Any]) -> Item:
    level: Literal["medium"] = "medium"
    frame = {
        "id": name,
        "concepts": (CONCEPT,),
        "bloom": "understand",
        "difficulty": {"mean": 0.0, "sd": 1.0, "label": level},
        "seconds": 60,
        "explanation": "as keyed",
        "family": name,
    }
    shown = {field: value for field, value in given.items() if field != "unit"}
    return ITEM.validate_python({**frame, **shown, **_answering(given)})


def _answering(given: Mapping[str, Any]) -> dict[str, Any]:
    """The key and the form of answering, where they stand in short."""
    key = given["key"]
    if "options" in given:
        options = [
            {"id": option_id(n), "text": text, "rationale": "as keyed"}
            for n, text in enumerate(given["options"])
        ]
        ids = {option["text"]: option["id"] for option in options}
        return {"options": options, "key": ids[key] if isinstance(key, str) else [ids[text] for text in key]}
    if given["type"] == "numeric":
        return {"key": {"value": key, "tolerance": 0.0, "unit": given.get("unit", "")}}
    if given["type"] == "free_text":
        return {"rubric": [{"point": key, "weight": 1.0}]}
    if given["type"] == "cloze" and isinstance(key, str):
        return {"blanks": [{"id": "blank", "accepts": [key]}], "key": {"blank": key}}
    forms = ("accepts", "blanks", "rubric", "pairs", "steps", "cells")
    return {} if any(form in given for form in forms) else {"accepts": [key]}
