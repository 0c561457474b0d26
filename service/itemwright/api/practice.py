"""Practice over HTTP: sessions, their next item, answers, hints."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Header, Response, status
from pydantic import BaseModel

from itemwright.api.access import Caller
from itemwright.api.prefer import wait_seconds
from itemwright.api.services import Desk
from itemwright.api.wire import ResponseBody, SessionBody
from itemwright.attempt_view import AttemptView
from itemwright.domain.attempt import Mode, Session

router = APIRouter(prefix="/v1", tags=["practice"])


class SessionReply(BaseModel):
    """A session as its learner sees it: without the seed, from which option order follows."""

    id: str
    learner: str
    concepts: tuple[str, ...]
    mode: Mode
    length: int | None
    role: str | None


class NextReply(BaseModel):
    """`attempt` is null when the session is over; `reason` then says why."""

    attempt: AttemptView | None
    reason: str | None = None


@router.post("/practice/sessions", status_code=201)
def start_session(body: SessionBody, caller: Caller, desk: Desk) -> SessionReply:
    """Opens a session for a learner."""
    return _reply(desk.practice.start(caller, **body.model_dump()))


@router.post("/practice/sessions/{session_id}/next")
def next_item(session_id: str, caller: Caller, desk: Desk) -> NextReply:
    """The item this learner should see next, or the one still open."""
    view = desk.practice.next(caller, session_id)
    return NextReply(attempt=view, reason=None if view else desk.practice.ending(caller, session_id))


@router.get("/attempts/{attempt_id}")
def get_attempt(attempt_id: str, caller: Caller, desk: Desk) -> AttemptView:
    """The attempt; with the worked solution once it is closed."""
    return desk.practice.view(caller, attempt_id)


@router.post(
    "/attempts/{attempt_id}/responses",
    responses={202: {"model": AttemptView, "description": "Saved; the grade follows at `Location`."}},
)
async def respond(
    attempt_id: str,
    body: ResponseBody,
    caller: Caller,
    desk: Desk,
    response: Response,
    prefer: Annotated[
        str | None, Header(description="`wait=N`: seconds to wait for the grade.", examples=["wait=10"])
    ] = None,
) -> AttemptView:
    """Saves the response, then grades it; 202 when the grade is not ready within `Prefer: wait=N` seconds."""
    await asyncio.to_thread(desk.practice.save_response, caller, attempt_id, body.response)
    await desk.gradings.within(caller, attempt_id, wait_seconds(prefer))
    view = await asyncio.to_thread(desk.practice.view, caller, attempt_id)
    if view.state == "pending":
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Location"] = f"/v1/attempts/{attempt_id}"
        response.headers["Retry-After"] = "1"
    return view


@router.post("/attempts/{attempt_id}/hints")
def open_hint(attempt_id: str, caller: Caller, desk: Desk) -> AttemptView:
    """Opens the next hint."""
    return desk.practice.open_hint(caller, attempt_id)


def _reply(session: Session) -> SessionReply:
    return SessionReply(**session.model_dump(exclude={"seed"}))
