"""What of an item an author can edit in a form, field by field, whatever its type.

A field is known by its place in the item, as a JSON pointer ("/options/0/text").
"""

import copy
from typing import Any, Literal, NamedTuple

from starlette.datastructures import FormData

from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.web.forms import text

Kind = Literal["line", "text", "code", "lines", "number", "choice", "choices"]
Fields = list["ItemField"]


class ItemField(NamedTuple):
    """`value` as the form shows it; `offers`: (value, text) of what a choice is among."""

    pointer: str
    label: str
    kind: Kind
    value: Any
    offers: tuple[tuple[str, str], ...] = ()


def item_fields(item: Item) -> Fields:
    """The fields in the order of the form."""
    fields = item.model_dump(mode="json")
    found = [_field(fields, "/stem", "Stem", "text")]
    if fields["code"] is not None:
        found.append(_field(fields, "/code", "Code", "code"))
    found += _parts(fields)
    found += _key(fields)
    found += [
        _field(fields, "/explanation", "Explanation", "text"),
        _field(fields, "/hints", "Hints, one a line", "lines"),
        _field(fields, "/worked_steps", "Worked steps, one a line", "lines"),
        _field(fields, "/common_mistakes", "Common mistakes, one a line", "lines"),
        _field(fields, "/quick_check", "Quick check", "text"),
        _field(fields, "/takeaway", "Take-away", "text"),
    ]
    return found


def changes_from_form(item: Item, form: FormData) -> dict[str, Any]:
    """The item's top-level fields that the form changes, with their new values.

    Raises:
        BadInput: a number that is none, or nothing was changed.
    """
    old = item.model_dump(mode="json")
    new = copy.deepcopy(old)
    for field in item_fields(item):
        if field.kind == "choices" or field.pointer in form:
            _put(new, field.pointer, _read(field, form))
    changes = {name: value for name, value in new.items() if value != old[name]}
    if not changes:
        raise BadInput("Nothing was changed; edit a field first.")
    return changes


def typed_fields(item: Item, form: FormData) -> Fields:
    """The fields with what was typed in them, so that a refused form loses nothing."""
    typed = []
    for field in item_fields(item):
        if field.kind == "choices":
            value: Any = [str(value) for value in form.getlist(field.pointer)]
        else:
            value = text(form, field.pointer) if field.pointer in form else field.value
        typed.append(field._replace(value=value))
    return typed


def _parts(fields: dict[str, Any]) -> Fields:
    found: Fields = []
    for number, option in enumerate(fields.get("options") or ()):
        name = f"Option {option['id']}"
        found.append(_field(fields, f"/options/{number}/text", name, "line"))
        found.append(_field(fields, f"/options/{number}/rationale", f"{name}: why right or wrong", "text"))
    for number, _ in enumerate(fields.get("blanks") or ()):
        found.append(
            _field(fields, f"/blanks/{number}/accepts", f"Blank {number + 1} accepts, one a line", "lines")
        )
        if fields["blanks"][number]["pool"] is not None:
            found.append(
                _field(fields, f"/blanks/{number}/pool", f"Blank {number + 1}: pool, one a line", "lines")
            )
    for number, cell in enumerate(fields.get("cells") or ()):
        name = f"{cell['row']}, {cell['column']}: accepts, one a line"
        found.append(_field(fields, f"/cells/{number}/accepts", name, "lines"))
    for side in ("left", "right") if fields.get("pairs") else ():
        for number, entry in enumerate(fields["pairs"][side]):
            found.append(
                _field(fields, f"/pairs/{side}/{number}/text", f"{side.capitalize()} {entry['id']}", "line")
            )
    for number, step in enumerate(fields.get("steps") or ()):
        found.append(_field(fields, f"/steps/{number}/text", f"Step {step['id']}", "line"))
    if fields.get("accepts") is not None:
        found.append(_field(fields, "/accepts", "Accepted answers, one a line", "lines"))
    for number, _ in enumerate(fields.get("rubric") or ()):
        found.append(_field(fields, f"/rubric/{number}/point", f"Rubric point {number + 1}", "line"))
        found.append(_field(fields, f"/rubric/{number}/weight", f"Weight of point {number + 1}", "number"))
    if fields.get("parts"):
        found.append(_field(fields, "/parts", "Parts of the question, one a line", "lines"))
    return found


def _key(fields: dict[str, Any]) -> Fields:
    key = fields["key"]
    if fields.get("options"):
        offers = tuple((option["id"], f"{option['id']}: {option['text']}") for option in fields["options"])
        if isinstance(key, list):
            return [ItemField("/key", "Key", "choices", key, offers)]
        return [ItemField("/key", "Key", "choice", key, offers)]
    if fields.get("pairs"):
        offers = tuple((right["id"], right["text"]) for right in fields["pairs"]["right"])
        named = {left["id"]: left["text"] for left in fields["pairs"]["left"]}
        return [ItemField(f"/key/{i}", f"Goes with {named[i]!r}", "choice", key[i], offers) for i in key]
    if fields["type"] == "ordering":
        return [_field(fields, "/key", "Ids in the right order, one a line", "lines")]
    if fields["type"] == "numeric":
        return [
            _field(fields, "/key/value", "Value", "number"),
            _field(fields, "/key/tolerance", "Tolerance", "number"),
            _field(fields, "/key/unit", "Unit", "line"),
        ]
    if isinstance(key, dict):
        return [_field(fields, f"/key/{name}", f"Key of {name}", "line") for name in key]
    return [_field(fields, "/key", "Reference answer" if fields.get("rubric") else "Key", "text")]


def _field(fields: dict[str, Any], pointer: str, label: str, kind: Kind) -> ItemField:
    value: Any = fields
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return ItemField(pointer, label, kind, "\n".join(value) if kind == "lines" else value)


def entered(field: ItemField, form: FormData) -> Any:
    """What was chosen or typed in a field, in the form that its kind has in an item.

    Raises:
        BadInput: a number that is none.
    """
    if field.kind == "choices":
        return [str(value) for value in form.getlist(field.pointer)]
    typed = text(form, field.pointer)
    if field.kind == "lines":
        return [line.strip() for line in typed.split("\n") if line.strip()]
    if field.kind == "number":
        try:
            return float(typed)
        except ValueError as error:
            raise BadInput(f"{field.label}: {typed[:40]!r} is no number.") from error
    return typed


def _read(field: ItemField, form: FormData) -> Any:
    typed = entered(field, form)
    if field.kind in ("choices", "lines", "number"):
        return typed
    # A browser adds no line end of its own to what it was given, but drops the first one of a text area.
    shown = str(field.value)
    return shown if typed.strip("\n") == shown.strip("\n") else typed


def _put(fields: dict[str, Any], pointer: str, value: Any) -> None:
    *path, last = pointer.split("/")[1:]
    place: Any = fields
    for part in path:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
