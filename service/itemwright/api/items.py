"""The item bank over HTTP, keys included: for authors, never for learners."""

from fastapi import APIRouter, Response

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page, page_of
from itemwright.api.preconditions import Revision, etag, require_current
from itemwright.api.services import Desk
from itemwright.api.wire import RetireBody
from itemwright.domain.draft import Draft
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal
from itemwright.domain.retirement import Retirement
from itemwright.errors import Conflict, NotAllowed
from itemwright.item_statistics import ItemStatistics
from itemwright.retiring import RetireRequest
from itemwright.store.items import Items

router = APIRouter(prefix="/v1", tags=["items"])


class RetiredDraft(Draft):
    """The draft as it stands now, and what retiring it did."""

    retirement: Retirement


@router.get("/items")
def list_items(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[Item]:
    """Released items, by id."""
    _author(caller)
    with desk.store.begin() as tx:
        items, after = Items(tx, caller.course).page(limit=limit, cursor=cursor)
    return Page(data=items, next=after)


@router.get("/items/{item_id}")
def get_item(item_id: str, caller: Caller, desk: Desk, response: Response) -> Item:
    """The newest version of one item; the ETag names it."""
    _author(caller)
    with desk.store.begin() as tx:
        item = Items(tx, caller.course).get(item_id)
    response.headers["ETag"] = etag(item.version)
    return item


@router.get("/items/{item_id}/statistics")
def item_statistics(item_id: str, caller: Caller, desk: Desk) -> ItemStatistics:
    """What learners' answers say of the item: score, picks, discrimination, difficulty, with intervals."""
    return desk.reports.statistics(caller, item_id)


@router.get("/items/{item_id}/retirements")
def item_retirements(
    item_id: str, caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None
) -> Page[Retirement]:
    """The item's retirements, oldest first: who, why, and how many attempts each concerned."""
    found = desk.retire.history(caller, item_id)
    return page_of(found, lambda retirement: f"{retirement.round:09}", limit, cursor)


@router.post("/items/{item_id}/retire")
def retire_item(
    item_id: str, revision: Revision, caller: Caller, desk: Desk, body: RetireBody | None = None
) -> RetiredDraft:
    """Takes an item from learners at once, also in sessions under way.

    Its attempts become void, are graded by the corrected key, or are kept. What is believed of their learners
    is worked out anew, and they are told in their progress. What was shown but not answered is withdrawn; an
    answer sent to it all the same is saved, and graded by the corrected key if there is one."""
    asked = body or RetireBody()
    request = RetireRequest(
        expected=revision,
        reason=asked.reason,
        attempts=asked.attempts,
        replacement=asked.replacement_key,
        explanation=asked.explanation,
    )
    try:
        retired = desk.retire.retire(caller, item_id, request)
    except Conflict:
        with desk.store.begin() as tx:
            require_current(f"Item {item_id!r}", Items(tx, caller.course).get(item_id).version, revision)
        raise
    return RetiredDraft(**dict(retired.draft), retirement=retired.retirement)


def _author(caller: Principal) -> None:
    if caller.role not in ("author", "operator"):
        raise NotAllowed(f"Role {caller.role!r} may not see items with their keys; practise instead.")
