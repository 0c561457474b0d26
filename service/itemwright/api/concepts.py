"""Concepts and their cards over HTTP."""

import asyncio
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page, page_of
from itemwright.api.preconditions import Revision, etag, require_current
from itemwright.api.services import Desk
from itemwright.api.wire import CardChanges, CardsBody
from itemwright.card_desk import DrawnCards
from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, NotAllowed
from itemwright.store.cards import Cards, StoredCard
from itemwright.store.concepts import Concepts

router = APIRouter(prefix="/v1", tags=["concepts"])


@router.get("/concepts")
def list_concepts(caller: Caller, desk: Desk, limit: Limit = 200, cursor: Cursor = None) -> Page[Concept]:
    """All concepts with their prerequisites."""
    with desk.store.begin() as tx:
        return page_of(Concepts(tx, caller.course).all(), lambda concept: concept.slug, limit, cursor)


@router.get("/cards")
def list_cards(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[StoredCard]:
    """All cards, by concept: for authors, as items are written from them."""
    _author(caller)
    with desk.store.begin() as tx:
        return page_of(Cards(tx, caller.course).all(), lambda stored: stored.card.concept, limit, cursor)


@router.get("/cards/{concept}")
def get_card(concept: str, caller: Caller, desk: Desk, response: Response) -> StoredCard:
    """One card; the ETag names its revision."""
    _author(caller)
    with desk.store.begin() as tx:
        stored = Cards(tx, caller.course).get(concept)
    response.headers["ETag"] = etag(stored.revision)
    return stored


@router.post("/cards", status_code=201)
def draw_cards(body: CardsBody, caller: Caller, desk: Desk) -> DrawnCards:
    """Draws cards up from sources, as drafts: by the language model that is set, or without one.

    A concept that has a card keeps it."""
    _author(caller)
    model = None if body.builtin else desk.chat_model(caller)
    return asyncio.run(desk.cards.draw_up(caller, body.sources, model))


@router.patch("/cards/{concept}")
def edit_card(
    concept: str, body: CardChanges, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> StoredCard:
    """Changes fields of a card, or marks it as reviewed."""
    _author(caller)
    with desk.store.begin() as tx:
        cards = Cards(tx, caller.course)
        old = cards.lock(concept)
        require_current(f"Card {concept!r}", old.revision, revision)
        reviewed = old.reviewed if body.reviewed is None else body.reviewed
        stored = cards.save(_changed(old.card, body.changes), reviewed)
    response.headers["ETag"] = etag(stored.revision)
    return stored


def _changed(card: Card, changes: dict[str, Any]) -> Card:
    if changes.get("concept", card.concept) != card.concept:
        raise BadInput(f"The concept of card {card.concept!r} cannot be changed; make another card.")
    try:
        return Card.model_validate(card.model_dump(mode="json") | changes)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the card"
        raise BadInput(f"The changed card is not sound at {place!r}: {first['msg']}.") from error


def _author(caller: Principal) -> None:
    if caller.role not in ("author", "operator"):
        raise NotAllowed(f"Role {caller.role!r} may not see cards: items are written from them.")
