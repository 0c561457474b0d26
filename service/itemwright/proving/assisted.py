"""The proof with help: beside the checks, solvers who do not see the key and an examiner who does."""

import time
from collections.abc import Mapping, Sequence

from itemwright.domain.item import Item
from itemwright.domain.proof import Check, Proof
from itemwright.proving.blind_solve import Contestant, Shown, blind_check, solve_blind
from itemwright.proving.examination import DISMISSED, examination_check, passages_to_read, weighing_check
from itemwright.proving.examiner import Examiner
from itemwright.proving.prover import Prover
from itemwright.structured import Unanswered

COMPARES_WORDS = frozenset(
    ["coherence", "stands_alone", "hints", "hint_leaks_key", "steps_disagree_with_key", "not_self_contained",
     "rivals", "second_answers", "contradictions", "key_support", "other_truths"]
)  # fmt: skip
"""Checks that go by words where a reader goes by what they mean: an examiner may set their findings aside.
What is looked up, computed or executed stands."""


class AssistedProver:
    """Proves items with `contestants`, who solve each as `shown` shows it, and with an examiner, if given."""

    def __init__(
        self,
        prover: Prover,
        contestants: Sequence[Contestant],
        shown: Shown,
        examiner: Examiner | None = None,
    ) -> None:
        self._prover = prover
        self._contestants = contestants
        self._shown = shown
        self._examiner = examiner

    async def prove(self, item: Item, seed: int = 0) -> Proof:
        """The checks; where nothing failed the examination, and then the solves. Answers that are not
        compared, and items that no contestant has a view of, have no solves; an item that a card vouches for
        has neither."""
        passages = self._prover.passages(item)
        proof = self._prover.prove(item)
        if self._prover.has_card(item):
            return proof
        if self._examiner is not None:
            proof = await self._weighed(item, proof, passages)
            if proof.verdict != "fail":
                proof = await self._examined(item, proof, passages)
        if proof.verdict == "fail":
            return proof
        begun = time.perf_counter()
        tries = await solve_blind(item, self._contestants, passages, self._shown, seed)
        if all(each.right is None for each in tries):
            return proof
        return _with(proof, blind_check(tries, time.perf_counter() - begun))

    async def _weighed(self, item: Item, proof: Proof, passages: Sequence[str]) -> Proof:
        """The proof without the findings that the examiner dismisses; a check that stood behind them may
        find something in its turn."""
        assert self._examiner is not None
        set_aside: dict[str, str] = {}
        rounds: list[Check] = []
        while found := _disputable(proof, set_aside):
            begun = time.perf_counter()
            read = passages_to_read(item, passages)
            findings = [f"{check.name}: {check.evidence}" for check in found]
            weighed = await self._examiner.weigh(item, read, findings)
            rounds.append(weighing_check(found, weighed, time.perf_counter() - begun))
            if isinstance(weighed, Unanswered):
                break
            dismissed = {
                check.name: f"set aside by a second reader, {ruling.ruling} Found was: {check.evidence}"
                for check, ruling in zip(found, weighed.rulings, strict=True)
                if ruling.confidence <= DISMISSED
            }
            if not dismissed:
                break
            set_aside |= dismissed
            proof = self._prover.prove(item, set_aside=set_aside)
            if len(dismissed) < len(found):
                break
        return Proof(checks=(*rounds, *proof.checks))

    async def _examined(self, item: Item, proof: Proof, passages: Sequence[str]) -> Proof:
        assert self._examiner is not None
        begun = time.perf_counter()
        examined = await self._examiner.examine(item, passages_to_read(item, passages))
        return _with(proof, examination_check(examined, time.perf_counter() - begun))


def _disputable(proof: Proof, set_aside: Mapping[str, str]) -> list[Check]:
    """What a reader may still set aside; nothing, where another check has failed."""
    if any(check.verdict == "fail" and check.name not in COMPARES_WORDS for check in proof.checks):
        return []
    return [
        check
        for check in proof.checks
        if check.verdict != "pass" and check.name in COMPARES_WORDS and check.name not in set_aside
    ]


def _with(proof: Proof, check: Check) -> Proof:
    return Proof(checks=(*proof.checks, check))
