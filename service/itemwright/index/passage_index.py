"""Passages by meaning: FAISS over the window vectors that the database keeps."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from itemwright.index.embedding import Vectors
from itemwright.index.windows import WINDOWS, window_vectors


class PassageIndex:
    """An exact inner-product index; a passage is as near to a query as its nearest window."""

    def __init__(self, rows: Vectors) -> None:
        """`rows` as `embed_passages` gives them, shape (n, WINDOWS * dimensions)."""
        import faiss

        vectors = window_vectors(rows).reshape(len(rows) * WINDOWS, -1)
        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def nearest(self, query: Vectors, depth: int) -> list[int]:
        """Numbers of the passages whose windows are among the `depth` nearest ones; `query` of shape (d,)."""
        _, found = self._index.search(query[None], min(depth, self._index.ntotal))
        return sorted({int(number) // WINDOWS for number in found[0]})

    def similarities(self, query: Vectors, numbers: list[int]) -> NDArray[np.float32]:
        """Cosine of the query to each passage's nearest window, shape (len(numbers),)."""
        windows = (np.array(numbers)[:, None] * WINDOWS + np.arange(WINDOWS)).ravel()
        vectors: Vectors = self._index.reconstruct_batch(windows)
        nearest: NDArray[np.float32] = (vectors @ query).reshape(-1, WINDOWS).max(axis=1)
        return nearest
