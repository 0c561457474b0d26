"""What an item's type adds to it - options, blanks, steps, key - read leniently into the exact form."""

import re
import string
from collections.abc import Callable, Sequence
from typing import Any

from itemwright.domain.item import BLANK

FORMS: dict[str, tuple[str, ...]] = {
    "multiple_choice": ("options",), "multiple_response": ("options",), "true_false": ("options",),
    "cloze": ("blanks",), "code_cloze": ("blanks",), "matching": ("pairs",), "ordering": ("steps",),
    "table": ("cells", "grid", "pool"), "numeric": (), "short_answer": ("accepts",),
    "free_text": ("rubric", "parts"),
    "output_prediction": ("options", "blanks", "accepts", "rubric"),
    "debug": ("options", "blanks", "accepts", "rubric"),
    "scenario": ("options", "blanks", "accepts", "rubric"),
}  # fmt: skip
EVERY_FORM = ("options", "blanks", "pairs", "steps", "grid", "cells", "pool", "accepts", "rubric", "parts")


class Unfit(Exception):
    """A field that cannot be used, its value, and the next step."""

    def __init__(self, field: str, value: object, next_step: str) -> None:
        super().__init__(field)
        self.field, self.value, self.next_step = field, value, next_step


def shape(kind: str, full: dict[str, Any]) -> None:
    """Bring the fields of type `kind` in `full` into the exact form.

    Raises:
        Unfit: a field is missing or says nothing that can be used.
    """
    _SHAPES.get(kind, _one_form)(full)


def texts(told: object, field: str) -> list[str]:
    """A list of texts, from a text, a number, a list of these, or of objects made of texts."""
    found = [told] if isinstance(told, str | int | float) else listed(told, field)
    return [text for text in (_text(each, field) for each in found) if text.strip()]


def _text(told: object, field: str) -> str:
    if isinstance(told, dict) and told and all(isinstance(each, str) for each in told.values()):
        return ": ".join(told.values())
    if isinstance(told, str | int | float):
        return str(told)
    raise Unfit(field, told, "give texts.")


def listed(told: object, field: str) -> Sequence[Any]:
    if isinstance(told, dict) and told and field == "citations":
        return [told]
    if not isinstance(told, list | tuple):
        raise Unfit(field, told, "give a list.")
    return told


def _options(full: dict[str, Any]) -> list[dict[str, Any]]:
    """Options as objects, from objects, from texts, or from {letter: text}."""
    told = full.get("options")
    if isinstance(told, dict):
        told = [{"id": str(name), "text": text} for name, text in told.items()]
    options = []
    for number, each in enumerate(listed(told, "options")):
        if isinstance(each, str | int | float):
            each = {"text": str(each)}
        if not isinstance(each, dict) or "text" not in each:
            raise Unfit("options", each, "give each option as {'id', 'text'}.")
        option = {
            "id": str(each.get("id") or _letter(number)),
            "text": str(each["text"]),
            "rationale": str(each.get("rationale") or ""),
        }
        if each.get("misconception"):
            option["misconception"] = str(each["misconception"])
        options.append(option)
    return options


def _letter(number: int) -> str:
    return string.ascii_lowercase[number] if number < 26 else str(number + 1)


def _option_id(told: object, options: Sequence[dict[str, Any]]) -> str:
    """The id meant by a key that names an id, the option's text, or its letter in the order given."""
    named = str(told).strip()
    ids = {option["id"]: option["id"] for option in options}
    by_text = {option["text"].strip(): option["id"] for option in options}
    by_letter = {_letter(number): option["id"] for number, option in enumerate(options)}
    folded = {name.lower(): name for name in ids}
    for known, wanted in (
        (ids, named),
        (by_text, named),
        (folded, named.lower()),
        (by_letter, named.lower()),
    ):
        if wanted in known:
            return str(known[wanted])
    raise Unfit("key", told, f"name one of the options {list(ids)!r}.")


def _single_choice(full: dict[str, Any]) -> None:
    full["options"] = _options(full)
    full["key"] = _option_id(_only(full, "key"), full["options"])


def _only(full: dict[str, Any], field: str) -> Any:
    if field not in full:
        raise Unfit(field, None, "give it; without a key nothing can be proved or graded.")
    told = full[field]
    if isinstance(told, list) and len(told) == 1:
        return told[0]
    return told


def _several(full: dict[str, Any]) -> None:
    full["options"] = _options(full)
    told = _only(full, "key")
    named = told if isinstance(told, list) else [told]
    full["key"] = [_option_id(each, full["options"]) for each in named]


def _true_false(full: dict[str, Any]) -> None:
    if "options" not in full:
        full["options"] = [{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]
    options = [option | {"text": option["text"].strip().capitalize()} for option in _options(full)]
    full["key"] = _option_id(_as_truth(_only(full, "key")), options)
    full["options"] = sorted(options, key=lambda option: option["text"] != "True")


def _as_truth(told: object) -> object:
    named = str(told).strip().capitalize()
    return named if named in ("True", "False") else told


def _blanks(full: dict[str, Any]) -> None:
    for field in ("stem", "code"):
        if isinstance(full.get(field), str):
            full[field] = re.sub(r"_{3,}", BLANK, full[field])
    blanks: list[dict[str, Any]] = []
    told = full.get("blanks", [])
    key = full.get("key")
    for number, each in enumerate(listed(told, "blanks")):
        if isinstance(each, list | str):
            each = {"accepts": texts(each, "blanks")}
        if not isinstance(each, dict):
            raise Unfit("blanks", each, "give each blank as {'id', 'accepts'}.")
        blanks.append({"id": str(each.get("id") or f"b{number + 1}"), "accepts": each.get("accepts"),
                       "pool": each.get("pool")})  # fmt: skip
    if isinstance(key, str | int | float) and len(blanks) == 1:
        key = [str(key)]
    if isinstance(key, list) and len(key) == len(blanks):
        key = {blank["id"]: str(text) for blank, text in zip(blanks, key, strict=True)}
    if key is None and all(blank["accepts"] for blank in blanks):
        key = {blank["id"]: blank["accepts"][0] for blank in blanks}
    if not isinstance(key, dict):
        raise Unfit("key", key, "give {blank id: text}.")
    for blank in blanks:
        if not blank["accepts"] and blank["id"] in key:
            blank["accepts"] = [str(key[blank["id"]])]
    full["blanks"], full["key"] = blanks, {blank["id"]: key.get(blank["id"]) for blank in blanks}


def _labelled(told: object, field: str, mark: str) -> list[dict[str, str]]:
    found = []
    for number, each in enumerate(listed(told, field), 1):
        text = each.get("text") if isinstance(each, dict) else each
        if not isinstance(text, str):
            raise Unfit(field, each, "give {'id', 'text'}.")
        name = each.get("id") if isinstance(each, dict) else None
        found.append({"id": str(name or f"{mark}{number}"), "text": text})
    return found


def _named(told: object, entries: Sequence[dict[str, str]]) -> str:
    """The id meant by an id or by the text."""
    by_text = {entry["text"]: entry["id"] for entry in entries}
    return by_text.get(str(told), str(told))


def _ordering(full: dict[str, Any]) -> None:
    steps = _labelled(full.get("steps"), "steps", "s")
    full["steps"] = steps
    full["key"] = [_named(each, steps) for each in listed(full.get("key"), "key")]


def _matching(full: dict[str, Any]) -> None:
    pairs = full.get("pairs")
    if isinstance(pairs, list) and all(
        isinstance(each, dict) and {"left", "right"} <= set(each) for each in pairs
    ):
        left = _labelled([each["left"] for each in pairs], "pairs", "l")
        right = _labelled([each["right"] for each in pairs], "pairs", "r")
        full.setdefault("key", {one["id"]: other["id"] for one, other in zip(left, right, strict=True)})
    elif isinstance(pairs, dict):
        left = _labelled(pairs.get("left"), "pairs.left", "l")
        right = _labelled(pairs.get("right"), "pairs.right", "r")
    else:
        raise Unfit("pairs", pairs, "give {'left': [...], 'right': [...]}.")
    key = full.get("key")
    if not isinstance(key, dict):
        raise Unfit("key", key, "give {left id: right id}.")
    full["pairs"] = {"left": left, "right": right}
    full["key"] = {_named(one, left): _named(other, right) for one, other in key.items()}


def _table(full: dict[str, Any]) -> None:
    cells: list[dict[str, Any]] = []
    key = full.get("key")
    for number, each in enumerate(listed(full.get("cells"), "cells"), 1):
        if not isinstance(each, dict):
            raise Unfit("cells", each, "give each cell as {'id', 'row', 'column', 'accepts'}.")
        name = str(each.get("id") or f"c{number}")
        accepts = each.get("accepts") or ([key[name]] if isinstance(key, dict) and name in key else None)
        cells.append({"id": name, "row": each.get("row"), "column": each.get("column"), "accepts": accepts})
    full["cells"] = cells
    if key is None and all(cell["accepts"] for cell in cells):
        full["key"] = {cell["id"]: cell["accepts"][0] for cell in cells}
    if "grid" not in full:
        rows = list(dict.fromkeys(str(cell["row"]) for cell in cells))
        columns = list(dict.fromkeys(str(cell["column"]) for cell in cells))
        asked = {(str(cell["row"]), str(cell["column"])) for cell in cells}
        body = [[row, *(BLANK if (row, column) in asked else "" for column in columns)] for row in rows]
        full["grid"] = [["", *columns], *body]


def _numeric(full: dict[str, Any]) -> None:
    told = _only(full, "key")
    if isinstance(told, str):
        try:
            told = float(told.replace(",", ""))
        except ValueError as error:
            raise Unfit("key", told, "give a number, or {'value', 'tolerance'}.") from error
    full["key"] = {"tolerance": 0.0, **told} if isinstance(told, dict) else {"value": told, "tolerance": 0.0}


def _short(full: dict[str, Any]) -> None:
    if "key" not in full and full.get("accepts"):
        full["key"] = texts(full["accepts"], "accepts")[0]
    full["key"] = str(_only(full, "key"))
    full["accepts"] = texts(full.get("accepts") or [full["key"]], "accepts")


def _free(full: dict[str, Any]) -> None:
    full["key"] = " ".join(texts(_only(full, "key"), "key"))
    points = full.get("rubric") or [full["key"]]
    full["rubric"] = [{"point": each} if isinstance(each, str) else each for each in listed(points, "rubric")]


def _one_form(full: dict[str, Any]) -> None:
    """For the types that take several forms: the form that is there; a bare text is what to type."""
    if "options" in full:
        _single_choice(full)
    elif "blanks" in full:
        _blanks(full)
    elif "rubric" in full:
        _free(full)
    else:
        _short(full)


_SHAPES: dict[str, Callable[[dict[str, Any]], None]] = {
    "multiple_choice": _single_choice,
    "multiple_response": _several,
    "true_false": _true_false,
    "cloze": _blanks,
    "code_cloze": _blanks,
    "matching": _matching,
    "ordering": _ordering,
    "table": _table,
    "numeric": _numeric,
    "short_answer": _short,
    "free_text": _free,
}
