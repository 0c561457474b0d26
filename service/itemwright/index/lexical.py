"""Passages by their words: BM25 over lemmas, with identifiers both whole and in parts."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from itemwright.domain.passage import Passage
from itemwright.text import content_words, lemma, plain

_JOINED = re.compile(r"\b(?=\w*[A-Za-z])\w+(?:[._]\w+)+\b")
_HUMPED = re.compile(r"\b[A-Za-z]+[a-z][A-Z]\w*\b")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def terms(text: str) -> list[str]:
    """Lemmas of the content words; `LoraConfig` gives lora, config, loraconfig; `a.b_c` a, b, c, a.b_c."""
    text = plain(text)
    whole = [name.lower() for name in _JOINED.findall(text)]
    for name in _HUMPED.findall(text):
        parts = _HUMP.split(name)
        if min(map(len, parts)) > 2:  # LoRA is one word
            whole += [lemma(part) for part in parts]
    return content_words(text) + whole


class LexicalIndex:
    """BM25 (k1 1.5, b .75) over passages, each read with its headings before it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        import bm25s

        documents = [terms(" ".join((*passage.heading_path, passage.text))) for passage in passages]
        self._count = len(documents)
        self._holding = Counter(word for document in documents for word in set(document))
        self._vocabulary: dict[str, int] = {}
        for word in (word for document in documents for word in document):
            self._vocabulary.setdefault(word, len(self._vocabulary))
        self._model: Any = None
        if self._vocabulary:
            ids = [[self._vocabulary[word] for word in document] for document in documents]
            self._model = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
            self._model.index((ids, self._vocabulary), show_progress=False)

    def rarity(self, word: str) -> float:
        """BM25's idf of a word, the mean over a compound's parts; 0 for a stop word."""
        parts = content_words(word)
        rarities = [
            math.log(1 + (self._count - self._holding[part] + 0.5) / (self._holding[part] + 0.5))
            for part in parts
        ]
        return sum(rarities) / len(rarities) if rarities else 0.0

    def scores(self, query: str) -> NDArray[np.float32]:
        """One score >= 0 a passage, shape (n,); all 0 when no word of the query occurs."""
        known = sorted({self._vocabulary[word] for word in terms(query) if word in self._vocabulary})
        if not known:
            return np.zeros(self._count, dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores_from_ids(known)
        return scores
