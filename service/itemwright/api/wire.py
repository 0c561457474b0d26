"""Request bodies. Unknown fields are refused, so a misspelt or smuggled one is never silently dropped."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from itemwright.domain.attempt import Mode
from itemwright.domain.item import Response
from itemwright.domain.rubric import RubricPoint

LongText = Annotated[str, Field(max_length=100_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceBody(Body):
    """An article. `path` is its name in the course; sending a path again updates that article."""

    path: Annotated[str, Field(min_length=1, max_length=500, examples=["notes/lora.md"])]
    text: Annotated[
        str, Field(max_length=20_000_000, examples=["# LoRA\n\nLoRA trains two small matrices ..."])
    ]


class SessionBody(Body):
    learner: Annotated[Name, Field(examples=["ada"])]
    concepts: Annotated[list[Name], Field(max_length=200, examples=[["lora"]])] = []
    mode: Mode = "practice"
    length: Annotated[int | None, Field(ge=1, le=500)] = None
    role: Annotated[str | None, Field(max_length=100)] = None


class ResponseBody(Body):
    """By type: option id; list of ids; {blank: text}; ordered ids; {left: right}; number or text."""

    response: Annotated[Response, Field(examples=["b"])]


class AppealBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=5_000)]


class DecisionBody(Body):
    decision: Literal["approve", "reject", "hold"]
    reason: Annotated[str, Field(max_length=5_000)] = ""


class DraftChanges(Body):
    """`changes`: fields of the item with their new values; `reason` goes into the history."""

    changes: Annotated[dict[str, Any], Field(min_length=1, examples=[{"stem": "What does LoRA train?"}])]
    reason: Annotated[str, Field(max_length=5_000)] = ""


class CardChanges(Body):
    """`changes`: fields of the card with their new values; `reviewed`: a person vouches for it, or not."""

    changes: dict[str, Any] = Field(default_factory=dict)
    reviewed: bool | None = None


class GradeBody(Body):
    question: Annotated[str, Field(min_length=1, max_length=20_000, examples=["What does LoRA train?"])]
    reference_answer: LongText | None = None
    reference_answers: Annotated[list[LongText], Field(max_length=50)] = []
    rubric: Annotated[list[RubricPoint], Field(max_length=50)] = []
    answer: Annotated[LongText, Field(examples=["Two low-rank matrices; the base model stays frozen."])]


class GradeBatchBody(Body):
    items: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=1_000)]


class RunBody(Body):
    """`count` items, spread over what is named; `dry_run` only tells the price."""

    count: Annotated[int, Field(ge=1, le=1000)]
    concepts: Annotated[list[Name], Field(max_length=200)] = []
    types: Annotated[list[Name], Field(max_length=20)] = []
    difficulty: Literal["easy", "medium", "hard"] | None = None
    sources: Annotated[list[Name], Field(max_length=200)] = []
    seed: int | None = None
    dry_run: bool = False
