"""One round of repair: an item that its proof refuses is mended with the findings, and proved anew."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from itemwright.domain.item import Item
from itemwright.domain.proof import Proof
from itemwright.proving.lint.fixes import mended
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover


class Repairer(Protocol):
    """Mends an item. The key stays as it is: what is wrong there is not for a repair."""

    def repair(self, item: Item, findings: Sequence[str]) -> Item | None:
        """The mended item, or None when it knows no way; `findings`: what did not pass, a line a check."""
        ...


class LintRepairer:
    """Applies the safe fixes of the linter."""

    def repair(self, item: Item, findings: Sequence[str]) -> Item | None:
        changed, done = mended(item)
        return changed if done and changed != item else None


class ScriptedRepairer:
    """The fake: gives out prepared items in order and keeps the findings it was shown."""

    def __init__(self, items: Iterable[Item | None]) -> None:
        self._items = list(items)
        self.findings: list[list[str]] = []
        """What it was shown, oldest first."""

    def repair(self, item: Item, findings: Sequence[str]) -> Item | None:
        self.findings.append(list(findings))
        return self._items.pop(0) if self._items else None


class Repaired(NamedTuple):
    """An item, mended or not, and its proof."""

    item: Item
    proof: Proof


def findings_of(proof: Proof) -> list[str]:
    """What did not pass, a line a check."""
    return [f"{check.name}: {check.evidence}" for check in proof.checks if check.verdict != "pass"]


def prove_with_repair(
    item: Item, prover: Prover, repairer: Repairer, seen: Novelty | None = None
) -> Repaired:
    """The item's proof; where it does not pass, that of the mended item if there is one and it comes out
    better. A repetition cannot be mended."""
    proof = prover.prove(item, seen)
    if proof.verdict == "pass" or any(c.name == "novelty" and c.verdict == "fail" for c in proof.checks):
        return Repaired(item, proof)
    changed = repairer.repair(item, findings_of(proof))
    if changed is None or changed.key != item.key:
        return Repaired(item, proof)
    again = prover.prove(changed, seen)
    better = ("fail", "unsure", "pass")
    if better.index(again.verdict) > better.index(proof.verdict):
        return Repaired(changed, again)
    return Repaired(item, proof)
