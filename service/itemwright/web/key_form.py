"""The form in which an author gives an item another key, whatever its type."""

from typing import Any

from starlette.datastructures import FormData

from itemwright.domain.item import Item
from itemwright.errors import BadInput
from itemwright.web.forms import text
from itemwright.web.item_fields import Fields, ItemField, entered

KEY = "key"


def key_fields(item: Item) -> Fields:
    """Fields for a new key; where there is something to choose from, nothing is chosen yet."""
    fields = item.model_dump(mode="json")
    if options := fields.get("options"):
        offers = tuple((option["id"], f"{option['id']}: {option['text']}") for option in options)
        if isinstance(item.key, tuple):
            return [ItemField(KEY, "Right are", "choices", [], offers)]
        return [ItemField(KEY, "Right is", "choice", "", offers)]
    if pairs := fields.get("pairs"):
        offers = tuple((right["id"], right["text"]) for right in pairs["right"])
        return [
            ItemField(f"{KEY}/{x['id']}", f"{x['text']}: goes with", "choice", "", offers)
            for x in pairs["left"]
        ]
    if item.type == "ordering":
        steps = "; ".join(f"{step.id}: {step.text}" for step in item.steps)
        return [ItemField(KEY, f"Ids in the right order, one a line ({steps})", "lines", "\n".join(item.key))]
    if item.type == "numeric":
        found = [("value", "Value"), ("tolerance", "Tolerance")]
        numbers = [ItemField(f"{KEY}/{name}", label, "number", fields["key"][name]) for name, label in found]
        return [*numbers, ItemField(f"{KEY}/unit", "Unit", "line", item.key.unit)]
    if fields.get("rubric"):
        points = "\n".join(point["point"] for point in fields["rubric"])
        return [
            ItemField(f"{KEY}/reference", "Reference answer", "text", fields["key"]),
            ItemField(f"{KEY}/rubric", "Rubric points of equal weight, one a line", "lines", points),
        ]
    gaps = fields.get("blanks") or fields.get("cells")
    if gaps:
        named = [gap.get("row", f"Gap {number}") for number, gap in enumerate(gaps, start=1)]
        return [
            ItemField(
                f"{KEY}/{gap['id']}", f"{name}: accepted, one a line", "lines", "\n".join(gap["accepts"])
            )
            for gap, name in zip(gaps, named, strict=True)
        ]
    accepted = "\n".join(fields.get("accepts") or [fields["key"]])
    return [ItemField(KEY, "Accepted answers, one a line, the best first", "lines", accepted)]


def typed_key(item: Item, form: FormData) -> Fields:
    """The fields with what was typed, so that a refused form loses nothing."""
    return [
        field._replace(
            value=[str(value) for value in form.getlist(field.pointer)]
            if field.kind == "choices"
            else text(form, field.pointer)
        )
        for field in key_fields(item)
    ]


def key_from_form(item: Item, form: FormData) -> Any:
    """The replacement as `with_key` takes it.

    Raises:
        BadInput: a number that is none, or a choice left open.
    """
    values = {field.pointer.partition("/")[2]: _read(field, form) for field in key_fields(item)}
    if "rubric" in values:
        return {"reference": values["reference"], "rubric": [{"point": point} for point in values["rubric"]]}
    return values.get("", values)


def _read(field: ItemField, form: FormData) -> Any:
    chosen = entered(field, form)
    if field.kind == "choice" and not chosen:
        raise BadInput(f"{field.label}: nothing is chosen yet.")
    return chosen
