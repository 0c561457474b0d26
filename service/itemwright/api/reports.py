"""Reports that something is wrong with an item, over HTTP: from learners and programs, for authors."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel

from itemwright.api.access import Caller
from itemwright.api.paging import Cursor, Limit, Page, page_of
from itemwright.api.preconditions import Revision, etag, require_current
from itemwright.api.services import Desk
from itemwright.api.wire import ReportBody, ReportDecisionBody
from itemwright.domain.report import Report, ReportDecision, ReportKind, ReportState
from itemwright.errors import Conflict
from itemwright.triage import ReportedItem

router = APIRouter(prefix="/v1", tags=["reports"])


class ReportReceipt(BaseModel):
    """A report as it was taken; what becomes of it stands in the learner's progress."""

    id: str
    item: str
    version: int
    attempt: str | None
    learner: str | None
    kind: ReportKind
    text: str
    at: AwareDatetime
    state: ReportState


class ReportReply(ReportReceipt):
    """A report with what was decided about it."""

    decisions: tuple[ReportDecision, ...]


@router.post(
    "/items/{item_id}/reports",
    status_code=201,
    responses={200: {"model": ReportReceipt, "description": "The same report is there already, open."}},
)
def report_item(
    item_id: str, body: ReportBody, caller: Caller, desk: Desk, response: Response
) -> ReportReceipt:
    """Says that something is wrong with an item. Stored at once; an author decides about it."""
    report, is_new = desk.reports.submit(caller, item_id, body.text, body.kind, body.attempt, body.learner)
    if not is_new:
        response.status_code = 200
    return ReportReceipt(**dict(report), state=report.state)


@router.get("/items/{item_id}/reports")
def item_reports(item_id: str, caller: Caller, desk: Desk) -> ReportedItem:
    """All reports on one item, with its proof, its statistics and how likely it is defective."""
    return desk.reports.of_item(caller, item_id)


@router.get("/reports")
def list_reported(
    caller: Caller,
    desk: Desk,
    limit: Limit = 50,
    cursor: Cursor = None,
    least: Annotated[float, Query(ge=0, le=1, description="The least expected defect to list.")] = 0.0,
) -> Page[ReportedItem]:
    """Items with open reports, the greatest expected defect first."""
    found = desk.reports.waiting(caller)
    # `triage` is there: each has an open report.
    kept = [one for one in found if one.triage is not None and one.triage.expected_defect >= least]
    return page_of(kept, _place, limit, cursor)


@router.get("/reports/{report_id}")
def get_report(report_id: str, caller: Caller, desk: Desk, response: Response) -> ReportReply:
    """One report; the ETag names its revision."""
    return _tagged(desk.reports.get(caller, report_id), response)


@router.post("/reports/{report_id}/decision")
def decide_report(
    report_id: str,
    body: ReportDecisionBody,
    revision: Revision,
    caller: Caller,
    desk: Desk,
    response: Response,
) -> ReportReply:
    """Dismisses a report, or closes it as mended; its learner reads the reason."""
    name = f"Report {report_id!r}"
    require_current(name, desk.reports.get(caller, report_id).revision, revision)
    try:
        decided = desk.reports.decide(caller, report_id, revision, body.decision, body.reason)
    except Conflict:
        require_current(name, desk.reports.get(caller, report_id).revision, revision)
        raise
    return _tagged(decided, response)


def _tagged(report: Report, response: Response) -> ReportReply:
    response.headers["ETag"] = etag(report.revision)
    return ReportReply(**dict(report), state=report.state)


def _place(one: ReportedItem) -> str:
    """Sorts the greatest expected defect first; unique by the item's id."""
    expected = one.triage.expected_defect if one.triage else 0.0
    return f"{1.0 - expected:.9f} {one.item.id}"
