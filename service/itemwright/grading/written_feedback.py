"""Feedback in words by a chat model, on an answer that is judged already; its quotations are looked up."""

from collections.abc import Sequence

from pydantic import Field

from itemwright.chat.base import ChatModel
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.grading.judge import JudgedPoint
from itemwright.prompting import Prompt, load_prompt
from itemwright.structured import Answer, Unanswered, ask, request_for

MAX_OUTPUT_TOKENS = 1_200


class NextPoint(Value):
    """`point`: its number in the rubric; `quote`: the passage that says so."""

    point: int = Field(ge=1, le=40)
    says: str = Field(min_length=1, max_length=800)
    quote: str = Field(min_length=1, max_length=900)


class WrittenFeedback(Value):
    """What the prompt `write_feedback` asks a model for."""

    well: str = Field(max_length=500)
    next: list[NextPoint] = Field(max_length=3)
    try_: str = Field(max_length=400, alias="try")
    reported: str = Field(max_length=800)


async def write_feedback(
    model: ChatModel,
    question: str,
    rubric: Sequence[RubricPoint],
    judged: Sequence[JudgedPoint],
    answer: str,
    passages: Sequence[str],
    prompt: Prompt | None = None,
) -> Answer[WrittenFeedback] | Unanswered:
    """What to tell the learner, each correction with a sentence that stands in `passages`."""
    told = "\n".join(f"{point.number}. {rubric[point.number - 1].point} [{point.credit}]" for point in judged)
    rendered = (prompt or load_prompt("write_feedback")).render(
        question=question, judged=told, answer=answer, passages="\n\n".join(passages) or "(none)"
    )
    request = request_for(rendered, WrittenFeedback, max_output_tokens=MAX_OUTPUT_TOKENS)
    open_points = {point.number for point in judged if point.credit != "met"}
    return await ask(
        model, request, WrittenFeedback, lambda written: check_feedback(written, open_points, passages)
    )


def check_feedback(written: WrittenFeedback, open_points: set[int], passages: Sequence[str]) -> None:
    """Hold feedback against the judgement and the passages.

    Raises:
        BadInput: it speaks of a point that was met, or quotes what the passages do not say.
    """
    said = [" ".join(passage.split()) for passage in passages]
    for each in written.next:
        if each.point not in open_points:
            raise BadInput(f"'next' speaks of point {each.point}; those left open are {sorted(open_points)}.")
        if not any(" ".join(each.quote.split()) in passage for passage in said):
            raise BadInput(f"The quotation {each.quote[:120]!r} is in none of the passages.")
