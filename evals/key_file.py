"""Reads the files of an answer key strictly: a slip is refused with its file, line, item and field."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evals.key_item import KeyItem
from evals.rows import read_rows
from itemwright.errors import BadInput

_LISTS = ("rubric", "misconceptions", "articles", "accepts")
_KEY_ITEM: TypeAdapter[KeyItem] = TypeAdapter(KeyItem)


def read_answer_key(path: Path) -> list[KeyItem]:
    """All items in the `*.jsonl` files of a folder by file name and line, or those of one `.jsonl` or `.csv`.

    Raises:
        BadInput: there is no item, a line is not an item of the format, or an id is given twice; the text
            names file, line, id and field.
    """
    items: list[KeyItem] = []
    places: dict[str, str] = {}
    for place, line in _lines(path):
        item = _read_line(line, place)
        if item.id in places:
            raise BadInput(
                f"{place}: item {item.id!r}: field 'id' stands in {places[item.id]} too; renumber one."
            )
        places[item.id] = place
        items.append(item)
    if not items:
        raise BadInput(f"No items in {str(path)!r}; name a folder with *.jsonl files of an answer key.")
    return items


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """(place, JSON of an item) of each line; a row of a CSV file is written as JSON first."""
    if path.suffix.lower() == ".csv":
        for place, row in read_rows(path, lists=_LISTS):
            yield place, json.dumps(_from_csv(row, place))
        return
    for file in [path] if path.is_file() else sorted(path.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{file.name}, line {number}", line


def _from_csv(row: dict[str, Any], place: str) -> dict[str, Any]:
    """The item of a row: choice items with options in columns A to D, or short answers."""
    if row.get("type") not in ("multiple_choice", "short_answer"):
        raise BadInput(
            f"{place}: type {row.get('type')!r}: a CSV key holds multiple_choice and short_answer."
        )
    points = row.pop("rubric", [])
    row["rubric"] = [{"point": point, "weight": 1 / len(points)} for point in points]
    if row["type"] == "multiple_choice":
        row["options"] = {letter: row.pop(letter) for letter in "ABCD" if letter in row}
        given = {letter: row.pop(f"rationale_{letter}", "-") for letter in row["options"]}
        row["rationales"] = given
    return row


def _read_line(line: str, place: str) -> KeyItem:
    try:
        raw = json.loads(line, object_pairs_hook=_fields_once)
    except ValueError as error:
        raise BadInput(f"{place}: {line[:60]!r} is not one JSON object: {error}; mend the line.") from error
    name = raw.get("id") if isinstance(raw, dict) else None
    try:
        # Strict: a number is no text, and a text no number.
        return _KEY_ITEM.validate_json(line, strict=True)
    except ValidationError as error:
        told = "; ".join(_told(each["loc"], each["msg"], each["input"]) for each in error.errors())
        raise BadInput(f"{place}: item {name!r}: {told}; see the README of the answer key.") from error


def _told(location: tuple[int | str, ...], message: str, value: object) -> str:
    # The first part of a location is the type by which the item's class was chosen.
    field = ".".join(str(part) for part in location[1:])
    if not field:
        return message.removeprefix("Value error, ")
    return f"field {field!r}: {message.removeprefix('Value error, ')} (it is {str(value)[:60]!r})"


def _fields_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if twice := [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]:
        raise ValueError(f"field {twice[0]!r} is given twice")
    return dict(pairs)
