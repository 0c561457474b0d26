"""Request bodies. Unknown fields are refused, so a misspelt or smuggled one is never silently dropped."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from itemwright.domain.attempt import Mode
from itemwright.domain.card import Level
from itemwright.domain.report import ReportKind
from itemwright.domain.rubric import RubricPoint

LongText = Annotated[str, Field(max_length=100_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Reason = Annotated[str, Field(max_length=5_000)]


def _fits_in_a_path(name: str) -> str:
    if "/" in name or name in (".", "..") or any(ord(character) < 32 for character in name):
        raise ValueError("a learner's name holds no slash and no control character, and is not a dot")
    return name


LearnerName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_fits_in_a_path),
]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CourseBody(Body):
    """A course: sources, items and learners of their own."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100, examples=["llm-101"])]
    title: Annotated[str, Field(min_length=1, max_length=200, examples=["Fine-tuning, spring term"])]


class SourceBody(Body):
    """An article. `path` is its name in the course; sending a path again updates that article."""

    path: Annotated[str, Field(min_length=1, max_length=500, examples=["notes/lora.md"])]
    text: Annotated[
        str, Field(max_length=20_000_000, examples=["# LoRA\n\nLoRA trains two small matrices ..."])
    ]


class SessionBody(Body):
    """A session. Without `concepts` it is about all of them; without `length` it has an open end."""

    learner: Annotated[LearnerName, Field(examples=["ada"])]
    concepts: Annotated[list[Name], Field(max_length=200, examples=[["lora"]])] = []
    mode: Mode = "practice"
    length: Annotated[int | None, Field(ge=1, le=500, examples=[10])] = None
    role: Annotated[str | None, Field(max_length=100)] = None


class ResponseBody(Body):
    """By type: option id; list of ids; {blank: text}; ordered ids; {left: right}; number or text."""

    response: Annotated[
        LongText
        | float
        | Annotated[list[Name], Field(max_length=200)]
        | Annotated[dict[Name, LongText], Field(max_length=200)],
        Field(examples=["b", ["a", "c"], {"b1": "frozen"}, 42.5]),
    ]


class DecisionBody(Body):
    """A rejection needs a reason."""

    decision: Annotated[Literal["approve", "reject", "hold"], Field(examples=["approve"])]
    reason: Reason = ""


class ReportBody(Body):
    """What is wrong with an item. `attempt`: the one it came up in; `learner`: for whom a program reports."""

    text: Annotated[str, Field(min_length=1, max_length=5_000, examples=["Option c is right, too."])]
    kind: Annotated[ReportKind, Field(examples=["ambiguous"])] = "other"
    attempt: Name | None = None
    learner: LearnerName | None = None


class ReportDecisionBody(Body):
    """`correct`: the report is right, and what it names was mended by an edit that leaves the key. A wrong
    key is corrected, and a spoilt item retired, by retiring the item."""

    decision: Annotated[Literal["dismiss", "correct"], Field(examples=["dismiss"])]
    reason: Annotated[str, Field(min_length=1, max_length=5_000, examples=["The article says so twice."])]


class RetireBody(Body):
    """Why the item is taken from learners, and what becomes of answers to it: void, so that they count no
    more; graded again by the `replacement_key`; or kept as they are, for an item that was merely old.

    The key has the form that the item's type gives it. Where texts are typed in, a list of texts means that
    all are accepted; for a rubric it is `{"reference", "rubric"}`. `explanation` takes the place of the old
    one, which argued for the old key."""

    reason: Reason = ""
    attempts: Literal["void", "keep"] = "void"
    replacement_key: Annotated[
        LongText | float | list[LongText] | dict[Name, Any] | None, Field(examples=["c", ["a", "c"]])
    ] = None
    explanation: LongText | None = None


class SeenBody(Body):
    """Which notices were seen; all of them when none is named."""

    notices: Annotated[list[Name] | None, Field(max_length=1_000)] = None


class DraftChanges(Body):
    """`changes`: fields of the item with their new values; `reason` goes into the history."""

    changes: Annotated[dict[str, Any], Field(min_length=1, examples=[{"stem": "What does LoRA train?"}])]
    reason: Reason = ""


class CardChanges(Body):
    """`changes`: fields of the card with their new values; `reviewed`: a person vouches for it, or not."""

    changes: Annotated[dict[str, Any], Field(examples=[{"acronym": "LoRA"}])] = {}
    reviewed: bool | None = None


class GradeBody(Body):
    """A reference answer or a rubric is needed; several references are alternatives."""

    question: Annotated[
        str,
        Field(min_length=1, max_length=20_000, examples=["What does LoRA train, and what is left alone?"]),
    ]
    reference_answer: Annotated[
        LongText | None, Field(examples=["It trains two low-rank matrices; the base model stays frozen."])
    ] = None
    reference_answers: Annotated[list[LongText], Field(max_length=50)] = []
    rubric: Annotated[
        list[RubricPoint], Field(max_length=50, examples=[[{"point": "The base model stays frozen"}]])
    ] = []
    answer: Annotated[LongText, Field(examples=["Two low-rank matrices; the base model stays frozen."])]


class GradeBatchBody(Body):
    """Each entry as for one grade, with an `id` of yours; an unusable one spoils only itself."""

    items: Annotated[
        list[dict[str, Any]],
        Field(
            min_length=1,
            max_length=1_000,
            examples=[
                [
                    {
                        "id": "a1",
                        "question": "What stays frozen in LoRA?",
                        "reference_answer": "The base model.",
                        "answer": "The pretrained weights.",
                    }
                ]
            ],
        ),
    ]


class CardsBody(Body):
    """Sources, by id or path, to draw cards up from; `builtin`: without the language model that is set."""

    sources: Annotated[list[Name], Field(min_length=1, max_length=200)]
    builtin: bool = False


class RunBody(Body):
    """`count` items, spread over what is named (nothing named: over all there is); `dry_run` only plans.

    `model`: "builtin", or the one that is set, which is the default; `budget`: the most US dollars to spend;
    `examine`: the model reads each item once more for faults before it becomes a draft.
    The same `seed` gives the same run again, without one it is a new run."""

    count: Annotated[int, Field(ge=1, le=1000, examples=[10])]
    concepts: Annotated[list[Name], Field(max_length=200, examples=[["lora"]])] = []
    types: Annotated[list[Name], Field(max_length=20, examples=[["multiple_choice"]])] = []
    difficulty: Level | None = None
    sources: Annotated[list[Name], Field(max_length=200)] = []
    seed: Annotated[int | None, Field(ge=0, le=2**53)] = None
    model: Annotated[Name | None, Field(examples=["builtin"])] = None
    budget: Annotated[float | None, Field(ge=0, allow_inf_nan=False, examples=[0.5])] = None
    examine: bool = False
    dry_run: bool = False
