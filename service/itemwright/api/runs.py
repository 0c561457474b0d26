"""Writing items over HTTP: planned and priced, or written at once."""

import asyncio
from random import Random

from fastapi import APIRouter, Response
from pydantic import BaseModel

from itemwright.api.access import Caller
from itemwright.api.services import Desk
from itemwright.api.wire import RunBody
from itemwright.domain.blueprint import Slot, WritingReport
from itemwright.writing.plan import WritingRequest

router = APIRouter(prefix="/v1", tags=["runs"])


class RunReply(BaseModel):
    """A dry run has `slots` and no `report`. `price` in US dollars: the built-in writer costs nothing."""

    dry_run: bool
    seed: int
    price: float
    slots: list[Slot] = []
    report: WritingReport | None = None
    drafts: list[str] = []


@router.post(
    "/runs",
    status_code=201,
    responses={200: {"model": RunReply, "description": "A dry run: the plan and its price."}},
)
def write_items(body: RunBody, caller: Caller, desk: Desk, response: Response) -> RunReply:
    """Writes items, proves them and keeps them as drafts. The same seed on the same bank gives the same."""
    request = WritingRequest.model_validate(body.model_dump(exclude={"seed", "dry_run"}))
    seed = Random().getrandbits(32) if body.seed is None else body.seed
    if body.dry_run:
        response.status_code = 200
        return RunReply(dry_run=True, seed=seed, price=0.0, slots=desk.bank.plan(caller, request, seed))
    written = asyncio.run(desk.bank.write(caller, request, seed))
    return RunReply(
        dry_run=False,
        seed=seed,
        price=written.report.cost or 0.0,
        report=written.report,
        drafts=[item.id for item in written.items],
    )
