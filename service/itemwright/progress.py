"""A learner's progress, in words and numbers a learner can use."""

import math
from datetime import datetime

from itemwright.domain.learner import LearnerState
from itemwright.domain.value import Value
from itemwright.measurement.ability import ability
from itemwright.measurement.mastery import mastery_probability


class ConceptProgress(Value):
    """`ability` in logits with its standard deviation; `mastery` is a probability 0..1."""

    concept: str
    name: str
    answers: int
    ability: float
    sd: float
    mastery: float
    mastered: bool
    due: datetime | None


class Progress(Value):
    """`answered` counts items of which the first response was graded."""

    learner: str
    answered: int
    ability: float
    sd: float
    concepts: tuple[ConceptProgress, ...]


def progress_of(state: LearnerState, names: dict[str, str]) -> Progress:
    """Progress told from `state`; `names` gives the concepts' names by slug."""
    rows = []
    for slug, held in state.concepts.items():
        mean, var = ability(state, [slug])
        rows.append(
            ConceptProgress(
                concept=slug,
                name=names.get(slug, slug),
                answers=held.n,
                ability=round(mean, 4),
                sd=round(math.sqrt(var), 4),
                mastery=round(mastery_probability(state, slug), 4),
                mastered=held.mastered,
                due=held.due,
            )
        )
    return Progress(
        learner=state.learner,
        answered=state.answered,
        ability=round(state.g_mean, 4),
        sd=round(math.sqrt(state.g_var), 4),
        concepts=tuple(rows),
    )
