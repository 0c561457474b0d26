"""The network as it is in training, as a judge: for figures before anything is exported."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from itemwright.grading.point_model import TOGETHER, Asked, Table, layout
from itemwright.grading.point_network import HEADS


class TorchJudge:
    """One head of a network. Between its judgements the network may go on learning."""

    def __init__(self, network: Any, head: str, tokenizer: Any) -> None:
        self._network, self._head, self._tokenizer = network, HEADS.index(head), tokenizer
        self._first, self._between = tokenizer.encode("").ids
        self.name = f"in-training-{head}"

    def judge(self, asked: Sequence[Asked]) -> list[Table]:
        self._network.eval()
        return [self._judge(each) for each in asked]

    def tokens(self, text: str) -> int:
        return len(self._ids(text))

    def _judge(self, asked: Asked) -> Table:
        parts = [asked.points[at : at + TOGETHER] for at in range(0, len(asked.points), TOGETHER)]
        return np.concatenate([self._read(asked.question, part, asked.answer) for part in parts])

    def _read(self, question: str, points: Sequence[str], answer: str) -> Table:
        texts = [self._ids(point) for point in points]
        inputs = layout(self._ids(question), texts, self._ids(answer), self._first, self._between)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self._network(**{name: torch.tensor([ids]) for name, ids in inputs.items()})
        table: Table = logits[self._head][0].float().softmax(dim=1).double().numpy()
        return table

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids
