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
AttemptState = Literal["open", "pending", "graded", "closed", "withdrawn"]
"""`withdrawn`: its item was retired before it was answered; it is not served again."""


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


class ItemRetired(Value):
    """The item was retired under this attempt, for the `round`-th time. `version`: the item version by whose
    key the attempt counts from now on; None: it counts no more."""

    kind: Literal["item_retired"] = "item_retired"
    at: datetime
    round: int
    retirement: str
    version: int | None


class Regraded(Value):
    """The outcome for response `number` by the key of `round`; the grade given before stays beside it."""

    kind: Literal["regraded"] = "regraded"
    at: datetime
    number: int
    round: int
    outcome: Outcome


AttemptEvent = Annotated[
    Shown | HintOpened | Responded | Graded | ItemRetired | Regraded, Field(discriminator="kind")
]


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
