"""The item bank over HTTP, keys included: for authors, never for learners."""

from fastapi import APIRouter, Response

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page
from itemwright.api.preconditions import Revision, etag, require_current
from itemwright.api.services import Desk
from itemwright.api.wire import RetireBody
from itemwright.domain.draft import Draft
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal
from itemwright.errors import NotAllowed
from itemwright.store.items import Items

router = APIRouter(prefix="/v1", tags=["items"])


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


@router.post("/items/{item_id}/retire")
def retire_item(
    item_id: str, revision: Revision, caller: Caller, desk: Desk, body: RetireBody | None = None
) -> Draft:
    """Takes an item from learners who have not yet met it; attempts under way go on."""
    _author(caller)
    with desk.store.begin() as tx:
        current = Items(tx, caller.course).get(item_id).version
    require_current(f"Item {item_id!r}", current, revision)
    return desk.review.retire(caller, item_id, current, body.reason if body else "")


def _author(caller: Principal) -> None:
    if caller.role not in ("author", "operator"):
        raise NotAllowed(f"Role {caller.role!r} may not see items with their keys; practise instead.")
