"""An attempt: one item version shown to one learner. Its events are the truth; all else is rebuilt."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from itemwright.domain.grade import Outcome
from itemwright.domain.item import Response
from itemwright.domain.value import Value

Mode = Literal[
    "diagnose", "practice", "exam", "review", "vocabulary", "code", "flashcards", "debug", "predict",
    "interview", "mixed",
]  # fmt: skip
AttemptState = Literal["open", "pending", "graded", "closed"]


class Session(Value):
    """A run of practice. `seed` is secret: option order follows from it. `length` None: open end."""

    id: str
    learner: str
    mode: Mode
    concepts: tuple[str, ...] = ()
    length: int | None = None
    role: str | None = None
    seed: int


class Choice(Value):
    """Why an item was chosen: the score terms and the sentence that code made of them."""

    terms: dict[str, float]
    sentence: str


class Shown(Value):
    kind: Literal["shown"] = "shown"
    at: datetime
    choice: Choice


class HintOpened(Value):
    kind: Literal["hint_opened"] = "hint_opened"
    at: datetime
    number: int


class Responded(Value):
    """Stored, and committed, before any grading starts."""

    kind: Literal["responded"] = "responded"
    at: datetime
    response: Response
    number: int


class Graded(Value):
    """The outcome for response `number`."""

    kind: Literal["graded"] = "graded"
    at: datetime
    number: int
    outcome: Outcome


AttemptEvent = Annotated[Shown | HintOpened | Responded | Graded, Field(discriminator="kind")]


class Attempt(Value):
    """`order`: the ids of options, steps or right sides as this learner sees them."""

    id: str
    session: str
    learner: str
    item: str
    version: int
    order: tuple[str, ...]
    state: AttemptState
    events: tuple[AttemptEvent, ...]
