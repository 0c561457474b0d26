"""Looks an item's quotations up in the article by itself, and tells whether they are about the item."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.plain import overlap
from itemwright.domain.card import Card
from itemwright.domain.item import Citation, Item
from itemwright.domain.passage import Passage
from itemwright.domain.source import Source


class Articles:
    """Sources and passages by id, and the cards that quote them."""

    def __init__(
        self, sources: Sequence[Source], passages: Sequence[Passage], cards: Mapping[str, Card]
    ) -> None:
        self.sources = {source.id: source for source in sources}
        self._passages = {passage.id: passage for passage in passages}
        self._cards = cards
        self._files: dict[str, str] = {}

    def faults(self, item: Item) -> list[str]:
        """What is wrong with the quotations of an item."""
        if not item.citations:
            return ["no quotation"]
        faults = [fault for citation in item.citations for fault in self._misplaced(citation)]
        return faults + list(self._foreign(item))

    def _misplaced(self, citation: Citation) -> Iterator[str]:
        """The quotation is its source's text at the span, and most of it lies in the passage named."""
        source, passage = self.sources.get(citation.source), self._passages.get(citation.passage)
        if source is None:
            yield f"source {citation.source!r} is not there"
            return
        said = source.text[citation.start : citation.end]
        if not citation.quote.strip() or said != citation.quote:
            yield f"{citation.quote[:80]!r} is quoted, the article says {said[:80]!r} there"
        if (file := self._file(citation.path)) and " ".join(citation.quote.split()) not in file:
            yield f"{citation.quote[:80]!r} does not stand in the file {citation.path!r}"
        inside = 0
        if passage is not None and passage.source == citation.source:
            inside = min(citation.end, passage.end) - max(citation.start, passage.start)
            if source.text[passage.start : passage.end] != passage.text:
                yield f"the passage {passage.text[:60]!r} is not the article's text at its span"
        if inside * 2 < len(citation.quote):
            yield f"{citation.quote[:60]!r} does not stand in the passage that is named"

    def _file(self, path: str) -> str:
        """The file itself with single spaces; empty for what is not read as it is written, like HTML."""
        if path not in self._files:
            is_plain = Path(path).suffix in (".md", ".txt") and Path(path).is_file()
            self._files[path] = " ".join(Path(path).read_text(encoding="utf-8").split()) if is_plain else ""
        return self._files[path]

    def _foreign(self, item: Item) -> Iterator[str]:
        """A quotation of an item from a card is one of that card's; in a table, from the card's article."""
        card = self._cards.get(str(item.provenance.get("card")))
        if card is None:
            return
        cards = [card, *(self._cards[slug] for slug in item.concepts if slug in self._cards)]
        known = {evidence.quote for each in cards for evidence in each.quotations()}
        articles = {evidence.article for each in cards for evidence in each.quotations()}
        for citation in item.citations:
            name = Path(citation.path).name
            if name not in articles or (item.type != "table" and citation.quote not in known):
                yield f"{citation.quote[:60]!r} of {name} is no quotation of the item's card"
        if (own := _evidence(card, item)) is not None and own not in [c.quote for c in item.citations]:
            yield f"the quotation of the entry {item.provenance['entry']!r} is missing: {own[:60]!r}"


def _evidence(card: Card, item: Item) -> str | None:
    """The quotation of the card's entry that the item is from, where its name says which."""
    entry = str(item.provenance.get("entry"))
    if entry == "definition":
        return card.definition.evidence.quote
    parts: Sequence[Sequence[Any]] = (card.facts, card.procedures, card.scenarios, card.code)
    found = [each for part in parts for each in part if each.id == entry]
    return found[0].evidence.quote if len(found) == 1 else None


def nearness(item: Item, others: Sequence[Item], rng: random.Random) -> tuple[float, float]:
    """How much of the item's quotations stands in what the item says, and how much of another item's
    quotations does: one on another concept, drawn. Shares of telling words, 0..1."""
    said = said_by(item)
    strangers = [each for each in others if not set(each.concepts) & set(item.concepts)]
    other = rng.choice(strangers) if strangers else item
    return overlap(_quoted(item), said), overlap(_quoted(other), said)


def said_by(item: Any) -> str:
    """Question, code, key texts and explanation."""
    options = getattr(item, "options", None) or ()
    keys = {item.key} if isinstance(item.key, str) else set(item.key) if options else set()
    parts = [item.stem, item.code or "", item.explanation, *(o.text for o in options if o.id in keys)]
    if isinstance(item.key, dict):
        parts += [str(value) for value in item.key.values()]
    return " ".join(parts)


def _quoted(item: Item) -> str:
    return " ".join(citation.quote for citation in item.citations)
