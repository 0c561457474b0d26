"""Is the item new: against the batch it is written in, and against a bank of older items."""

import re
from collections.abc import Iterable

import numpy as np

from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder, Vectors
from itemwright.proving.checked import Finding
from itemwright.text import content_words, normal_form
from itemwright.writing.frame import content_of

OVERLAP = 0.85
"""Shared part of all content words (Jaccard) from which two items of one concept say the same."""

MEANING = 0.93
"""Cosine of two tasks of one concept from which they ask the same."""

_GENERAL_STEMS = ("multiple_response", "matching", "table", "ordering")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Novelty:
    """The items seen so far. Family, stem and words are indexed, so a check costs no pass over the bank."""

    def __init__(self, seen: Iterable[Item] = (), embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._tasks: dict[str, list[tuple[str, str]]] = {}
        self._vectors: dict[str, Vectors] = {}
        self._families: dict[str, set[tuple[str, ...]]] = {}
        self._stems: dict[str, str] = {}
        self._words: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for item in seen:
            self.add(item)

    def add(self, item: Item) -> None:
        """From now on `item` counts as seen."""
        self._families.setdefault(item.family, set()).add(_drawn(item))
        self._stems.setdefault(_task(item), item.id)
        words = frozenset(content_words(content_of(item)))
        for concept in item.concepts:
            self._tasks.setdefault(concept, []).append((item.id, _task(item)))
            self._words.setdefault(concept, []).append((item.id, words))

    def has_family(self, item: Item) -> bool:
        """Whether an item of its family was seen; if values are drawn, one of the same values."""
        drawn = self._families.get(item.family)
        return drawn is not None and (not _is_drawn(item) or _drawn(item) in drawn)

    def knows_family(self, item: Item) -> bool:
        """Whether any item of the family was seen, whatever its values."""
        return item.family in self._families

    def check(self, item: Item) -> Finding:
        """fail: the family with the same values, the same question, or nearly the same words were seen."""
        if self.has_family(item):
            return "fail", f"another item of family {item.family!r} is there"
        if (other := self._stems.get(_task(item))) is not None:
            return "fail", f"asks the same as {other}"
        if not _is_drawn(item):
            words = frozenset(content_words(content_of(item)))
            for concept in item.concepts:
                for other, known in self._words.get(concept, ()):
                    if len(words & known) >= OVERLAP * len(words | known):
                        return "fail", f"nearly the same words as {other}"
            if self._embedder is not None and (near := self._near(item, self._embedder)):
                return "fail", near
        return "pass", "nothing like it is there"

    def _near(self, item: Item, embedder: Embedder) -> str:
        """Which known item of the concept means nearly the same, if any; vectors are made once and kept."""
        wanted = embedder.embed([_task(item)])[0]
        for concept in item.concepts:
            known = self._tasks.get(concept, [])
            held = self._vectors.get(concept)
            done = 0 if held is None else len(held)
            if done < len(known):
                new = embedder.embed([task for _, task in known[done:]])
                held = new if held is None else np.vstack([held, new])
                self._vectors[concept] = held
            if held is not None and len(held):
                cosines = held @ wanted
                best = int(np.argmax(cosines))
                if cosines[best] > MEANING:
                    return f"means nearly the same as {known[best][0]} (cosine {cosines[best]:.2f})"
        return ""


def _task(item: Item) -> str:
    """What is asked: the stem, and what it is asked about where the stem is a general one."""
    general = item.type in _GENERAL_STEMS or item.provenance.get("general_stem")
    return normal_form(content_of(item) if general else f"{item.stem}\n{item.code or ''}")


def _is_drawn(item: Item) -> bool:
    return bool(item.provenance.get("parameters"))


def _drawn(item: Item) -> tuple[str, ...]:
    """The numbers of the task, by which two parallel items of one family differ."""
    return (*tuple(_NUMBER.findall(f"{item.stem}\n{item.code or ''}")), normal_form(item.stem))
