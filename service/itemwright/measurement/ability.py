"""Ability per concept with its uncertainty: one Kalman-like step per answer.

The answer's probability is p = c + (1 - c) * sigmoid(z), z = g + mean(s_k) - b, with guessing chance c.
A step linearises the log-likelihood at z, as an extended Kalman filter does (Glickman 1999, "Parameter
estimation in large dynamic paired comparison experiments", has the same update for a Rasch model); the
difficulty's own variance widens V and so slows the step: a guessed difficulty is never taken for the truth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from itemwright.domain.learner import ConceptState, LearnerState

HINT_LOGITS = 0.4
"""How much easier each opened hint makes an item (an assumption; observed answers will replace it)."""


@dataclass(frozen=True)
class Answer:
    """One graded answer. `score` 0..1; `difficulty` and `difficulty_sd` in logits; `chance` 0..1 is the
    probability of guessing it; `levels` counts the independent parts of the score (blanks, points);
    `confidence` is the grader's probability of being right."""

    concepts: tuple[str, ...]
    score: float
    difficulty: float
    difficulty_sd: float
    chance: float = 0.0
    levels: int = 1
    confidence: float = 1.0
    hints: int = 0


def sigmoid(z: float) -> float:
    """1 / (1 + exp(-z)), without overflow."""
    return 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))


def ability(learner: LearnerState, concepts: Sequence[str]) -> tuple[float, float]:
    """Mean and variance, in logits, of the ability that an item over these concepts calls for.

    With several concepts the deviations are averaged (weight w = 1/n each, so variances by w squared)."""
    states = [learner.concepts.get(slug, ConceptState()) for slug in concepts]
    weight = 1.0 / len(states)
    mean = learner.g_mean + weight * sum(state.mean for state in states)
    return mean, learner.g_var + weight**2 * sum(state.var for state in states)


def predict(
    learner: LearnerState, concepts: Sequence[str], difficulty: float, sd: float, chance: float
) -> float:
    """Expected score 0..1, averaged over what is not known of ability and difficulty.

    The logistic-normal integral by MacKay's approximation (1992): sigmoid(z / sqrt(1 + pi V / 8))."""
    mean, var = ability(learner, concepts)
    shrink = math.sqrt(1.0 + math.pi * (var + sd**2) / 8.0)
    return chance + (1.0 - chance) * sigmoid((mean - difficulty) / shrink)


def information(
    learner: LearnerState, concepts: Sequence[str], difficulty: float, sd: float, chance: float
) -> float:
    """Expected share 0..1 of the ability's variance that an answer takes away."""
    mean, var = ability(learner, concepts)
    slope, spread = _slope(mean - difficulty, chance)
    h = slope**2 / spread
    return h * var / (1.0 + h * (var + sd**2))


def observe_answer(learner: LearnerState, answer: Answer) -> LearnerState:
    """The learner's state after one answer: general ability and the concepts asked; others follow through
    general ability, which all abilities share."""
    z_mean, z_var = ability(learner, answer.concepts)
    z = z_mean - (answer.difficulty - HINT_LOGITS * answer.hints)
    slope, spread = _slope(z, answer.chance)
    phi = noise(answer.levels, answer.confidence)
    expected = answer.chance + (1.0 - answer.chance) * sigmoid(z)
    h = slope**2 / (spread * phi)
    gain = 1.0 / (1.0 + h * (z_var + answer.difficulty_sd**2))
    push = (answer.score - expected) * slope / (spread * phi) * gain
    pull = h * gain
    weight = 1.0 / len(answer.concepts)
    concepts = dict(learner.concepts)
    for slug in answer.concepts:
        state = concepts.get(slug, ConceptState())
        concepts[slug] = state.model_copy(
            update={
                "mean": state.mean + weight * state.var * push,
                "var": state.var - weight**2 * state.var**2 * pull,
                "n": state.n + 1,
            }
        )
    return learner.model_copy(
        update={
            "g_mean": learner.g_mean + learner.g_var * push,
            "g_var": learner.g_var - learner.g_var**2 * pull,
            "concepts": concepts,
            "answered": learner.answered + 1,
        }
    )


def noise(levels: int, confidence: float) -> float:
    """The factor phi > 0 on a binary answer's variance.

    Parts of one item hang together, so each further level counts half. A grader that is right with
    probability c flattens the response curve by 2c - 1, hence the information by its square."""
    effective = 1.0 + 0.5 * (levels - 1)
    return 1.0 / (effective * max(2.0 * confidence - 1.0, 0.1) ** 2)


def _slope(z: float, chance: float) -> tuple[float, float]:
    """dp/dz and p (1 - p) at `z`, kept away from 0 where both vanish."""
    s = sigmoid(max(-8.0, min(8.0, z)))
    p = chance + (1.0 - chance) * s
    return (1.0 - chance) * s * (1.0 - s), p * (1.0 - p)
