"""A slip in a file of the answer key is refused with its file, line, item and field."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.key_file import read_answer_key
from itemwright.errors import BadInput

SOUND: dict[str, dict[str, Any]] = {
    "multiple_choice": {
        "options": {"A": "one", "B": "two", "C": "three", "D": "four"},
        "rationales": {"A": "no", "B": "yes", "C": "no", "D": "no"},
        "key": "B",
    },
    "multiple_response": {
        "options": {"A": "one", "B": "two", "C": "three", "D": "four"},
        "rationales": {"A": "no", "B": "yes", "C": "no", "D": "yes"},
        "key": ["B", "D"],
    },
    "true_false": {
        "options": {"A": "True", "B": "False"},
        "rationales": {"A": "no", "B": "yes"},
        "key": "B",
    },
    "output_prediction": {"code": "print(2 + 2)", "key": "4"},
    "cloze": {
        "stem": "A learning ____ of 0 stops learning.",
        "blanks": [{"accepts": ["rate"], "pool": ["rate", "curve"]}],
        "key": ["rate"],
    },
    "matching": {"left": ["one", "two"], "right": ["a", "b", "c"], "key": {"one": "a", "two": "b"}},
    "ordering": {"steps": ["b", "a", "c"], "key": ["a", "b", "c"]},
    "table": {
        "grid": [["what", "LoRA"], ["rank", "____"]],
        "key": {"rank|LoRA": "low"},
        "accepts": {"rank|LoRA": ["low", "small"]},
    },
    "numeric": {"key": 5, "tolerance": 0.5, "unit": "GB"},
    "short_answer": {"key": "rank", "accepts": ["rank", "the rank"]},
    "free_text": {"key": "The rank is small."},
}


def line(kind: str = "free_text", **changes: Any) -> dict[str, Any]:
    common = {
        "id": "k-lora-1", "concept": "lora", "type": kind, "bloom": "apply", "difficulty": "hard",
        "stem": "What is small?", "explanation": "It is.", "misconceptions": ["it is large"],
        "rubric": [{"point": "one", "weight": 0.5}, {"point": "two", "weight": 0.5}],
        "articles": ["12-peft-and-lora.md"],
    }  # fmt: skip
    whole = common | SOUND[kind] | changes
    return {field: value for field, value in whole.items() if value is not ...}


def write(folder: Path, *lines: dict[str, Any] | str, file: str = "made.jsonl") -> Path:
    texts = [text if isinstance(text, str) else json.dumps(text) for text in lines]
    (folder / file).write_text("\n".join(texts) + "\n", encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_answer_key(folder)
    return str(caught.value)


@pytest.mark.parametrize("kind", SOUND)
def test_reads_a_sound_item_of_each_form(tmp_path: Path, kind: str) -> None:
    (item,) = read_answer_key(write(tmp_path, line(kind)))
    assert (item.type, item.id) == (kind, "k-lora-1")


def test_reads_all_files_by_name_and_line(tmp_path: Path) -> None:
    write(tmp_path, line(id="k-lora-3"), line(id="k-lora-2"), file="b.jsonl")
    write(tmp_path, line(id="k-lora-4"), file="a.jsonl")
    (tmp_path / "concepts.json").write_text("[]")
    assert [item.id for item in read_answer_key(tmp_path)] == ["k-lora-4", "k-lora-3", "k-lora-2"]


OPTIONS = SOUND["multiple_choice"]["options"]


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("free_text", {"hint": "rank"}, "'hint'"),
        ("free_text", {"explanation": ...}, "'explanation'"),
        ("free_text", {"explanation": "It is. "}, "'explanation'"),
        ("free_text", {"key": 4}, "'key'"),
        ("free_text", {"bloom": "guess"}, "'bloom'"),
        ("free_text", {"difficulty": "easyish"}, "'difficulty'"),
        ("free_text", {"id": "k-peft-1"}, "'k-lora-<number>'"),
        ("free_text", {"misconceptions": []}, "'misconceptions'"),
        ("free_text", {"articles": ["a.md", "a.md"]}, "'articles'"),
        ("free_text", {"rubric": [{"point": "one", "weight": 1}]}, "'rubric'"),
        (
            "free_text",
            {"rubric": [{"point": "a", "weight": 0.5}, {"point": "b", "weight": 0.4}]},
            "add up to 0.9",
        ),
        ("multiple_choice", {"key": "E"}, "'key'"),
        ("multiple_choice", {"key": "a"}, "'key'"),
        ("multiple_choice", {"options": {"A": "one", "B": "two"}}, "'options'"),
        ("multiple_choice", {"options": OPTIONS | {"D": "one"}}, "'one' is given twice"),
        ("multiple_choice", {"rationales": {"A": "no", "B": "yes"}}, "'rationales'"),
        ("multiple_response", {"key": ["B", "B"]}, "'key'"),
        ("multiple_response", {"key": ["A", "B", "C", "D"]}, "every option is keyed"),
        ("true_false", {"options": {"A": "False", "B": "True"}}, "A True, B False"),
        ("output_prediction", {"options": OPTIONS}, "options and rationales"),
        (
            "output_prediction",
            {field: SOUND["multiple_choice"][field] for field in ("options", "rationales")},
            "'4'",
        ),
        ("cloze", {"stem": "No gap is shown."}, "0 blanks are shown"),
        ("cloze", {"key": ["curve"]}, "'curve'"),
        ("cloze", {"blanks": [{"accepts": ["rate"], "pool": ["speed", "curve"]}]}, "'blanks.0'"),
        ("cloze", {"blanks": [{"accepts": ["rate", "curve"], "pool": ["rate", "curve"]}]}, "'blanks.0'"),
        ("matching", {"right": ["a", "b"]}, "one more"),
        ("matching", {"key": {"one": "a"}}, "'two'"),
        ("ordering", {"steps": ["a", "b", "c"]}, "shuffle"),
        ("ordering", {"key": ["a", "b", "b"]}, "every step once"),
        ("table", {"accepts": {"rank|LoRA": ["small"]}}, "'rank|LoRA'"),
        ("table", {"key": {"LoRA|rank": "low"}}, "'LoRA|rank'"),
        ("table", {"grid": [["what", "LoRA"], ["rank"]]}, "as many cells"),
        ("numeric", {"key": "5"}, "'key'"),
        ("numeric", {"tolerance": -1}, "'tolerance'"),
        ("numeric", {"unit": ...}, "'unit'"),
        ("short_answer", {"accepts": ["the rank"]}, "'rank'"),
    ],
)
def test_refuses_what_is_not_of_the_format(
    tmp_path: Path, kind: str, changes: dict[str, Any], told: str
) -> None:
    text = refusal(write(tmp_path, line(id="k-lora-9"), line(kind, **changes)))
    assert text.startswith("made.jsonl, line 2: item 'k-")
    assert told in text


def test_refuses_an_id_given_twice_whatever_the_file(tmp_path: Path) -> None:
    write(tmp_path, line(), file="a.jsonl")
    text = refusal(write(tmp_path, line(), file="b.jsonl"))
    assert "b.jsonl, line 1: item 'k-lora-1': field 'id' stands in a.jsonl, line 1 too" in text


def test_refuses_a_field_given_twice(tmp_path: Path) -> None:
    twice = json.dumps(line())[:-1] + ', "key": "Another."}'
    assert "field 'key' is given twice" in refusal(write(tmp_path, twice))


@pytest.mark.parametrize("text", ["", "[]", "{", "{'id': 1}", '{"id": "k-lora-1", "type": "essay"}'])
def test_refuses_a_line_that_is_no_item(tmp_path: Path, text: str) -> None:
    assert "made.jsonl, line 2" in refusal(write(tmp_path, line(id="k-lora-2"), text))


def test_refuses_a_number_that_is_none(tmp_path: Path) -> None:
    assert "made.jsonl, line 1" in refusal(write(tmp_path, line("numeric", key=float("nan"))))


def test_refuses_a_folder_without_items(tmp_path: Path) -> None:
    assert repr(str(tmp_path / "absent")) in refusal(tmp_path / "absent")
