"""When a concept counts as mastered: an interval rule, which certifies far fewer by luck than a streak."""

import math

from itemwright.domain.learner import ConceptState, LearnerState
from itemwright.measurement.ability import ability

CUT = 0.85
"""Logits: a success probability of .7 on an item of average difficulty."""
CERTAINTY = 0.95
"""At most one certificate in twenty may be wrong. A concept is certified as soon as it passes this bar, so
beliefs that are honest are wrong in nearly as many certificates as it leaves open: of simulated learners, 7%
within 300 answers at .90, 3% at this."""
MIN_ANSWERS = 2


def mastery_probability(learner: LearnerState, concept: str) -> float:
    """P(ability >= CUT), 0..1, under the normal belief held of it."""
    mean, var = ability(learner, [concept])
    return 0.5 * math.erfc((CUT - mean) / math.sqrt(2.0 * var))


def is_mastered(learner: LearnerState, concept: str) -> bool:
    """Likely enough, on at least two answers, one of them right after a day's break. It can be lost again."""
    state = learner.concepts.get(concept, ConceptState())
    enough = state.n >= MIN_ANSWERS and state.delayed_success
    return enough and mastery_probability(learner, concept) > CERTAINTY
