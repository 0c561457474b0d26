"""Grading free text over HTTP, stateless."""

import asyncio
import json
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from itemwright.api.access import Caller
from itemwright.api.services import Desk
from itemwright.api.wire import GradeBatchBody, GradeBody
from itemwright.domain.grade import CriterionGrade
from itemwright.errors import BadInput
from itemwright.grading.lines import grade_lines, outcome_fields

router = APIRouter(prefix="/v1", tags=["grades"])


class GradeReply(BaseModel):
    """`score` 0..1, null with label `ungraded`; `confidence`: the probability that the label is right."""

    model_config = ConfigDict(extra="allow")

    score: float | None = Field(examples=[0.67])
    label: str = Field(examples=["partially_correct"])
    confidence: float
    criteria: list[CriterionGrade]
    flags: list[dict[str, Any]] = Field(examples=[[{"code": "question_copied", "accuses": False}]])
    needs_review: bool
    feedback: str
    model: str


class BatchReply(BaseModel):
    """One entry an item, in order: its grade, or `error` in its place; `id` as it was sent."""

    data: list[dict[str, Any]]


@router.post("/grades")
def grade(body: GradeBody, caller: Caller, desk: Desk) -> GradeReply:
    """Grades one answer by rubric point, each credit with a quotation from the answer."""
    references = [text for text in (body.reference_answer, *body.reference_answers) if text and text.strip()]
    if not references and not body.rubric:
        raise BadInput("Nothing to grade by; send reference_answer, reference_answers or rubric.")
    outcome = asyncio.run(desk.grader.grade(body.question, body.rubric, references, body.answer))
    return GradeReply(**outcome_fields(outcome))


@router.post("/grades/batch")
def grade_batch(body: GradeBatchBody, caller: Caller, desk: Desk) -> BatchReply:
    """Grades many answers; an entry without an `id` gets its place in the list as one."""
    lines = [json.dumps({"id": place} | item) for place, item in enumerate(body.items)]
    return BatchReply(data=list(grade_lines(lines, desk.grader)))
