"""Nearness in meaning: nearer texts have the greater cosine, and what is known is not embedded again."""

from collections.abc import Sequence

import pytest

from itemwright.grading import meanings
from itemwright.grading.base import Neighbour
from itemwright.grading.meanings import Meanings
from itemwright.index.embedding import HashEmbedder, Vectors

JUDGED = [
    Neighbour(text="the loss falls", status="met"),
    Neighbour(text="bread rises", status="contradicted"),
]


class CountingEmbedder(HashEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().embed(texts)


def test_the_nearer_text_has_the_greater_cosine() -> None:
    same, other = Meanings(HashEmbedder()).nearness(JUDGED, "the loss falls")
    assert same == pytest.approx(1.0)
    assert other < 0.5


def test_a_text_is_embedded_once_while_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = CountingEmbedder()
    near = Meanings(embedder)
    near.nearness(JUDGED, "one")
    near.nearness(JUDGED, "two")
    assert sorted(embedder.asked) == ["bread rises", "one", "the loss falls", "two"]
    monkeypatch.setattr(meanings, "_KEPT", 1)
    near.nearness(JUDGED[:1], "one")
    near.nearness(JUDGED[1:], "three")
    assert embedder.asked.count("bread rises") == 2
