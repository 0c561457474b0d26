"""Forms to values: what a learner sent in, and what an author changed."""

from typing import Any

from starlette.datastructures import FormData

from itemwright.domain.item import Item, LearnerItem, Response
from itemwright.errors import BadInput

EDITED = ("stem", "code", "explanation", "quick_check", "takeaway")
LISTS = ("hints", "worked_steps", "common_mistakes")


def response_from_form(item: LearnerItem, form: FormData) -> Response:
    """The response in the form that the item's type takes. Fields are named after ids.

    Raises:
        BadInput: something was left open; the message says what.
    """
    if item.type == "multiple_response":
        return [str(value) for value in form.getlist("response")]
    if item.type == "ordering":
        return _order(item, form)
    gaps = [blank.id for blank in item.blanks or ()] + [cell.id for cell in item.cells or ()]
    gaps += [left.id for left in item.pairs.left] if item.pairs else []
    if gaps:
        filled = {gap: _text(form, f"gap-{gap}") for gap in gaps}
        if empty := [number for number, text in enumerate(filled.values(), 1) if not text]:
            raise BadInput(f"Gap {empty[0]} is still open; fill every gap.")
        return filled
    response = _text(form, "response")
    if not response:
        raise BadInput("Nothing was chosen or written yet.")
    return response


def edited_fields(item: Item, form: FormData) -> tuple[int, dict[str, Any], str]:
    """(revision, changed fields, reason) of an author's form; lists have one entry a line.

    Raises:
        BadInput: nothing was changed.
    """
    old = item.model_dump(mode="json")
    new: dict[str, Any] = {name: _text(form, name) for name in EDITED if name in form}
    new |= {name: [line.strip() for line in _text(form, name).splitlines() if line.strip()] for name in LISTS}
    if old.get("options"):
        new["options"] = [
            option | {part: _text(form, f"{part}-{option['id']}") for part in ("text", "rationale")}
            for option in old["options"]
        ]
        if isinstance(old["key"], str) and "key" in form:
            new["key"] = _text(form, "key")
    elif isinstance(old["key"], str) and "key" in form:
        new["key"] = _text(form, "key")
    changes = {name: value for name, value in new.items() if value != (old.get(name) or type(value)())}
    revision = _text(form, "revision")
    if not revision.isdigit():
        raise BadInput(f"Revision {revision!r} is no number; open the draft again.")
    if not changes:
        raise BadInput("Nothing was changed; edit a field first.")
    return int(revision), changes, _text(form, "reason")


def _order(item: LearnerItem, form: FormData) -> list[str]:
    places = {step.id: _text(form, f"place-{step.id}") for step in item.steps or ()}
    wanted = [str(number) for number in range(1, len(places) + 1)]
    if sorted(places.values()) != sorted(wanted):
        raise BadInput(f"Give each step another place, 1 to {len(places)}.")
    return sorted(places, key=lambda step: int(places[step]))


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
