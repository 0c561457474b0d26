"""Items from a JSON-lines file, leniently: an unreadable line becomes a value and stops nothing else."""

import json
import sys
from collections.abc import Iterable, Iterator

from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem, loose_item


def read_items(lines: Iterable[str]) -> Iterator[Item | UnreadableItem]:
    """An item or an error a line, in order; blank lines are passed over. Lines count from 1."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line, parse_constant=_refuse)
            json.dumps(data, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
        except UnicodeEncodeError:
            yield _no_json(number, line, "the bytes are not UTF-8; save the file as UTF-8.")
        except RecursionError:
            yield _no_json(number, line, "it is nested too deeply; give one flat JSON object a line.")
        except ValueError as error:
            yield _no_json(number, line, f"no JSON ({error}); give one JSON object a line.")
        else:
            yield loose_item(data, number)


def read_item_file(file: str) -> list[Item | UnreadableItem]:
    """The lines of a file, or of standard input for "-".

    Raises:
        BadInput: there is no such file, or it holds no line at all.
    """
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        found = list(read_items(sys.stdin))
    else:
        try:
            with open(file, encoding="utf-8", errors="surrogateescape") as lines:
                found = list(read_items(lines))
        except OSError as error:
            raise BadInput(f"File {file!r} cannot be read: {error.strerror}.") from error
    if not found:
        raise BadInput(f"File {file!r} holds no items; give one JSON object a line.")
    return found


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _no_json(number: int, line: str, next_step: str) -> UnreadableItem:
    shown = repr(line[:80].strip())
    return UnreadableItem(
        line=number, item=f"line-{number}", field="the line", value=shown, next_step=next_step
    )
