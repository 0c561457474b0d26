"""The author's desk over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Query, Response

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page
from itemwright.api.preconditions import Revision, etag, require_current
from itemwright.api.services import Desk, Services
from itemwright.api.wire import DecisionBody, DraftChanges
from itemwright.domain.draft import Draft, DraftState
from itemwright.domain.principal import Principal
from itemwright.errors import Conflict

router = APIRouter(prefix="/v1", tags=["drafts"])


@router.get("/drafts")
def list_drafts(
    caller: Caller,
    desk: Desk,
    state: Annotated[DraftState | None, Query(description="Only drafts in this state.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Draft]:
    """Drafts, oldest first."""
    drafts, after = desk.review.page(caller, state, limit, cursor)
    return Page(data=drafts, next=after)


@router.get("/drafts/{draft_id}")
def get_draft(draft_id: str, caller: Caller, desk: Desk, response: Response) -> Draft:
    """One draft with its item, proof and history; the ETag names its revision."""
    return _tagged(desk.review.get(caller, draft_id), response)


@router.patch("/drafts/{draft_id}")
def edit_draft(
    draft_id: str, body: DraftChanges, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> Draft:
    """Makes a new version of the item, proved afresh."""
    with _current(desk, caller, draft_id, revision):
        return _tagged(desk.review.edit(caller, draft_id, revision, body.changes, body.reason), response)


@router.post("/drafts/{draft_id}/decision")
def decide(
    draft_id: str, body: DecisionBody, revision: Revision, caller: Caller, desk: Desk, response: Response
) -> Draft:
    """Approves, rejects or holds the draft."""
    with _current(desk, caller, draft_id, revision):
        return _tagged(desk.review.decide(caller, draft_id, revision, body.decision, body.reason), response)


@contextmanager
def _current(desk: Services, caller: Principal, draft_id: str, revision: int) -> Iterator[None]:
    """Refuses a stale revision, at first sight or when another author was faster within the block."""
    name = f"Draft {draft_id!r}"
    require_current(name, desk.review.get(caller, draft_id).revision, revision)
    try:
        yield
    except Conflict:
        require_current(name, desk.review.get(caller, draft_id).revision, revision)
        raise


def _tagged(draft: Draft, response: Response) -> Draft:
    response.headers["ETag"] = etag(draft.revision)
    return draft
