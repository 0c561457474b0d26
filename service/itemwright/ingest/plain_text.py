"""Reads plain text, saved pages too: paragraphs, numbered or underlined headings, lists, tables, fences."""

import re

from itemwright.domain.passage import PassageKind
from itemwright.ingest.article import Article, Block, Heading, Lines, lines_of

_ATX = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
_NUMBERED = re.compile(r"((?:\d{1,2}\.)*\d{1,2})[.)]?[ \t]+([A-Z][^|]*)$")
_PARTED = re.compile(r"(?:Chapter|Section|Part|Appendix)[ \t]+[0-9A-Z]{1,4}\b[.: \t]*\S?.*$")
_UNDERLINE = re.compile(r"(?:=|-|~){3,}[ \t]*$")
_ENTRY = re.compile(r"[ \t]*(?:[-*+•‣◦▪–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+\S")
_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_SENTENCE_END = (".", ":", ";", ",", "!", "…")
_TITLE_LENGTH = 90
"""Characters; a longer line is no heading, whatever it looks like."""


def read_plain_text(text: str) -> Article:
    """Take plain text apart. A line that follows no pattern is prose; its paragraph ends at a blank line."""
    lines = lines_of(text)
    wrapped = _is_wrapped(lines)
    parts: list[Heading | Block] = []
    number = 0
    while number < lines.count:
        if not lines.line(number).strip():
            number += 1
            continue
        heading, end = _heading(lines, number)
        if heading is not None:
            parts.append(heading)
        else:
            block, end = _block(lines, number, wrapped)
            parts.append(block)
        number = end
    return Article(_title(parts, text), tuple(parts))


def _title(parts: list[Heading | Block], text: str) -> str | None:
    if not parts:
        return None
    first = parts[0]
    if isinstance(first, Heading):
        return first.title
    line = text[first.start : first.end]
    alone = first.kind == "prose" and "\n" not in line and len(line) <= _TITLE_LENGTH
    return line if alone and not line.endswith(_SENTENCE_END) and len(parts) > 1 else None


def _heading(lines: Lines, number: int) -> tuple[Heading | None, int]:
    line = lines.line(number).strip()
    start, end = lines.span(number, number + 1)
    if match := _ATX.match(line):
        return Heading(start, end, len(match.group(1)), match.group(2)), number + 1
    indented = lines.line(number)[:1].isspace()
    if indented or _long(line) or line.endswith(_SENTENCE_END) or not _blank(lines, number - 1):
        return None, number
    after = lines.line(number + 1).strip() if number + 1 < lines.count else ""
    if _UNDERLINE.match(after) and len(after) >= len(line) // 2 and "|" not in line:
        level = 1 if after.startswith("=") else 2
        return Heading(*lines.span(number, number + 2), level, line), number + 2
    if after and not _long(after):
        return None, number
    if (match := _NUMBERED.match(line)) and _ENTRY.match(lines.line(_next(lines, number))) is None:
        return Heading(start, end, match.group(1).count(".") + 1, line), number + 1
    if _PARTED.match(line) or (line.isupper() and len(line) > 3 and " " in line):
        return Heading(start, end, 1, line), number + 1
    return None, number


def _block(lines: Lines, number: int, wrapped: bool) -> tuple[Block, int]:
    """The block that begins at line `number`, and the number of the line after it."""
    kind = _line_kind(lines.line(number))
    if kind == "code":
        mark = _FENCE.match(lines.line(number))
        end = number + 1
        while mark and end < lines.count and not lines.line(end).strip().startswith(mark.group(1)):
            end += 1
        end = min(end + 1, lines.count)
    else:
        end = number + 1
        while end < lines.count and _goes_on(lines, kind, end, wrapped):
            end += 1
    start, stop = lines.span(number, end)
    cuts = (at for at in lines.starts[number:end] if start < at < stop)
    if kind == "list":
        cuts = (at for at in cuts if _ENTRY.match(lines.text, at))
    return Block(start, stop, kind, tuple(cuts)), end


def _goes_on(lines: Lines, kind: PassageKind, number: int, wrapped: bool) -> bool:
    line = lines.line(number)
    if not line.strip():
        # entries of one list may stand apart
        return kind == "list" and _line_kind(lines.line(_next(lines, number))) == "list"
    if kind == "list":
        return (_line_kind(line) in ("list", "prose") and not _blank(lines, number - 1)) or _line_kind(
            line
        ) == "list"
    if kind == "prose" and (not wrapped or _ATX.match(line.strip())):
        return False
    return _line_kind(line) == kind


def _line_kind(line: str) -> PassageKind:
    if _FENCE.match(line):
        return "code"
    if line.lstrip().startswith("|") or line.count(" | ") + line.rstrip().endswith("|") > 1:
        return "table"
    return "list" if _ENTRY.match(line) else "prose"


def _blank(lines: Lines, number: int) -> bool:
    return number < 0 or not lines.line(number).strip()


def _next(lines: Lines, number: int) -> int:
    """The number of the next line that is not blank; the last line when there is none."""
    number += 1
    while number < lines.count - 1 and not lines.line(number).strip():
        number += 1
    return min(number, lines.count - 1)


def _is_wrapped(lines: Lines) -> bool:
    """Whether paragraphs run over lines. In saved pages they do not: a good part lies in very long lines."""
    lengths = [len(lines.line(number)) for number in range(lines.count)]
    return sum(length for length in lengths if length > 200) < 0.3 * sum(lengths)


def _long(line: str) -> bool:
    return len(line) > _TITLE_LENGTH
