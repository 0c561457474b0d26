"""What is kept of a learner, over HTTP: progress, everything, nothing."""

from typing import Any

from fastapi import APIRouter

from itemwright.api.access import Caller
from itemwright.api.services import Desk
from itemwright.api.wire import SeenBody
from itemwright.progress import Progress

router = APIRouter(prefix="/v1", tags=["learners"])


@router.get("/learners/{learner}/progress")
def progress(learner: str, caller: Caller, desk: Desk) -> Progress:
    """What is believed of the learner, concept by concept; what became of reports, and of retired items."""
    return desk.practice.progress(caller, learner)


@router.post("/learners/{learner}/notices/seen")
def mark_seen(learner: str, caller: Caller, desk: Desk, body: SeenBody | None = None) -> Progress:
    """Notes that notices were seen, and tells the progress anew."""
    return desk.practice.records.mark_seen(caller, learner, body.notices if body else None)


@router.get("/learners/{learner}/export")
def export(learner: str, caller: Caller, desk: Desk) -> dict[str, Any]:
    """Everything stored of the learner."""
    return desk.practice.export(caller, learner)


@router.delete("/learners/{learner}", status_code=204)
def erase(learner: str, caller: Caller, desk: Desk) -> None:
    """Erases everything stored of the learner; nothing happens when there is nothing."""
    desk.practice.erase(caller, learner)
