"""Is the item new: against the batch it is written in, and against a bank of older items."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itemwright.domain.item import Item
from itemwright.index.embedding import Embedder
from itemwright.proving.checked import Finding
from itemwright.proving.fingerprint import Fingerprint, fingerprint_of
from itemwright.proving.likeness import ALIKE, NEW, Likeness, likeness, may_be_near, overlap
from itemwright.proving.word_index import WordIndex

COMPARED = 48
"""Known items compared word by word, those that share the rarest words first."""
EMBEDDED = 12
"""Of these, how many are at most compared by meaning."""
RESEMBLING = 0.6
"""Shared lemmas (Jaccard) of all that two items show from which one reads like the other over again."""
_RANK = {"copy": 0, "near": 1, "parallel": 2, "new": 3}


class Kin(NamedTuple):
    """The known item that is most like another, and how; `item` is "" where nothing is like it."""

    item: str
    likeness: Likeness


NO_KIN = Kin("", NEW)


class Novelty:
    """The items seen so far, indexed by their words: a check costs no pass over the bank.

    With an `embedder`, items that ask the same in other words count as near, too. It is asked only about
    texts that share words with the item, and about each once.
    """

    def __init__(self, seen: Iterable[Item] = (), embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._prints: list[Fingerprint] = []
        self._digests: dict[str, int] = {}
        self._asked, self._shown = WordIndex(), WordIndex()
        self._families: dict[str, bool] = {}
        self._last: tuple[str, int, Kin] = ("", 0, NO_KIN)
        for item in seen:
            self.add(item)

    def add(self, item: Item) -> None:
        """From now on `item` counts as seen."""
        found = fingerprint_of(item)
        self._digests.setdefault(found.digest, len(self._prints))
        self._prints.append(found)
        self._asked.add(found.looked_up)
        self._shown.add(found.content)
        if found.family:
            self._families[found.family] = bool(item.provenance.get("parameters"))

    def families(self, drawn: bool) -> frozenset[str]:
        """Families (item model and card entry) of built-in items that were seen; without `drawn`, only those
        that have no values to draw, so that another item of the family would say the same."""
        return frozenset(family for family, is_drawn in self._families.items() if drawn or not is_drawn)

    def kin(self, item: Item) -> Kin:
        """The seen item that is most like `item`: a copy before a near one, that before a parallel form."""
        mine = fingerprint_of(item)
        if self._last[:2] != (mine.digest, len(self._prints)):
            self._last = (mine.digest, len(self._prints), self._kin(mine))
        return self._last[2]

    def resembles(self, item: Item) -> str:
        """The id of a seen item that shows mostly the same words, choices included; "" if there is none.

        The two may ask different things, as two steps of one procedure, but in a row they read as one."""
        mine = fingerprint_of(item)
        for place in self._shown.sharing(mine.content, COMPARED):
            if overlap(mine.content, self._prints[place].content) >= RESEMBLING:
                return self._prints[place].item
        return ""

    def check(self, item: Item) -> Finding:
        """fail: a copy, or near a seen item. A parallel form passes, and a question in another form, if no
        other values could have been drawn for it."""
        kin = self.kin(item)
        relation, evidence, other_form = kin.likeness
        could_differ = not other_form or bool(item.provenance.get("parameters"))
        if relation == "copy" or (relation == "near" and could_differ):
            return "fail", f"{relation} of {kin.item}: {evidence}"
        if relation == "new":
            return "pass", "nothing like it is there"
        return "pass", f"{'another form' if other_form else 'a parallel form'} of {kin.item}: {evidence}"

    def _kin(self, mine: Fingerprint) -> Kin:
        if (place := self._digests.get(mine.digest)) is not None:
            return Kin(self._prints[place].item, likeness(mine, self._prints[place]))
        known = [self._prints[place] for place in self._asked.sharing(mine.looked_up, COMPARED)]
        found = [Kin(other.item, likeness(mine, other)) for other in known]
        best = min(found, key=_rank, default=NO_KIN)
        if self._embedder is None or best.likeness.relation == "copy":
            return best
        unclear = [
            o for o, kin in zip(known, found, strict=True) if kin.likeness == NEW and may_be_near(mine, o)
        ]
        unclear = unclear[:EMBEDDED]
        self._embed(self._embedder, [mine.asked, *(other.asked for other in unclear)] if unclear else [])
        unclear = [other for other in unclear if self._cosine(mine.asked, other.asked) >= ALIKE]
        self._embed(self._embedder, [mine.answer, *(other.answer for other in unclear)] if unclear else [])
        return min((best, *(Kin(o.item, likeness(mine, o, self._cosine)) for o in unclear)), key=_rank)

    def _embed(self, embedder: Embedder, texts: Sequence[str]) -> None:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, embedder.embed(missing), strict=True))

    def _cosine(self, one: str, other: str) -> float:
        return float(self._vectors[one] @ self._vectors[other])


def _rank(kin: Kin) -> tuple[int, bool]:
    return _RANK[kin.likeness.relation], kin.likeness.other_form
