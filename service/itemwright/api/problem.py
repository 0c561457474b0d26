"""Errors as application/problem+json (RFC 9457): the one place where the error tree meets HTTP."""

import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from itemwright.errors import (
    BadInput,
    Conflict,
    ItemwrightError,
    ModelUnavailable,
    NotAllowed,
    NotFound,
    StoreUnavailable,
)

STATUS: dict[type[ItemwrightError], int] = {
    BadInput: 422,
    NotFound: 404,
    Conflict: 409,
    NotAllowed: 403,
    StoreUnavailable: 503,
    ModelUnavailable: 503,
}
MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)

Page = Callable[[int, str], Response]
"""Status and detail as a page for people."""


class Precondition(Exception):
    """If-Match is missing (428) or stale (412)."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(examples=["body.answer"])
    message: str = Field(examples=["Field required"])


class Problem(BaseModel):
    """What went wrong. `code` is for programs, `detail` for people."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:itemwright:problem:not_found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["No draft 'itm-1' in this course; see GET /v1/drafts."])
    code: str = Field(examples=["not_found"])
    errors: list[FieldProblem] | None = None


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """One problem document."""
    body = {
        "type": f"urn:itemwright:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    # A message may quote what was sent; a lone surrogate in it becomes its JSON escape.
    text = json.dumps(body | more, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(text, status, dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI, page: Page) -> None:
    """Turns every error of `app` into a problem document, or for a person in a browser into a `page`."""

    def answer(
        request: Request,
        status: int,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Response:
        if for_people(request):
            return page(status, detail)
        return problem(status, code, detail, headers, **more)

    @app.exception_handler(ItemwrightError)
    async def _ours(request: Request, error: ItemwrightError) -> Response:
        status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
        headers = {"Retry-After": "2"} if status == 503 else None
        return answer(request, status, code_of(type(error).__name__), str(error), headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        found = [
            {"field": ".".join(str(part) for part in entry["loc"]), "message": entry["msg"]}
            for entry in error.errors()
        ]
        detail = f"{found[0]['field']}: {found[0]['message']}."
        return answer(request, 422, "bad_input", detail, errors=found)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # bytes that are no UTF-8, numbers of 5,000 digits, endless nesting
            return answer(request, 422, "bad_input", "The body cannot be read; send JSON encoded as UTF-8.")
        if error.status_code == 413:
            return answer(request, 413, "content_too_large", error.detail, {"Connection": "close"})
        if for_people(request) and error.status_code == 404:
            return page(404, f"There is no page at {request.url.path}.")
        code = code_of(HTTPStatus(error.status_code).phrase.title().replace(" ", ""))
        where = f"{request.method} {request.url.path}"
        detail = f"{where}: {error.detail}; /docs lists what there is."
        headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
        return answer(request, error.status_code, code, detail, headers)

    @app.exception_handler(Precondition)
    async def _precondition(request: Request, error: Precondition) -> Response:
        code = "precondition_required" if error.status == 428 else "precondition_failed"
        return answer(request, error.status, code, str(error))

    @app.exception_handler(Exception)
    async def _fault(request: Request, error: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return answer(request, 500, "internal_error", "Something here is broken; the log says what.")


def for_people(request: Request) -> bool:
    """Whether a browser asks for a page, and not a program for data."""
    below_api = request.url.path == "/v1" or request.url.path.startswith("/v1/")
    return not below_api and "text/html" in request.headers.get("accept", "")


def _allowed(request: Request) -> str:
    """The methods that this path takes, over all routes: the router tells those of one alone."""
    taken = []
    for method in ("GET", "POST", "PATCH", "DELETE"):
        scope = dict(request.scope) | {"method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            taken.append(method)
    return ", ".join(taken)


def code_of(name: str) -> str:
    """`NotFound` -> `not_found`."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
