"""Runs in a test: a course with a made-up article, a model that writes from it, and a desk over both."""

import asyncio
from datetime import UTC, datetime
from typing import NamedTuple

from evals.made_author import MadeAuthor, made_article
from itemwright.bank import Bank
from itemwright.chat.base import ChatModel
from itemwright.chat.calls import CallPath
from itemwright.chat.prices import Price, Prices
from itemwright.chat.server import Servers
from itemwright.domain.budget import Caps
from itemwright.domain.principal import Principal
from itemwright.domain.run import Run
from itemwright.index.embedding import HashEmbedder
from itemwright.ingest.ingest import ingest_text
from itemwright.run_desk import RunDesk, Wanted
from itemwright.run_models import RunModels
from itemwright.run_worker import RunWorker, queues_of, work_alone
from itemwright.sandbox import Sandbox
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.writing.plan import WritingRequest
from tests.writing import samples

MODEL = "openai:made"


def now() -> datetime:
    return datetime.now(UTC)


async def work_until_ended(desk: RunDesk, principal: Principal, run: Run) -> None:
    """A worker on whatever waits, until the run has ended."""
    working = asyncio.create_task(RunWorker(desk, queues_of(desk.models)).run())
    while desk.get(principal, run.id).is_open:
        await asyncio.sleep(0.05)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


class Course(NamedTuple):
    """A desk in a course of its own, and the model that its runs are written with."""

    desk: RunDesk
    principal: Principal
    author: MadeAuthor

    def work(self, run: Run) -> Run:
        """The run when it has ended, worked on here."""
        return asyncio.run(work_alone(self.desk, self.principal, run))

    def written(self, wanted: Wanted) -> Run:
        """A run from its request to its end."""
        return self.work(self.desk.submit(self.principal, wanted, alone=True).run)

    def slots(self, run: Run) -> dict[int, str | None]:
        """What each slot gave: the id of an item, or the reason for none."""
        found = self.desk.slots(self.principal, run)
        return {slot.number: slot.item or slot.code for slot in found}


def wanted(
    count: int = 8,
    model: str = MODEL,
    seed: int | None = 1,
    budget: float | None = None,
    examine: bool = False,
) -> Wanted:
    types = ("short_answer",) if model == MODEL else ()
    return Wanted(WritingRequest(count=count, types=types, examine=examine), model, seed, budget)


def models(model: ChatModel, server: str, servers: Servers | None = None) -> RunModels:
    """The one model `MODEL`, at a dollar a million tokens. A `server` of its own keeps others off."""
    price = Price(input=1.0, output=1.0)
    prices = Prices({MODEL: price}, price)
    shared = servers or Servers()
    return RunModels(
        MODEL, lambda name: CallPath(model, name, server, prices=prices, caps=Caps(), servers=shared)
    )


def course_of(
    store: Store, sandbox: Sandbox, slug: str, facts: int = 120, own: RunModels | None = None
) -> Course:
    """A course of one made-up article with so many facts; `own` models, or one that writes from it."""
    made = _empty(store, sandbox, slug, own)
    ingest_text(store, made.principal, made.desk.bank.embedder, "chronicle.md", made_article(facts))
    return made


def carded_course(store: Store, sandbox: Sandbox, slug: str) -> Course:
    """A course with cards, from which the built-in writer writes."""
    made, library = _empty(store, sandbox, slug, None), samples.library()
    ingest_text(store, made.principal, made.desk.bank.embedder, "containers.md", samples.ARTICLE)
    with store.begin() as tx:
        Concepts(tx, slug).save(library.concepts.values())
        for card in library.cards.values():
            Cards(tx, slug).save(card, reviewed=True)
    return made


def _empty(store: Store, sandbox: Sandbox, slug: str, own: RunModels | None) -> Course:
    author = MadeAuthor()
    with store.begin() as tx:
        Courses(tx).ensure(slug, "A course of runs")
    desk = RunDesk(store, Bank(store, sandbox, HashEmbedder(), now), own or models(author, slug), now)
    return Course(desk, Principal(course=slug, role="operator"), author)
