"""The form of an item, in which its responses are given; and an item with another key in the same form."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from itemwright.domain.item import ITEM, Item, Option
from itemwright.errors import BadInput

NOT_TOLD = {"worked_steps": [], "hints": [], "common_mistakes": [], "quick_check": "", "takeaway": ""}
"""What may argue for the old key: left out until an author writes it anew."""


def form_of(item: Item) -> tuple[object, ...]:
    """What a response refers to: equal for two versions whose responses mean the same."""
    fields = item.model_dump(include={"code", "pairs", "steps", "grid", "parts"})
    return (
        item.type,
        tuple((option.id, option.text) for option in getattr(item, "options", None) or ()),
        tuple((blank.id, blank.pool) for blank in getattr(item, "blanks", None) or ()),
        tuple(cell.id for cell in getattr(item, "cells", None) or ()),
        tuple((name, repr(value)) for name, value in sorted(fields.items())),
    )


def grades_alike(one: Item, other: Item) -> bool:
    """Whether two items of one form give every response the same grade, as far as that lies in the key."""
    names = ("key", "accepts", "blanks", "cells", "rubric")
    return all(getattr(one, name, None) == getattr(other, name, None) for name in names)


def with_key(item: Item, replacement: Any, explanation: str) -> Item:
    """`item` with another key, and without texts that argue for the old one.

    Args:
        replacement: the key as the item's type has it; where texts are typed in, a list of texts means that
            all of them are accepted and the first is the key; a number for a numeric item keeps tolerance
            and unit; for a rubric `{"reference": text, "rubric": [{"point", "weight"?}]}`.
        explanation: told to learners in the place of the old one.

    Raises:
        BadInput: not a key of this item's form.
    """
    fields = item.model_dump(mode="json") | NOT_TOLD
    fields |= {"explanation": explanation, "proof": None}
    try:
        changes = _rekeyed(fields, replacement)
        return ITEM.validate_python(fields | changes)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{replacement!r} is no key of item {item.id!r}: {place}: {first['msg']}.") from error


def _rekeyed(fields: dict[str, Any], new: Any) -> dict[str, Any]:
    """The fields of an item (as JSON) that change with its key."""
    kind, old = fields["type"], fields["key"]
    if fields.get("rubric") is not None:
        if not isinstance(new, Mapping) or set(new) != {"reference", "rubric"}:
            raise BadInput(
                f"Item {fields['id']!r} is judged by a rubric; give "
                '{"reference": text, "rubric": [{"point": text}]} as its new key.'
            )
        return {"key": new["reference"], "rubric": new["rubric"]}
    if kind == "numeric":
        return {"key": old | (new if isinstance(new, Mapping) else {"value": new})}
    if fields.get("options"):
        return {"key": new, "options": _rekeyed_options(fields["options"], _ids(old), _ids(new))}
    for gaps in ("blanks", "cells"):
        if fields.get(gaps):
            return _rekeyed_gaps(fields, gaps, new)
    if fields.get("accepts") is not None:
        texts = _texts(fields, new)
        return {"key": texts[0], "accepts": texts}
    return {"key": new}


def _rekeyed_options(
    options: Sequence[dict[str, Any]], old: Sequence[str], new: Sequence[str]
) -> list[dict[str, Any]]:
    """Each rationale that spoke for or against by the old key gives way to a plain word."""
    changed = []
    for option in options:
        was, is_now = option["id"] in old, option["id"] in new
        if was != is_now:
            said = "Right, by the corrected key." if is_now else "Not right: the key was corrected."
            option = Option(id=option["id"], text=option["text"], rationale=said).model_dump(mode="json")
        changed.append(option)
    return changed


def _rekeyed_gaps(fields: dict[str, Any], name: str, new: Any) -> dict[str, Any]:
    if not isinstance(new, Mapping) or not set(new) <= set(fields["key"]):
        raise BadInput(f"The key of item {fields['id']!r} gives texts to {list(fields['key'])}, not {new!r}.")
    texts = {gap: _texts(fields, given) for gap, given in new.items()}
    for gap in fields[name]:
        pool = gap["pool"] if name == "blanks" else fields["pool"]
        if pool and (strange := set(texts.get(gap["id"], ())) - set(pool)):
            raise BadInput(f"{sorted(strange)[0]!r} is not in the pool of gap {gap['id']!r}; choose from it.")
    gaps = [gap | ({"accepts": texts[gap["id"]]} if gap["id"] in texts else {}) for gap in fields[name]]
    key = {gap: texts[gap][0] if gap in texts else text for gap, text in fields["key"].items()}
    return {"key": key, name: gaps}


def _texts(fields: dict[str, Any], given: Any) -> list[str]:
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts or not all(isinstance(t, str) and t.strip() for t in texts):
        raise BadInput(f"Item {fields['id']!r} wants a text, or a list of texts, in its key, not {given!r}.")
    return texts


def _ids(key: Any) -> list[str]:
    return [key] if isinstance(key, str) else list(key) if isinstance(key, list | tuple) else []
