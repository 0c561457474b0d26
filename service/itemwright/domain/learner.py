"""What is believed of a learner: ability per concept with its uncertainty, rebuilt from events at will."""

from datetime import datetime

from pydantic import Field

from itemwright.domain.value import Value


class ConceptState(Value):
    """Ability on the logit scale; `mastered` is reversible."""

    mean: float
    var: float
    n: int = 0
    successes_on_distinct_days: int = 0
    last_seen: datetime | None = None
    due: datetime | None = None
    review_card: str | None = None
    mastered: bool = False


class LearnerState(Value):
    """`g_mean`, `g_var`: general ability; `concepts`: deviations are folded into each concept's mean."""

    learner: str
    g_mean: float = 0.0
    g_var: float = 1.0
    concepts: dict[str, ConceptState] = Field(default_factory=dict)
