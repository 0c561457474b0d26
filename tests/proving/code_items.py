"""Items on code as others write them, each built from what matters of it."""

from typing import Any

from itemwright.domain.item import ITEM, Item

COMMON: dict[str, Any] = {
    "id": "i",
    "concepts": ["python"],
    "bloom": "apply",
    "seconds": 60,
    "explanation": "So it is.",
    "difficulty": {"mean": 0.0, "sd": 0.5, "label": "medium"},
    "family": "imported",
}


def item(kind: str, *options: str, **fields: Any) -> Item:
    """An item as somebody else wrote it; the first option is the key."""
    if options:
        fields["options"] = [
            {"id": name, "text": text, "rationale": "r"}
            for name, text in zip("abcdefgh", options, strict=False)
        ]
        fields.setdefault("key", "a")
    return ITEM.validate_python(COMMON | {"type": kind} | fields)


def prints(code: str, *options: str, stem: str = "What does this code print?", **fields: Any) -> Item:
    return item("output_prediction", *options, code=code, stem=stem, **fields)


def typed(code: str, *accepts: str) -> Item:
    return item("output_prediction", code=code, stem="What is printed?", accepts=accepts, key=accepts[0])


def asked(stem: str, *options: str, kind: str = "multiple_choice", **fields: Any) -> Item:
    return item(kind, *options, stem=stem, **fields)


def cloze(code: str, *blanks: tuple[list[str], list[str] | None], stem: str = "Fill the blanks.") -> Item:
    parts = [{"id": f"b{n}", "accepts": accepts, "pool": pool} for n, (accepts, pool) in enumerate(blanks)]
    key = {f"b{n}": accepts[0] for n, (accepts, _) in enumerate(blanks)}
    return item("code_cloze", code=code, stem=stem, blanks=parts, key=key)


def statement(stem: str, key: str, **fields: Any) -> Item:
    return item("true_false", "True", "False", stem=stem, key="a" if key == "True" else "b", **fields)


MEAN = "def mean(xs):\n    return sum(xs) / (len(xs) - 1)\n\nprint(mean([1, 2, 3]))"
MENDS = "The code should print 2.0, but prints 3.0. Which change mends it?"
LOOP = "total = 0\nfor i in range(4):\n    total += i\nprint(total)"


def debug(*options: str, code: str = MEAN, stem: str = MENDS, **fields: Any) -> Item:
    return item("debug", *options, code=code, stem=stem, **fields)
