"""Texts made ready for comparison: reading, sentence vector and word vectors, embedded together and kept."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np

from itemwright.grading.entailment import Matrix, Said
from itemwright.grading.reading import read
from itemwright.index.embedding import Embedder

_KEPT_WORDS = 20_000
_KEPT_TEXTS = 4_000
_LONGEST = 2_000
"""Characters of one statement given to the embedder; models cut far earlier."""


class TextVectors:
    """Keeps the vectors of words and of texts that come again (points, questions), within fixed bounds."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._words: OrderedDict[str, Matrix] = OrderedDict()
        self._texts: OrderedDict[str, Matrix] = OrderedDict()

    def prepare(self, texts: Iterable[str]) -> dict[str, Said]:
        """Each text as `Said`; what is not known yet is embedded in one call."""
        wanted = list(dict.fromkeys(texts))
        readings = {text: read(text) for text in wanted}
        lemmas = {w.lemma for r in readings.values() for w in r.words}
        new_texts = [text for text in wanted if text not in self._texts]
        new_words = sorted(lemma for lemma in lemmas if lemma not in self._words)
        if new_texts or new_words:
            vectors = self._embedder.embed([*(t[:_LONGEST] for t in new_texts), *new_words])
            self._texts.update(zip(new_texts, vectors, strict=False))
            self._words.update(zip(new_words, vectors[len(new_texts) :], strict=True))
        said = {
            text: Said(text, reading, self._texts[text], self._rows([w.lemma for w in reading.words]))
            for text, reading in readings.items()
        }
        _trim(self._texts, wanted, _KEPT_TEXTS)
        _trim(self._words, lemmas, _KEPT_WORDS)
        return said

    def _rows(self, lemmas: Sequence[str]) -> Matrix:
        if not lemmas:
            return np.zeros((0, self._embedder.dimensions), dtype=np.float32)
        return np.stack([self._words[lemma] for lemma in lemmas])


def _trim(kept: OrderedDict[str, Matrix], used: Iterable[str], limit: int) -> None:
    for key in used:
        kept.move_to_end(key)
    while len(kept) > limit:
        kept.popitem(last=False)
