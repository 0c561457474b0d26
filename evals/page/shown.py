"""What a case shows, sorted into looks: a question, code, options, quotations, a grade, or plain fields."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evals.page.amount import scalar
from evals.page.item_form import FORMS, choices, form_of

DEEPEST = 8  # levels of nesting that are laid out; below, a value is told as it is written


class Block(NamedTuple):
    """One labelled thing. `look` names the macro that draws it; what `value` is depends on the look."""

    look: str
    label: str
    value: Any


class Quote(NamedTuple):
    """Words of a source or an answer, and where they stand."""

    text: str
    source: str = ""


class Criterion(NamedTuple):
    """A point of a rubric and what came of it."""

    point: str
    status: str
    numbers: str
    quote: str


class Fold(NamedTuple):
    """What is read first, and what is folded away."""

    front: tuple[Block, ...]
    rest: tuple[Block, ...]


_ASKED = {"stem", "question", "query", "task", "prompt"}
_CODE = {"code", "program", "snippet", "output", "stdout", "stderr", "traceback", "expected output"}
_QUOTED = {
    "quote", "quotes", "quotation", "quotations", "citation", "citations", "passage", "passages", "found",
}  # fmt: skip
_SAID = {"answer", "answers", "response", "said", "reply", "picked", "chosen", "solver answer", "attack"}
_RIGHT = {"reference", "references", "key", "right answer", "accepts", "reference answer"}
_TOLD = {"feedback", "explanation", "rationale", "detail", "takeaway"}
_GRADES = {"grade", "outcome", "graded", "before", "after"}
_FRONT = (
    "stem", "parts", "code", "language", "options", "blanks", "pairs", "steps", "grid", "cells", "accepts",
    "rubric", "key", "explanation", "citations",
)  # fmt: skip


def blocks(shown: Mapping[str, Any], depth: int = 0) -> tuple[Block, ...]:
    """Sort what is shown into looks, in the order given. Nothing is left out."""
    folded_in: set[str] = set()
    if keyed := form_of(shown):
        folded_in = {"key", "cells"} if keyed == "grid" else {"key"}
    return tuple(
        _block(label, value, shown, depth) for label, value in shown.items() if label not in folded_in
    )


def _block(label: str, value: Any, beside: Mapping[str, Any], depth: int) -> Block:
    """`beside`: the whole that the value stands in; options look for their key there."""
    name = str(label).replace("_", " ")
    low = _plain(label)
    if value is None or value == "" or value == [] or value == {}:
        return Block("none", name, None)
    if depth >= DEEPEST:
        return Block("code", name, json.dumps(value, ensure_ascii=False, indent=1, default=str))
    if label == form_of(beside):
        return Block(label, name, FORMS[label](beside))
    if low in ("options", "choices"):
        picked = [value for other, value in beside.items() if _plain(other) in _SAID]
        return Block("options", name, choices(value, beside.get("key"), picked))
    if isinstance(value, Mapping):
        return _mapping(low, name, value, depth)
    if isinstance(value, list | tuple):
        return _sequence(low, name, value, depth)
    if isinstance(value, str):
        return Block(_look_of_text(low, value), name, value)
    return Block("text", name, scalar(value))


def _plain(label: object) -> str:
    return str(label).replace("_", " ").casefold().strip()


def _look_of_text(low: str, text: str) -> str:
    if low in _ASKED:
        return "stem"
    if low in _CODE:
        return "code"
    if low in _SAID:
        return "said"
    if low in _RIGHT:
        return "right"
    if low in _TOLD:
        return "told"
    return "trace" if text.lstrip().startswith("Traceback (") else "text"


def _mapping(low: str, name: str, value: Mapping[str, Any], depth: int) -> Block:
    if "stem" in value and ("key" in value or "type" in value):
        return Block("item", name, _item(value, depth))
    if low in _GRADES and ("score" in value or "reason" in value):
        return Block("grade", name, _grade(value, depth))
    if low in _QUOTED and _quotable(value):
        return Block("quotes", name, (_quote(value),))
    if low in _RIGHT and set(value) == {"value", "tolerance", "unit"}:
        told = f"{scalar(value['value'])} ± {scalar(value['tolerance'])} {value['unit'] or ''}"
        return Block("right", name, told.strip())
    return Block("fields", name, blocks(value, depth + 1))


def _item(value: Mapping[str, Any], depth: int) -> Fold:
    """What a learner and an author read of an item; its sources, checks and numbers are folded away."""
    front = {label: value[label] for label in _FRONT if label in value}
    rest = {label: value[label] for label in value if label not in front}
    return Fold(_told(front, depth), _told(rest, depth))


def _grade(value: Mapping[str, Any], depth: int) -> tuple[dict[str, Any], Fold]:
    """Score and label in a line; what the grader said of it; the rest folded away."""
    head = {label: value[label] for label in ("score", "label", "confidence", "reason") if label in value}
    told = ("criteria", "feedback", "detail", "flags")
    front = {label: value[label] for label in told if value.get(label)}
    rest = {label: value[label] for label in value if label not in head and label not in front}
    return head, Fold(blocks(front, depth + 1), _told(rest, depth))


def _told(values: Mapping[str, Any], depth: int) -> tuple[Block, ...]:
    """Without the fields that are empty."""
    return tuple(block for block in blocks(values, depth + 1) if block.look != "none")


def _sequence(low: str, name: str, value: Sequence[Any], depth: int) -> Block:
    maps = [each for each in value if isinstance(each, Mapping)]
    if low in _QUOTED and all(isinstance(each, str) or _quotable(each) for each in value):
        return Block("quotes", name, tuple(_quote(each) for each in value))
    if low in ("criteria", "rubric", "points") and all(
        isinstance(each, str) or (isinstance(each, Mapping) and isinstance(each.get("point"), str))
        for each in value
    ):
        return Block("criteria", name, tuple(_criterion(each) for each in value))
    if not maps and not any(isinstance(each, list | tuple) for each in value):
        texts = tuple(scalar(each) for each in value)
        if low in _RIGHT or low in _SAID:
            return Block("said list" if low in _SAID else "right list", name, texts)
        return Block("code", name, "\n".join(texts)) if low in _CODE else Block("list", name, texts)
    if len(maps) == len(value) and (table := _table(maps)):
        return Block("table", name, table)
    nested = tuple(
        blocks(each, depth + 1) if isinstance(each, Mapping) else (_block("", each, {}, depth + 1),)
        for each in value
    )
    return Block("records", name, nested)


def _table(maps: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    """Head and rows, where records are alike, small and flat."""
    head = tuple(maps[0])
    if not 1 < len(head) <= 4 or any(tuple(each) != head for each in maps):
        return None
    cells = [each[label] for each in maps for label in head]
    if any(isinstance(cell, Mapping | list | tuple) or len(str(cell)) > 160 for cell in cells):
        return None
    named = tuple(str(label).replace("_", " ") for label in head)
    return named, tuple(tuple(scalar(each[label]) for label in head) for each in maps)


def _quotable(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("quote") or value.get("text"), str)


def _quote(value: Any) -> Quote:
    if isinstance(value, str):
        return Quote(value)
    where = [str(value[label]) for label in ("source", "path", "passage") if value.get(label)]
    return Quote(str(value.get("quote") or value.get("text")), ", ".join(dict.fromkeys(where)))


def _criterion(value: Any) -> Criterion:
    if isinstance(value, str):
        return Criterion(value, "", "", "")
    told = [
        f"{label} {scalar(value[label])}"
        for label in ("weight", "credit", "probability")
        if value.get(label) is not None
    ]
    status, quote = (str(value.get(label) or "") for label in ("status", "quote"))
    return Criterion(value["point"], status, ", ".join(told), quote)
