"""The author's desk and the item bank over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page
from itemwright.api.preconditions import Revision, etag, stale
from itemwright.api.services import Desk
from itemwright.api.wire import DecisionBody, DraftChanges
from itemwright.domain.draft import Draft, DraftState
from itemwright.domain.item import Item
from itemwright.errors import Conflict, NotAllowed
from itemwright.store.items import Items

router = APIRouter(prefix="/v1")


@router.get("/drafts", tags=["drafts"])
def list_drafts(
    caller: Caller,
    desk: Desk,
    state: Annotated[DraftState | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Draft]:
    """Drafts, oldest first."""
    drafts, after = desk.review.page(caller, state, limit, cursor)
    return Page(data=drafts, next=after)


@router.get("/drafts/{draft_id}", tags=["drafts"])
def get_draft(draft_id: str, caller: Caller, desk: Desk, response: Response) -> Draft:
    """One draft with its item, proof and history; the ETag names its revision."""
    return _tagged(desk.review.get(caller, draft_id), response)


@router.patch("/drafts/{draft_id}", tags=["drafts"])
def edit_draft(
    draft_id: str, body: DraftChanges, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> Draft:
    """Makes a new version of the item, proved afresh."""
    current = desk.review.get(caller, draft_id)
    if current.revision != revision:
        raise stale(
            Conflict(f"Draft {draft_id!r} is at revision {current.revision}, not {revision}; read it again.")
        )
    return _tagged(desk.review.edit(caller, draft_id, revision, body.changes, body.reason), response)


@router.post("/drafts/{draft_id}/decision", tags=["drafts"])
def decide(
    draft_id: str, body: DecisionBody, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> Draft:
    """Approves, rejects or holds the draft."""
    current = desk.review.get(caller, draft_id)
    if current.revision != revision:
        raise stale(
            Conflict(f"Draft {draft_id!r} is at revision {current.revision}, not {revision}; read it again.")
        )
    return _tagged(desk.review.decide(caller, draft_id, revision, body.decision, body.reason), response)


@router.get("/items", tags=["items"])
def list_items(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[Item]:
    """Released items with their keys: for authors, never for learners."""
    _author(caller.role)
    with desk.store.begin() as tx:
        items, after = Items(tx, caller.course).page(limit=limit, cursor=cursor)
    return Page(data=items, next=after)


@router.get("/items/{item_id}", tags=["items"])
def get_item(item_id: str, caller: Caller, desk: Desk, response: Response) -> Item:
    """The newest version of one item, with its key."""
    _author(caller.role)
    with desk.store.begin() as tx:
        item = Items(tx, caller.course).get(item_id)
    response.headers["ETag"] = etag(item.version)
    return item


def _tagged(draft: Draft, response: Response) -> Draft:
    response.headers["ETag"] = etag(draft.revision)
    return draft


def _author(role: str) -> None:
    if role not in ("author", "operator"):
        raise NotAllowed(f"Role {role!r} may not see items with their keys; practise instead.")
