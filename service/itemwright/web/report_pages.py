"""Pages for what comes after release: reported items by expected defect; one item's answers, reports, key."""

import asyncio
from typing import Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from itemwright.api.access import Caller
from itemwright.api.services import Desk, Services
from itemwright.domain.principal import Principal
from itemwright.domain.report import ReportKind
from itemwright.errors import BadInput, Conflict
from itemwright.reports import Verdict
from itemwright.retiring import RetireRequest
from itemwright.store.passages import Passages
from itemwright.web.forms import text
from itemwright.web.item_fields import Fields
from itemwright.web.key_form import key_fields, key_from_form, typed_key
from itemwright.web.learner_pages import NO_FORM, attempt_page, see
from itemwright.web.rendering import page

router = APIRouter(include_in_schema=False)
PAGE = 25


@router.get("/author/reports")
def reports(caller: Caller, desk: Desk, start: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Items with open reports, the greatest expected defect first."""
    waiting = desk.reports.waiting(caller)
    after = start + PAGE if len(waiting) > start + PAGE else None
    return page("reports.html", waiting=waiting[start : start + PAGE], total=len(waiting), after=after)


@router.get("/author/items/{item_id}")
def item(item_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """One item after its release: what learners answered and reported, beside its key and proof."""
    return _item(caller, desk, item_id)


@router.post("/author/reports/{report_id}/decision")
async def decide(report_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Dismisses a report, or closes it as mended."""
    form = await request.form()
    return await asyncio.to_thread(_decide, caller, desk, report_id, form)


@router.post("/author/items/{item_id}/retire")
async def retire(item_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Retires an item, or corrects its key, and has its attempts follow."""
    form = await request.form()
    return await asyncio.to_thread(_retire, caller, desk, item_id, form)


@router.post("/attempts/{attempt_id}/report")
async def report(attempt_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Takes a learner's "something is wrong with this question"."""
    form = await request.form()
    return await asyncio.to_thread(_report, caller, desk, attempt_id, form)


def _report(caller: Principal, desk: Services, attempt_id: str, form: FormData) -> Any:
    view = desk.practice.view(caller, attempt_id)
    chosen = text(form, "kind")
    kind: ReportKind = next((kind for kind in get_args(ReportKind) if kind == chosen), "other")
    said = text(form, "text")
    try:
        if len(said) > 5_000:
            raise BadInput(f"The report has {len(said)} characters; 5,000 are the most.")
        desk.reports.submit(caller, view.item.id, said, kind, attempt_id)
    except (BadInput, Conflict) as error:
        return attempt_page(caller, desk, view, report_problem=str(error), status=_status(error), form=form)
    return see(f"/attempts/{attempt_id}#report")


def _decide(caller: Principal, desk: Services, report_id: str, form: FormData) -> Any:
    found = desk.reports.get(caller, report_id)
    verdict = next((v for v in get_args(Verdict) if v == text(form, "decision")), None)
    try:
        if verdict is None:
            raise BadInput("Choose one of the decisions.")
        revision = int(text(form, "revision")[:9]) if text(form, "revision").isdecimal() else 0
        desk.reports.decide(caller, report_id, revision, verdict, text(form, "reason"))
    except (BadInput, Conflict) as error:
        return _item(caller, desk, found.item, str(error), _status(error))
    return see(f"/author/items/{quote(found.item, safe='')}#reports")


def _retire(caller: Principal, desk: Services, item_id: str, form: FormData) -> Any:
    shown = desk.reports.of_item(caller, item_id).item
    fate, reason = text(form, "fate"), text(form, "reason")
    try:
        if not reason.strip():
            raise BadInput("Say why: everybody who answered reads the reason.")
        request = RetireRequest(
            expected=int(text(form, "version")[:9]) if text(form, "version").isdecimal() else 0,
            reason=reason,
            replacement=key_from_form(shown, form) if fate == "key" else None,
            explanation=text(form, "explanation").strip() or None,
        )
        if fate not in ("void", "key"):
            raise BadInput("Choose what becomes of the answers.")
        desk.retire.retire(caller, item_id, request)
    except (BadInput, Conflict) as error:
        return _item(caller, desk, item_id, str(error), _status(error), typed_key(shown, form), form)
    return see(f"/author/items/{quote(item_id, safe='')}")


def _status(error: Exception) -> int:
    return 409 if isinstance(error, Conflict) else 422


def _item(
    caller: Principal,
    desk: Services,
    item_id: str,
    problem: str = "",
    status: int = 200,
    fields: Fields | None = None,
    form: FormData | None = None,
) -> HTMLResponse:
    found = desk.reports.of_item(caller, item_id)
    draft = desk.review.get(caller, item_id)
    with desk.store.begin() as tx:
        passages = {passage.id: passage for passage in Passages(tx, caller.course).all()}
    return page(
        "item_desk.html",
        status,
        found=found,
        item=found.item,
        draft=draft,
        retirements=desk.retire.history(caller, item_id),
        verdict=found.item.proof.verdict if found.item.proof else "none",
        quoted=[(citation, passages.get(citation.passage)) for citation in found.item.citations],
        fields=fields or key_fields(found.item),
        typed={name: text(form or NO_FORM, name) for name in ("fate", "reason", "explanation")},
        problem=problem,
    )
