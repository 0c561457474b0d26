"""Simulated learners who practise through the product's own selection; their truth is known here alone."""

import math
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from itemwright.domain.concept import Concept
from itemwright.domain.item import Difficulty, Item, MultipleChoice, Option
from itemwright.domain.learner import CONCEPT_VAR, GENERAL_VAR, LearnerState
from itemwright.measurement.ability import Answer, ability, predict, sigmoid
from itemwright.measurement.learning import learn_from
from itemwright.measurement.mastery import CUT
from itemwright.selection import Seen, chance_of, choose_item

CONCEPTS = tuple(f"concept-{number}" for number in range(6))
PRIOR_SD = 0.7
"""How far an item's true difficulty lies from what is believed of it, in logits."""
FAMILIES = 40
OFFERED = 40
A_DAY = 10
"""Items a day; the days between let successes count as delayed."""
_START = datetime(2026, 1, 5, 9, tzinfo=UTC)
Z90 = 1.645


class Step(NamedTuple):
    """One answer: the prediction before it, the score after it, and the belief that followed."""

    item: str
    believed: float
    """The item's difficulty as it is believed, in logits."""
    predicted: float
    score: float
    error: float
    """Belief less truth, of the ability in the item's concept, in logits."""
    covered: bool
    mastered_wrongly: bool
    """Some concept counts as mastered whose true ability lies below the cut."""
    mastered_rightly: bool


class Pool(NamedTuple):
    items: tuple[Item, ...]
    truth: dict[str, float]


def make_pool(size: int, rng: random.Random) -> Pool:
    """Items with a believed difficulty, and their true ones, which differ by PRIOR_SD."""
    items: list[Item] = []
    truth: dict[str, float] = {}
    for number in range(size):
        believed = rng.gauss(0, 1)
        label = "easy" if believed < -0.6 else "hard" if believed > 0.6 else "medium"
        item = MultipleChoice(
            id=f"item-{number:04d}", concepts=(CONCEPTS[number % len(CONCEPTS)],), bloom="apply",
            difficulty=Difficulty(mean=believed, sd=PRIOR_SD, label=label), seconds=60, stem="-",
            type="multiple_choice", family=f"family-{rng.randrange(FAMILIES)}", explanation="-",
            options=tuple(Option(id=letter, text=letter, rationale="-") for letter in "abcd"), key="a",
        )  # fmt: skip
        items.append(item)
        truth[item.id] = believed + rng.gauss(0, PRIOR_SD)
    return Pool(tuple(items), truth)


Pick = Callable[[Sequence[Item], LearnerState, Seen, datetime, random.Random], Item]


def ours(
    offered: Sequence[Item], learner: LearnerState, seen: Seen, at: datetime, rng: random.Random
) -> Item:
    """The product's own choice."""
    graph = {slug: Concept(slug=slug, name=slug, definition=slug) for slug in CONCEPTS}
    chosen = choose_item(offered, learner, graph, seen, "practice", at, rng)
    if chosen is None:
        raise ValueError("nothing was left to choose")
    return chosen[0]


def at_random(
    offered: Sequence[Item], learner: LearnerState, seen: Seen, at: datetime, rng: random.Random
) -> Item:
    """Any item that was not seen yet."""
    return rng.choice([item for item in offered if item.id not in seen.items])


def practise(pool: Pool, answers: int, pick: Pick, rng: random.Random) -> list[Step]:
    """One learner's answers; ability does not change, so each step is a measurement of one truth."""
    general = rng.gauss(0, math.sqrt(GENERAL_VAR))
    able = {slug: general + rng.gauss(0, math.sqrt(CONCEPT_VAR)) for slug in CONCEPTS}
    learner, seen, steps = LearnerState(learner="simulated"), Seen(frozenset()), list[Step]()
    for number in range(answers):
        at = _START + timedelta(days=number // A_DAY, minutes=2 * (number % A_DAY))
        offered = rng.sample(pool.items, OFFERED)
        item = pick(offered, learner, seen, at, rng)
        chance = chance_of(item)
        predicted = predict(learner, item.concepts, item.difficulty.mean, item.difficulty.sd, chance)
        slug = item.concepts[0]
        right = chance + (1 - chance) * sigmoid(able[slug] - pool.truth[item.id])
        score = float(rng.random() < right)
        answer = Answer(item.concepts, score, item.difficulty.mean, item.difficulty.sd, chance)
        learner = learn_from(learner, answer, at)
        mean, var = ability(learner, [slug])
        held = [able[name] >= CUT for name, state in learner.concepts.items() if state.mastered]
        covered = abs(mean - able[slug]) <= Z90 * math.sqrt(var)
        steps.append(
            Step(
                item.id,
                item.difficulty.mean,
                predicted,
                score,
                mean - able[slug],
                covered,
                not all(held),
                bool(held) and all(held),
            )
        )
        seen = _shown(seen, item)
    return steps


def _shown(seen: Seen, item: Item) -> Seen:
    return Seen(
        seen.items | {item.id},
        concepts=(*seen.concepts, *item.concepts),
        families=(*seen.families, item.family or ""),
        types=(*seen.types, item.type),
    )
