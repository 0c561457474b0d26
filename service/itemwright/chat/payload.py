"""A request as an OpenAI-compatible server gets it, in the dialect that it takes."""

import json
from typing import Any

from itemwright.chat.base import ChatRequest
from itemwright.chat.binding import FIELD, bound_schema
from itemwright.chat.dialect import Dialect

_NOT_SENT = frozenset({"minLength", "maxLength", "default"})
"""Keywords that strict servers refuse; the reply is validated in full anyway."""


def payload_of(
    name: str, request: ChatRequest, dialect: Dialect, letters: str | None, room: int
) -> dict[str, Any]:
    """The parameters of the call for the model `name`; `room`: output tokens, `letters` as in binding.py."""
    schema = request.json_schema if letters is None else bound_schema(request.json_schema, letters)
    system = request.system
    if letters is not None:
        system += f'\n\nBegin the JSON object with "{FIELD}": "{letters}".'
    if dialect.mode != "json_schema":
        told = json.dumps(schema, ensure_ascii=False)
        system += f"\n\nAnswer with one JSON object that meets this JSON Schema:\n{told}"
    payload: dict[str, Any] = {
        "model": name,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": request.user}],
        "temperature": request.temperature,
        "seed": request.seed,
    }
    if dialect.mode == "json_schema":
        sent = _without_keywords(schema)
        named = {"name": request.schema_name, "schema": sent, "strict": _is_strict(sent)}
        payload["response_format"] = {"type": "json_schema", "json_schema": named}
    elif dialect.mode == "json_object":
        payload["response_format"] = {"type": "json_object", "schema": _without_keywords(schema)}
    limit = "max_completion_tokens" if "max_tokens" in dialect.left_out else "max_tokens"
    return {key: value for key, value in payload.items() if key not in dialect.left_out} | {limit: room}


def _without_keywords(schema: Any, *, names: bool = False) -> Any:
    """`names`: the keys are names of fields, which may be called what they like."""
    if isinstance(schema, dict):
        return {
            key: _without_keywords(part, names=key in ("properties", "$defs") and not names)
            for key, part in schema.items()
            if names or key not in _NOT_SENT
        }
    return [_without_keywords(part) for part in schema] if isinstance(schema, list) else schema


def _is_strict(schema: Any) -> bool:
    """Whether each object names all of its fields as required and takes no others, as `strict` wants it."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            fields = schema.get("properties", {})
            whole = isinstance(fields, dict) and set(fields) <= set(schema.get("required", ()))
            if not whole or schema.get("additionalProperties") is not False:
                return False
        return all(_is_strict(part) for part in schema.values())
    return all(_is_strict(part) for part in schema) if isinstance(schema, list) else True
