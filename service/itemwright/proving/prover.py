"""The first proof: all checks that need no model, in the order of their cost."""

from itemwright.domain.item import Item
from itemwright.domain.proof import Proof
from itemwright.proving.card_agreement import CardAgreement
from itemwright.proving.checked import Test, prove_in_order
from itemwright.proving.execution import check_execution, is_executable
from itemwright.proving.flaws import flaw_checks
from itemwright.proving.key_unique import check_key_unique
from itemwright.proving.novelty import Novelty
from itemwright.proving.quotations import check_quotations
from itemwright.proving.structure import check_structure
from itemwright.sandbox import Sandbox
from itemwright.writing.library import Library


class Prover:
    """Proves items against `library`; code runs in `sandbox`."""

    def __init__(self, library: Library, sandbox: Sandbox) -> None:
        self._library = library
        self._sandbox = sandbox
        self._cards = CardAgreement(library)

    def prove(self, item: Item, seen: Novelty | None = None) -> Proof:
        """Check the item; `seen`: what it must not repeat. The first failed check ends the proof."""
        tests: list[tuple[str, Test]] = [("structure", lambda: check_structure(item))]
        if seen is not None:
            tests.append(("novelty", lambda: seen.check(item)))
        tests += [
            ("quotations", lambda: check_quotations(item, self._library)),
            ("key_unique", lambda: check_key_unique(item)),
            ("agrees_with_cards", lambda: self._cards.check(item)),
            *flaw_checks(item),
        ]
        if is_executable(item):
            tests.append(("execution", lambda: check_execution(item, self._sandbox)))
        return prove_in_order(tests)
