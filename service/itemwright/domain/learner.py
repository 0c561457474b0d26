"""What is believed of a learner: ability with its uncertainty, rebuilt from events at will."""

from datetime import datetime

from pydantic import Field

from itemwright.domain.value import Value

GENERAL_VAR = 0.6
CONCEPT_VAR = 0.4
"""Prior variances (logits squared) of general ability and of a concept's deviation from it: abilities in
two concepts are then correlated .6, and one ability has variance 1."""


class ConceptState(Value):
    """How ability in one concept deviates from general ability: `mean` in logits, its variance `var`."""

    mean: float = 0.0
    var: float = CONCEPT_VAR
    n: int = 0
    last_seen: datetime | None = None
    first_success: datetime | None = None
    delayed_success: bool = False
    due: datetime | None = None
    review_card: str | None = None
    mastered: bool = False


class LearnerState(Value):
    """`g_mean`, `g_var`: general ability; ability in a concept is `g_mean` plus the concept's mean."""

    learner: str
    g_mean: float = 0.0
    g_var: float = GENERAL_VAR
    concepts: dict[str, ConceptState] = Field(default_factory=dict)
    answered: int = 0
    streak: int = 0
    """Answers in a row that succeeded (positive) or failed (negative)."""
