"""The OpenAPI document: what FastAPI makes of the routes, with the errors as they really look."""

from typing import Any

from fastapi import FastAPI

from itemwright.api.problem import MEDIA_TYPE, Problem

REFUSALS = {
    "401": "A key that is not known here.",
    "403": "Not allowed, or a page of another site.",
    "413": "The body is too large.",
    "421": "This host is not served here.",
    "422": "Something in the request cannot be used; `detail` names it.",
    "503": "The database, or a model, is away; `Retry-After` says when to ask again.",
}
CONFLICTS = {"409": "Not in the state that this needs, or the same request is still under way."}
STALE = {"412": "Changed since you read it.", "428": "If-Match is missing."}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your name for this request: sent again with the same body, it is answered alike.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


def describe(app: FastAPI) -> None:
    """Makes `app.openapi` tell of every refusal as a problem document."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(plain())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas["Problem"] = problem
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _describe(path, method, operation)
    return document


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    told = dict(REFUSALS) if path.startswith("/v1/") else {"503": REFUSALS["503"]}
    parameters = operation.setdefault("parameters", [])
    if "{" in path:
        told["404"] = "There is no such thing in this course."
    if method == "post":
        parameters.append(IDEMPOTENCY_KEY)
        told |= CONFLICTS
    for parameter in parameters:
        if parameter["name"].lower() == "if-match":
            parameter |= {"required": True, "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'}}
            told |= CONFLICTS | STALE
    if not parameters:
        del operation["parameters"]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"] |= {
        status: {"description": description, "content": content} for status, description in told.items()
    }
    operation["responses"] = dict(sorted(operation["responses"].items()))
