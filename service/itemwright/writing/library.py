"""The library: concepts, cards, sources and passages in memory; it turns evidence into citations."""

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from itemwright.domain.card import Card, Evidence
from itemwright.domain.concept import Concept
from itemwright.domain.item import Citation
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source
from itemwright.errors import BadInput, NotFound


class Library:
    """What writers and proofs look things up in. It is built once and not changed.

    A card is `written` from only if the sources it quotes are here; the others stay known as terms. `thin`
    are cards that still lack what items are made with. What nobody has read yet, the `unreviewed`, is written
    from as well, but vouches for nothing.
    """

    def __init__(
        self,
        concepts: Iterable[Concept] = (),
        cards: Iterable[Card] = (),
        sources: Iterable[Source] = (),
        passages: Iterable[Passage] = (),
        unreviewed: Collection[str] = (),
    ) -> None:
        given = {card.concept: card for card in cards}
        whole = {slug: card.complete() for slug, card in given.items()}
        self.cards: dict[str, Card] = {slug: card for slug, card in whole.items() if card is not None}
        self.thin: dict[str, Card] = {slug: card for slug, card in given.items() if whole[slug] is None}
        self.reviewed: dict[str, Card] = {s: card for s, card in self.cards.items() if s not in unreviewed}
        self._unreviewed = frozenset(unreviewed)
        self.concepts: dict[str, Concept] = {concept.slug: concept for concept in concepts}
        self.sources: tuple[Source, ...] = tuple(sources)
        self.passages: tuple[Passage, ...] = tuple(passages)
        quoted = {source.id for card in self.cards.values() for source in self._quoted(card)}
        self.topics: dict[str, Source] = {}
        """Articles that no card quotes, by a slug of their title: each is a topic of its own."""
        for source in self.sources:
            if source.id not in quoted:
                self.topics.setdefault(self._topic_slug(source), source)
        self._cited: dict[Evidence, Citation] = {}
        self._by_id = {source.id: source for source in self.sources}
        self._passages: dict[str, list[Passage]] = {}
        for passage in self.passages:
            self._passages.setdefault(passage.source, []).append(passage)

    def source(self, source_id: str) -> Source:
        """The source of this id.

        Raises:
            NotFound: the library has no such source.
        """
        if source_id not in self._by_id:
            raise NotFound(f"No source {source_id!r} in the library; run 'itemwright ingest PATH' first.")
        return self._by_id[source_id]

    def topic_of(self, source: Source) -> str:
        """The slug under which items from the article's text are filed."""
        return next(
            (slug for slug, other in self.topics.items() if other.id == source.id), _slug(source.title)
        )

    def find_sources(self, named: str) -> list[Source]:
        """The sources whose id is `named`, whose path ends in it, or which lie in a folder of that name."""
        wanted = PurePosixPath(named).parts
        found = []
        for source in self.sources:
            parts = PurePosixPath(source.path).parts
            inside = any(parts[i : i + len(wanted)] == wanted for i in range(len(parts)))
            if source.id == named or (wanted and inside):
                found.append(source)
        return found

    def passages_of(self, source_id: str) -> Sequence[Passage]:
        """The passages of one source, in order."""
        return self._passages.get(source_id, [])

    def cite(self, evidence: Evidence) -> Citation:
        """The place where the quotation stands verbatim.

        Raises:
            NotFound: no source of that name has the quotation.
        """
        if evidence not in self._cited:
            self._cited[evidence] = self._found(evidence)
        return self._cited[evidence]

    def _found(self, evidence: Evidence) -> Citation:
        for source in self.find_sources(evidence.article):
            start = source.text.find(evidence.quote)
            if start >= 0:
                return self.citation(source, start, start + len(evidence.quote))
        raise NotFound(
            f"Quotation {evidence.quote[:70]!r} is not in {evidence.article!r}; ingest it, or mend the card."
        )

    def citation(self, source: Source, start: int, end: int) -> Citation:
        """A citation of `source.text[start:end]`; its passage is the one in which most of the span lies."""
        passage = max(
            self.passages_of(source.id), key=lambda p: min(end, p.end) - max(start, p.start), default=None
        )
        if passage is None or passage.start >= end or passage.end <= start:
            raise NotFound(f"No passage of {source.path!r} covers {start}..{end}; ingest the source again.")
        return Citation(
            source=source.id,
            path=source.path,
            passage=passage.id,
            quote=source.text[start:end],
            start=start,
            end=end,
        )

    def holds(self, evidence: Evidence) -> bool:
        """Whether the quotation can be cited."""
        return any(evidence.quote in source.text for source in self.find_sources(evidence.article))

    def name(self, slug: str) -> str:
        """What the concept is called in running text."""
        if slug in self.cards:
            return self.cards[slug].term
        return self.concepts[slug].name if slug in self.concepts else slug.replace("-", " ")

    def relatives(self, card: Card) -> set[str]:
        """Slugs of what the concept is a kind of, directly or not, and of what is a kind of it."""
        above = self._above(card.concept)
        below = {slug for slug in self.cards if card.concept in self._above(slug)}
        return above | below

    def siblings(self, card: Card) -> list[Card]:
        """Cards that can be taken for this one: the named ones, then those of its genus; no relatives."""
        barred = self.relatives(card) | {card.concept}
        named = [self.cards[slug] for slug in card.siblings if slug in self.cards and slug not in barred]
        others = [
            other
            for slug, other in sorted(self.cards.items())
            if other.genus == card.genus and slug not in barred and slug not in card.siblings
        ]
        return named + others

    def passages_on(self, slug: str) -> list[Passage]:
        """Passages that a card quotes, or else that name the concept; all, if none does."""
        card = self.cards.get(slug)
        if card is not None:
            cited = {self.cite(each).passage for each in card.quotations() if self.holds(each)}
            if cited:
                return [passage for passage in self.passages if passage.id in cited]
        name = self.name(slug).casefold()
        naming = [passage for passage in self.passages if name in passage.text.casefold()]
        return naming or list(self.passages)

    def restrict(self, named: Collection[str]) -> "Library":
        """The same library with only the named sources, by id or path.

        Raises:
            BadInput: no source has one of the names.
        """
        chosen: dict[str, Source] = {}
        for name in named:
            found = self.find_sources(name)
            if not found:
                paths = [source.path for source in self.sources]
                raise BadInput(
                    f"Unknown source {name!r}{near_matches(name, paths)}; run 'itemwright ingest' first."
                )
            chosen.update((source.id, source) for source in found)
        passages = [passage for passage in self.passages if passage.source in chosen]
        cards = [*self.cards.values(), *self.thin.values()]
        return Library(self.concepts.values(), cards, chosen.values(), passages, self._unreviewed)

    def _quoted(self, card: Card) -> list[Source]:
        articles = {evidence.article for evidence in card.quotations()}
        return [source for article in articles for source in self.find_sources(article)]

    def _topic_slug(self, source: Source) -> str:
        slug = _slug(source.title) or _slug(PurePosixPath(source.path).stem) or source.id
        taken = slug in self.concepts or slug in self.cards or slug in self.topics
        return f"{slug}-{_slug(PurePosixPath(source.path).stem) or source.id}" if taken else slug

    def _above(self, slug: str) -> set[str]:
        found: set[str] = set()
        open_slugs = [slug]
        while open_slugs:
            current = open_slugs.pop()
            for parent in self.cards[current].broader if current in self.cards else ():
                if parent not in found:
                    found.add(parent)
                    open_slugs.append(parent)
        return found


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-")


def near_matches(value: str, known: Iterable[str]) -> str:
    """A hint for an error message: the known names most like `value`, or nothing."""
    near = difflib.get_close_matches(value, sorted(known), n=3, cutoff=0.5)
    return f", did you mean {' or '.join(map(repr, near))}?" if near else ""
