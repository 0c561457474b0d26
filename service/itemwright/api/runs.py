"""Writing items over HTTP: priced, stored as runs, followed, cancelled."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime
from random import Random
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page
from itemwright.api.prefer import wait_seconds
from itemwright.api.services import Desk
from itemwright.api.wire import RunBody
from itemwright.chat.estimate import Estimate
from itemwright.domain.blueprint import Slot, WritingReport
from itemwright.domain.principal import Principal
from itemwright.domain.run import Run, RunState
from itemwright.errors import BadInput
from itemwright.run_desk import RunDesk, Wanted
from itemwright.run_models import BUILTIN
from itemwright.writing.plan import WritingRequest

router = APIRouter(prefix="/v1", tags=["runs"])

LOOK_EVERY = 0.1
FOLLOW_EVERY = 0.25


class RunReply(BaseModel):
    """A dry run has `slots` and no `report`, and is not stored: it has no `id`. `price` in US dollars, null
    where it is not known: of a dry run at most so much, of a stored one what was spent so far. `drafts`: the
    items so far, in the order of their slots."""

    dry_run: bool
    seed: int
    price: float | None
    slots: list[Slot] = []
    report: WritingReport | None = None
    drafts: list[str] = []
    id: str | None = None
    state: RunState | None = None
    why: str = ""
    model: str
    estimate: Estimate | None = None


class RunLine(BaseModel):
    """A run in a list. `round` counts how often it was begun or carried on."""

    id: str
    state: RunState
    why: str
    model: str
    seed: int
    budget: float | None
    requested: int
    round: int
    created_at: datetime
    ended_at: datetime | None


@router.post(
    "/runs",
    status_code=201,
    responses={
        200: {"model": RunReply, "description": "A dry run: the plan and its price."},
        202: {"model": RunReply, "description": "Stored; it goes on, and is told of at `Location`."},
    },
)
async def write_items(
    body: RunBody,
    caller: Caller,
    desk: Desk,
    response: Response,
    prefer: Annotated[
        str | None, Header(description="`wait=N`: seconds to wait for its end.", examples=["wait=10"])
    ] = None,
) -> RunReply:
    """Stores a run, which writes items, proves them and keeps them as drafts; 202 when it has not ended
    within `Prefer: wait=N` seconds. The same request with the same seed gives the same run again, and tries
    once more what was cancelled, failed, or beyond the budget."""
    wanted = _wanted(body, desk.runs)
    if body.dry_run:
        response.status_code = status.HTTP_200_OK
        return await asyncio.to_thread(_priced, desk.runs, caller, wanted)
    run = (await asyncio.to_thread(desk.runs.submit, caller, wanted)).run
    until = time.monotonic() + wait_seconds(prefer)
    while run.is_open and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY)
        run = await asyncio.to_thread(desk.runs.get, caller, run.id)
    if run.is_open:
        response.status_code = status.HTTP_202_ACCEPTED
        response.headers["Retry-After"] = "1"
    response.headers["Location"] = f"/v1/runs/{run.id}"
    return await asyncio.to_thread(_told, desk.runs, caller, run)


@router.get("/runs")
def list_runs(caller: Caller, desk: Desk, limit: Limit = 50, cursor: Cursor = None) -> Page[RunLine]:
    """The runs of the course, the newest first."""
    runs, following = desk.runs.page(caller, limit, cursor)
    return Page(data=[RunLine.model_validate(run, from_attributes=True) for run in runs], next=following)


@router.get("/runs/{run_id}")
def get_run(run_id: str, caller: Caller, desk: Desk) -> RunReply:
    """The run as it stands: what was asked, delivered and dropped so far, and why."""
    return _told(desk.runs, caller, desk.runs.get(caller, run_id))


@router.post("/runs/{run_id}/cancel")
def cancel_run(run_id: str, caller: Caller, desk: Desk) -> RunReply:
    """Ends the run. What was delivered stays; calls under way are given up. One that has ended stays as it
    is."""
    return _told(desk.runs, caller, desk.runs.cancel(caller, run_id))


def _seen(
    run_id: str,
    caller: Caller,
    desk: Desk,
    last_event_id: Annotated[
        str | None, Header(description="The `id` of the last event that you have.", examples=["3"])
    ] = None,
) -> int:
    """The number of the last event that the caller has, of a run that there is."""
    desk.runs.get(caller, run_id)
    if not last_event_id:
        return 0
    if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 10):
        raise BadInput(f"Last-Event-ID {last_event_id[:80]!r} is not the id of an event; leave it out.")
    return int(last_event_id)


@router.get("/runs/{run_id}/events", response_class=EventSourceResponse)
async def follow_run(
    run_id: str, caller: Caller, desk: Desk, seen: Annotated[int, Depends(_seen)]
) -> AsyncIterator[ServerSentEvent]:
    """The run's log as server-sent events: `delivered` and `dropped` slots, and its `state`. It goes on until
    the run has ended; with `Last-Event-ID`, from the event after that one."""
    while True:
        run = await asyncio.to_thread(desk.runs.get, caller, run_id)
        for event in await asyncio.to_thread(desk.runs.events, caller, run_id, seen):
            seen = event.number
            told: dict[str, Any] = {"at": event.at.isoformat(), **event.data}
            yield ServerSentEvent(id=str(event.number), event=event.kind, data=told)
        if seen >= run.events:
            if not run.is_open:
                return
            await asyncio.sleep(FOLLOW_EVERY)


def _wanted(body: RunBody, runs: RunDesk) -> Wanted:
    own = runs.models.own
    model = own if body.model is None else body.model
    if model not in (BUILTIN, own):
        raise BadInput(f"Model {model[:80]!r} is not set here; name {own!r} or {BUILTIN!r}, or leave it out.")
    request = WritingRequest.model_validate(body.model_dump(exclude={"seed", "dry_run", "model", "budget"}))
    seed = Random().getrandbits(32) if body.seed is None else body.seed
    return Wanted(request, model, seed, body.budget)


def _priced(runs: RunDesk, caller: Principal, wanted: Wanted) -> RunReply:
    price = runs.price(caller, wanted)
    return RunReply(
        dry_run=True,
        seed=wanted.seed or 0,
        price=0.0 if price.estimate is None else price.estimate.usd,
        slots=price.slots,
        model=wanted.model,
        estimate=price.estimate,
    )


def _told(runs: RunDesk, caller: Principal, run: Run) -> RunReply:
    report = runs.report(caller, run)
    return RunReply(
        dry_run=False,
        seed=run.seed,
        price=report.cost,
        report=report,
        drafts=runs.delivered(caller, run),
        id=run.id,
        state=run.state,
        why=run.why,
        model=run.model,
    )
