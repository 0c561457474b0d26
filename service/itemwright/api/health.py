"""Whether the process answers, and whether it can work."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from itemwright.api.problem import problem
from itemwright.errors import StoreUnavailable
from itemwright.store.courses import Courses
from itemwright.store.engine import Store

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """The database answers too; 503 when it does not."""
    try:
        await asyncio.to_thread(_ask, request.app.state.services.store)
    except StoreUnavailable as error:
        return problem(503, "store_unavailable", str(error), {"Retry-After": "2"})
    return JSONResponse({"status": "ready"})


def _ask(store: Store) -> None:
    with store.begin() as tx:
        Courses(tx).all()
