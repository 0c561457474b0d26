"""Hybrid search over the passages of one course.

Cosine and BM25 together find candidates; a word-by-word comparison of the query with each puts them in order.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from itemwright.domain.passage import Hit, Passage
from itemwright.domain.principal import Principal
from itemwright.index.embedding import Embedder, Vectors
from itemwright.index.late_interaction import closeness, token_weights
from itemwright.index.lexical import LexicalIndex
from itemwright.index.passage_index import PassageIndex
from itemwright.store.engine import Store
from itemwright.store.passages import Passages

WORDS_SHARE = 0.3
"""What the best match in words weighs beside a cosine of 1; recall is flat between .2 and .5."""
CLOSENESS_SHARE = 2.0
"""What a closeness of 1 weighs beside a cosine of 1; recall is flat between 1.5 and 4."""
_CANDIDATES = 200
"""Passages looked at from each side."""
_COMPARED = 20
"""Passages compared word by word; 15 to 40 find as much."""
_KEPT = 256
"""Passages whose token vectors are kept for the next query: at 250 tokens and float16, 50 MB."""


class Search:
    """The passages of one course as they were when it was built; may be used from several threads."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors, embedder: Embedder) -> None:
        """`vectors`: one unit vector a passage, by `embedder`, in the passages' order."""
        self._passages = list(passages)
        self._embedder = embedder
        self._words = LexicalIndex(self._passages)
        self._meaning = PassageIndex(vectors) if self._passages else None
        self._kept: OrderedDict[int, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def search(self, query: str, k: int) -> list[Hit]:
        """The k best passages, best first; fewer when there are no more. No two hold the same text.

        A hit's score is at most 1; scores of different queries do not compare.
        """
        if self._meaning is None or k < 1:
            return []
        numbers, scores = self._candidates(self._meaning, query, max(_CANDIDATES, 4 * k))
        order = self._without_copies(numbers, np.argsort(-scores, kind="stable"))[: max(_COMPARED, k)]
        numbers, scores = [numbers[place] for place in order], scores[order]
        asked = self._embedder.embed_tokens([query])[0]
        weights = token_weights(query, asked, self._words)
        close = np.array([closeness(asked.vectors, weights, tokens) for tokens in self._tokens(numbers)])
        total = (scores + CLOSENESS_SHARE * close) / (1 + WORDS_SHARE + CLOSENESS_SHARE)
        best = np.argsort(-total, kind="stable")[:k]
        return [
            Hit(rank=rank, score=float(total[place]), passage=self._passages[numbers[place]])
            for rank, place in enumerate(best, 1)
        ]

    def _candidates(
        self, meaning: PassageIndex, query: str, depth: int
    ) -> tuple[list[int], NDArray[np.float32]]:
        """Numbers of the passages that are near in meaning or in words, and their scores in both together."""
        vector = self._embedder.embed([query])[0]
        words = self._words.scores(query)
        found = set(meaning.nearest(vector, depth))
        found.update(int(number) for number in np.argsort(-words)[:depth] if words[number] > 0)
        numbers = sorted(found)
        scores = meaning.similarities(vector, numbers)
        if (most := words.max()) > 0:
            scores = scores + np.float32(WORDS_SHARE) * words[numbers] / most
        return numbers, scores

    def _tokens(self, numbers: list[int]) -> list[NDArray[np.float16]]:
        """Token vectors of the passages named, those of lately compared ones from memory."""
        with self._lock:
            known = {number: self._kept[number] for number in numbers if number in self._kept}
        new = [number for number in numbers if number not in known]
        for number, made in zip(
            new, self._embedder.embed_tokens([self._passages[n].text for n in new]), strict=True
        ):
            known[number] = made.vectors.astype(np.float16)
        with self._lock:
            for number in numbers:
                self._kept[number] = known[number]
                self._kept.move_to_end(number)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [known[number] for number in numbers]

    def _without_copies(self, numbers: list[int], order: NDArray[np.intp]) -> list[int]:
        """`order` with the best of each text: a page that was ingested twice takes one place."""
        first: dict[str, int] = {}
        for place in order:
            first.setdefault(self._passages[numbers[place]].text, int(place))
        return list(first.values())


def open_index(store: Store, principal: Principal, embedder: Embedder) -> Search:
    """The search of the principal's course; vectors by another embedder are made anew first."""
    return _open(store, principal.course, embedder)[1]


def _open(store: Store, course: str, embedder: Embedder) -> tuple[str, Search]:
    """The search of a course, and the digest of what it was built from."""
    with store.begin() as tx:
        missing = Passages(tx, course).missing(embedder.name)
    if missing:
        vectors = embedder.embed([passage.text for passage in missing])
        with store.begin() as tx:
            Passages(tx, course).embed([passage.id for passage in missing], vectors, embedder.name)
    with store.begin() as tx:
        passages = Passages(tx, course)
        digest = passages.digest()  # first: a change while reading then shows as another digest
        by_id = {passage.id: passage for passage in passages.all()}
        ids, vectors = passages.vectors(embedder.name)
    known = [number for number, identity in enumerate(ids) if identity in by_id]
    return digest, Search([by_id[ids[number]] for number in known], vectors[known], embedder)


class IndexCache:
    """One search a course, kept while its passages stay the same."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._lock = threading.Lock()
        self._built: dict[str, tuple[str, Search]] = {}

    def index(self, principal: Principal) -> Search:
        """The search of the principal's course as the database is now."""
        with self._lock:  # a second caller waits for the first one's build
            with self._store.begin() as tx:
                digest = Passages(tx, principal.course).digest()
            built = self._built.get(principal.course)
            if built is not None and built[0] == digest:
                return built[1]
            self._built[principal.course] = _open(self._store, principal.course, self._embedder)
            return self._built[principal.course][1]
