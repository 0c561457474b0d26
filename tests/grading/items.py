"""Items of each keyed type, as small as they can be."""

from typing import Any

from itemwright.domain.item import ITEM, Item

_BASE: dict[str, Any] = {
    "concepts": ["c"], "bloom": "understand", "difficulty": {"mean": 0.0, "sd": 1.0, "label": "medium"},
    "seconds": 30, "stem": "Which one?", "explanation": "Because.", "family": "test",
}  # fmt: skip


def option(name: str, text: str = "") -> dict[str, str]:
    return {"id": name, "text": text or f"text {name}", "rationale": f"why {name}"}


def make(kind: str, **fields: Any) -> Item:
    return ITEM.validate_python({**_BASE, "id": f"i-{kind}", "type": kind, **fields})


def choice(kind: str = "multiple_choice", **fields: Any) -> Item:
    return make(kind, **{"options": [option("a"), option("b"), option("c")], "key": "b", **fields})


def selection(key: list[str], count: int = 5) -> Item:
    return make("multiple_response", options=[option(x) for x in "abcdefg"[:count]], key=key)


def cloze(
    accepts: list[list[str]], pool: list[str] | None = None, kind: str = "cloze", **fields: Any
) -> Item:
    blanks = [{"id": f"b{n}", "accepts": a, "pool": pool} for n, a in enumerate(accepts, start=1)]
    key = {f"b{n}": a[0] for n, a in enumerate(accepts, start=1)}
    return make(kind, **{"stem": "____ " * len(accepts), "blanks": blanks, "key": key, **fields})


def short(*accepts: str, **fields: Any) -> Item:
    return make("short_answer", accepts=list(accepts), key=accepts[0], **fields)


def number(value: float, tolerance: float = 0.0, unit: str = "") -> Item:
    return make("numeric", key={"value": value, "tolerance": tolerance, "unit": unit})


def ordering(count: int = 4) -> Item:
    steps = [{"id": str(n), "text": f"step {n}"} for n in range(count)]
    return make("ordering", steps=steps, key=[str(n) for n in range(count)])


def matching() -> Item:
    left = [{"id": f"l{n}", "text": f"left {n}"} for n in range(2)]
    right = [{"id": f"r{n}", "text": f"right {n}"} for n in range(3)]
    return make("matching", pairs={"left": left, "right": right}, key={"l0": "r0", "l1": "r2"})


def table(pool: list[str] | None = None) -> Item:
    cells = [
        {"id": "x", "row": "LoRA", "column": "trains", "accepts": ["adapters"]},
        {"id": "y", "row": "full", "column": "trains", "accepts": ["all weights"]},
    ]
    grid = [["method", "trains"], ["LoRA", "____"], ["full", "____"]]
    return make("table", grid=grid, cells=cells, pool=pool, key={"x": "adapters", "y": "all weights"})
