"""A run of writing that is watched: which slot an item is for, and what the proof said of each candidate."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from itemwright.domain.blueprint import Slot, WritingReport
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.proof import Proof
from itemwright.index.embedding import Embedder
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.runs import write_set
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates, ItemWriter, NothingWritten
from itemwright.writing.library import Library
from itemwright.writing.plan import WritingRequest, plan_slots


class Filled(NamedTuple):
    """A slot of the plan as wanted, and what was delivered for it; None: it stayed empty."""

    slot: Slot
    item: Item | None


class WritingRun(NamedTuple):
    """What came of one request. `checks` counts "pass", "fail" and "unsure" of each check of the proof, over
    all candidates; `candidates` how many were proved."""

    filled: tuple[Filled, ...]
    report: WritingReport
    checks: dict[str, Counter[str]]
    candidates: int

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(each.item for each in self.filled if each.item is not None)


def write_watched(
    request: WritingRequest,
    library: Library,
    writers: Sequence[ItemWriter],
    sandbox: Sandbox,
    seed: int,
    bank: Sequence[Item] = (),
    embedder: Embedder | None = None,
) -> WritingRun:
    """Write as the product does, and keep what it does not tell.

    Raises:
        BadInput: the request cannot be planned.
    """
    watch = _Watch()
    prover = _WatchedProver(library, sandbox)
    watched = [_WatchedWriter(writer, watch) for writer in writers]
    written = asyncio.run(write_set(request, library, watched, prover, bank, seed, watch.advance, embedder))
    planned = plan_slots(request, library.restrict(request.sources) if request.sources else library, seed)
    items = {item.provenance[SLOT]: item for item in written.items}
    filled = tuple(Filled(plan.choices[0], items.get(number)) for number, plan in enumerate(planned))
    return WritingRun(filled, written.report, prover.checks, prover.candidates)


SLOT = "eval slot"
"""Where a candidate's provenance says for which slot of the plan it was written."""


class _Watch:
    """The number of slots that are done, which is the place of the one in work."""

    def __init__(self) -> None:
        self.done = 0

    def advance(self, done: int, planned: int) -> None:
        self.done = done


class _WatchedWriter:
    """Marks each candidate with the slot in work."""

    def __init__(self, writer: ItemWriter, watch: _Watch) -> None:
        self._writer, self._watch = writer, watch

    async def write(self, slot: Slot, passages: Sequence[Passage]) -> Candidates | NothingWritten:
        answer = await self._writer.write(slot, passages)
        if isinstance(answer, NothingWritten):
            return answer
        marked = tuple(
            item.model_copy(update={"provenance": item.provenance | {SLOT: self._watch.done}})
            for item in answer.items
        )
        return answer.model_copy(update={"items": marked})


class _WatchedProver(Prover):
    """Counts what each check says."""

    def __init__(self, library: Library, sandbox: Sandbox) -> None:
        super().__init__(library, sandbox)
        self.checks: dict[str, Counter[str]] = {}
        self.candidates = 0

    def prove(
        self, item: Item, seen: Novelty | None = None, set_aside: Mapping[str, str] = MappingProxyType({})
    ) -> Proof:
        proof = super().prove(item, seen, set_aside)
        self.candidates += 1
        for check in proof.checks:
            self.checks.setdefault(check.name, Counter())[check.verdict] += 1
        return proof
