"""Texts made ready for comparison: reading, word vectors, and their weighted mean as the text's vector."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np

from itemwright.grading.entailment import Matrix, Said
from itemwright.grading.reading import read
from itemwright.grading.word_vectors import WordVectors

_KEPT_WORDS = 20_000
_KEPT_IN_TEXTS = 40_000
"""Words of the texts that are kept, counted each time they stand there: 60 MB of vectors."""


class TextVectors:
    """Keeps the vectors of words and of texts that come again (points, questions), within fixed bounds."""

    def __init__(self, words: WordVectors) -> None:
        self._source = words
        self._words: OrderedDict[str, Matrix] = OrderedDict()
        self._texts: OrderedDict[str, Said] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def prepare(self, texts: Iterable[str]) -> dict[str, Said]:
        """Each text as `Said`."""
        with self._lock:
            said = {text: self._text(text) for text in dict.fromkeys(texts)}
            while self._size > _KEPT_IN_TEXTS:
                self._size -= _size(self._texts.popitem(last=False)[1])
            while len(self._words) > _KEPT_WORDS:
                self._words.popitem(last=False)
        return said

    def _text(self, text: str) -> Said:
        if text not in self._texts:
            reading = read(text)
            rows = self._rows([word.lemma for word in reading.words])
            weights = np.array([word.weight for word in reading.words], dtype=np.float32)
            vector = weights @ rows
            norm = float(np.linalg.norm(vector))
            self._texts[text] = Said(text, reading, vector / np.float32(norm) if norm else vector, rows)
            self._size += _size(self._texts[text])
        self._texts.move_to_end(text)
        return self._texts[text]

    def _rows(self, lemmas: Sequence[str]) -> Matrix:
        if not lemmas:
            return np.zeros((0, self._source.dimensions), dtype=np.float32)
        return np.stack([self._word(lemma) for lemma in lemmas])

    def _word(self, lemma: str) -> Matrix:
        if lemma not in self._words:
            self._words[lemma] = self._source.vector(lemma)
        self._words.move_to_end(lemma)
        return self._words[lemma]


def _size(said: Said) -> int:
    return 1 + len(said.words)  # its own vector is one more
