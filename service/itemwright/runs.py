"""A run of writing: slots are planned, written, proved and balanced; the report tells what became of each."""

import random
import time
from collections.abc import Callable, Sequence

from itemwright.balance import Balance
from itemwright.domain.blueprint import Dropped, Slot, WritingReport, WrittenSet
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.index.embedding import Embedder
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.proving.repair import LintRepairer, prove_with_repair
from itemwright.writing.base import Candidates, ItemWriter, NothingWritten, PlanningWriter, Usage
from itemwright.writing.library import Library
from itemwright.writing.plan import PlannedSlot, WritingRequest, plan_slots

ROUNDS = 12
"""How often a writer is asked again for other candidates of the same slot, before the slot is widened."""

MENDS = 2
"""How often an item may be mended: a first fault can hide a second one."""

Progress = Callable[[int, int], None]
"""Called with the slots done and the slots planned."""


def no_progress(done: int, planned: int) -> None:
    """For callers who do not watch."""


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
    plan = plan_slots(request, library, seed)
    for writer in writers:
        if isinstance(writer, PlanningWriter):
            plan = writer.plan(plan)
    balance = Balance(random.Random(f"balance/{seed}"))
    run = _Run(library, writers, prover, Novelty(bank, embedder), balance)
    for number, planned in enumerate(plan):
        await run.fill(planned)
        progress(number + 1, len(plan))
    seconds = round(time.perf_counter() - begun, 3)
    return WrittenSet(items=tuple(run.items), report=run.report(len(plan), seconds))


class _Run:
    """What one run has written so far, and what must stay balanced over it."""

    def __init__(
        self,
        library: Library,
        writers: Sequence[ItemWriter],
        prover: Prover,
        seen: Novelty,
        balance: Balance,
    ) -> None:
        self._library, self._writers, self._prover, self._balance = library, writers, prover, balance
        self._sources = {source.id for source in library.sources}
        self._seen = seen
        self._exhausted: dict[tuple[object, ...], tuple[str, str]] = {}
        self._usage: list[Usage] = []
        self._found: dict[str | None, Sequence[Passage]] = {None: library.passages}
        self._stopped: NothingWritten | None = None
        self._told: set[tuple[str, str]] = set()
        self._faulty: tuple[Item, list[str]] | None = None
        self._repairer = LintRepairer()
        self._is_dear = any(isinstance(writer, PlanningWriter) for writer in writers)
        self.items: list[Item] = []
        self.dropped: list[Dropped] = []

    def report(self, requested: int, seconds: float) -> WritingReport:
        costs = [usage.cost for usage in self._usage]
        return WritingReport(
            requested=requested,
            delivered=len(self.items),
            dropped=tuple(self.dropped),
            calls=sum(usage.calls for usage in self._usage),
            tokens=sum(usage.tokens for usage in self._usage),
            cost=None if None in costs else round(sum(cost for cost in costs if cost is not None), 6),
            seconds=seconds,
        )

    async def fill(self, planned: PlannedSlot) -> None:
        """Write one item for the slot, or record why there is none."""
        reason: tuple[str, str] = ("no_material", "no writer was given")
        self._balance.order(planned.choices[0])
        for repeat in (False,) if self._is_dear else (False, True):
            # Who plans a run has settled what to write for each slot.
            for slot in planned.choices if self._is_dear else self._balance.ranked(planned.choices):
                if self._stopped:
                    self._drop(slot, "budget", self._stopped.reason)
                    return
                outcome = await self._try(slot, repeat)
                if outcome is None:
                    return
                reason = outcome if reason[0] in ("no_material", outcome[0]) else reason
        self._drop(planned.choices[0], *reason)

    def _drop(self, slot: Slot, code: str, reason: str) -> None:
        self.dropped.append(Dropped.model_validate({"slot": slot.number, "code": code, "reason": reason}))

    async def _try(self, slot: Slot, repeat: bool) -> tuple[str, str] | None:
        """None when an item was taken, else why not.

        `repeat`: parallel forms of what is there, and its questions in another form, may come, too."""
        combination = (slot.concept, slot.type, slot.difficulty, slot.bloom, repeat)
        if combination in self._exhausted:
            return self._exhausted[combination]
        why: tuple[str, str] = ("no_material", "no writer was given")
        slot = slot.model_copy(update={"without": self._seen.families(drawn=not repeat)})
        for writer in self._writers:
            if isinstance(writer, PlanningWriter):
                taken, why = await self._try_once(writer, slot)
                if taken or self._stopped:
                    return None if taken else why
                continue
            tried: set[str] = set()
            for turn in range(ROUNDS):
                asked = slot.model_copy(update={"number": slot.number + turn * 8})
                answer = await writer.write(asked, self._passages(slot))
                self._usage.append(answer.usage)
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
                taken, why = self._take(slot, new.items, repeat)
                if taken:
                    return None
        if why[0] in ("duplicate", "no_material") and not self._is_dear:
            self._exhausted[combination] = why
        return why

    async def _try_once(self, writer: PlanningWriter, slot: Slot) -> tuple[bool, tuple[str, str]]:
        """Have a writer to whom calls are dear write for the slot, and mend what its proof refuses."""
        answer = await writer.write(slot, self._passages(slot))
        why: tuple[str, str] = ("no_material", "")
        for mended in range(MENDS + 1):
            self._usage.append(answer.usage)
            if isinstance(answer, NothingWritten):
                self._stopped = answer if answer.code == "budget" else None
                return False, why if why[1] else (answer.code, answer.reason)
            self._faulty = None
            taken, why = self._take(slot, answer.items, repeat=False)
            if taken or self._faulty is None or mended == MENDS:
                return taken, why
            answer = await writer.mend(slot, *self._faulty)
        raise AssertionError("the last round returns")

    def _passages(self, slot: Slot) -> Sequence[Passage]:
        if slot.concept is not None and slot.concept not in self._found:
            self._found[slot.concept] = self._library.passages_on(slot.concept)
        return self._found[slot.concept]

    def _take(self, slot: Slot, items: Sequence[Item], repeat: bool) -> tuple[bool, tuple[str, str]]:
        """Prove the candidates, the best for the balance first, and keep the first that passes."""
        why = ("duplicate", "all candidates repeat an item of the set or the bank")
        for item in sorted(items, key=self._balance.cost):
            if any(citation.source not in self._sources for citation in item.citations):
                continue
            if item.family in slot.without:
                continue
            if not repeat and (self._seen.kin(item).likeness.relation != "new" or self._seen.resembles(item)):
                continue  # what is like it comes when there is nothing new any more
            placed = self._balance.placed(item)
            placed, proof = prove_with_repair(placed, self._prover, self._repairer, self._seen)
            if proof.verdict == "pass":
                self._keep(placed.model_copy(update={"proof": proof}))
                return True, why
            failed = next(check for check in proof.checks if check.verdict == proof.verdict)
            if failed.name != "novelty":
                findings = [
                    f"{each.name}: {each.evidence}" for each in proof.checks if each.verdict != "pass"
                ]
                self._faulty = self._faulty or (placed, findings)
                why = ("proof_failed", f"{item.family}: {failed.name}: {failed.evidence}")
                if (item.family, failed.name) not in self._told:
                    self._told.add((item.family, failed.name))  # a faulty card is told of once, not per slot
                    self._drop(slot, *why)
        return False, why

    def _keep(self, item: Item) -> None:
        self.items.append(item)
        self._seen.add(item)
        self._balance.keep(item)
