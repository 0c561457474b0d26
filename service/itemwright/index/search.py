"""Hybrid search: nearness in meaning plus a share of BM25, over the passages of one course."""

import threading
from collections.abc import Sequence

import numpy as np

from itemwright.domain.passage import Hit, Passage
from itemwright.domain.principal import Principal
from itemwright.index.embedding import Embedder, Vectors
from itemwright.index.lexical import LexicalIndex
from itemwright.index.passage_index import PassageIndex
from itemwright.index.windows import embed_passages, vectors_name
from itemwright.store.engine import Store
from itemwright.store.passages import Passages

WORDS_SHARE = 0.3
"""What the best match in words weighs against a cosine of 1; recall is flat between .2 and .5."""
_DEPTH = 200
"""Candidates looked at from each side."""


class Search:
    """The passages of one course as they were when it was built; may be used from several threads."""

    def __init__(self, passages: Sequence[Passage], rows: Vectors, embedder: Embedder) -> None:
        """`rows`: vectors of the passages in their order, as `embed_passages` gives them."""
        self._passages = list(passages)
        self._embedder = embedder
        self._words = LexicalIndex(self._passages)
        self._meaning = PassageIndex(rows) if self._passages else None

    def search(self, query: str, k: int) -> list[Hit]:
        """The k best passages, best first; fewer when there are no more. No two hold the same text."""
        if self._meaning is None or k < 1:
            return []
        vector = self._embedder.embed([query])[0]
        words = self._words.scores(query)
        depth = max(_DEPTH, 4 * k)
        candidates = set(self._meaning.nearest(vector, depth))
        candidates.update(int(number) for number in np.argsort(-words)[:depth] if words[number] > 0)
        numbers = sorted(candidates)
        scores = self._meaning.similarities(vector, numbers)
        if words.max() > 0:
            scores = scores + WORDS_SHARE * words[numbers] / words.max()
        hits: list[Hit] = []
        seen: set[str] = set()
        for place in np.argsort(-scores, kind="stable"):
            passage = self._passages[numbers[place]]
            if passage.text not in seen:  # the same page, ingested twice, takes one place
                seen.add(passage.text)
                hits.append(Hit(rank=len(hits) + 1, score=float(scores[place]), passage=passage))
            if len(hits) == k:
                break
        return hits


def open_index(store: Store, principal: Principal, embedder: Embedder) -> Search:
    """The search of the principal's course; vectors by another embedder are made anew first."""
    return _open(store, principal.course, embedder)[1]


def _open(store: Store, course: str, embedder: Embedder) -> tuple[str, Search]:
    """The search of a course, and the digest of what it was built from."""
    name = vectors_name(embedder)
    with store.begin() as tx:
        missing = Passages(tx, course).missing(name)
    if missing:
        rows = embed_passages(embedder, missing)
        with store.begin() as tx:
            Passages(tx, course).embed([passage.id for passage in missing], rows, name)
    with store.begin() as tx:
        passages = Passages(tx, course)
        digest = passages.digest()  # first: a change while reading then shows as another digest
        by_id = {passage.id: passage for passage in passages.all()}
        ids, rows = passages.vectors(name)
    known = [number for number, identity in enumerate(ids) if identity in by_id]
    return digest, Search([by_id[ids[number]] for number in known], rows[known], embedder)


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
