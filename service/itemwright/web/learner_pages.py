"""Pages for learners. Forms first: everything works without JavaScript."""

import asyncio
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from itemwright.api.access import Caller
from itemwright.api.services import Desk, Services
from itemwright.attempt_view import AttemptView
from itemwright.domain.concept import Concept
from itemwright.domain.principal import Principal
from itemwright.errors import BadInput, Conflict
from itemwright.store.concepts import Concepts
from itemwright.web.forms import response_from_form, start_from_form, text
from itemwright.web.rendering import page

router = APIRouter(include_in_schema=False)
WAIT = 20.0
NO_FORM = FormData()


@router.get("/")
def home(caller: Caller, desk: Desk) -> HTMLResponse:
    """Where a learner starts."""
    return _home(caller, desk)


@router.post("/practice")
async def start(request: Request, caller: Caller, desk: Desk) -> Any:
    """Opens a session and goes to its first item."""
    form = await request.form()
    try:
        chosen = start_from_form(form)
        session = await asyncio.to_thread(
            desk.practice.start, caller, chosen.learner, chosen.concepts, chosen.mode, chosen.length
        )
    except BadInput as error:
        return await asyncio.to_thread(_home, caller, desk, form, str(error))
    return see(f"/practice/{session.id}")


@router.get("/practice/{session_id}")
def session(session_id: str, caller: Caller, desk: Desk) -> Any:
    """Goes to the session's next item, or shows its end."""
    view = desk.practice.next(caller, session_id)
    if view is not None:
        return see(f"/attempts/{view.id}")
    learner = desk.practice.session(caller, session_id).learner
    return page(
        "session_over.html",
        attempts=desk.practice.looks_back(caller, session_id),
        ending=desk.practice.ending(caller, session_id),
        progress=desk.practice.progress(caller, learner),
    )


@router.get("/attempts/{attempt_id}")
def attempt(attempt_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """An attempt with its feedback so far."""
    return attempt_page(caller, desk, desk.practice.view(caller, attempt_id))


@router.post("/attempts/{attempt_id}/hint")
def hint(attempt_id: str, caller: Caller, desk: Desk) -> Any:
    """Opens the next hint."""
    try:
        desk.practice.open_hint(caller, attempt_id)
    except Conflict as error:
        return attempt_page(caller, desk, desk.practice.view(caller, attempt_id), str(error), 409)
    return see(f"/attempts/{attempt_id}#hints")


@router.post("/attempts/{attempt_id}/answer")
async def answer(attempt_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Saves and grades an answer, then shows the attempt; a slip in the form shows it with what to mend."""
    form = await request.form()
    view = await asyncio.to_thread(desk.practice.view, caller, attempt_id)
    try:
        response = response_from_form(view.item, form)
        await asyncio.to_thread(desk.practice.save_response, caller, attempt_id, response)
    except BadInput as error:
        return await asyncio.to_thread(attempt_page, caller, desk, view, str(error), 422, form)
    except Conflict:
        view = await asyncio.to_thread(desk.practice.view, caller, attempt_id)
        told = "This page was old: the item has been answered since. This is how it stands now."
        return await asyncio.to_thread(attempt_page, caller, desk, view, told, 409)
    await desk.gradings.within(caller, attempt_id, WAIT)
    return see(f"/attempts/{attempt_id}#result")


@router.post("/progress")
async def find_progress(request: Request, caller: Caller, desk: Desk) -> Any:
    """From a name to its progress."""
    form = await request.form()
    if not (name := text(form, "learner").strip()):
        told = "Give the name under which you practised."
        return await asyncio.to_thread(_home, caller, desk, form, told)
    return see(f"/learners/{quote(name, safe='')}")


@router.get("/learners/{learner}")
def progress(learner: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """What is believed of a learner."""
    return page("progress.html", progress=desk.practice.progress(caller, learner))


@router.post("/learners/{learner}/seen")
def seen(learner: str, caller: Caller, desk: Desk) -> Any:
    """Notes that the learner has read the notices."""
    desk.practice.records.mark_seen(caller, learner, None)
    return see(f"/learners/{quote(learner, safe='')}")


@router.post("/learners/{learner}/erase")
async def erase(learner: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Erases everything of a learner who said so twice."""
    form = await request.form()
    if text(form, "sure") != "yes":
        raise BadInput("Tick the box first; what is erased cannot be brought back.")
    await asyncio.to_thread(desk.practice.erase, caller, learner)
    return see("/")


def see(address: str) -> RedirectResponse:
    """After a form: look at `address`, so that reloading the page sends nothing twice."""
    return RedirectResponse(address, 303)


def _home(caller: Principal, desk: Services, form: FormData = NO_FORM, problem: str = "") -> HTMLResponse:
    with desk.store.begin() as tx:
        concepts: list[Concept] = Concepts(tx, caller.course).all()
    chosen = {
        "learner": text(form, "learner"),
        "mode": text(form, "mode") or "practice",
        "length": text(form, "length") or "10",
        "concepts": form.getlist("concepts"),
    }
    concepts.sort(key=lambda concept: concept.name.lower())
    return page("home.html", 422 if problem else 200, concepts=concepts, chosen=chosen, problem=problem)


def attempt_page(
    caller: Principal,
    desk: Services,
    view: AttemptView,
    problem: str = "",
    status: int = 200,
    form: FormData | None = None,
    report_problem: str = "",
) -> HTMLResponse:
    """The page of an attempt. `form`: what was just sent; `problem`, `report_problem`: what to mend in it."""
    place = desk.practice.place(caller, view.session, view.id)
    progress = desk.practice.progress(caller, place.learner)
    return page(
        "attempt.html",
        status,
        view=view,
        item=view.item,
        place=place,
        problem=problem,
        given=_given(view, None if report_problem else form),
        notices=[notice for notice in progress.notices if notice.attempt == view.id],
        unseen=progress.unseen,
        reports=[report for report in progress.reports if report.item == view.item.id],
        report_problem=report_problem,
        reported={name: text(form or NO_FORM, name) for name in ("kind", "text")},
    )


def _given(view: AttemptView, form: FormData | None) -> dict[str, Any]:
    """What each control of the answer form shows, by its name: what was just typed, else the last answer."""
    nothing: dict[str, Any] = {"response": []}
    if form is not None:
        typed = {name: text(form, name) for name in form if name != "response"}
        return typed | {"response": [str(value) for value in form.getlist("response")]}
    last = view.responses[-1] if view.responses else None
    if isinstance(last, dict):
        pools = {blank.id: blank.pool for blank in view.item.blanks or ()}
        pools |= {cell.id: view.item.pool for cell in view.item.cells or ()}
        return nothing | {f"gap-{name}": _shown(given, pools.get(name)) for name, given in last.items()}
    if view.item.type == "ordering" and isinstance(last, list):
        return nothing | {f"place-{step}": str(place) for place, step in enumerate(last, 1)}
    if last is None:
        return nothing
    return {
        "response": last if isinstance(last, list) else [f"{last:g}" if isinstance(last, float) else last]
    }


def _shown(given: str, pool: tuple[str, ...] | None) -> str:
    return str(pool.index(given)) if pool and given in pool else given
