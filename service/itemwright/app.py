"""The ASGI application: the API and the pages over one set of services."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from fastapi import FastAPI

from itemwright.api import (
    concepts,
    courses,
    drafts,
    grades,
    health,
    items,
    learners,
    openapi,
    practice,
    problem,
    reports,
    runs,
    sources,
)
from itemwright.api.access import LocalOnly
from itemwright.api.gradings import Gradings
from itemwright.api.idempotency import Idempotency
from itemwright.api.limits import BodyLimit, ReplyHeaders
from itemwright.api.services import Services
from itemwright.bank import Bank
from itemwright.card_desk import CardDesk
from itemwright.chat.prices import load_prices
from itemwright.domain.grade import Outcome
from itemwright.domain.principal import Principal, local_operator
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.base import Grader, Neighbour
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model import LazyJudge
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.index.search import IndexCache
from itemwright.practice import Practice
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel
from itemwright.reports import ReportDesk
from itemwright.retiring import RetireDesk
from itemwright.review import ReviewDesk
from itemwright.run_desk import RunDesk
from itemwright.run_models import RunModels, open_models
from itemwright.run_worker import RunThread, RunWorker, queues_of
from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.web import author_pages, learner_pages, reference, report_pages
from itemwright.web.rendering import STATIC, error_page

THREADS = 24
"""For what waits for the database; as many connections are at hand."""
REGRADE_EVERY = 2.0
ABANDONED_AFTER = timedelta(seconds=10)
"""A response this old and still ungraded has lost the request that was grading it."""


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    grader: Grader | None = None,
    embedder: Embedder | None = None,
    now: Callable[[], datetime] = _now,
    local: Principal | None = None,
    models: RunModels | None = None,
) -> FastAPI:
    """The application. Tests give a grader, an embedder, a clock, a local caller or models of their own."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with contextlib.ExitStack() as stack:
            threads = ThreadPoolExecutor(THREADS)
            asyncio.get_running_loop().set_default_executor(threads)
            services = _services(
                settings, stack, grader, embedder, now, local or local_operator(), models or _models(settings)
            )
            app.state.services = services
            # Below a data folder of our own nobody else is grading: what waits can be graded at once.
            first = timedelta(0) if settings.database_url is None else ABANDONED_AFTER
            services.gradings.start(services.local, REGRADE_EVERY, first, ABANDONED_AFTER)
            desk = services.runs
            work = RunThread(RunWorker(desk, queues_of(desk.models))) if settings.serve_works else None
            if work is not None:
                work.start()
            try:
                yield
            finally:
                if work is not None:
                    await asyncio.to_thread(work.stop)
                await services.gradings.stop()
                threads.shutdown()  # what they still do needs the store

    app = FastAPI(
        title="Itemwright",
        version=version("itemwright"),
        summary="Fresh practice items from your articles, graded free text, practice that adapts.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    problem.install(app, error_page)
    nouns = (courses, sources, concepts, drafts, items, reports, runs, grades, practice, learners, health)
    for module in nouns:
        app.include_router(module.router)
    for pages in (learner_pages, author_pages, report_pages, reference):
        app.include_router(pages.router)
    app.mount("/static", STATIC)
    openapi.describe(app)
    # The last one added sees a request first.
    app.add_middleware(Idempotency, services=lambda: app.state.services)
    app.add_middleware(BodyLimit)
    app.add_middleware(LocalOnly)
    app.add_middleware(ReplyHeaders)
    return app


def _services(
    settings: Settings,
    stack: contextlib.ExitStack,
    grader: Grader | None,
    embedder: Embedder | None,
    now: Callable[[], datetime],
    local: Principal,
    models: RunModels,
) -> Services:
    store = stack.enter_context(Store.open(settings.database_url, settings.data_dir))
    with store.begin() as tx:
        Courses(tx).ensure(local.course, "Local course")
    model = embedder or load_embedder(settings.embedder)
    judge = grader or BuiltinGrader(model, load_point_judges(), error_rate=settings.review_error_rate)
    sandbox = stack.enter_context(open_sandbox(settings.sandbox))
    judges = LazyJudge("points", lambda: load_point_judges().points)
    claims = ClaimModel(ClaimReader(judges, model)) if grader is None else None
    bank = Bank(store, sandbox, model, now, settings.review_policy, claims)
    desk = Practice(store, _OffLoop(judge), now, bank.restock)
    return Services(
        local=local,
        store=store,
        embedder=model,
        grader=judge,
        bank=bank,
        practice=desk,
        gradings=Gradings(desk),
        review=ReviewDesk(store, bank.prove, now),
        reports=ReportDesk(store, now),
        retire=RetireDesk(store, now),
        now=now,
        cards=CardDesk(store, model),
        runs=RunDesk(store, bank, models, now),
        chat_model=lambda principal: models.own_model(store, principal.course),
        index=IndexCache(store, model).index,
    )


def _models(settings: Settings) -> RunModels:
    """The models of these settings; the one that is set is opened at once, to tell of faults."""
    models = open_models(
        settings.model,
        prices=load_prices(settings.prices),
        base_url=settings.base_url,
        api_key=settings.api_key,
        caps=settings.caps(),
        deadline=settings.model_deadline,
        at_once=settings.calls_at_once,
    )
    models.path(settings.model)
    return models


class _OffLoop:
    """A grader that computes, in a thread of its own, so that the event loop answers others meanwhile."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        def work() -> Outcome:
            return asyncio.run(
                self._grader.grade(question, rubric, references, answer, neighbours=neighbours)
            )

        return await asyncio.to_thread(work)
