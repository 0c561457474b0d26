"""The built-in writer: items from reviewed cards, by item models, without a language model."""

from collections.abc import Sequence

from itemwright.domain.blueprint import Slot
from itemwright.domain.passage import Passage
from itemwright.sandbox import Sandbox
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.candidates import WIDTH, draw_candidates
from itemwright.writing.cloze_items import cloze_items
from itemwright.writing.code_cloze import code_clozes
from itemwright.writing.contrast_question import contrast_questions
from itemwright.writing.debug_items import debug_items
from itemwright.writing.fact_question import fact_questions
from itemwright.writing.free_text import free_texts
from itemwright.writing.library import Library
from itemwright.writing.matching_items import matching_items
from itemwright.writing.numeric_items import numeric_items
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.output_prediction import output_predictions
from itemwright.writing.procedure_items import procedure_items
from itemwright.writing.scenario_items import scenario_items
from itemwright.writing.short_answers import short_answers
from itemwright.writing.statement_question import statement_questions
from itemwright.writing.table_items import table_items
from itemwright.writing.term_question import term_questions
from itemwright.writing.true_false import true_false_questions

_FROM_CARD = (
    fact_questions, term_questions, statement_questions, true_false_questions, contrast_questions,
    procedure_items, cloze_items, matching_items, table_items, short_answers, free_texts,
)  # fmt: skip
_FROM_CODE = (scenario_items, output_predictions, debug_items, code_clozes, numeric_items)


class CardWriter:
    """Writes from the cards of `library`; it needs no passages, as cards carry their quotations."""

    def __init__(self, library: Library, sandbox: Sandbox, width: int = WIDTH) -> None:
        self._library = library
        self._sandbox = sandbox
        self._width = width
        self._offers: dict[str, tuple[Opportunity, ...]] = {}

    def offers(self, concept: str) -> Sequence[Opportunity]:
        """All that could be written on a concept; a card is read when it is first asked for."""
        if concept not in self._library.cards:
            return ()
        if concept not in self._offers:
            self._offers[concept] = self._offers_of(concept)
        return self._offers[concept]

    async def write(self, slot: Slot, passages: Sequence[Passage] = ()) -> Candidates | NothingWritten:
        offers = (offer for slug in self._concepts(slot) for offer in self.offers(slug))
        return draw_candidates(offers, slot, self._width, "card")

    def _concepts(self, slot: Slot) -> list[str]:
        return sorted(self._library.cards) if slot.concept is None else [slot.concept]

    def _offers_of(self, slug: str) -> tuple[Opportunity, ...]:
        card = self._library.cards[slug]
        library, sandbox = self._library, self._sandbox
        found: list[Opportunity] = []
        for from_card in _FROM_CARD:
            found += from_card(card, library)
        for from_code in _FROM_CODE:
            found += from_code(card, library, sandbox)
        return tuple(found)
