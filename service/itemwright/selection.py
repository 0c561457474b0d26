"""The next item, and why: information, frontier, due reviews, balance and the wanted chance of success."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from itemwright.domain.attempt import Choice, Mode
from itemwright.domain.concept import Concept
from itemwright.domain.item import Item, ItemType
from itemwright.domain.learner import ConceptState, LearnerState
from itemwright.measurement.ability import information, predict
from itemwright.measurement.forgetting import retrievability
from itemwright.measurement.mastery import mastery_probability
from itemwright.proving.history import Met

DIAGNOSIS_ITEMS = 5
MODE_TYPES: dict[Mode, frozenset[ItemType]] = {
    "code": frozenset({"code_cloze", "output_prediction", "debug"}),
    "debug": frozenset({"debug"}),
    "predict": frozenset({"output_prediction", "numeric"}),
    "interview": frozenset({"free_text"}),
    "flashcards": frozenset({"short_answer", "true_false", "cloze"}),
    "vocabulary": frozenset({"short_answer", "cloze", "matching", "multiple_choice"}),
}
"""Modes that ask only for some types; all other modes take every type."""
WEIGHTS = {"target": 1.0, "frontier": 0.8, "due": 0.6, "information": 0.5, "balance": 0.5, "variety": 0.4}

APART = 5
"""Items between an item and its parallel form, if there is a choice; one after the other they never come."""
NOTHING_LIKE_IT = Met("new", 0)


def _met_nothing(item: Item) -> Met:
    return NOTHING_LIKE_IT


@dataclass(frozen=True)
class Seen:
    """What this learner was shown: item ids ever; concepts, families, types of this session, in order.

    `met` tells how like an item is to what they were shown in any session."""

    items: frozenset[str]
    met: Callable[[Item], Met] = _met_nothing
    concepts: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


def chance_of(item: Item) -> float:
    """The probability 0..1 of getting `item` right by guessing blindly."""
    options = getattr(item, "options", None)
    if options is None or item.type == "multiple_response":
        return 0.0
    return 1.0 / len(options)


def target_success(learner: LearnerState, mode: Mode) -> float:
    """The success probability an item should have: near even while diagnosing, then encouraging."""
    if mode == "diagnose" or (learner.answered < DIAGNOSIS_ITEMS and mode != "review"):
        return 0.6
    return 0.85 if learner.streak <= -2 else 0.77


def choose_item(
    candidates: Sequence[Item],
    learner: LearnerState,
    graph: dict[str, Concept],
    seen: Seen,
    mode: Mode,
    at: datetime,
    rng: Random,
    last_resort: bool = False,
) -> tuple[Item, Choice] | None:
    """The best unseen candidate and the stored reason; None when nothing that fits the mode is new.

    What repeats or rewords an item that the learner was shown, or follows its parallel form at once, is left
    out; as a `last_resort`, when nothing else can be had, it is not, and the reason says so.
    `rng` breaks near-ties, so that learners in one state do not all get one item."""
    types = MODE_TYPES.get(mode)
    fresh = [c for c in candidates if c.id not in seen.items and (types is None or c.type in types)]
    scored = [(_terms(item, learner, graph, seen, mode, at), item) for item in fresh]
    worst: list[tuple[tuple[int, int], Met, dict[str, float], Item]] = []
    for terms, item in _best_first(scored, rng):
        met = seen.met(item)
        repetition = _repetition(met)
        if repetition == 0:
            return item, _choice(item, terms, met, learner, graph, at)
        worst.append(((repetition, -met.ago), met, terms, item))
    worst.sort(key=lambda found: found[0])  # of what is equally bad, the longest ago
    if not worst or (worst[0][0][0] > 1 and not last_resort):
        return None
    _, met, terms, item = worst[0]
    return item, _choice(item, terms, met, learner, graph, at)


def _best_first(
    scored: Sequence[tuple[dict[str, float], Item]], rng: Random
) -> Iterator[tuple[dict[str, float], Item]]:
    """By falling score; of those within a hair of the best that is left, any."""
    left = sorted(((_total(terms), n) for n, (terms, _) in enumerate(scored)), reverse=True)
    while left:
        near = next((n for n, (total, _) in enumerate(left) if total < left[0][0] - 0.02), len(left))
        yield scored[left.pop(rng.randrange(near))[1]]


def _repetition(met: Met) -> int:
    """0: new, or a parallel form after a while; 1: a parallel form soon; 2: what was shown, again; 3: a
    parallel form at once, which repeats what the learner has just been told."""
    if met.relation == "new" or (met.relation == "parallel" and met.ago > APART):
        return 0
    if met.relation == "parallel":
        return 1 if met.ago > 1 else 3
    return 2


def _choice(
    item: Item,
    terms: dict[str, float],
    met: Met,
    learner: LearnerState,
    graph: dict[str, Concept],
    at: datetime,
) -> Choice:
    """The stored reason; `ago` in its terms is 0 for what is new to the learner."""
    sentence = _sentence(item, terms, learner, graph, at)
    ago = "the item before" if met.ago == 1 else f"an item {met.ago} items ago"
    if met.relation == "parallel" and met.ago > 1:
        sentence += f" It asks what {ago} asked, in another form."
    elif met.relation != "new":
        sentence += f" Nothing new is left here, so it comes close to {ago}."
    return Choice(terms=terms | {"ago": float(met.ago)}, sentence=sentence)


def _terms(
    item: Item, learner: LearnerState, graph: dict[str, Concept], seen: Seen, mode: Mode, at: datetime
) -> dict[str, float]:
    chance, difficulty = chance_of(item), item.difficulty
    p = predict(learner, item.concepts, difficulty.mean, difficulty.sd, chance)
    wanted = target_success(learner, mode)
    recent = seen.concepts[-3:]
    return {
        "p": round(p, 4),
        "wanted": wanted,
        "target": 1.0 - min(abs(p - wanted) / 0.5, 1.0),
        "information": information(learner, item.concepts, difficulty.mean, difficulty.sd, chance),
        "frontier": _frontier(item, learner, graph),
        "due": max(_due(learner, slug, at) for slug in item.concepts),
        "balance": math.exp(-sum(seen.concepts.count(slug) for slug in item.concepts)),
        "variety": 1.0
        - 0.5 * (item.type in seen.types[-2:])
        - 0.3 * (item.family in seen.families)
        - 0.2 * any(slug in recent for slug in item.concepts),
    }


def _total(terms: dict[str, float]) -> float:
    return sum(weight * terms[name] for name, weight in WEIGHTS.items())


def _frontier(item: Item, learner: LearnerState, graph: dict[str, Concept]) -> float:
    """1 where all prerequisites are likely held and the concept itself is not; near 0 far from that edge."""
    readiness = 1.0
    for slug in item.concepts:
        for needed in graph[slug].prerequisites if slug in graph else ():
            if needed not in item.concepts:
                readiness = min(readiness, 0.4 + 0.6 * _held(learner, needed))
    open_part = 1.0 - min(_held(learner, slug) for slug in item.concepts)
    return readiness * (0.3 + 0.7 * open_part)


def _held(learner: LearnerState, concept: str) -> float:
    return mastery_probability(learner, concept)


def _due(learner: LearnerState, concept: str, at: datetime) -> float:
    state = learner.concepts.get(concept, ConceptState())
    return 1.0 - retrievability(state, at) if state.due is not None and state.due <= at else 0.0


def _sentence(
    item: Item, terms: dict[str, float], learner: LearnerState, graph: dict[str, Concept], at: datetime
) -> str:
    slug = max(item.concepts, key=lambda s: _due(learner, s, at))
    name = graph[slug].name if slug in graph else slug
    state = learner.concepts.get(slug)
    chance = f"about {100 * terms['p']:.0f}% likely to be right"
    if terms["due"] > 0:
        return f"A review of {name} is due; this item is {chance}."
    if learner.streak <= -2:
        return f"After {-learner.streak} misses in a row an easier item on {name}, {chance}."
    if state is None and learner.answered == 0:
        return f"A first item, on {name}, of {item.difficulty.label} difficulty, to find your level."
    if state is None:
        needed = (
            [graph[n].name for n in graph[slug].prerequisites if n in learner.concepts]
            if slug in graph
            else []
        )
        after = f" It builds on {needed[0]}, which you have practised." if needed else ""
        return f"{name} is new to you; this item is {chance}.{after}"
    if learner.answered < DIAGNOSIS_ITEMS:
        return f"Still finding your level in {name}: the outcome is open ({chance}), so it tells the most."
    held = mastery_probability(learner, slug)
    aim = f"aimed at {100 * terms['wanted']:.0f}%"
    return f"Mastery of {name} is {100 * held:.0f}% likely so far; this item is {chance}, {aim}."
