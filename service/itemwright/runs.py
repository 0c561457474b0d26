"""Writing a set: slots are planned, written, proved and balanced; the report tells what became of each."""

import functools
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from itemwright.balance import Balance
from itemwright.domain.blueprint import DropCode, Dropped, Slot, WritingReport, WrittenSet
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.proof import Check, Proof
from itemwright.domain.run import SlotOutcome
from itemwright.index.embedding import Embedder
from itemwright.proving.examination import examination_check, passages_to_read
from itemwright.proving.examiner import Examiner
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.proving.repair import LintRepairer, prove_with_repair
from itemwright.structured import Unanswered
from itemwright.writing.base import Candidates, ItemWriter, NothingWritten, PlanningWriter, Usage
from itemwright.writing.library import Library
from itemwright.writing.plan import PlannedSlot, WritingRequest, plan_slots

ROUNDS = 12
"""How often a writer is asked again for other candidates of the same slot, before the slot is widened."""

MENDS = 2
"""How often an item may be mended: a first fault can hide a second one."""

T = TypeVar("T")
Why = tuple[DropCode, str]
Progress = Callable[[int, int], None]
"""Called with the slots done and the slots planned."""


def no_progress(done: int, planned: int) -> None:
    """For callers who do not watch."""


class Shelf(Protocol):
    """Where a set puts what came of its slots. Others may put items there meanwhile."""

    def put(self, outcome: SlotOutcome) -> Sequence[Item]:
        """Keeps the outcome and returns nothing; or keeps nothing and returns the items that others have
        added since the last time: with these in mind, decide anew."""
        ...


class MemoryShelf:
    """The fake, and the shelf of a set that is not stored. `others` come up one at a time, each before what
    is put then."""

    def __init__(self, others: Sequence[Item] = ()) -> None:
        self.outcomes: list[SlotOutcome] = []
        self._others = list(others)

    def put(self, outcome: SlotOutcome) -> Sequence[Item]:
        if self._others:
            return [self._others.pop(0)]
        self.outcomes.append(outcome)
        return ()


class Proving(Protocol):
    """Where proofs are computed."""

    def __call__(self, work: Callable[[], T]) -> Awaitable[T]: ...


async def in_place(work: Callable[[], T]) -> T:
    """Compute where one is: for sets whose writers compute, too."""
    return work()


def plan_set(
    request: WritingRequest, library: Library, writers: Sequence[ItemWriter], seed: int
) -> list[PlannedSlot]:
    """The slots of a request as `writers` will be asked for them.

    Raises:
        BadInput: the request names a concept, source or type that is not there, or an impossible count.
    """
    plan = plan_slots(request, library, seed)
    for writer in writers:
        if isinstance(writer, PlanningWriter):
            plan = writer.plan(plan)
    return plan


async def write_set(
    request: WritingRequest,
    library: Library,
    writers: Sequence[ItemWriter],
    prover: Prover,
    bank: Sequence[Item] = (),
    seed: int = 0,
    progress: Progress = no_progress,
    embedder: Embedder | None = None,
) -> WrittenSet:
    """Write what `request` asks for. Each item carries a proof that passed; none repeats another or the bank.

    With an `embedder`, items that mean the same in other words count as repeats, too.
    The same request, library, bank and seed give the same set, as far as the writers are deterministic.

    Raises:
        BadInput: the request names a concept, source or type that is not there, or an impossible count.
    """
    begun = time.perf_counter()
    if request.sources:
        library = library.restrict(request.sources)
    plan = plan_set(request, library, writers, seed)
    balance = Balance(random.Random(f"balance/{seed}"))
    shelf = MemoryShelf()
    filler = SlotFiller(library, writers, prover, Novelty(bank, embedder), balance, shelf)
    for number, planned in enumerate(plan):
        await filler.fill(planned)
        progress(number + 1, len(plan))
    return _written(shelf.outcomes, len(plan), round(time.perf_counter() - begun, 3))


def _written(outcomes: Sequence[SlotOutcome], requested: int, seconds: float) -> WrittenSet:
    items = tuple(outcome.item for outcome in outcomes if outcome.item is not None)
    costs = [outcome.cost for outcome in outcomes]
    report = WritingReport(
        requested=requested,
        delivered=len(items),
        dropped=tuple(dropped for outcome in outcomes for dropped in outcome.dropped),
        calls=sum(outcome.calls for outcome in outcomes),
        tokens=sum(outcome.tokens for outcome in outcomes),
        cost=None if None in costs else round(sum(cost for cost in costs if cost is not None), 6),
        seconds=seconds,
    )
    return WrittenSet(items=items, report=report)


class _Work:
    """What has come of one slot so far."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.dropped: list[Dropped] = []
        self.usage: list[Usage] = []

    def outcome(self, item: Item | None = None) -> SlotOutcome:
        costs = [usage.cost for usage in self.usage]
        return SlotOutcome(
            number=self.number,
            item=item,
            dropped=tuple(self.dropped),
            calls=sum(usage.calls for usage in self.usage),
            tokens=sum(usage.tokens for usage in self.usage),
            cost=None if None in costs else sum(cost for cost in costs if cost is not None),
        )

    def drop(self, code: DropCode, reason: str) -> None:
        self.dropped.append(Dropped(slot=self.number, code=code, reason=reason))


class _Sifted(NamedTuple):
    """The candidates that may be taken; why another may not, and the first that a mend could save."""

    items: tuple[Item, ...]
    why: Why | None = None
    faulty: tuple[Item, list[str]] | None = None


class _Taken(NamedTuple):
    """Whether one of the candidates was taken, else why not, and the first that a mend could save."""

    taken: bool
    why: Why
    faulty: tuple[Item, list[str]] | None = None


class SlotFiller:
    """Fills the slots of one set, which share what must not repeat and what must stay balanced.

    Slots of a writer to whom calls are dear may be filled at once; candidates are proved and taken one after
    the other, where `proving` says: there nothing else of this filler may run at the same time.
    """

    def __init__(
        self,
        library: Library,
        writers: Sequence[ItemWriter],
        prover: Prover,
        seen: Novelty,
        balance: Balance,
        shelf: Shelf,
        proving: Proving = in_place,
        examiner: Examiner | None = None,
    ) -> None:
        """`examiner` reads what a writer to whom calls are dear has written and the prover has passed."""
        self._library, self._writers, self._prover, self._balance = library, writers, prover, balance
        self._sources = {source.id for source in library.sources}
        self._seen, self._shelf, self._proving = seen, shelf, proving
        self._examiner = examiner
        self._examinations: dict[str, Check] = {}
        self._exhausted: dict[tuple[object, ...], Why] = {}
        self._found: dict[str | None, Sequence[Passage]] = {None: library.passages}
        self._stopped: NothingWritten | None = None
        self._told: set[tuple[str, str]] = set()
        self._repairer = LintRepairer()
        self._is_dear = any(isinstance(writer, PlanningWriter) for writer in writers)

    async def fill(self, planned: PlannedSlot) -> None:
        """Put one item for the slot on the shelf, or why there is none."""
        work = _Work(planned.choices[0].number)
        reason: Why = ("no_material", "no writer was given")
        await self._proving(lambda: self._balance.order(planned.choices[0]))
        for repeat in (False,) if self._is_dear else (False, True):
            # Who plans a run has settled what to write for each slot.
            for slot in planned.choices if self._is_dear else self._balance.ranked(planned.choices):
                if self._stopped:
                    return await self._leave(work, ("budget", self._stopped.reason))
                outcome = await self._try(work, slot, repeat)
                if outcome is None:
                    return None
                reason = outcome if reason[0] in ("no_material", outcome[0]) else reason
        return await self._leave(work, reason)

    def recall(self, planned: PlannedSlot, item: Item | None) -> None:
        """Count a slot as filled before; its item, if it has one, is among what was seen already."""
        self._balance.order(planned.choices[0])
        if item is not None:
            self._balance.keep(item)

    async def _leave(self, work: _Work, why: Why) -> None:
        work.drop(*why)

        def put() -> None:
            while news := self._shelf.put(work.outcome()):
                self._learn(news)

        await self._proving(put)

    async def _try(self, work: _Work, slot: Slot, repeat: bool) -> Why | None:
        """None when an item was taken, else why not.

        `repeat`: parallel forms of what is there, and its questions in another form, may come, too."""
        combination = (slot.concept, slot.type, slot.difficulty, slot.bloom, repeat)
        if combination in self._exhausted:
            return self._exhausted[combination]
        why: Why = ("no_material", "no writer was given")
        for writer in self._writers:
            if isinstance(writer, PlanningWriter):
                taken, why = await self._try_once(work, writer, slot)
                if taken or self._stopped:
                    return None if taken else why
                continue
            slot = slot.model_copy(update={"without": self._seen.families(drawn=not repeat)})
            tried: set[str] = set()
            for turn in range(ROUNDS):
                asked = slot.model_copy(update={"number": slot.number + turn * 8})
                answer = await writer.write(asked, self._passages(slot))
                work.usage.append(answer.usage)
                if isinstance(answer, NothingWritten):
                    self._stopped = answer if answer.code == "budget" else None
                    if why[0] != "duplicate" or self._stopped:
                        why = (answer.code, answer.reason)
                    break
                new = Candidates(items=tuple(i for i in answer.items if i.id not in tried))
                if not new.items:
                    why = why if answer.items else ("duplicate", "all that could be written on it is written")
                    break
                tried |= {item.id for item in new.items}
                taken, why, _ = await self._taken(work, slot, new.items, repeat)
                if taken:
                    return None
        if why[0] in ("duplicate", "no_material") and not self._is_dear:
            self._exhausted[combination] = why
        return why

    async def _try_once(self, work: _Work, writer: PlanningWriter, slot: Slot) -> tuple[bool, Why]:
        """Have a writer to whom calls are dear write for the slot, and mend what its proof refuses.

        The slot goes to it as it planned it: by that it knows which call writes it."""
        answer = await writer.write(slot, self._passages(slot))
        why: Why = ("no_material", "")
        for mended in range(MENDS + 1):
            work.usage.append(answer.usage)
            if isinstance(answer, NothingWritten):
                self._stopped = answer if answer.code == "budget" else self._stopped
                return False, why if why[1] else (answer.code, answer.reason)
            sifted = await self._examined(work, answer.items)
            taken, why, faulty = await self._taken(work, slot, sifted.items, repeat=False)
            why, faulty = sifted.why or why, sifted.faulty or faulty
            if taken or self._stopped or faulty is None or mended == MENDS:
                return taken, why
            answer = await writer.mend(slot, *faulty)
        raise AssertionError("the last round returns")

    async def _examined(self, work: _Work, items: Sequence[Item]) -> _Sifted:
        """What the examiner finds no fault with, and what the proof refuses anyway, which costs no call."""
        if self._examiner is None:
            return _Sifted(tuple(items))
        kept: list[Item] = []
        why: Why | None = None
        faulty = None
        for item in items:
            if (await self._proving(functools.partial(self._prover.prove, item))).verdict != "pass":
                kept.append(item)
                continue
            passages = passages_to_read(item, self._prover.passages(item))
            begun = time.perf_counter()
            examined = await self._examiner.examine(item, passages)
            if isinstance(examined, Unanswered):
                told = f"not examined: {examined.reason}: {examined.detail}"
                why = ("budget" if examined.reason == "budget" else "model_failed", told)
                if examined.reason == "budget":
                    self._stopped = NothingWritten(code="budget", reason=examined.detail)
                    break
                continue
            work.usage.append(examined.usage)
            check = examination_check(examined, time.perf_counter() - begun)
            if check.verdict == "pass":
                self._examinations[item.id] = check
                kept.append(item)
                continue
            found = f"{check.name}: {check.evidence}"
            why, faulty = ("proof_failed", f"{item.family}: {found}"), faulty or (item, [found])
            work.drop("proof_failed", f"{item.family}: {found}")
        return _Sifted(tuple(kept), why, faulty)

    def _passages(self, slot: Slot) -> Sequence[Passage]:
        if slot.concept is not None and slot.concept not in self._found:
            self._found[slot.concept] = self._library.passages_on(slot.concept)
        return self._found[slot.concept]

    async def _taken(self, work: _Work, slot: Slot, items: Sequence[Item], repeat: bool) -> _Taken:
        return await self._proving(lambda: self._take(work, slot, items, repeat))

    def _take(self, work: _Work, slot: Slot, items: Sequence[Item], repeat: bool) -> _Taken:
        """Prove the candidates, the best for the balance first, and keep the first that passes."""
        why: Why = ("duplicate", "all candidates repeat an item of the set or the bank")
        faulty = None
        for item in sorted(items, key=self._balance.cost):
            if any(citation.source not in self._sources for citation in item.citations):
                continue
            if item.family in slot.without:
                continue
            if not repeat and self._repeats(item):
                continue  # what is like it comes when there is nothing new any more
            placed = self._balance.placed(item)
            placed, proof = prove_with_repair(placed, self._prover, self._repairer, self._seen)
            if item.id in self._examinations:
                proof = Proof(checks=(*proof.checks, self._examinations[item.id]))
            if proof.verdict == "pass":
                if self._keep(work, placed.model_copy(update={"proof": proof}), repeat):
                    return _Taken(True, why)
                continue  # somebody else has added what is like it
            failed = next(check for check in proof.checks if check.verdict == proof.verdict)
            if failed.name != "novelty":
                findings = [
                    f"{each.name}: {each.evidence}" for each in proof.checks if each.verdict != "pass"
                ]
                faulty = faulty or (placed, findings)
                why = ("proof_failed", f"{item.family}: {failed.name}: {failed.evidence}")
                if (item.family, failed.name) not in self._told:
                    self._told.add((item.family, failed.name))  # a faulty card is told of once, not per slot
                    work.drop(*why)
        return _Taken(False, why, faulty)

    def _repeats(self, item: Item) -> bool:
        return self._seen.kin(item).likeness.relation != "new" or bool(self._seen.resembles(item))

    def _keep(self, work: _Work, item: Item, repeat: bool) -> bool:
        while news := self._shelf.put(work.outcome(item)):
            self._learn(news)
            if self._seen.check(item)[0] != "pass" or (not repeat and self._repeats(item)):
                return False
        self._learn([item])
        self._balance.keep(item)
        return True

    def _learn(self, items: Sequence[Item]) -> None:
        """Repeat none of these from now on."""
        for item in items:
            self._seen.add(item)
