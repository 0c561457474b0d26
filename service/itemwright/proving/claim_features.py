"""What a premise, such as a quotation, says of the answers to a question or of a statement, as numbers."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np
import wordfreq
from numpy.typing import NDArray

from itemwright.grading.opposites import are_opposed
from itemwright.grading.point_model import Asked, PointJudge
from itemwright.index.embedding import Embedder
from itemwright.text import NEGATIONS, content_words, plain, words

Rows = NDArray[np.float64]

OPTION_FEATURES = (
    "met", "contradicted", "back_met", "back_contradicted", "covered", "own_covered", "near", "option_near",
    "opposed", "numbers_found", "has_numbers", "denied", "length", "nothing_new", "nothing_own",
)  # fmt: skip
COMPARED = ("met", "back_met", "covered", "own_covered", "near", "option_near", "opposed", "numbers_found")
"""Features told again as the distance to the best rival and to the mean of the rivals."""
STATEMENT_FEATURES = (
    "met", "contradicted", "back_met", "back_contradicted", "true_met", "false_met", "covered",
    "back_covered", "opposed", "strange_numbers", "denies", "denies_alone", "near", "length", "absolute",
)  # fmt: skip
TOGETHER = 5
"""Options that the judge reads in sight of each other, as it was trained."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ABSOLUTE = frozenset({"always", "never", "only", "all", "every", "any", "must"})
_KEPT = 4096


class ClaimReader:
    """Reads premises with the trained judge and the embedder; vectors of texts that come again are kept."""

    def __init__(self, judge: PointJudge, embedder: Embedder) -> None:
        self._judge = judge
        self._embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """The models behind the numbers."""
        return f"{self._judge.name}+{self._embedder.name}"

    def option_rows(self, question: str, options: Sequence[str], premise: str) -> Rows:
        """A row an option: OPTION_FEATURES, then COMPARED against the best rival, then against the mean."""
        question, premise = plain(question), plain(premise)
        texts = [plain(option) for option in options]
        judged = self._in_sight(question, texts, premise)
        back = [
            table[0] for table in self._judge.judge([Asked(question, (premise,), text) for text in texts])
        ]
        asked, said = set(content_words(question)), set(content_words(premise))
        lemmas = [list(dict.fromkeys(content_words(text))) for text in texts]
        vector = self.vector(premise)
        base = np.array(
            [
                [
                    judged[number, 0], judged[number, 2], back[number][0], back[number][2],
                    *_covers([w for w in mine if w not in asked], lemmas, number, said),
                    float(vector @ self.vector(f"{question} {text}")), float(vector @ self.vector(text)),
                    float(_opposed([w for w in mine if w not in asked], said, asked)),
                    *_numbers(text, question, premise), float(_denies(text) != _denies(premise)),
                    *_sizes([w for w in mine if w not in asked], lemmas, number),
                ]
                for number, (text, mine) in enumerate(zip(texts, lemmas, strict=True))
            ]
        )  # fmt: skip
        return np.array([np.concatenate([base[n], *_compared(base, n)]) for n in range(len(texts))])

    def statement_row(self, statement: str, premise: str) -> Rows:
        """The STATEMENT_FEATURES of one statement."""
        statement, premise = plain(statement), plain(premise)
        there, back, truth = self._judge.judge(
            [
                Asked("", (statement,), premise),
                Asked("", (premise,), statement),
                Asked(statement, ("this is true", "this is false"), premise),
            ]
        )
        mine, said = list(dict.fromkeys(content_words(statement))), set(content_words(premise))
        strange = set(_NUMBER.findall(statement)) - set(_NUMBER.findall(premise))
        return np.array(
            [
                there[0, 0], there[0, 2], back[0, 0], back[0, 2], truth[0, 0], truth[1, 0],
                share_of(mine, said), share_of(said, set(mine)), float(_opposed(mine, said, set())),
                float(len(strange)), float(_denies(statement)), float(_denies(statement) != _denies(premise)),
                float(self.vector(statement) @ self.vector(premise)), len(mine) / 10,
                float(bool(_ABSOLUTE & set(words(statement)))),
            ]
        )  # fmt: skip

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector of one text."""
        if text not in self._vectors:
            if len(self._vectors) >= _KEPT:
                self._vectors.clear()
            self._vectors[text] = self._embedder.embed([text])[0]
        return self._vectors[text]

    def _in_sight(self, question: str, texts: Sequence[str], premise: str) -> Rows:
        parts = [tuple(texts[start : start + TOGETHER]) for start in range(0, len(texts), TOGETHER)]
        return np.concatenate(self._judge.judge([Asked(question, part, premise) for part in parts]))


def _compared(base: Rows, number: int) -> tuple[Rows, Rows]:
    columns = [OPTION_FEATURES.index(name) for name in COMPARED]
    rivals = np.delete(base, number, axis=0)[:, columns]
    mine = base[number, columns]
    return mine - rivals.max(axis=0), mine - rivals.mean(axis=0)


@lru_cache(maxsize=1 << 16)
def word_weight(word: str) -> float:
    """How much a word tells, 0.2..1: the rarer in English, the more (zipf scale, wordfreq)."""
    return min(1.0, max(0.2, (7.5 - wordfreq.zipf_frequency(word, "en", wordlist="small")) / 4.5))


def share_of(own: Iterable[str], said: Collection[str]) -> float:
    """The share, by weight, of the words `own` that are said; one half of no words."""
    weights = {word: word_weight(word) for word in own}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in said) / total if total else 0.5


def _unshared(own: Sequence[str], lemmas: Sequence[Sequence[str]], number: int) -> list[str]:
    others = {word for place, each in enumerate(lemmas) if place != number for word in each}
    return [word for word in own if word not in others]


def _covers(
    own: Sequence[str], lemmas: Sequence[Sequence[str]], number: int, said: set[str]
) -> tuple[float, float]:
    return share_of(own, said), share_of(_unshared(own, lemmas, number), said)


def _sizes(own: Sequence[str], lemmas: Sequence[Sequence[str]], number: int) -> tuple[float, float, float]:
    return len(own) / 10, float(not own), float(not _unshared(own, lemmas, number))


def _opposed(own: Sequence[str], said: set[str], asked: set[str]) -> int:
    """Words that the premise does not have, while it has their opposite."""
    return sum(any(are_opposed(word, other) for other in said - asked) for word in own if word not in said)


def _numbers(text: str, question: str, premise: str) -> tuple[float, float]:
    mine = set(_NUMBER.findall(text)) - set(_NUMBER.findall(question))
    if not mine:
        return 0.5, 0.0
    return len(mine & set(_NUMBER.findall(premise))) / len(mine), 1.0


def _denies(text: str) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words(text))
