"""Items in short, as from anybody: only what is asked and keyed differs."""

from typing import Any

from itemwright.domain.item import ITEM, Item
from itemwright.writing.options import option_id

_FRAME: dict[str, Any] = {
    "bloom": "understand",
    "seconds": 60,
    "difficulty": {"mean": 0.0, "sd": 1.0, "label": "medium"},
    "explanation": "So it is.",
    "family": "somebody's",
}


def item_of(kind: str, stem: str, **fields: Any) -> Item:
    """An item whose id follows from its stem and key."""
    name = f"{kind}/{stem}/{fields['key']}"
    return ITEM.validate_python(
        {"id": name, "type": kind, "concepts": ["any"], "stem": stem, **_FRAME, **fields}
    )


def choice(
    stem: str, key: str, *wrong: str, place: int = 0, kind: str = "multiple_choice", **fields: Any
) -> Item:
    """Multiple choice with its key at `place`."""
    texts = [*wrong[:place], key, *wrong[place:]]
    options = [{"id": option_id(n), "text": text, "rationale": "r"} for n, text in enumerate(texts)]
    return item_of(kind, stem, options=options, key=option_id(place), **fields)


def true_false(stem: str, is_true: bool) -> Item:
    options = [{"id": "a", "text": "True", "rationale": "r"}, {"id": "b", "text": "False", "rationale": "r"}]
    return item_of("true_false", stem, options=options, key="a" if is_true else "b")


def short(stem: str, key: str) -> Item:
    return item_of("short_answer", stem, accepts=[key], key=key)


def free(stem: str, key: str) -> Item:
    return item_of("free_text", stem, rubric=[{"point": key, "weight": 1.0}], key=key)


def numeric(stem: str, value: float, unit: str = "") -> Item:
    return item_of("numeric", stem, key={"value": value, "tolerance": 0.0, "unit": unit})


def code_item(stem: str, code: str, key: str, language: str = "python") -> Item:
    return item_of("output_prediction", stem, code=code, language=language, accepts=[key], key=key)


def matching(stem: str, **pairs: str) -> Item:
    left = [{"id": str(n), "text": text} for n, text in enumerate(pairs)]
    right = [{"id": f"r{n}", "text": text} for n, text in enumerate(pairs.values())]
    return item_of(
        "matching",
        stem,
        pairs={"left": left, "right": right},
        key={str(n): f"r{n}" for n in range(len(pairs))},
    )


def built_in(item: Item, family: str, **parameters: Any) -> Item:
    """The item as one of our own item models would have made it; `parameters`: its drawn values."""
    drawn = {"parameters": parameters} if parameters else {}
    provenance = {"writer": "builtin-cards", **drawn}
    concept = family.split("/")[1]
    return item.model_copy(update={"family": family, "concepts": (concept,), "provenance": provenance})
