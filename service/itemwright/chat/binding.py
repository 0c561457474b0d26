"""Binds a reply to its request, so that a reply to another one, mixed up on the way, is refused.

The request asks for a field `reply_to` with letters that follow from all that is asked; the reply has to
repeat them. The same request has the same letters: caches and seeds of a server stay of use."""

import json
from typing import Any

from itemwright.chat.base import ChatRequest, request_digest
from itemwright.chat.json_object import objects_in
from itemwright.errors import BadInput

FIELD = "reply_to"
_LETTERS = 8


def letters_of(request: ChatRequest) -> str | None:
    """What the reply has to repeat; None for a schema that is no plain object and so has no room for it."""
    fields = request.json_schema.get("properties")
    if request.json_schema.get("type") != "object" or not isinstance(fields, dict) or FIELD in fields:
        return None
    return request_digest(request)[:_LETTERS]


def bound_schema(schema: dict[str, Any], letters: str) -> dict[str, Any]:
    """The schema with the field, first of all."""
    fields = {FIELD: {"type": "string", "enum": [letters]}} | schema["properties"]
    return schema | {"properties": fields, "required": [FIELD, *schema.get("required", ())]}


def released(text: str, letters: str) -> str | None:
    """The reply without its `reply_to`; None when it answers another request.

    What is not exactly one JSON object comes back as it is: it answers nothing, and whoever reads it has to
    say so."""
    try:
        found = objects_in(text)
    except BadInput:
        return text
    if len(found) != 1:
        return text
    if found[0].pop(FIELD, None) != letters:
        return None
    return json.dumps(found[0], ensure_ascii=False)
