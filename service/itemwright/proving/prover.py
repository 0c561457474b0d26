"""The first proof: all checks that need no model, in the order of their cost."""

from itemwright.domain.item import Item
from itemwright.domain.proof import Proof
from itemwright.proving.checked import prove_in_order
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

    def prove(self, item: Item, seen: Novelty | None = None) -> Proof:
        """Check the item; `seen`: what it must not repeat. The first failed check ends the proof."""
        return prove_in_order(
            [
                ("structure", lambda: check_structure(item)),
                ("novelty", lambda: (seen or Novelty()).check(item)),
                ("quotations", lambda: check_quotations(item, self._library)),
            ]
        )
