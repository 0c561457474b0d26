"""Two plain sets of pages, for learners and for authors. Forms first: everything works without JavaScript."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from itemwright.api.access import Caller
from itemwright.api.services import Desk
from itemwright.attempt_view import AttemptView
from itemwright.domain.attempt import Mode
from itemwright.domain.draft import Draft, DraftState
from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.review import Decision
from itemwright.store.concepts import Concepts
from itemwright.store.passages import Passages
from itemwright.web.forms import edited_fields, response_from_form
from itemwright.web.rendering import page

router = APIRouter(include_in_schema=False)
STATIC = Path(__file__).resolve().parent / "static"
WAIT = 20.0


@router.get("/static/{name}")
def static(name: str) -> FileResponse:
    """A style sheet or script of ours."""
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        raise NotFound(f"No file {name!r}.")
    return FileResponse(path)


@router.get("/")
def home(caller: Caller, desk: Desk) -> HTMLResponse:
    """Where a learner starts."""
    with desk.store.begin() as tx:
        concepts = Concepts(tx, caller.course).all()
    return page("home.html", concepts=concepts, modes=get_args(Mode))


@router.post("/practice")
def start(
    caller: Caller,
    desk: Desk,
    learner: Annotated[str, Form(min_length=1, max_length=200)],
    mode: Annotated[Mode, Form()] = "practice",
    length: Annotated[int, Form(ge=1, le=500)] = 10,
    concepts: Annotated[list[str], Form()] = [],  # noqa: B006 (FastAPI copies it)
) -> RedirectResponse:
    """Opens a session and goes to its first item."""
    session = desk.practice.start(caller, learner.strip(), concepts, mode, length)
    return _see(f"/practice/{session.id}")


@router.get("/practice/{session_id}")
def session(session_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """The session's next item, or its end."""
    view = desk.practice.next(caller, session_id)
    if view is None:
        learner = desk.practice.session(caller, session_id).learner
        return page("session_over.html", progress=desk.practice.progress(caller, learner))
    return _attempt_page(caller, desk, view)


@router.get("/attempts/{attempt_id}")
def attempt(attempt_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """An attempt with its feedback so far."""
    return _attempt_page(caller, desk, desk.practice.view(caller, attempt_id))


@router.post("/attempts/{attempt_id}/hint")
def hint(attempt_id: str, caller: Caller, desk: Desk) -> RedirectResponse:
    """Opens the next hint."""
    desk.practice.open_hint(caller, attempt_id)
    return _see(f"/attempts/{attempt_id}#hints")


@router.post("/attempts/{attempt_id}/answer")
async def answer(attempt_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Saves and grades an answer, then shows the attempt; a slip in the form shows it with what to mend."""
    form: FormData = await request.form()
    view = await asyncio.to_thread(desk.practice.view, caller, attempt_id)
    try:
        response = response_from_form(view.item, form)
        await asyncio.wait_for(asyncio.shield(desk.practice.respond(caller, attempt_id, response)), WAIT)
    except TimeoutError:
        pass  # it is saved; the page says that the grade will follow
    except (BadInput, Conflict) as error:
        return await asyncio.to_thread(_attempt_page, caller, desk, view, str(error))
    return _see(f"/attempts/{attempt_id}#result")


@router.get("/learners/{learner}")
def progress(learner: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """What is believed of a learner."""
    return page("progress.html", progress=desk.practice.progress(caller, learner))


@router.get("/author")
def desk_list(
    caller: Caller,
    desk: Desk,
    state: Annotated[DraftState | None, Query()] = None,
    cursor: str | None = None,
) -> HTMLResponse:
    """The author's desk: drafts by state."""
    drafts, after = desk.review.page(caller, state, 25, cursor)
    return page("drafts.html", drafts=drafts, state=state, states=get_args(DraftState), after=after)


@router.get("/author/drafts/{draft_id}")
def draft(draft_id: str, caller: Caller, desk: Desk) -> HTMLResponse:
    """One draft with its key, proof and quotations in their passages."""
    return _draft_page(caller, desk, desk.review.get(caller, draft_id))


@router.post("/author/drafts/{draft_id}/decision")
def decide(
    draft_id: str,
    caller: Caller,
    desk: Desk,
    revision: Annotated[int, Form()],
    decision: Annotated[Decision, Form()],
    reason: Annotated[str, Form(max_length=5000)] = "",
) -> Any:
    """Approves, rejects or holds."""
    try:
        desk.review.decide(caller, draft_id, revision, decision, reason)
    except (BadInput, Conflict) as error:
        return _draft_page(caller, desk, desk.review.get(caller, draft_id), str(error))
    return _see(f"/author/drafts/{quote(draft_id)}")


@router.post("/author/drafts/{draft_id}/edit")
async def edit(draft_id: str, request: Request, caller: Caller, desk: Desk) -> Any:
    """Makes a new version of the item from the form, proved afresh."""
    form = await request.form()
    old = await asyncio.to_thread(desk.review.get, caller, draft_id)
    try:
        revision, changes, reason = edited_fields(old.item, form)
        await asyncio.to_thread(desk.review.edit, caller, draft_id, revision, changes, reason)
    except (BadInput, Conflict) as error:
        return await asyncio.to_thread(_draft_page, caller, desk, old, str(error))
    return _see(f"/author/drafts/{quote(draft_id)}")


def _attempt_page(caller: Caller, desk: Desk, view: AttemptView, problem: str = "") -> HTMLResponse:
    place = desk.practice.place(caller, view.session, view.id)
    status = 422 if problem else 200
    return page("attempt.html", status, view=view, item=view.item, place=place, problem=problem)


def _draft_page(caller: Caller, desk: Desk, found: Draft, problem: str = "") -> HTMLResponse:
    with desk.store.begin() as tx:
        passages = {passage.id: passage for passage in Passages(tx, caller.course).all()}
    quoted = [(citation, passages.get(citation.passage)) for citation in found.item.citations]
    status = 422 if problem else 200
    return page("draft.html", status, draft=found, item=found.item, quoted=quoted, problem=problem)


def _see(address: str) -> RedirectResponse:
    """After a form: look at `address`, so that reloading the page sends nothing twice."""
    return RedirectResponse(address, 303)
