"""Markdown tables of a source: parsed with their spans, so that each row can be quoted verbatim."""

import re
from typing import NamedTuple

from itemwright.domain.source import Source
from itemwright.text import plain

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "?", "tbd", "..."})


class Row(NamedTuple):
    """Cells as plain text; `start` and `end` are the row's span in the source."""

    cells: tuple[str, ...]
    start: int
    end: int


class ComparisonTable(NamedTuple):
    """A table whose first column names the aspects. `heading` is the nearest heading above it."""

    source: Source
    heading: str
    header: Row
    rows: tuple[Row, ...]


def tables_of(source: Source) -> list[ComparisonTable]:
    """The tables of a Markdown source, in order; rows of another length than the header are left out."""
    found: list[ComparisonTable] = []
    lines = _lines(source.text)
    heading = source.title
    fenced = False
    i = 0
    while i < len(lines):
        start, line = lines[i]
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and line.startswith("#"):
            heading = plain(line.lstrip("#").strip())
        if not fenced and "|" in line and i + 1 < len(lines) and _RULE.match(lines[i + 1][1]):
            header = _row(start, line)
            rows = []
            i += 2
            while i < len(lines) and "|" in lines[i][1]:
                row = _row(*lines[i])
                if len(row.cells) == len(header.cells):
                    rows.append(row)
                i += 1
            found.append(ComparisonTable(source, heading, header, tuple(rows)))
        else:
            i += 1
    return found


def is_full(cells: tuple[str, ...]) -> bool:
    """Whether no cell is empty or stands for nothing."""
    return all(cell.strip().casefold() not in _EMPTY for cell in cells)


def _lines(text: str) -> list[tuple[int, str]]:
    lines, position = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((position, line.rstrip("\r\n")))
        position += len(line)
    return lines


def _row(start: int, line: str) -> Row:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    begin = start + len(line) - len(line.lstrip())
    return Row(
        tuple(plain(cell.strip().replace("\\|", "|")) for cell in cells), begin, start + len(line.rstrip())
    )
