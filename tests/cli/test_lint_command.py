"""itemwright lint, as a program or a person calls it; no database is opened."""

import json
from pathlib import Path
from typing import Any

import pytest

from itemwright.proving.lint.examples import choice, example_item
from itemwright.proving.lint.rules import RULES
from tests.cli.conftest import Run

BAD = choice("Which of these is not a gas?", "Air | It is.", "*Ice | It is solid.", "Neon | It is one.")
GOOD = choice("Which of these is a gas?", "Wood | It is solid.", "Ice | It is solid.", "*Neon | It is one.")


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def written(*lines: object) -> Path:
        path = tmp_path / "items.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return path

    return written


def test_no_findings_no_lines(run: Run, file: Any) -> None:
    ran = run("lint", file(GOOD | {"id": "g"}), "--json")
    assert (ran.status, ran.out) == (0, "")
    assert "1 items: 0 errors, 0 warnings, 0 notes." in ran.err


def test_a_finding_is_a_line_with_place_and_fix(run: Run, file: Any) -> None:
    ran = run("lint", file(GOOD | {"id": "g"}, BAD | {"id": "b"}), "--json")
    [line] = ran.lines()
    assert ran.status == 1
    assert line == {
        "item": "b",
        "rule": "unmarked_negative",
        "severity": "error",
        "field": "stem",
        "span": [18, 21],
        "message": line["message"],
        "fix": {"field": "stem", "text": "Which of these is NOT a gas?"},
    }


def test_people_read_a_line_a_finding(run: Run, file: Any) -> None:
    ran = run("lint", file(BAD | {"id": "b"}))
    assert ran.out.startswith("b: error: unmarked_negative: stem[18:21]: 'not' is")
    assert ran.out.rstrip().endswith("(can be fixed)")


def test_a_line_that_is_no_item_is_told_and_stops_nothing(run: Run, file: Any) -> None:
    ran = run("lint", file("{nonsense", {"id": "x", "type": "multiple_choice"}, BAD | {"id": "b"}), "--json")
    lines = ran.lines()
    assert ran.status == 1
    assert [line["rule"] for line in lines] == ["unreadable", "unreadable", "unmarked_negative"]
    assert "Line 1" in lines[0]["message"]


def test_status_2_when_nothing_can_be_read(run: Run, file: Any, tmp_path: Path) -> None:
    assert run("lint", tmp_path / "nowhere.jsonl").status == 2
    ran = run("lint", file("{nonsense"), "--json")
    assert ran.status == 2
    assert ran.lines()[0]["rule"] == "unreadable"
    assert run("lint").status == 2


def test_items_come_from_standard_input_too(run: Run) -> None:
    ran = run("lint", "-", "--json", typed=json.dumps(BAD | {"id": "b"}))
    assert [line["item"] for line in ran.lines()] == ["b"]


def test_lists_every_rule_with_its_examples(run: Run) -> None:
    ran = run("lint", "--rules")
    assert ran.status == 0
    for rule in RULES:
        assert f"{rule.id} (" in ran.out
    listed = run("lint", "--rules", "--json").lines()
    first = listed[0]
    assert {"rule", "severity", "holds", "why", "source", "bad", "good"} <= set(first)
    assert example_item(first["bad"]).stem == first["bad"]["stem"]
    assert {line["rule"] for line in listed} > {"key_position_bias", "duplicate_stem"}


def test_fixes_are_written_and_what_remains_is_told(run: Run, file: Any, tmp_path: Path) -> None:
    out = tmp_path / "fixed.jsonl"
    unsafe = choice(
        "What is in bread?", "*Flour | Yes, ground grain.", "Tin | A metal.", "All of the above | No"
    )
    ran = run("lint", file(BAD | {"id": "b"}, unsafe | {"id": "u"}), "--json", "--fix", out)
    assert ran.status == 1
    assert {line["item"] for line in ran.lines()} == {"u"}
    mended = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [item["stem"] for item in mended] == ["Which of these is NOT a gas?", "What is in bread?"]
    assert run("lint", file(BAD), "--fix", tmp_path / "no" / "folder.jsonl").status == 2
