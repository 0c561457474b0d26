"""Word-by-word nearness of a query and a passage: each query token looks for its nearest passage token.

Khattab & Zaharia (2020), "ColBERT": a passage's score is the sum of those maxima. Here the tokens are those
of the sentence model, untrained for it, and the sum is weighted by how rare a word is among the passages.
"""

import numpy as np
from numpy.typing import NDArray

from itemwright.index.embedding import TokenVectors, Vectors
from itemwright.index.lexical import LexicalIndex
from itemwright.text import tokens


def token_weights(query: str, embedded: TokenVectors, words: LexicalIndex) -> NDArray[np.float32]:
    """The weight of each query token, adding up to 1: its word's rarity, 0 for stop words and marks."""
    spans = tokens(query)
    weights = np.zeros(len(embedded.spans), dtype=np.float32)
    for place, (start, end) in enumerate(embedded.spans):
        word = next((span for span in spans if span.start <= start and end <= span.end), None)
        if word is not None:
            weights[place] = words.rarity(word.text)
    if not weights.any():
        weights[:] = 1.0
    weights /= weights.sum() or 1.0
    return weights


def closeness(query: Vectors, weights: NDArray[np.float32], passage: NDArray[np.floating]) -> float:
    """The weighted mean over query tokens of the cosine to the nearest passage token; 0 without tokens.

    `query` and `passage` are token vectors of shapes (q, d) and (p, d), `weights` of shape (q,).
    """
    if not len(query) or not len(passage):
        return 0.0
    return float((query @ passage.astype(np.float32).T).max(axis=1) @ weights)
