"""The trained judge of rubric points: question, points and answer read together by one small network."""

import functools
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from itemwright.grading.word_vectors import WordVectors

Table = NDArray[np.float64]
CLASSES = ("met", "missing", "contradicted")
QUESTION_TOKENS = 24
"""A question's last tokens: what is asked stands at its end."""
POINT_TOKENS = 40
ANSWER_TOKENS = 112
TOGETHER = 5
"""Points read in one pass, as in training; a longer rubric is read in several."""


class Asked(NamedTuple):
    """What is judged: an answer, or a part of it, against the points of one rubric."""

    question: str
    points: tuple[str, ...]
    answer: str


class PointJudge(Protocol):
    """Judges points; `name` names the weights."""

    name: str

    def judge(self, asked: Sequence[Asked]) -> list[Table]:
        """Probabilities of met, missing, contradicted, a row a point, shape (n, 3), for each text in order;
        the same text is judged alike, alone or among others."""
        ...

    def tokens(self, text: str) -> int:
        """How many tokens a text has."""
        ...


class PointJudges(NamedTuple):
    """The judge of rubric points, that of SemEval's classes, and the vectors of words for the features."""

    points: PointJudge
    labels: PointJudge
    words: WordVectors


class ScriptedJudge:
    """A fake: a point is met when the answer has all its words, contradicted when it has them and "not"."""

    name = "scripted"

    def judge(self, asked: Sequence[Asked]) -> list[Table]:
        return [self._judged(each) for each in asked]

    def tokens(self, text: str) -> int:
        return len(text.split())

    def _judged(self, asked: Asked) -> Table:
        said = set(asked.answer.lower().replace(".", " ").split())
        rows = []
        for point in asked.points:
            covered = set(point.lower().replace(".", " ").split()) <= said
            status = 2 if covered and "not" in said else 0 if covered else 1
            rows.append([0.9 if number == status else 0.05 for number in range(len(CLASSES))])
        return np.array(rows)


class PointModel:
    """The prepared network, run by ONNX Runtime; may be used from several threads.

    Each text goes through by itself: in a batch, int8's scale would follow the neighbours."""

    def __init__(self, folder: Path, name: str, head: str) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # callers read side by side; idle threads of one session would spin
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._between = self._tokenizer.encode("").ids  # [CLS] and [SEP] round nothing
        # Questions and points come again with every answer, and short answers come again too.
        self._ids = functools.lru_cache(maxsize=1024)(self._encode)
        self._judge = functools.lru_cache(maxsize=512)(self._read_all)
        self._head = head
        self.name = name

    def judge(self, asked: Sequence[Asked]) -> list[Table]:
        return [self._judge(each) for each in asked]

    def tokens(self, text: str) -> int:
        return len(self._ids(text))

    def _read_all(self, asked: Asked) -> Table:
        parts = [asked.points[start : start + TOGETHER] for start in range(0, len(asked.points), TOGETHER)]
        table = np.concatenate([self._read(asked.question, part, asked.answer) for part in parts])
        table.flags.writeable = False  # it is handed out again
        return table

    def _read(self, question: str, points: Sequence[str], answer: str) -> Table:
        inputs = layout(
            self._ids(question), [self._ids(point) for point in points], self._ids(answer),
            self._first, self._between,
        )  # fmt: skip
        del inputs["attention_mask"]  # a text alone has no padding
        tokens = {name: np.array([ids], dtype=np.int64) for name, ids in inputs.items()}
        return _softmax(self._session.run([self._head], tokens)[0][0])

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids


class LazyJudge:
    """A judge that is loaded when it is first asked; many never are."""

    def __init__(self, name: str, load: Callable[[], PointJudge]) -> None:
        self.name = name
        self._load = functools.cache(load)
        self._lock = threading.Lock()

    def judge(self, asked: Sequence[Asked]) -> list[Table]:
        return self._loaded().judge(asked)

    def tokens(self, text: str) -> int:
        return self._loaded().tokens(text)

    def _loaded(self) -> PointJudge:
        with self._lock:  # threads that ask at the same time wait for one loading
            return self._load()


def layout(
    question: Sequence[int], points: Iterable[Sequence[int]], answer: Sequence[int], first: int, between: int
) -> dict[str, list[int]]:
    """The inputs of the network from token ids: `input_ids`, `attention_mask`, `token_type_ids` (1 for the
    answer) and `point_ids` (n for point n, from 1)."""
    ids = [first, *question[-QUESTION_TOKENS:], between]
    numbers = [0] * len(ids)
    for number, point in enumerate(points, start=1):
        kept = [*point[:POINT_TOKENS], between]
        ids += kept
        numbers += [number] * len(kept)
    said = [*answer[:ANSWER_TOKENS], between]
    return {
        "input_ids": [*ids, *said],
        "attention_mask": [1] * (len(ids) + len(said)),
        "token_type_ids": [0] * len(ids) + [1] * len(said),
        "point_ids": [*numbers, *[0] * len(said)],
    }


def _softmax(scores: NDArray[np.float32]) -> Table:
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    table: Table = powers / powers.sum(axis=1, keepdims=True)
    return table
