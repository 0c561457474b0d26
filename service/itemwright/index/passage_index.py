"""Passages by meaning: FAISS over the vectors that the database keeps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itemwright.index.embedding import Vectors


class PassageIndex:
    """An exact inner-product index of unit vectors: what it calls nearness is the cosine."""

    def __init__(self, vectors: Vectors) -> None:
        """`vectors` of shape (n, dimensions), one a passage."""
        import faiss

        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def nearest(self, query: Vectors, depth: int) -> list[int]:
        """Numbers of the `depth` passages nearest to the unit vector `query` of shape (d,), nearest first."""
        _, found = self._index.search(query[None], min(depth, self._index.ntotal))
        return [int(number) for number in found[0]]

    def similarities(self, query: Vectors, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Cosine of the query to each of the passages named, shape (len(numbers),)."""
        vectors: Vectors = self._index.reconstruct_batch(np.array(numbers, dtype=np.int64))
        found: NDArray[np.float32] = vectors @ query
        return found
