"""The desk at which cards are drawn up from articles: each is kept as a draft for an author to review."""

import time
from collections.abc import Sequence
from pathlib import Path

from itemwright.bank import load_library
from itemwright.chat.base import ChatModel
from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.item import Citation
from itemwright.domain.principal import Principal
from itemwright.domain.source import Source
from itemwright.domain.value import Value
from itemwright.errors import BadInput, NotAllowed, NotFound
from itemwright.index.embedding import Embedder
from itemwright.ingest.ingest import ingest_paths
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from itemwright.writing.article_cards import article_cards
from itemwright.writing.base import Usage
from itemwright.writing.card_extraction import Extraction, extract_cards
from itemwright.writing.library import Library, near_matches


class DrawnCard(Value):
    """A card from an article, unreviewed. `status`: "kept" when the course has a card of the concept already,
    which is then left as it is. `quotations`: where each of the card's quotations stands, in its order."""

    card: Card
    source: str
    path: str
    status: str
    reviewed: bool
    revision: int
    quotations: tuple[Citation, ...]


class DrawingReport(Value):
    """What was read and what came of it; `left_out` says of each part that was not kept why. `cost` in US
    dollars, None where a price is unknown."""

    sources: int
    cards: int
    facts: int
    empty: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    calls: int = 0
    tokens: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0


class DrawnCards(Value):
    """The cards of one request, and the report on it."""

    cards: tuple[DrawnCard, ...]
    report: DrawingReport


class CardDesk:
    """Draws cards up from the articles of a course."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder

    async def draw_up(
        self,
        principal: Principal,
        named: Sequence[str],
        model: ChatModel | None = None,
        *,
        may_ingest: bool = False,
    ) -> DrawnCards:
        """Cards from the sources `named` by id or path, by `model` or by the built-in extractor. With
        `may_ingest` a path of this machine that was not ingested yet is ingested first.

        Raises:
            NotAllowed: the principal is neither author nor operator.
            BadInput: no source and no file has one of the names, or its file cannot be read.
        """
        if principal.role not in ("author", "operator"):
            raise NotAllowed(f"Role {principal.role!r} cannot make cards; ask with an author's key.")
        began = time.perf_counter()
        library = load_library(self._store, principal.course)
        sources = self._sources(principal, named, library, may_ingest)
        library = load_library(self._store, principal.course)
        drawn: list[DrawnCard] = []
        extractions: list[Extraction] = []
        empty: list[str] = []
        for source in sources:
            known = [*library.cards.values(), *library.thin.values(), *(each.card for each in drawn)]
            extraction = await _read(model, source, library, known)
            extractions.append(extraction)
            if not extraction.cards:
                empty.append(source.path)
            drawn += [self._keep(principal, card, source, library) for card in extraction.cards]
        report = _report(drawn, extractions, empty)
        seconds = round(time.perf_counter() - began, 3)
        return DrawnCards(cards=tuple(drawn), report=report.model_copy(update={"seconds": seconds}))

    def _sources(
        self, principal: Principal, named: Sequence[str], library: Library, may_ingest: bool
    ) -> list[Source]:
        """Each source once, in the order of the names."""
        found: dict[str, Source] = {}
        for name in named:
            own = library.find_sources(name)
            if not own:
                own = self._ingested(principal, name, library, may_ingest)
            found.update((source.id, source) for source in own)
        return list(found.values())

    def _ingested(self, principal: Principal, name: str, library: Library, may_ingest: bool) -> list[Source]:
        if not may_ingest or not Path(name).exists():
            paths = [source.path for source in library.sources]
            raise BadInput(f"Unknown source {name!r}{near_matches(name, paths)}; ingest it first.")
        results = ingest_paths(self._store, principal, self._embedder, [name])
        refused = [result for result in results if result.status == "rejected"]
        if refused and len(refused) == len(results):
            raise BadInput(f"{refused[0].path!r} cannot be read: {refused[0].warnings[-1].message}")
        after = load_library(self._store, principal.course)
        return [after.source(result.id) for result in results if result.status != "rejected"]

    def _keep(self, principal: Principal, card: Card, source: Source, library: Library) -> DrawnCard:
        """Store the card unless its concept has one, which may be reviewed or edited."""
        with self._store.begin() as tx:
            cards, concepts = Cards(tx, principal.course), Concepts(tx, principal.course)
            try:
                stored, status = cards.get(card.concept), "kept"
            except NotFound:
                stored, status = cards.save(card, reviewed=False), "added"
                if card.concept not in {concept.slug for concept in concepts.all()}:
                    definition = card.definition.text
                    concepts.save([Concept(slug=card.concept, name=card.term, definition=definition)])
        places = [source.text.find(evidence.quote) for evidence in card.quotations()]
        quoted = [
            library.citation(source, start, start + len(evidence.quote))
            for start, evidence in zip(places, card.quotations(), strict=True)
        ]
        return DrawnCard(
            card=card,
            source=source.id,
            path=source.path,
            status=status,
            reviewed=stored.reviewed,
            revision=stored.revision,
            quotations=tuple(quoted),
        )


async def _read(
    model: ChatModel | None, source: Source, library: Library, known: Sequence[Card]
) -> Extraction:
    if model is not None:
        return await extract_cards(model, source, library, known)
    return Extraction(tuple(article_cards(source)), (), (), Usage())


def _report(drawn: Sequence[DrawnCard], read: Sequence[Extraction], empty: Sequence[str]) -> DrawingReport:
    costs = [extraction.usage.cost for extraction in read]
    return DrawingReport(
        sources=len(read),
        cards=len(drawn),
        facts=sum(len(each.card.facts) for each in drawn),
        empty=tuple(empty),
        left_out=tuple(f"{part.what}: {part.why}" for extraction in read for part in extraction.left_out),
        reported=tuple(text for extraction in read for text in extraction.reported),
        calls=sum(extraction.usage.calls for extraction in read),
        tokens=sum(extraction.usage.tokens for extraction in read),
        cost=None if None in costs else round(sum(cost for cost in costs if cost is not None), 6),
    )
