"""The plan of a run for a writer to whom calls are dear: calls of a few slots, each with passages of its own.

The slots of an article are spread over its whole length by how much each part says, so that a dozen items
cover its main facts; those of a concept over the passages found for it. Types that an article does not carry
give way to others where no type was asked for.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from itemwright.domain.blueprint import Slot
from itemwright.domain.card import Bloom, Level
from itemwright.domain.item import ItemType
from itemwright.domain.passage import Passage
from itemwright.writing.library import Library
from itemwright.writing.material import (
    CHARS_PER_CALL,
    DEMANDING,
    Finder,
    Part,
    carries,
    dealt_out,
    shared_out,
    telling,
    trimmed,
)
from itemwright.writing.plan import TYPES, PlannedSlot

SLOTS_PER_CALL = 4
_LEVELS: tuple[Level, ...] = ("medium", "easy", "medium", "hard")
"""In turn, where no level is asked for: half of the items medium, a quarter easy, a quarter hard."""
_BLOOM: dict[ItemType, tuple[Bloom, Bloom, Bloom]] = {
    "multiple_choice": ("remember", "understand", "analyze"),
    "multiple_response": ("remember", "understand", "analyze"),
    "true_false": ("remember", "understand", "understand"),
    "cloze": ("remember", "remember", "understand"),
    "code_cloze": ("apply", "apply", "apply"),
    "output_prediction": ("apply", "apply", "analyze"),
    "debug": ("apply", "analyze", "analyze"),
    "scenario": ("apply", "apply", "evaluate"),
    "matching": ("remember", "understand", "understand"),
    "ordering": ("remember", "understand", "understand"),
    "table": ("remember", "understand", "analyze"),
    "numeric": ("apply", "apply", "apply"),
    "short_answer": ("remember", "remember", "understand"),
    "free_text": ("understand", "understand", "analyze"),
}
"""For an easy, a medium and a hard item, where no Bloom level is asked for."""
_INSTEAD: tuple[ItemType, ...] = (
    "multiple_choice", "scenario", "multiple_response", "multiple_choice", "cloze", "free_text",
    "short_answer",
)  # fmt: skip
_PLAIN: tuple[ItemType, ...] = ("multiple_choice", "short_answer")


class Call(NamedTuple):
    """The slots of one call; `shared`: how many calls before it write from the same passages."""

    slots: tuple[Slot, ...]
    shared: int = 0


class Plan(NamedTuple):
    """The slots as settled, in the order given, and the calls that write their first choices."""

    planned: list[PlannedSlot]
    calls: list[Call]


def settle(planned: Sequence[PlannedSlot], library: Library, find: Finder, per_call: int) -> Plan:
    """Settle type, level, Bloom level and passages of each slot, and which are written in one call.

    Each slot keeps one further choice: another type where none was asked for, or another concept."""
    used: Counter[ItemType] = Counter()
    settled: dict[int, PlannedSlot] = {}
    calls: list[Call] = []
    single: list[Slot] = []
    for group in _by_concept(planned):
        shares = list(_shares(group, library, find, per_call))
        kinds = iter(_kinds([(each, part) for own, part in shares for each in own], used))
        for own, part in shares:
            slots = tuple(_settled(each, len(settled) + n, next(kinds), part) for n, each in enumerate(own))
            for each, slot in zip(own, slots, strict=True):
                settled[slot.number] = PlannedSlot((slot, *_other(each, slot)))
            if len(slots) < per_call:
                single += slots
            else:
                calls.append(Call(slots, part.shared))
    calls += [Call(tuple(slots)) for slots in _gathered(single, library, per_call)]
    ordered = [settled[each.choices[0].number] for each in planned]
    return Plan(ordered, sorted(calls, key=lambda call: call.slots[0].number))


def _by_concept(planned: Sequence[PlannedSlot]) -> list[list[PlannedSlot]]:
    groups: dict[str | None, list[PlannedSlot]] = {}
    for each in planned:
        groups.setdefault(each.choices[0].concept, []).append(each)
    return list(groups.values())


def _shares(
    group: Sequence[PlannedSlot], library: Library, find: Finder, per_call: int
) -> Iterator[tuple[Sequence[PlannedSlot], Part]]:
    """The slots of one concept cut into calls, with the passages of each."""
    calls = math.ceil(len(group) / per_call)
    size = math.ceil(len(group) / calls)
    concept = group[0].choices[0].concept
    parts = parts_for(concept, calls, len(group), library, find)
    for call, part in enumerate(parts):
        own = group[call * size : (call + 1) * size]
        if own:
            seed = own[0].choices[0].seed + own[0].choices[0].number
            yield own, Part(trimmed(part.passages, len(own), seed), part.shared)


def parts_for(concept: str | None, calls: int, slots: int, library: Library, find: Finder) -> list[Part]:
    """The material of so many calls on a concept: an article's own parts, or what is found for the name."""
    if concept is None:
        return shared_out(telling(library.passages), calls)
    if concept in library.topics:
        return shared_out(telling(library.passages_of(library.topics[concept].id)), calls)
    about = {passage.id for passage in library.passages_on(concept)}
    most = 2 + 2 * slots
    ranked = [passage for passage in find(library.name(concept), 4 * most) if passage.id in about]
    ranked += [passage for passage in library.passages if passage.id in about and passage not in ranked]
    return dealt_out(telling(ranked)[:most], calls)


def _kinds(slots: Sequence[tuple[PlannedSlot, Part]], used: Counter[ItemType]) -> list[ItemType]:
    """A type for each slot. What was asked for stays; a free type goes where its passages carry it, or else
    gives way to one that any passages carry."""
    found: list[ItemType | None] = [
        None if _is_free(planned) else planned.choices[0].type for planned, _ in slots
    ]
    wanted = [kind for planned, _ in slots if _is_free(planned) and (kind := planned.choices[0].type)]
    for kind in sorted(wanted, key=lambda kind: kind not in DEMANDING):
        open_places = [place for place, given in enumerate(found) if given is None]
        own = [p for p in open_places if slots[p][0].choices[0].type == kind]
        place = next((p for p in [*own, *open_places] if carries(slots[p][1].passages, kind)), None)
        if place is not None:
            found[place] = kind
            used[kind] += 1
    return [kind or _plainest(used) for kind in found]


def _plainest(used: Counter[ItemType]) -> ItemType:
    """The type that has been used least for its share."""
    kind = min(_INSTEAD, key=lambda other: (used[other] / _INSTEAD.count(other), _INSTEAD.index(other)))
    used[kind] += 1
    return kind


def _settled(planned: PlannedSlot, place: int, kind: ItemType, part: Part) -> Slot:
    """The slot with all that was left open decided."""
    slot = planned.choices[0]
    level = slot.difficulty or _LEVELS[place % len(_LEVELS)]
    bloom = slot.bloom or bloom_for(kind, level)
    ids = slot.passages or tuple(passage.id for passage in part.passages)
    return slot.model_copy(update={"type": kind, "difficulty": level, "bloom": bloom, "passages": ids})


def bloom_for(kind: ItemType, level: Level) -> Bloom:
    """The Bloom level that suits a type at a level of difficulty."""
    return _BLOOM[kind][("easy", "medium", "hard").index(level)]


def _is_free(planned: PlannedSlot) -> bool:
    """Whether any type may take the slot: no type was asked for."""
    allowed = {choice.type for choice in planned.choices}
    return None in allowed or len(allowed) == len(TYPES)


def _other(planned: PlannedSlot, slot: Slot) -> list[Slot]:
    """What may be written when the slot comes to nothing: a plain type, or another concept of the request."""
    wanted = planned.choices[0]
    if _is_free(planned):
        kind = next(kind for kind in _PLAIN if kind != slot.type)
        bloom = wanted.bloom or bloom_for(kind, slot.difficulty or "medium")
        return [slot.model_copy(update={"type": kind, "bloom": bloom})]
    elsewhere = [c for c in planned.choices if c.concept != wanted.concept and c.type == wanted.type]
    changed = {"difficulty": slot.difficulty, "bloom": slot.bloom}
    return [choice.model_copy(update=changed) for choice in elsewhere[:1]]


def _gathered(slots: Sequence[Slot], library: Library, per_call: int) -> Iterator[list[Slot]]:
    """Slots that fill no call by themselves, put together as far as their passages go into one."""
    by_id: dict[str, Passage] = {passage.id: passage for passage in library.passages}
    call: list[Slot] = []
    for slot in sorted(slots, key=lambda each: each.number):
        ids = {name for each in (*call, slot) for name in each.passages}
        if call and (len(call) == per_call or sum(len(by_id[name].text) for name in ids) > CHARS_PER_CALL):
            yield call
            call = []
        call.append(slot)
    if call:
        yield call
