"""/docs: the API's reference as a plain page, made from its own OpenAPI document; no CDN is asked."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from itemwright.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """Every operation with its parameters, body and replies."""
    document = request.app.openapi()
    operations = [
        _operation(document, method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return page("reference.html", operations=operations)


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body = next((entry.get("schema", {}) for entry in content.values()), None)
    return {
        "method": method.upper(),
        "path": path,
        "tag": (operation.get("tags") or ["pages"])[0],
        "summary": operation.get("description") or operation.get("summary", ""),
        "parameters": operation.get("parameters", []),
        "example": None
        if body is None
        else json.dumps(_example(document, body), indent=2, ensure_ascii=False),
        "replies": {status: reply.get("description", "") for status, reply in operation["responses"].items()},
    }


def _example(document: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    """An example value of a schema: its own example, its default, or one made of its parts."""
    if "$ref" in schema:
        return _example(document, _resolve(document, schema["$ref"]), depth + 1)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if "default" in schema:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _example(document, schema[key][0], depth + 1)
    if schema.get("type") == "object" and depth < 6:
        return {
            name: _example(document, part, depth + 1) for name, part in schema.get("properties", {}).items()
        }
    if schema.get("type") == "array" and depth < 6:
        return [_example(document, schema.get("items", {}), depth + 1)]
    return {"string": "...", "integer": 1, "number": 0.5, "boolean": False, "null": None}.get(
        schema.get("type", "")
    )


def _resolve(document: dict[str, Any], reference: str) -> dict[str, Any]:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)
