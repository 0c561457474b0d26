"""The plan of a run: a request unfolds into slots, spread evenly over concepts and types."""

import math
import random
from collections.abc import Sequence
from typing import NamedTuple, TypeVar, get_args

from itemwright.domain.blueprint import Blueprint, BlueprintCell, Slot
from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import ItemType
from itemwright.domain.value import Value
from itemwright.errors import BadInput
from itemwright.writing.library import Library, near_matches

T = TypeVar("T")

MOST = 1000
TYPES: tuple[ItemType, ...] = get_args(ItemType)


class WritingRequest(Value):
    """What to write: `count` items over concepts and types (none named: all), or a blueprint instead of both.

    `types` and `concepts` are plain texts, for they come from people: `plan_slots` refuses unknown ones.
    `examine`: the model that writes the items reads each once more for faults.
    """

    count: int = 10
    concepts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    difficulty: Level | None = None
    bloom: Bloom | None = None
    role: str | None = None
    sources: tuple[str, ...] = ()
    blueprint: Blueprint | None = None
    examine: bool = False


class PlannedSlot(NamedTuple):
    """The slot as wanted, then what may be written in its place without breaking the request."""

    choices: tuple[Slot, ...]


def plan_slots(request: WritingRequest, library: Library, seed: int) -> list[PlannedSlot]:
    """The slots of a request, in order.

    Raises:
        BadInput: count outside 1..1000, or an unknown concept or type.
    """
    cells = request.blueprint.cells if request.blueprint else ()
    total = sum(cell.count for cell in cells) if cells else request.count
    if not 1 <= total <= MOST:
        raise BadInput(
            f"Count {total!r} is not between 1 and {MOST}; ask for fewer items, or in several runs."
        )
    for concept in [*request.concepts, *(cell.concept for cell in cells)]:
        known = [*library.concepts, *library.cards, *library.topics]
        if concept is not None and concept not in known:
            raise BadInput(
                f"Unknown concept {concept!r}{near_matches(concept, known)}; see the list of concepts."
            )
    for kind in request.types:
        if kind not in TYPES:
            raise BadInput(
                f"Unknown item type {kind!r}{near_matches(kind, TYPES)}; types: {', '.join(TYPES)}."
            )
    rng = random.Random(f"plan/{seed}")
    if not cells:
        return _spread(request, library, seed, rng)
    slots: list[PlannedSlot] = []
    for cell in cells:
        slots += _spread(_request_of(cell), library, seed, rng, first=len(slots))
    return slots


def _request_of(cell: BlueprintCell) -> WritingRequest:
    return WritingRequest(
        count=cell.count,
        concepts=(cell.concept,) if cell.concept else (),
        types=(cell.type,) if cell.type else (),
        difficulty=cell.difficulty,
        bloom=cell.bloom,
        role=cell.role,
    )


def _spread(
    request: WritingRequest, library: Library, seed: int, rng: random.Random, first: int = 0
) -> list[PlannedSlot]:
    concepts: list[str | None] = list(dict.fromkeys(request.concepts)) or _writable(library) or [None]
    kinds: list[ItemType] = [kind for kind in TYPES if kind in request.types] or list(TYPES)
    rng.shuffle(concepts)
    rng.shuffle(kinds)
    plan = []
    for i in range(request.count):
        concept = concepts[i % len(concepts)]
        kind = kinds[
            (i + i // math.lcm(len(concepts), len(kinds))) % len(kinds)
        ]  # each pair once, then again
        wanted = Slot(
            number=first + i,
            seed=seed,
            concept=concept,
            type=kind,
            difficulty=request.difficulty,
            bloom=request.bloom,
            role=request.role,
        )
        others = _turned(concepts, i)
        here = [(concept, k) for k in _turned(kinds, kinds.index(kind))]
        elsewhere: list[tuple[str | None, ItemType | None]] = [(other, kind) for other in others[1:]]
        if request.types:  # types were asked for, so they come before the spread over concepts
            wider = [here[0], *elsewhere, *here[1:], *((other, k) for other in others[1:] for k in kinds)]
        else:
            wider = [*here, *elsewhere, *((other, None) for other in others[1:])]
        choices = [wanted.model_copy(update={"concept": c, "type": k}) for c, k in dict.fromkeys(wider)]
        plan.append(PlannedSlot(tuple(choices)))
    return plan


def _writable(library: Library) -> list[str | None]:
    """Concepts whose cards quote a source that is here, and the topics of articles without cards."""
    carded = [
        slug
        for slug, card in sorted(library.cards.items())
        if any(library.find_sources(evidence.article) for evidence in card.quotations())
    ]
    return [*carded, *sorted(library.topics)]


def _turned(values: Sequence[T], start: int) -> list[T]:
    start %= len(values)
    return [*values[start:], *values[:start]]
