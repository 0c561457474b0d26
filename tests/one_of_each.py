"""One item of each type, every secret marked CANARY: for tests that show items or take answers to them."""

from typing import Any

from itemwright.domain.item import ITEM, Item

COMMON: dict[str, Any] = {
    "concepts": ["peft"],
    "bloom": "understand",
    "seconds": 60,
    "explanation": "CANARY explanation",
    "difficulty": {"mean": 0.0, "sd": 0.5, "label": "medium"},
    "hints": ["CANARY hint one", "CANARY hint two"],
    "worked_steps": ["CANARY step"],
    "common_mistakes": ["CANARY mistake"],
    "takeaway": "CANARY takeaway",
    "citations": [
        {"source": "s", "path": "p.md", "passage": "p", "quote": "CANARY quote", "start": 0, "end": 12}
    ],
}
OPTIONS = [{"id": name, "text": f"option {name}", "rationale": f"CANARY {name}"} for name in "abcd"]
RUBRIC = [{"point": "CANARY point", "weight": 1.0}]
SPECIFIC: dict[str, dict[str, Any]] = {
    "multiple_choice": {"options": OPTIONS, "key": "b"},
    "multiple_response": {"options": OPTIONS, "key": ["a", "c"]},
    "true_false": {
        "options": [{"id": i, "text": t, "rationale": "CANARY"} for i, t in (("a", "True"), ("b", "False"))],
        "key": "b",
    },
    "cloze": {
        "stem": "LoRA is ____ and ____.",
        "blanks": [
            {"id": "b1", "accepts": ["CANARYsmall"]},
            {"id": "b2", "accepts": ["fast"], "pool": ["fast", "slow"]},
        ],
        "key": {"b1": "CANARYsmall", "b2": "fast"},
    },
    "code_cloze": {
        "code": "x = ____(3)\n",
        "blanks": [{"id": "b1", "accepts": ["abs"], "pool": ["abs", "len"]}],
        "key": {"b1": "abs"},
    },
    "output_prediction": {"code": "print(2 + 2)", "accepts": ["CANARY4"], "key": "CANARY4"},
    "debug": {"code": "print(2 +)", "options": OPTIONS, "key": "d"},
    "scenario": {"rubric": RUBRIC, "key": "CANARY reference"},
    "matching": {
        "pairs": {
            "left": [{"id": "1", "text": "one"}, {"id": "2", "text": "two"}],
            "right": [{"id": "x", "text": "un"}, {"id": "y", "text": "deux"}, {"id": "z", "text": "trois"}],
        },
        "key": {"1": "x", "2": "y"},
    },
    "ordering": {
        "steps": [{"id": "p", "text": "second"}, {"id": "q", "text": "first"}, {"id": "r", "text": "third"}],
        "key": ["q", "p", "r"],
    },
    "table": {
        "grid": [["aspect", "LoRA"], ["weights", "____"]],
        "cells": [{"id": "c1", "row": "weights", "column": "LoRA", "accepts": ["CANARYfew"]}],
        "key": {"c1": "CANARYfew"},
    },
    "numeric": {"key": {"value": 424242.0, "tolerance": 0.5, "unit": "GB"}},
    "short_answer": {"accepts": ["CANARY word"], "key": "CANARY word"},
    "free_text": {"rubric": RUBRIC, "key": "CANARY reference", "parts": ["first part"]},
}


def one_of_each(prefix: str = "item") -> list[Item]:
    """Fourteen items, ids `prefix-type`."""
    return [
        ITEM.validate_python(
            {"stem": f"Stem of {kind}?", "family": kind}
            | COMMON
            | fields
            | {"id": f"{prefix}-{kind}", "type": kind}
        )
        for kind, fields in SPECIFIC.items()
    ]
