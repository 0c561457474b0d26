"""The proof of an item: all checks in the order of their cost, the first failure ends it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from itemwright.domain.item import Item
from itemwright.domain.proof import Proof
from itemwright.domain.source import Source
from itemwright.proving.arithmetic import check_arithmetic
from itemwright.proving.card_agreement import CardAgreement
from itemwright.proving.checked import Finding, Test, prove_in_order
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.code_options import check_code_options, code_options
from itemwright.proving.coherence import check_coherence
from itemwright.proving.contradictions import check_contradictions
from itemwright.proving.execution import check_execution, is_executable
from itemwright.proving.hints import check_hints
from itemwright.proving.key_support import QuotedSource, check_key_support
from itemwright.proving.key_unique import check_key_unique
from itemwright.proving.lint.linter import lint_checks
from itemwright.proving.novelty import Novelty
from itemwright.proving.other_truths import check_other_truths
from itemwright.proving.quotations import check_quotations, find_sources
from itemwright.proving.rivals import check_rivals
from itemwright.proving.run_told import check_told, tells_of_run
from itemwright.proving.run_values import asks_for_values, check_values
from itemwright.proving.second_answers import check_second_answers
from itemwright.proving.stands_alone import check_stands_alone
from itemwright.proving.structure import check_structure
from itemwright.sandbox import Sandbox
from itemwright.writing.library import Library

CARD_WRITER = "builtin-cards"
"""Who writes from reviewed cards: their evidence stands for what a network would read in the source."""


FATAL_FLAWS = frozenset(
    ["hint_leaks_key", "placeholder_text", "steps_disagree_with_key",
     "code_does_not_parse", "not_self_contained"]
)  # fmt: skip
"""Rules whose breach makes any item wrong, or gives its key away, whoever wrote it."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


class Prover:
    """Proves items against `library`; code runs in `sandbox`. With `claims` the source is read, too, for
    items that no card of the library vouches for."""

    def __init__(self, library: Library, sandbox: Sandbox, claims: ClaimModel | None = None) -> None:
        self.library = library
        self._sandbox = sandbox
        self._claims = claims
        self._cards = CardAgreement(library)

    def prove(
        self, item: Item, seen: Novelty | None = None, set_aside: Mapping[str, str] = _NOTHING
    ) -> Proof:
        """Check the item; `seen`: what it must not repeat. The first failed check ends the proof.

        `set_aside`: checks that are not made, by name, and why they count as passed."""
        tests: list[tuple[str, Test]] = [("structure", lambda: check_structure(item))]
        if seen is not None:
            tests.append(("novelty", lambda: seen.check(item)))
        tests += [
            ("quotations", lambda: check_quotations(item, self.library)),
            ("key_unique", lambda: check_key_unique(item, self.library)),
            ("agrees_with_cards", lambda: self._cards.check(item)),
            ("arithmetic", lambda: check_arithmetic(item, self._sandbox)),
            ("coherence", lambda: check_coherence(item)),
            *(lint_checks(item) if self._is_own(item) else _softened(lint_checks(item))),
            ("stands_alone", lambda: check_stands_alone(item)),
        ]
        if not self.has_card(item):
            tests.append(("hints", lambda: check_hints(item, self._texts(item))))
            tests.append(("rivals", lambda: check_rivals(item, self._texts(item))))
            tests.append(("second_answers", lambda: check_second_answers(item, self._texts(item))))
            tests.append(("contradictions", lambda: check_contradictions(item, self._texts(item))))
        if is_executable(item):
            tests.append(("execution", lambda: check_execution(item, self._sandbox)))
        elif code_options(item) is not None:
            tests.append(("execution", lambda: check_code_options(item, self._sandbox)))
        elif asks_for_values(item):
            tests.append(("execution", lambda: check_values(item, self._sandbox)))
        elif tells_of_run(item):
            tests.append(("execution", lambda: check_told(item, self._sandbox)))
        if self._claims is not None and not self.has_card(item):
            claims = self._claims
            tests.append(("key_support", lambda: check_key_support(item, self._quoted(item), claims)))
            tests.append(("other_truths", lambda: check_other_truths(item, self._texts(item), claims)))
        return prove_in_order(
            (name, test if name not in set_aside else _passed(set_aside[name])) for name, test in tests
        )

    def passages(self, item: Item) -> list[str]:
        """The passages of the sources that the item cites."""
        return [part.text for source in self._sources(item) for part in self.library.passages_of(source.id)]

    def _is_own(self, item: Item) -> bool:
        """Whether a writer of ours made the item, who can do better than a flaw."""
        return str(item.provenance.get("writer", "")).startswith("builtin")

    def has_card(self, item: Item) -> bool:
        """Whether a reviewed card of the library vouches for what the item says."""
        told = item.provenance
        return told.get("writer") == CARD_WRITER and told.get("card") in self.library.reviewed

    def _sources(self, item: Item) -> list[Source]:
        found = {s.id: s for citation in item.citations for s in find_sources(citation, self.library)}
        return list(found.values())

    def _texts(self, item: Item) -> list[str]:
        return [source.text for source in self._sources(item)]

    def _quoted(self, item: Item) -> QuotedSource:
        return QuotedSource([citation.quote for citation in item.citations], self._texts(item))


def _passed(why: str) -> Test:
    return lambda: ("pass", why)


def _softened(tests: Sequence[tuple[str, Test]]) -> list[tuple[str, Test]]:
    """Rules of style as reasons for an author to look: a strange item that breaks one need not be wrong."""

    def soft(test: Test) -> Test:
        def softly() -> Finding:
            verdict, evidence = test()
            return ("unsure" if verdict == "fail" else verdict), evidence

        return softly

    return [(name, test if name in FATAL_FLAWS else soft(test)) for name, test in tests]
