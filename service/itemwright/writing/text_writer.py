"""The built-in writer for articles without cards: extractive patterns, of which only the safe ones are "
"used."""

from collections.abc import Sequence

from itemwright.domain.blueprint import Slot
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.sandbox import Sandbox
from itemwright.writing.acronyms import acronym_questions
from itemwright.writing.answered_questions import answered_questions, question_headings, questions_asked
from itemwright.writing.article_code import code_outputs
from itemwright.writing.article_tables import article_tables
from itemwright.writing.article_terms import article_terms
from itemwright.writing.asked_groups import asked_groups
from itemwright.writing.base import Candidates, NothingWritten
from itemwright.writing.candidates import WIDTH, draw_candidates
from itemwright.writing.comparison_tables import tables_of
from itemwright.writing.entries import glossary_of, groups_of
from itemwright.writing.entry_items import entry_items
from itemwright.writing.library import Library
from itemwright.writing.listed_points import listed_points
from itemwright.writing.opportunity import Opportunity
from itemwright.writing.prose import sections_of, statements_of
from itemwright.writing.step_lists import step_orderings
from itemwright.writing.turned_statements import turned_statements

ACRONYMS = 0.1
TURNED = 0.2
"""The largest share of an article's items that are acronyms, and turned statements."""
FEWEST_BESIDE = 3
"""Other items an article must give before one of its acronyms is asked for."""


class TextWriter:
    """Writes from the articles that no card quotes, each of which is one topic."""

    def __init__(self, library: Library, sandbox: Sandbox, width: int = WIDTH) -> None:
        self._library = library
        self._sandbox = sandbox
        self._width = width
        self._offers: dict[str, tuple[Opportunity, ...]] = {}

    def offers(self, topic: str) -> Sequence[Opportunity]:
        """All that could be written on a topic; an article is read when it is first asked for."""
        if topic not in self._library.topics:
            return ()
        if topic not in self._offers:
            self._offers[topic] = self._offers_of(self._library.topics[topic])
        return self._offers[topic]

    async def write(self, slot: Slot, passages: Sequence[Passage] = ()) -> Candidates | NothingWritten:
        drawn = draw_candidates(self._offers_for(slot, passages), slot, self._width, "article")
        if isinstance(drawn, NothingWritten) or slot.concept is None:
            return drawn
        concepts = {"concepts": (slot.concept,)}  # an article's topic is no concept; the slot names one
        return Candidates(items=tuple(item.model_copy(update=concepts) for item in drawn.items))

    def _offers_for(self, slot: Slot, passages: Sequence[Passage]) -> list[Opportunity]:
        """Those of the topic, or of all topics; for another concept those whose quotations name it."""
        if slot.concept is None:
            return [offer for topic in self._library.topics for offer in self.offers(topic)]
        if slot.concept in self._library.topics:
            return list(self.offers(slot.concept))
        wanted = {passage.source for passage in passages}
        name = self._library.name(slot.concept).casefold()
        return [
            offer
            for topic, source in self._library.topics.items()
            if source.id in wanted
            for offer in self.offers(topic)
            if any(name in citation.quote.casefold() for citation in offer.setting.citations)
        ]

    def _offers_of(self, source: Source) -> tuple[Opportunity, ...]:
        library = self._library
        sections, statements, terms = sections_of(source), statements_of(source), article_terms(source)
        tables = tables_of(source)
        questions = questions_asked(statements, terms)
        found = answered_questions(questions, library)
        found += question_headings(sections, source, library)
        found += listed_points(sections, source, library)
        for group in [*groups_of(source, tables), *glossary_of(source), *asked_groups(source, questions)]:
            found += entry_items(group, library)
        for table in tables:
            found += article_tables(table, library)
        found += step_orderings(sections, source, library)
        found += code_outputs(sections, source, self._sandbox, library)
        asked = {citation for offer in found for citation in offer.setting.citations}
        turned = [
            offer
            for offer in turned_statements(statements, terms, library)
            if not set(offer.setting.citations) & asked
        ]
        found += turned[: max(1, int(TURNED * len(found)))]
        acronyms = acronym_questions(sections, source, library)
        found += acronyms[: max(len(found) >= FEWEST_BESIDE, int(ACRONYMS * len(found)))]
        return tuple(found)
