"""Finds the key's items that ask for the same fact as a written item, and where the two keys clash."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from evals.key_item import KeyItem, as_item
from evals.statement import Statements, statements
from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder
from itemwright.text import normal_form

SAME_FACT = 0.65
"""Cosine from which a written item and one of the key on the same concept ask for one fact. Read pair by pair
on 600 written items: from here up most pairs do, below it most share the topic alone."""
SAME_TEXT = 88.0
"""rapidfuzz ratio from which two normal forms say the same."""
COPIED = 90.0


class KeyMatch(NamedTuple):
    """A key item that asks for the same fact, how near it is, and in what the keys clash ("" when they do
    not); `copied` when the question itself is that of the key."""

    key: KeyItem
    nearness: float
    clash: str
    copied: bool


class KeyMatcher:
    """The key's items by concept, with the vectors of what they hold true."""

    def __init__(self, key: Sequence[KeyItem], embedder: Embedder, *, any_concept: bool = False) -> None:
        """`any_concept`: the articles' concepts are named otherwise than the key's, so all are compared."""
        self._embedder, self._any_concept = embedder, any_concept
        self._by_concept: dict[str, list[tuple[KeyItem, Statements]]] = defaultdict(list)
        for item in key:
            self._by_concept[item.concept].append((item, statements(as_item(item))))
        texts = {
            text for entries in self._by_concept.values() for entry in entries for text in _right(*entry)
        }
        self._vectors = self._embedded(texts)

    def matches(self, item: Item, said: Statements | None = None) -> list[KeyMatch]:
        """The matches of a written item, nearest first; `said` stands in for what its key says."""
        said = said or statements(item)
        concepts = self._by_concept if self._any_concept else item.concepts
        known = [entry for concept in concepts for entry in self._by_concept.get(concept, ())]
        asked = self._embedded(
            _joined(said.asked, text) for text in (*said.true, *said.false) or (item.stem,)
        )
        found = []
        for key, theirs in known:
            right = [self._vectors[text] for text in _right(key, theirs)]
            nearness = max(float(one @ other) for one in asked.values() for other in right)
            copied = fuzz.ratio(normal_form(item.stem), normal_form(key.stem)) >= COPIED
            if nearness >= SAME_FACT or copied:
                found.append(KeyMatch(key, nearness, _clash(said, key, theirs), copied))
        return sorted(found, key=lambda match: -match.nearness)

    def _embedded(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        listed = sorted(set(texts))
        return dict(zip(listed, np.asarray(self._embedder.embed(listed), dtype=np.float32), strict=True))


def _joined(asked: str, said: str) -> str:
    return f"{asked} {said}".strip()


def _right(key: KeyItem, said: Statements) -> list[str]:
    return [key.explanation, *(_joined(said.asked, text) for text in said.true)]


def _clash(ours: Statements, key: KeyItem, theirs: Statements) -> str:
    """A text that one key holds true and the other false; the rule sees the same words only, so it is sure
    when it speaks and silent about most."""
    wrong = (*theirs.false, *key.misconceptions)
    for said in ours.true:
        if (text := _same(said, wrong)) is not None and _same(said, theirs.true) is None:
            return f"holds true {said!r}, which the answer key calls wrong: {text!r}"
    for said in ours.false:
        if (text := _same(said, theirs.true)) is not None and _same(said, ours.true) is None:
            return f"holds false {said!r}, which the answer key calls right: {text!r}"
    return ""


def _same(said: str, others: Iterable[str]) -> str | None:
    form = normal_form(said)
    return next((o for o in others if form and fuzz.ratio(form, normal_form(o)) >= SAME_TEXT), None)
