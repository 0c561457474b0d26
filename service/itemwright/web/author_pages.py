"""Pages for authors: drafts with key, proof and quotations; approve, hold, reject, edit."""

import asyncio
from typing import Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from itemwright.api.access import Caller
from itemwright.api.services import Desk, Services
from itemwright.domain.draft import Draft, DraftState
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict
from itemwright.retiring import RetireRequest
from itemwright.review import Decision
from itemwright.store.passages import Passages
from itemwright.web.forms import text
from itemwright.web.item_fields import Fields, changes_from_form, item_fields, typed_fields
from itemwright.web.learner_pages import see
from itemwright.web.rendering import page

router = APIRouter(include_in_schema=False)
PAGE = 25


@router.get("/author")
def drafts(
    caller: Caller,
    desk: Desk,
    state: Annotated[DraftState | None, Query()] = None,
    cursor: str | None = None,
) -> HTMLResponse:
    """The author's desk: drafts by state."""
    found, after = desk.review.page(caller, state, PAGE, cursor)
    return page("drafts.html", drafts=found, state=state, states=get_args(DraftState), after=after)


@router.get("/author/drafts/{draft_id}")
def draft(draft_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """One draft with its key, its proof and its quotations in their passages."""
    return _draft(caller, desk, desk.review.get(caller, draft_id))


@router.post("/author/drafts/{draft_id}/decision")
async def decide(draft_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Approves, holds, rejects, or retires what was approved."""
    form = await request.form()
    return await asyncio.to_thread(_decide, caller, desk, draft_id, form)


@router.post("/author/drafts/{draft_id}/edit")
async def edit(draft_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Makes a new version of the item from the form, proved afresh."""
    form = await request.form()
    return await asyncio.to_thread(_edit, caller, desk, draft_id, form)


def _decide(caller: Principal, desk: Services, draft_id: str, form: FormData) -> Any:
    found = desk.review.get(caller, draft_id)
    reason = text(form, "reason")
    try:
        _require_current(found, form)
        decision = next((d for d in get_args(Decision) if d == text(form, "decision")), None)
        if decision is not None:
            desk.review.decide(caller, draft_id, found.revision, decision, reason)
        elif text(form, "decision") == "retire":
            request = RetireRequest(expected=found.item.version, reason=reason, attempts="keep")
            desk.retire.retire(caller, draft_id, request)
        else:
            raise BadInput("Choose one of the decisions.")
    except (BadInput, Conflict) as error:
        found = desk.review.get(caller, draft_id)
        return _draft(caller, desk, found, str(error), _status(error), reason=reason)
    return see(f"/author/drafts/{quote(draft_id, safe='')}")


def _edit(caller: Principal, desk: Services, draft_id: str, form: FormData) -> Any:
    found = desk.review.get(caller, draft_id)
    try:
        _require_current(found, form)
        changes = changes_from_form(found.item, form)
        desk.review.edit(caller, draft_id, found.revision, changes, text(form, "reason"))
    except (BadInput, Conflict) as error:
        found = desk.review.get(caller, draft_id)
        typed = typed_fields(found.item, form)
        return _draft(caller, desk, found, str(error), _status(error), typed, text(form, "reason"))
    return see(f"/author/drafts/{quote(draft_id, safe='')}")


def _require_current(found: Draft, form: FormData) -> None:
    if text(form, "revision") != str(found.revision):
        last = found.history[-1]
        raise Conflict(
            f"This draft was changed while you had it open: {last.action} by {last.actor}. Nothing of "
            "yours is saved yet. You see how it stands now, and what you typed is kept in the form: "
            "look again, then decide or save once more."
        )


def _status(error: Exception) -> int:
    return 409 if isinstance(error, Conflict) else 422


def _draft(
    caller: Principal,
    desk: Services,
    found: Draft,
    problem: str = "",
    status: int = 200,
    typed: Fields | None = None,
    reason: str = "",
) -> HTMLResponse:
    with desk.store.begin() as tx:
        passages = {passage.id: passage for passage in Passages(tx, caller.course).all()}
    return page(
        "draft.html",
        status,
        draft=found,
        item=found.item,
        quoted=[(citation, passages.get(citation.passage)) for citation in found.item.citations],
        problem=problem,
        fields=typed or item_fields(found.item),
        editing=typed is not None,
        reason=reason,
    )
