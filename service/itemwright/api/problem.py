"""Errors as application/problem+json (RFC 9457): the one place where the error tree meets HTTP."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

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


class Precondition(Exception):
    """If-Match is missing (428) or stale (412)."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """One problem document; `code` is for programs, `detail` for people."""
    body = {
        "type": f"urn:itemwright:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(
        body | more, status, headers=dict(headers or {}), media_type="application/problem+json"
    )


def install(app: FastAPI) -> None:
    """Turns every error of `app` into a problem document."""

    @app.exception_handler(ItemwrightError)
    async def _ours(request: Request, error: ItemwrightError) -> JSONResponse:
        status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
        headers = {"Retry-After": "2"} if status == 503 else None
        return problem(status, _code(type(error).__name__), str(error), headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            {"field": ".".join(str(part) for part in entry["loc"]), "message": entry["msg"]}
            for entry in error.errors()
        ]
        first = found[0]
        return problem(422, "bad_input", f"{first['field']}: {first['message']}.", errors=found)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        code = _code(HTTPStatus(error.status_code).phrase.title().replace(" ", ""))
        detail = f"{request.method} {request.url.path}: {error.detail}; /docs lists what there is."
        return problem(error.status_code, code, detail, error.headers)

    @app.exception_handler(Precondition)
    async def _precondition(request: Request, error: Precondition) -> JSONResponse:
        code = "precondition_required" if error.status == 428 else "precondition_failed"
        return problem(error.status, code, str(error))


def _code(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
