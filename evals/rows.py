"""Rows of a JSONL or CSV file that somebody gave, each with the place to name when it cannot be used."""

import csv
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from itemwright.errors import BadInput

BETWEEN = "|"
"""Parts the entries of a list in one CSV cell."""


def read_rows(path: Path, lists: Collection[str] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, row) of each line that is not blank; in CSV the fields `lists` are parted into lists and empty
    cells are left out.

    Raises:
        BadInput: the file is not UTF-8, or a line is not JSON, not an object or not CSV.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not UTF-8 ({error}); save it as UTF-8.") from error
    return _csv_rows(path.name, text, lists) if path.suffix.lower() == ".csv" else _json_rows(path.name, text)


def _json_rows(name: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{name}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{place}: {line[:60]!r} is not JSON: {error}; mend the line.") from error
        if not isinstance(row, dict):
            raise BadInput(f"{place}: {line[:60]!r} is not a JSON object; see evals/README.md.")
        yield place, row


def _csv_rows(name: str, text: str, lists: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            place = f"{name}, line {reader.line_num}"
            if None in cells:
                raise BadInput(f"{place}: more cells than the header has columns; quote texts with commas.")
            row: dict[str, Any] = {column: cell for column, cell in cells.items() if cell}
            for column in lists:
                if column in row:
                    row[column] = [part.strip() for part in row[column].split(BETWEEN)]
            yield place, row
    except csv.Error as error:
        raise BadInput(f"{name}, line {reader.line_num}: {error}; mend the quotes.") from error


def number(value: Any, place: str, field: str) -> float:
    """A number as it stands in JSON or CSV.

    Raises:
        BadInput: it is none.
    """
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{place}: field {field!r}: {value!r} is not a number.") from error
