"""Sources, passages, concepts and cards over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page
from itemwright.api.preconditions import Revision, etag, stale
from itemwright.api.services import Desk
from itemwright.api.wire import CardChanges, SourceBody
from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.passage import PassageKind
from itemwright.domain.source import IngestStatus, IngestWarning, Source
from itemwright.errors import BadInput, Conflict
from itemwright.ingest.ingest import ingest_text
from itemwright.store.cards import Cards, StoredCard
from itemwright.store.concepts import Concepts
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources

router = APIRouter(prefix="/v1")


class SourceReply(BaseModel):
    """A source without its text."""

    id: str
    title: str
    path: str
    sha256: str
    media_type: str
    passages: int
    warnings: tuple[IngestWarning, ...]
    status: IngestStatus | None = None


class PassageReply(BaseModel):
    """One hit; `text` is the source's text `[start:end]`."""

    rank: int
    score: float
    source: str
    path: str
    heading_path: tuple[str, ...]
    kind: PassageKind
    text: str
    start: int
    end: int


@router.post("/sources", status_code=201, tags=["sources"])
def add_source(body: SourceBody, caller: Caller, desk: Desk, response: Response) -> SourceReply:
    """Reads one article; the same path again updates it, the same text again changes nothing."""
    result = ingest_text(desk.store, caller, desk.embedder, body.path, body.text)
    response.status_code = 201 if result.status == "added" else 200
    with desk.store.begin() as tx:
        source = Sources(tx, caller.course).get(result.id)
    return _source(source, result.passages, result.status)


@router.get("/sources", tags=["sources"])
def list_sources(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[SourceReply]:
    """All sources by id."""
    with desk.store.begin() as tx:
        passages = Passages(tx, caller.course)
        found = sorted(Sources(tx, caller.course).all(), key=lambda source: source.id)
        rest = [source for source in found if cursor is None or source.id > cursor]
        shown = rest[:limit]
        replies = [_source(source, len(passages.of_source(source.id))) for source in shown]
    return Page(data=replies, next=shown[-1].id if len(rest) > limit else None)


@router.get("/sources/{source_id}", tags=["sources"])
def get_source(source_id: str, caller: Caller, desk: Desk) -> SourceReply:
    """One source without its text."""
    with desk.store.begin() as tx:
        source = Sources(tx, caller.course).get(source_id)
        return _source(source, len(Passages(tx, caller.course).of_source(source_id)))


@router.get("/sources/{source_id}/text", tags=["sources"], response_class=PlainTextResponse)
def get_text(source_id: str, caller: Caller, desk: Desk) -> PlainTextResponse:
    """The text whose characters the spans count."""
    with desk.store.begin() as tx:
        return PlainTextResponse(Sources(tx, caller.course).get(source_id).text)


@router.delete("/sources/{source_id}", status_code=204, tags=["sources"])
def delete_source(source_id: str, caller: Caller, desk: Desk) -> None:
    """Removes the source and its passages; items that cite it keep their quotations."""
    with desk.store.begin() as tx:
        Sources(tx, caller.course).delete(source_id)


@router.get("/passages", tags=["sources"])
def search(
    caller: Caller,
    desk: Desk,
    q: Annotated[str, Query(min_length=1, max_length=2_000, examples=["how much memory does LoRA save"])],
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> Page[PassageReply]:
    """Passages for a question, by meaning and by words together."""
    hits = desk.index(caller).search(q, limit)
    return Page(
        data=[
            PassageReply(rank=hit.rank, score=hit.score, **hit.passage.model_dump(exclude={"id"}))
            for hit in hits
        ]
    )


@router.get("/concepts", tags=["concepts"])
def list_concepts(caller: Caller, desk: Desk) -> Page[Concept]:
    """All concepts with their prerequisites."""
    with desk.store.begin() as tx:
        return Page(data=list(Concepts(tx, caller.course).all()))


@router.get("/cards", tags=["concepts"])
def list_cards(caller: Caller, desk: Desk) -> Page[StoredCard]:
    """All cards, by concept."""
    with desk.store.begin() as tx:
        return Page(data=Cards(tx, caller.course).all())


@router.get("/cards/{concept}", tags=["concepts"])
def get_card(concept: str, caller: Caller, desk: Desk, response: Response) -> StoredCard:
    """One card; the ETag names its revision."""
    with desk.store.begin() as tx:
        stored = Cards(tx, caller.course).get(concept)
    response.headers["ETag"] = etag(stored.revision)
    return stored


@router.patch("/cards/{concept}", tags=["concepts"])
def edit_card(
    concept: str, body: CardChanges, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> StoredCard:
    """Changes fields of a card, or marks it as reviewed."""
    with desk.store.begin() as tx:
        cards = Cards(tx, caller.course)
        old = cards.get(concept)
        card = _changed(old.card, body.changes)
        reviewed = old.reviewed if body.reviewed is None else body.reviewed
        try:
            stored = cards.save(card, reviewed, expected_revision=revision)
        except Conflict as error:
            raise stale(error) from error
    response.headers["ETag"] = etag(stored.revision)
    return stored


def _changed(card: Card, changes: dict[str, Any]) -> Card:
    if "concept" in changes and changes["concept"] != card.concept:
        raise BadInput("A card's concept cannot be changed; make another card.")
    try:
        return Card.model_validate(card.model_dump(mode="json") | changes)
    except ValueError as error:
        raise BadInput(f"The card would not be sound: {error}") from error


def _source(source: Source, passages: int, status: IngestStatus | None = None) -> SourceReply:
    return SourceReply(**source.model_dump(exclude={"text"}), passages=passages, status=status)
