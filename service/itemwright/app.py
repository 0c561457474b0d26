"""The ASGI application: the API and the pages over one set of services."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from itemwright.api import corpus, drafts, grades, practice, problem, reference
from itemwright.api.access import LocalOnly
from itemwright.api.idempotency import Idempotency
from itemwright.api.services import Services
from itemwright.bank import Bank
from itemwright.domain.principal import local_operator
from itemwright.errors import StoreUnavailable
from itemwright.grading.base import Grader
from itemwright.grading.grader import BuiltinGrader
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.index.search import IndexCache
from itemwright.practice import Practice
from itemwright.review import ReviewDesk
from itemwright.sandbox import Sandbox
from itemwright.settings import Settings
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.web import pages

LARGEST_BODY = 24_000_000
REGRADE_EVERY = 5.0
ABANDONED_AFTER = timedelta(seconds=15)
"""A response this old and still ungraded has lost the request that was grading it."""


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    grader: Grader | None = None,
    embedder: Embedder | None = None,
    now: Callable[[], datetime] = _now,
) -> FastAPI:
    """The application. Tests give a grader, an embedder or a clock of their own."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with contextlib.ExitStack() as stack:
            app.state.services = _services(settings, stack, grader, embedder, now)
            regrading = asyncio.create_task(_finish_pending(app.state.services.practice))
            try:
                yield
            finally:
                regrading.cancel()

    app = FastAPI(
        title="Itemwright",
        version=version("itemwright"),
        summary="Fresh practice items from your articles, graded free text, practice that adapts.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST_BODY,
    )
    problem.install(app)
    for router in (
        corpus.router,
        drafts.router,
        grades.router,
        practice.router,
        reference.router,
        pages.router,
    ):
        app.include_router(router)
    app.add_middleware(Idempotency, store=lambda: app.state.services.store, now=now)
    app.add_middleware(LocalOnly)
    _add_health(app)
    return app


def _services(
    settings: Settings,
    stack: contextlib.ExitStack,
    grader: Grader | None,
    embedder: Embedder | None,
    now: Callable[[], datetime],
) -> Services:
    store = stack.enter_context(Store.open(settings.database_url, settings.data_dir))
    with store.begin() as tx:
        Courses(tx).ensure(local_operator().course, "Local course")
    model = embedder or load_embedder(settings.embedder)
    judge = grader or BuiltinGrader(model)
    bank = Bank(store, stack.enter_context(Sandbox()), model, now, settings.review_policy)
    return Services(
        store=store,
        embedder=model,
        grader=judge,
        bank=bank,
        practice=Practice(store, judge, now, bank.restock),
        review=ReviewDesk(store, bank.prove, now),
        now=now,
        index=IndexCache(store, model).index,
    )


async def _finish_pending(practice: Practice) -> None:
    """Grades what an earlier process, or a grader that was away, left ungraded."""
    while True:
        with contextlib.suppress(StoreUnavailable):  # the next round will find it back
            await practice.finish_pending(local_operator(), ABANDONED_AFTER)
        await asyncio.sleep(REGRADE_EVERY)


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", tags=["health"])
    def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], responses={503: {"description": "The database is away."}})
    def readyz() -> JSONResponse:
        """The database answers too."""
        try:
            with app.state.services.store.begin() as tx:
                Courses(tx).all()
        except StoreUnavailable as error:
            return problem.problem(503, "store_unavailable", str(error), {"Retry-After": "2"})
        return JSONResponse({"status": "ready"})
