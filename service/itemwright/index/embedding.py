"""Texts to vectors: the plug-point, and a fake that needs no model."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from itemwright.text import content_words

Vectors = NDArray[np.float32]
"""Shape (n, dimensions), each row of unit length."""


class Embedder(Protocol):
    """`name` tells vectors of different models, and of versions of one, apart; it is stored with them."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, float32, shape (n, dimensions); text past the model's limit is cut."""
        ...


class HashEmbedder:
    """A fake: texts that share content words are near each other; the same text gets the same vector."""

    def __init__(self, dimensions: int = 64) -> None:
        self.name = f"hash-{dimensions}"
        self.dimensions = dimensions
        self.embedded: list[str] = []
        """Every text asked for so far, so that a test can tell what was not embedded again."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in content_words(text) or [text]:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                place = int.from_bytes(digest[:4]) % self.dimensions
                vectors[row, place] += 1.0 if digest[4] % 2 else -1.0
            if not vectors[row].any():
                vectors[row, 0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
