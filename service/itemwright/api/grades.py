"""Grading free text over HTTP, stateless."""

import asyncio
import json
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from itemwright.api.services import Desk
from itemwright.api.wire import GradeBatchBody, GradeBody
from itemwright.domain.grade import Outcome
from itemwright.errors import BadInput
from itemwright.grading.lines import grade_lines

router = APIRouter(prefix="/v1", tags=["grades"])


class BatchReply(BaseModel):
    """One entry an item, in order; an unusable item has `error` in its place."""

    data: list[dict[str, Any]]


@router.post("/grades")
async def grade(body: GradeBody, desk: Desk) -> Outcome:
    """Grades one answer by rubric point, each credit with a quotation from the answer."""
    references = [text for text in (body.reference_answer, *body.reference_answers) if text]
    if not references and not body.rubric:
        raise BadInput("Nothing to grade by; send reference_answer, reference_answers or rubric.")
    return await desk.grader.grade(body.question, body.rubric, references, body.answer)


@router.post("/grades/batch")
async def grade_batch(body: GradeBatchBody, desk: Desk) -> BatchReply:
    """Grades many answers; each is an object as a line of `itemwright grade`."""
    lines = [json.dumps(item) for item in body.items]
    return BatchReply(data=await asyncio.to_thread(lambda: list(grade_lines(lines, desk.grader))))
