"""The reply of a model that writes: one property a slot, so that its schema holds types and numbers.

Candidates are read one by one: a slip in one of them does not cost the others.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, ValidationError, WithJsonSchema, create_model

from itemwright.domain.item import ItemType
from itemwright.domain.value import Value
from itemwright.writing.base import RefusedCandidate
from itemwright.writing.shapes import SHAPES, Shape


class WrittenItems(Value):
    """What stands before the items. `reported`: instructions that the model found in the material;
    `unfilled`: which slots it could not fill, and why."""

    facts: list[Annotated[str, Field(max_length=240)]] = Field(max_length=14)
    reported: str = Field(max_length=800)
    unfilled: str = Field(max_length=800)

    def candidates(self, place: int) -> list[Any]:
        """What was written for the slot at `place`, counted from 1, as it came."""
        return list(getattr(self, slot_name(place)))


class MendedItem(Value):
    """An item written anew after findings; `item` is empty when it cannot be mended."""

    reported: str = Field(max_length=800)
    item: list[Any]


def slot_name(place: int) -> str:
    """How the slot at `place` of a call, counted from 1, is called in its prompt and reply."""
    return f"slot_{place}"


def items_reply(kinds: Sequence[ItemType], most: Sequence[int]) -> type[WrittenItems]:
    """The type of a reply with up to so many candidates for each of the slots of these types, in order."""
    slots: dict[str, Any] = {
        slot_name(n): _candidates(kind, count)
        for n, (kind, count) in enumerate(zip(kinds, most, strict=True), 1)
    }
    return create_model("WrittenItems", __base__=WrittenItems, **slots)


def mended_reply(kind: ItemType) -> type[MendedItem]:
    """The type of a reply with one item of the type at most."""
    fields: dict[str, Any] = {"item": _candidates(kind, 1)}
    return create_model("MendedItem", __base__=MendedItem, **fields)


def _candidates(kind: ItemType, most: int) -> tuple[Any, Any]:
    one = Annotated[Any, WithJsonSchema(plain_schema(SHAPES[kind]))]
    return (list[one], Field(max_length=most))


def read_candidate(given: Any, kind: ItemType) -> Shape | RefusedCandidate:
    """The candidate in the shape of its type, held strictly to it."""
    try:
        return SHAPES[kind].model_validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        slips = "; ".join(
            f"{'.'.join(map(str, slip['loc'])) or 'the candidate'}: {slip['msg']}"
            for slip in error.errors()[:3]
        )
        return RefusedCandidate(why="malformed", reason=f"{kind}: {slips}")


def plain_schema(shape: type[Value]) -> dict[str, Any]:
    """The JSON schema of a shape without references, titles and descriptions: short, and within what every
    server and every constrained decoder knows."""
    schema = shape.model_json_schema()
    inlined = _inlined(schema, schema.get("$defs", {}))
    assert isinstance(inlined, dict)
    return inlined


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_inlined(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
    left_out = {"$defs", "description"} | ({"title"} if isinstance(part.get("title"), str) else set())
    return {name: _inlined(each, definitions) for name, each in part.items() if name not in left_out}
