"""Short ways to write the examples of rules, and the whole items that they stand for."""

from collections.abc import Mapping
from typing import Any

from itemwright.domain.item import ITEM, Item

_REST: dict[str, Any] = {
    "id": "example",
    "concepts": ["example"],
    "bloom": "understand",
    "difficulty": {"mean": 0.0, "sd": 1.0, "label": "medium"},
    "seconds": 60,
    "explanation": "",
    "family": "example",
}


def choice(stem: str, *options: str, several: bool = False, **rest: Any) -> dict[str, Any]:
    """A choice item; the key's text begins with "*", a rationale stands behind " | "."""
    found: list[dict[str, str]] = []
    keys = []
    for name, option in zip("abcdefgh", options, strict=False):
        text, _, rationale = option.partition(" | ")
        if text.startswith("*"):
            keys.append(name)
            text = text[1:]
        found.append({"id": name, "text": text, "rationale": rationale or f"About {text}."})
    kind = "multiple_response" if several else "multiple_choice"
    return {"type": kind, "stem": stem, "options": found, "key": keys if several else keys[0]} | rest


def statement(stem: str, true: bool, **rest: Any) -> dict[str, Any]:
    """A true-or-false item."""
    options = [{"id": i, "text": t, "rationale": f"For {t}."} for i, t in (("a", "True"), ("b", "False"))]
    return {"type": "true_false", "stem": stem, "options": options, "key": "a" if true else "b"} | rest


def gaps(stem: str, *fillings: str, **rest: Any) -> dict[str, Any]:
    """A cloze item; a filling's alternatives are parted by "/"."""
    blanks = [{"id": f"b{n}", "accepts": f.split("/")} for n, f in enumerate(fillings, 1)]
    key = {blank["id"]: blank["accepts"][0] for blank in blanks}
    return {"type": "cloze", "stem": stem, "blanks": blanks, "key": key} | rest


def number(stem: str, value: float, unit: str = "", **rest: Any) -> dict[str, Any]:
    """A numeric item with a tolerance of 1%."""
    key = {"value": value, "tolerance": abs(value) / 100, "unit": unit}
    return {"type": "numeric", "stem": stem, "key": key} | rest


def short(stem: str, *accepts: str, **rest: Any) -> dict[str, Any]:
    """A short-answer item."""
    return {"type": "short_answer", "stem": stem, "accepts": list(accepts), "key": accepts[0]} | rest


def printed(code: str, *options: str, **rest: Any) -> dict[str, Any]:
    """A question about what Python code prints."""
    about = choice("What does this code print?", *options, code=code, language="python") | rest
    return about | {"type": "output_prediction"}


def example_item(fragment: Mapping[str, Any]) -> Item:
    """The whole item that a fragment stands for."""
    return ITEM.validate_python(_REST | dict(fragment))
