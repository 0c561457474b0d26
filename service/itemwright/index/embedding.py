"""Texts to vectors: the plug-point, and a fake that needs no model."""

import functools
import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from itemwright.text import content_words, tokens

Vectors = NDArray[np.float32]
"""Shape (n, dimensions), each row of unit length."""


class TokenVectors(NamedTuple):
    """The tokens of one text: unit vectors of shape (t, dimensions) and where each stands in the text."""

    vectors: Vectors
    spans: list[tuple[int, int]]


class Embedder(Protocol):
    """`name` tells vectors of different models, and of versions of one, apart; it is stored with them."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, float32, shape (n, dimensions); text past the model's limit is cut."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """A unit vector for each token as it is meant in its text; special tokens are left out."""
        ...


class LazyEmbedder:
    """An embedder that is loaded when it is first asked; many never are."""

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = functools.cache(load)

    @property
    def name(self) -> str:
        return self._load().name

    @property
    def dimensions(self) -> int:
        return self._load().dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._load().embed(texts)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._load().embed_tokens(texts)


class HashEmbedder:
    """A fake: texts that share content words are near each other; the same text gets the same vector."""

    def __init__(self, dimensions: int = 64) -> None:
        self.name = f"hash-{dimensions}"
        self.dimensions = dimensions
        self.embedded: list[str] = []
        """Every text asked for so far, so that a test can tell what was not embedded again."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The sum of the words' vectors, made a unit vector."""
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in content_words(text):
                vectors[row] += self._vector(word)
            if not vectors[row].any():
                vectors[row] = self._vector(text)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """A token is a word; its vector follows from the lemma."""
        found = []
        for text in texts:
            spans = tokens(text)
            rows = [self._vector(" ".join(content_words(span.text)) or span.text) for span in spans]
            vectors = np.array(rows, dtype=np.float32).reshape(len(spans), self.dimensions)
            found.append(TokenVectors(vectors, [(span.start, span.end) for span in spans]))
        return found

    def _vector(self, word: str) -> NDArray[np.float32]:
        digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
        vector = np.zeros(self.dimensions, dtype=np.float32)
        vector[int.from_bytes(digest[:4]) % self.dimensions] = 1.0 if digest[4] % 2 else -1.0
        return vector
