"""The long-lived objects behind the routes, built once by the app and handed to each request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from itemwright.api.gradings import Gradings
from itemwright.bank import Bank
from itemwright.card_desk import CardDesk
from itemwright.chat.base import ChatModel
from itemwright.domain.principal import Principal
from itemwright.grading.base import Grader
from itemwright.index.embedding import Embedder
from itemwright.index.search import Search
from itemwright.practice import Practice
from itemwright.reports import ReportDesk
from itemwright.retiring import RetireDesk
from itemwright.review import ReviewDesk
from itemwright.run_desk import RunDesk
from itemwright.store.engine import Store


@dataclass(frozen=True)
class Services:
    """What routes work with. `local` is the caller as long as no key was made."""

    local: Principal
    store: Store
    embedder: Embedder
    grader: Grader
    """To be asked in a thread: it may compute."""
    bank: Bank
    practice: Practice
    gradings: Gradings
    review: ReviewDesk
    reports: ReportDesk
    retire: RetireDesk
    now: Callable[[], datetime]
    cards: CardDesk
    runs: RunDesk
    chat_model: Callable[[Principal], ChatModel | None]
    """The language model that is set, as a new run of the principal's course sees it; None: the built-in
    engine."""
    index: Callable[[Principal], Search]
    """The course's index, built anew when its passages have changed."""


def services(request: Request) -> Services:
    """The app's services."""
    return cast(Services, request.app.state.services)


Desk = Annotated[Services, Depends(services)]
