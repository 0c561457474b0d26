"""An item read leniently from JSON in the contract's format, as strangers and models write it.

What is missing and optional gets a neutral value that claims nothing; what is needed and missing is an error.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from itemwright.domain.item import BLANK, ITEM, UNPLACED, Item
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.exchange.loose_form import EVERY_FORM, FORMS, Unfit, listed, shape, texts

UNFILED = "unfiled"
"""The concept of an item that names none."""
SECONDS = 60
SHORT = 6
"""Words up to which a key that stands alone is a short answer, and no reference answer."""
SPREAD = 1.5
"""Standard deviation in logits of a difficulty that was not told: anything is possible."""
_LOGITS = {"easy": -1.0, "medium": 0.0, "hard": 1.0}
_BLOOM = ("remember", "understand", "apply", "analyze", "evaluate", "create")
_ALIASES = {
    "mcq": "multiple_choice",
    "multiple-choice": "multiple_choice",
    "single_choice": "multiple_choice",
}
_TYPES = frozenset(
    ["multiple_choice", "multiple_response", "true_false", "cloze", "code_cloze", "output_prediction",
     "debug", "scenario", "matching", "ordering", "table", "numeric", "short_answer", "free_text"]
)  # fmt: skip
_LISTS = ("worked_steps", "hints", "common_mistakes")
_TEXTS = ("explanation", "quick_check", "takeaway")
_KEPT = frozenset(
    ["id", "version", "type", "concepts", "concept", "bloom", "difficulty", "seconds", "stem", "code",
     "language", "options", "blanks", "pairs", "steps", "grid", "cells", "pool", "accepts", "key", "rubric",
     "parts", "explanation", "worked_steps", "hints", "common_mistakes", "quick_check", "takeaway",
     "citations", "family", "provenance"]
)  # fmt: skip


class UnreadableItem(Value):
    """A line that is no item: `field` is the place in it, `next_step` what to do."""

    line: int
    item: str
    field: str
    value: str
    next_step: str

    @property
    def message(self) -> str:
        """All of it in a sentence."""
        return f"Line {self.line}, field {self.field!r}, value {self.value}: {self.next_step}"


def loose_item(data: object, line: int) -> Item | UnreadableItem:
    """The item that `data`, decoded JSON from line `line`, describes, or what is wrong with it."""
    name = f"line-{line}"
    try:
        if not isinstance(data, dict):
            raise Unfit("the line", data, "give one JSON object with 'stem' and 'key'.")
        told: dict[str, Any] = data
        if isinstance(told.get("item"), dict) and "stem" not in told:
            told = told["item"]
        name = str(told["id"]) if told.get("id") not in (None, "") else name
        return ITEM.validate_python(_completed(told, name))
    except Unfit as error:
        return _unreadable(line, name, error.field, error.value, error.next_step)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if part not in _TYPES) or "the item"
        said = str(first["msg"]).removeprefix("Value error, ")
        return _unreadable(line, name, place, first["input"], f"{said}; correct it.")


def _unreadable(line: int, name: str, field: str, value: object, next_step: str) -> UnreadableItem:
    shown = repr(value)
    cut = shown if len(shown) <= 120 else shown[:117] + "..."
    return UnreadableItem(line=line, item=name, field=field, value=cut, next_step=next_step)


def _completed(data: dict[str, Any], name: str) -> dict[str, Any]:
    """`data` in the exact form, with neutral values for what it does not tell."""
    # A proof that comes along proves nothing here; it is made anew.
    given = {key: value for key, value in data.items() if value is not None and key != "proof"}
    if not isinstance(given.get("stem"), str) or not given["stem"].strip():
        raise Unfit("stem", given.get("stem"), "give the question as a text.")
    kind = _type_of(given)
    form = FORMS[kind]
    strange = sorted(
        (set(given) - _KEPT) | {each for each in EVERY_FORM if each in given and each not in form}
    )
    full: dict[str, Any] = {key: value for key, value in given.items() if key not in strange}
    full |= {"id": name, "type": kind, "concepts": _concepts(given), "difficulty": _difficulty(given)}
    full["bloom"] = next((known for known in _BLOOM if known == given.get("bloom")), "understand")
    full["seconds"] = given.get("seconds", SECONDS)
    full["family"] = str(given.get("family", f"imported/{name}"))
    full |= {each: texts(given.get(each, ()), each) for each in _LISTS}
    full |= {each: " ".join(texts(given.get(each, ()), each)) for each in _TEXTS}
    full["citations"] = [_citation(each) for each in listed(given.get("citations", ()), "citations")]
    full.pop("concept", None)
    provenance = given.get("provenance", {})
    full["provenance"] = provenance if isinstance(provenance, dict) else {"writer": str(provenance)}
    if kind == "debug":
        full.setdefault("code", "")  # what is mended may be a circuit or a recipe as well
    if strange:
        full["provenance"] = full["provenance"] | {"fields_not_read": strange}
    shape(kind, full)
    return full


def _type_of(given: dict[str, Any]) -> str:
    """The type named, or the only one that fits the fields that are there."""
    named = given.get("type")
    if named is not None:
        kind = str(named).strip().lower().replace(" ", "_")
        kind = _ALIASES.get(kind, kind)
        if kind not in _TYPES:
            raise Unfit("type", named, f"give one of {', '.join(sorted(_TYPES))}.")
        return kind
    key = given.get("key")
    if "options" in given:
        return "multiple_response" if isinstance(key, list) and len(key) > 1 else "multiple_choice"
    for field, kind in (
        ("pairs", "matching"), ("steps", "ordering"), ("cells", "table"), ("rubric", "free_text"),
        ("accepts", "short_answer"),
    ):  # fmt: skip
        if field in given:
            return kind
    if "blanks" in given:
        return "code_cloze" if BLANK in str(given.get("code", "")) else "cloze"
    if isinstance(key, int | float) or (isinstance(key, dict) and "value" in key):
        return "numeric"
    if isinstance(key, str) and key.strip():
        return "short_answer" if len(key.split()) <= SHORT else "free_text"
    raise Unfit("type", named, f"give one of {', '.join(sorted(_TYPES))}.")


def _concepts(given: dict[str, Any]) -> Sequence[str]:
    named = texts(given.get("concepts", given.get("concept", ())), "concepts")
    return named or [UNFILED]


def _difficulty(given: dict[str, Any]) -> dict[str, Any]:
    told = given.get("difficulty")
    fields = told if isinstance(told, dict) else {"label": told}
    label = next((known for known in _LOGITS if known == fields.get("label")), "medium")
    return {"mean": fields.get("mean", _LOGITS[label]), "sd": fields.get("sd", SPREAD), "label": label}


def _citation(told: object) -> dict[str, Any]:
    if isinstance(told, str):
        told = {"quote": told}
    if not isinstance(told, dict) or not isinstance(told.get("quote"), str):
        raise Unfit("citations", told, "give each citation as {'path', 'quote'}.")
    source, path = told.get("source"), told.get("path")
    start, end = told.get("start"), told.get("end")
    placed = type(start) is int and type(end) is int
    return {
        "source": str(source if source is not None else path or ""),
        "path": str(path if path is not None else source or ""),
        "passage": str(told.get("passage") or ""),
        "quote": told["quote"],
        "start": start if placed else UNPLACED,
        "end": end if placed else UNPLACED,
    }


def item_or_refusal(found: Item | UnreadableItem) -> Item:
    """The item.

    Raises:
        BadInput: it was unreadable.
    """
    if isinstance(found, UnreadableItem):
        raise BadInput(found.message)
    return found
