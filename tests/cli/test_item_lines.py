import json
from pathlib import Path

import pytest

from itemwright.cli.item_lines import read_item_file, read_items
from itemwright.domain.item import ItemBase
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem

GOOD = json.dumps({"id": "g", "stem": "Two and two?", "key": 4})
BAD = [
    "{", "3", '{"stem": "\\ud800", "key": 1}', '{"stem": "x", "key": NaN}', "\udcff", "[" * 100_000,
    '{"stem": "x", "key": ' + "9" * 5000 + "}",
]  # fmt: skip


def test_an_unreadable_line_stops_nothing() -> None:
    found = list(read_items([*BAD[:3], "\n", *BAD[3:], GOOD]))
    assert [isinstance(each, UnreadableItem) for each in found] == [True] * len(BAD) + [False]
    assert [each.line for each in found if isinstance(each, UnreadableItem)] == [1, 2, 3, 5, 6, 7, 8]
    for each in found:
        assert isinstance(each, ItemBase) or each.message.encode("utf-8")


def test_a_file_is_read_and_one_without_items_refused(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl"
    file.write_bytes(GOOD.encode() + b"\n\xff\n")
    assert [type(each).__name__ for each in read_item_file(str(file))] == ["Numeric", "UnreadableItem"]
    file.write_text("\n")
    with pytest.raises(BadInput, match="no items"):
        read_item_file(str(file))
    with pytest.raises(BadInput, match="cannot be read"):
        read_item_file(str(tmp_path / "none.jsonl"))
