"""Sources and their passages over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page, page_of
from itemwright.api.services import Desk
from itemwright.api.wire import SourceBody
from itemwright.domain.passage import PassageKind
from itemwright.domain.source import IngestStatus, IngestWarning, Source
from itemwright.ingest.ingest import ingest_text
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources

router = APIRouter(prefix="/v1", tags=["sources"])


class SourceReply(BaseModel):
    """A source without its text. `passages`: how many; `status`: what became of it when it was sent."""

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


@router.post(
    "/sources",
    status_code=201,
    responses={200: {"model": SourceReply, "description": "Updated, or unchanged; `status` says which."}},
)
def add_source(body: SourceBody, caller: Caller, desk: Desk, response: Response) -> SourceReply:
    """Reads one article; the same path again updates it, the same text again changes nothing."""
    result = ingest_text(desk.store, caller, desk.embedder, body.path, body.text)
    if result.status != "added":
        response.status_code = 200
    response.headers["Location"] = f"/v1/sources/{result.id}"
    with desk.store.begin() as tx:
        source = Sources(tx, caller.course).get(result.id)
    return _reply(source, result.passages, result.status)


@router.get("/sources")
def list_sources(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[SourceReply]:
    """All sources."""
    with desk.store.begin() as tx:
        found = page_of(Sources(tx, caller.course).all(), lambda source: source.id, limit, cursor)
        passages = Passages(tx, caller.course)
        replies = [_reply(source, len(passages.of_source(source.id))) for source in found.data]
    return Page(data=replies, next=found.next)


@router.get("/sources/{source_id}")
def get_source(source_id: str, caller: Caller, desk: Desk) -> SourceReply:
    """One source without its text."""
    with desk.store.begin() as tx:
        source = Sources(tx, caller.course).get(source_id)
        return _reply(source, len(Passages(tx, caller.course).of_source(source_id)))


@router.get("/sources/{source_id}/text", response_class=PlainTextResponse)
def get_text(source_id: str, caller: Caller, desk: Desk) -> PlainTextResponse:
    """The text whose characters the spans count."""
    with desk.store.begin() as tx:
        return PlainTextResponse(Sources(tx, caller.course).get(source_id).text)


@router.delete("/sources/{source_id}", status_code=204)
def delete_source(source_id: str, caller: Caller, desk: Desk) -> None:
    """Removes the source and its passages; items that cite it keep their quotations."""
    with desk.store.begin() as tx:
        Sources(tx, caller.course).delete(source_id)


@router.get("/passages")
def search(
    caller: Caller,
    desk: Desk,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=2_000,
            pattern=r"\S",
            description="A question or some words.",
            examples=["how much memory does LoRA save"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 5,
) -> Page[PassageReply]:
    """Passages for a question, by meaning and by words together, best first."""
    hits = desk.index(caller).search(q, limit)
    return Page(
        data=[
            PassageReply(rank=hit.rank, score=hit.score, **hit.passage.model_dump(exclude={"id"}))
            for hit in hits
        ]
    )


def _reply(source: Source, passages: int, status: IngestStatus | None = None) -> SourceReply:
    return SourceReply(**source.model_dump(exclude={"text"}), passages=passages, status=status)
