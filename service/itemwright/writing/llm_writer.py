"""The writer that has a chat model write: several slots a call, each candidate checked before it is an item.

A quotation counts only where code finds it in the passages; code is executed; places of keys and options,
ids, levels and provenance are set here. What is refused is told with its reason.
"""

import asyncio
from collections.abc import Sequence

from itemwright.chat.base import ChatModel, ChatRequest
from itemwright.domain.blueprint import Slot
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.prompting import load_prompt
from itemwright.sandbox import Sandbox
from itemwright.structured import Unanswered, ask
from itemwright.writing.base import Candidates, NothingWritten, RefusedCandidate, Usage
from itemwright.writing.candidate_reader import WRITER, CandidateReader, Written
from itemwright.writing.coverage import SLOTS_PER_CALL, Call, settle
from itemwright.writing.item_call import AskedItems, ItemCall, ask_for_items
from itemwright.writing.library import Library
from itemwright.writing.material import Finder, find_by_words
from itemwright.writing.mending import ask_to_mend, without_faults
from itemwright.writing.metered_model import MeteredModel
from itemwright.writing.plan import PlannedSlot


class _Outcome:
    """What one call gave: items and refusals for each of its slots, or why there is nothing."""

    def __init__(self, usage: Usage, failure: NothingWritten | None = None) -> None:
        self.usage = usage
        self.failure = failure
        self.items: list[list[Item]] = []
        self.refused: list[list[RefusedCandidate]] = []

    def told(self, place: int) -> Candidates | NothingWritten:
        """The answer for the slot at `place`. What the call cost is told with the first answer only."""
        usage, self.usage = self.usage, Usage()
        if self.failure is not None:
            return self.failure.model_copy(update={"usage": usage})
        items, refused = self.items[place], tuple(self.refused[place])
        if items:
            return Candidates(items=tuple(items), usage=usage, refused=refused)
        return nothing(refused, usage)


class _Running:
    """A call that is made when the first of its slots is asked for, and once."""

    def __init__(self, call: ItemCall) -> None:
        self.call = call
        self.lock = asyncio.Lock()
        self.outcome: _Outcome | None = None


class LlmWriter:
    """Writes from the articles of `library` with `model`.

    Args:
        find: finds passages for the name of a concept; by their words, if None.
        written: items that are there already; their stems are told to the model, as not to be written again.
        per_call: slots that are written in one call. Fewer suit small models, more cost fewer tokens each.
        candidates: items to choose among for each slot.
    """

    def __init__(
        self,
        library: Library,
        model: ChatModel,
        sandbox: Sandbox,
        *,
        find: Finder | None = None,
        written: Sequence[Item] = (),
        per_call: int = SLOTS_PER_CALL,
        candidates: int = 1,
    ) -> None:
        self._library = library
        self._model = model
        self._find = find or find_by_words(library)
        self._written = tuple(written)
        self._per_call = per_call
        self._candidates = candidates
        self._reader = CandidateReader(library, sandbox)
        self._prompt = load_prompt("write_items")
        self._mend_prompt = load_prompt("mend_item")
        self._passages = {passage.id: passage for passage in library.passages}
        self._running: dict[Slot, tuple[_Running, int]] = {}
        self._first: dict[int, _Running] = {}

    def plan(self, planned: Sequence[PlannedSlot]) -> list[PlannedSlot]:
        """The slots with type, level, Bloom level and passages settled; which go into one call is kept."""
        plan = settle(planned, self._library, self._find, self._per_call)
        for call in plan.calls:
            self._keep(call)
        return plan.planned

    def requests(self) -> list[ChatRequest]:
        """What the planned calls would ask, for their price; slots that fail make further calls."""
        calls = {id(running): running for running, _ in self._running.values()}
        return [
            self._asked(running.call, self._taken(running.call.slots[0], running)).request
            for running in calls.values()
            if running.call.passages
        ]

    def passages_of_slots(self) -> list[list[str]]:
        """What each planned slot is written from."""
        return [[each.text for each in running.call.passages] for running, _ in self._running.values()]

    def calls(self) -> list[tuple[int, ...]]:
        """The numbers of the slots of each planned call, in order."""
        calls = {id(running): running.call for running, _ in self._running.values()}
        return sorted(tuple(slot.number for slot in call.slots) for call in calls.values())

    async def write(self, slot: Slot, passages: Sequence[Passage] = ()) -> Candidates | NothingWritten:
        """The candidates for a slot of the plan, or for one by itself."""
        if slot not in self._running:
            alone = settle([PlannedSlot((slot,))], self._library, self._find, 1)
            self._keep(alone.calls[0], slot)
        running, place = self._running[slot]
        if not running.call.passages:
            return NothingWritten(code="no_material", reason=f"no passage says anything on {slot.concept!r}")
        async with running.lock:
            if running.outcome is None:
                running.outcome = await self._ask(running.call, self._taken(slot, running))
        return running.outcome.told(place)

    async def mend(self, slot: Slot, item: Item, findings: Sequence[str]) -> Candidates | NothingWritten:
        """The item written anew after `findings`, lines of what is wrong with it. Where only feedback is at
        fault that an item can do without, it is left out, and the model not asked."""
        if (without := without_faults(item, findings)) is not None:
            return Candidates(items=(without,))
        passages = self._cited(item)
        asked = ask_to_mend(item, slot, findings, passages, self._mend_prompt, self._prompt)
        metered = MeteredModel(self._model)
        said = await ask(metered, asked.request, asked.reply)
        if isinstance(said, Unanswered):
            return failed(said, metered)
        if not said.value.item:
            return NothingWritten(
                code="no_material", reason="the model says that it cannot be mended", usage=metered.usage
            )
        settled = slot.model_copy(
            update={"type": item.type, "difficulty": item.difficulty.label, "bloom": item.bloom}
        )
        facts = [str(fact) for fact in item.provenance.get("facts", ())]
        written = Written(said.completion.model, asked.request.prompt, facts, said.value.reported)
        given = said.value.item[0]
        if isinstance(given, dict):
            given = given | {"facts": list(range(1, len(facts) + 1))}
        read = self._reader.read(given, settled, passages, written)
        if isinstance(read, RefusedCandidate):
            return nothing((read,), metered.usage)
        return Candidates(items=(read,), usage=metered.usage)

    def _keep(self, call: Call, asked: Slot | None = None) -> None:
        """Have the call made when one of its slots, or `asked` in place of its only one, is written."""
        ids = dict.fromkeys(name for slot in call.slots for name in slot.passages)
        passages = tuple(self._passages[name] for name in ids if name in self._passages)
        running = _Running(ItemCall(call.slots, passages, call.shared, self._candidates))
        for place, slot in enumerate(call.slots):
            self._running[asked or slot] = (running, place)
            self._first.setdefault(slot.number, running)

    def _taken(self, slot: Slot, running: _Running) -> list[Item]:
        """The items that were there, and, when a slot is written a second time, what its first call gave.

        Not those of the same seed by a model: a run that is taken up again or repeated asks as it did before,
        so that the replies that are kept from it serve again."""
        there = [item for item in self._written if not _is_of_run(item, slot.seed)]
        first = self._first[slot.number]
        again = [] if first is running or first.outcome is None else first.outcome.items
        return [*there, *(item for items in again for item in items)]

    def _asked(self, call: ItemCall, taken: Sequence[Item]) -> AskedItems:
        return ask_for_items(call, self._prompt, self._library, taken)

    async def _ask(self, call: ItemCall, taken: Sequence[Item]) -> _Outcome:
        asked = self._asked(call, taken)
        metered = MeteredModel(self._model)
        said = await ask(metered, asked.request, asked.reply)
        if isinstance(said, Unanswered):
            return _Outcome(metered.usage, failed(said, metered))
        outcome = _Outcome(metered.usage)
        written = Written(said.completion.model, asked.request.prompt, said.value.facts, said.value.reported)
        for place, slot in enumerate(call.slots):
            given = said.value.candidates(place + 1)[: call.most[place]]
            read = [self._reader.read(each, slot, call.passages_for(slot), written) for each in given]
            refused = [each for each in read if isinstance(each, RefusedCandidate)]
            if not given:
                told = said.value.unfilled.strip() or "the model wrote nothing for the slot"
                refused.append(RefusedCandidate(why="declined", reason=told))
            outcome.items.append([each for each in read if not isinstance(each, RefusedCandidate)])
            outcome.refused.append(refused)
        return outcome

    def _cited(self, item: Item) -> tuple[Passage, ...]:
        names = dict.fromkeys(citation.passage for citation in item.citations)
        return tuple(self._passages[name] for name in names if name in self._passages)


def _is_of_run(item: Item, seed: int) -> bool:
    return item.provenance.get("writer") == WRITER and item.provenance.get("seed") == seed


def failed(said: Unanswered, metered: MeteredModel) -> NothingWritten:
    """Why a call gave nothing; a budget that is spent ends the run."""
    return NothingWritten(
        code="budget" if said.reason == "budget" else "model_failed",
        reason=f"{said.reason}: {said.detail}",
        usage=metered.usage,
    )


def nothing(refused: Sequence[RefusedCandidate], usage: Usage) -> NothingWritten:
    """All that was written for a slot was refused."""
    reason = "; ".join(f"{each.why}: {each.reason}" for each in refused)
    return NothingWritten(
        code="no_material" if all(each.why == "declined" for each in refused) else "model_failed",
        reason=reason,
        usage=usage,
        refused=tuple(refused),
    )
