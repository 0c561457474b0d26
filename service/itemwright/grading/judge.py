"""A chat model as judge of an answer: it quotes the learner for each point, and code holds the quotations.

The model never adds up: credits become a score elsewhere. A point credited without words of the answer
is no judgement.
"""

import json
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from itemwright.chat.base import ChatModel
from itemwright.domain.rubric import RubricPoint
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.prompting import Prompt, load_prompt
from itemwright.structured import Unanswered, ask, request_for

Credit = Literal["met", "partly", "missing", "contradicted"]
CREDITS: dict[Credit, float] = {"met": 1.0, "partly": 0.5, "missing": 0.0, "contradicted": 0.0}
"""What a point earns, 0..1."""
MAX_OUTPUT_TOKENS = 2_000


class JudgedPoint(Value):
    """`number` counts the rubric's points from 1; `quote`: the learner's words that speak to it."""

    number: int = Field(ge=1, le=40)
    quote: str = Field(max_length=1200)
    reason: str = Field(max_length=600)
    credit: Credit


class JudgedAnswer(Value):
    """What the prompt `judge_answer` asks a model for."""

    own_answer: str = Field(min_length=1, max_length=2000)
    points: list[JudgedPoint] = Field(min_length=1, max_length=40)
    reported: str = Field(max_length=800)


class Judgement(NamedTuple):
    """The points in the rubric's order; `reported`: words of the answer that spoke to the judge."""

    points: tuple[JudgedPoint, ...]
    reported: str
    model: str
    prompt: str


class ChatJudge:
    """Has a chat model judge answers against a rubric."""

    def __init__(self, model: ChatModel, prompt: Prompt | None = None, *, seed: int = 0) -> None:
        self._model = model
        self.prompt = prompt or load_prompt("judge_answer")
        self._seed = seed

    async def judge(
        self, question: str, references: Sequence[str], rubric: Sequence[RubricPoint], answer: str
    ) -> Judgement | Unanswered:
        """What each point of the rubric earns, or why there is no judgement: never a score by default."""
        rendered = self.prompt.render(
            question=question,
            reference="\n\n".join(references) or "(none)",
            points="\n".join(f"{number}. {point.point}" for number, point in enumerate(rubric, 1)),
            answer=answer,
        )
        request = request_for(rendered, JudgedAnswer, max_output_tokens=MAX_OUTPUT_TOKENS, seed=self._seed)
        said = await ask(
            self._model, request, JudgedAnswer, lambda judged: check_judged(judged, len(rubric), answer)
        )
        if isinstance(said, Unanswered):
            return said
        points = tuple(sorted(said.value.points, key=lambda point: point.number))
        return Judgement(points, said.value.reported, said.completion.model, rendered.fingerprint)


def check_judged(judged: JudgedAnswer, points: int, answer: str) -> None:
    """Hold a judgement against the rubric and the answer.

    Raises:
        BadInput: a point is missing or judged twice, or credited with words that the answer does not have.
    """
    numbers = sorted(point.number for point in judged.points)
    if numbers != list(range(1, points + 1)):
        raise BadInput(f"'points' judges {numbers}; the points are 1 to {points}, each once.")
    said = _spaced(answer)
    for point in judged.points:
        quote = _spaced(point.quote)
        if CREDITS[point.credit] > 0 and not quote:
            raise BadInput(f"Point {point.number} is credited without a quotation of the answer.")
        if quote and quote not in said:
            shown = json.dumps(point.quote[:120], ensure_ascii=False)
            raise BadInput(f"The quotation of point {point.number}, {shown}, is not in the learner's answer.")


def _spaced(text: str) -> str:
    return " ".join(text.split()).casefold()
