"""Vectors are asked for once and kept within bounds."""

import pytest

from itemwright.grading import vectors
from itemwright.grading.vectors import TextVectors
from itemwright.index.embedding import HashEmbedder


def test_what_is_known_is_not_embedded_again() -> None:
    embedder = HashEmbedder()
    texts = TextVectors(embedder)
    first = texts.prepare(["The loss falls.", "The loss falls.", ""])
    assert sorted(embedder.embedded) == ["", "The loss falls.", "fall", "loss"]
    texts.prepare(["The loss falls."])
    assert len(embedder.embedded) == 4
    assert first["The loss falls."].words.shape == (2, embedder.dimensions)
    assert first[""].words.shape == (0, embedder.dimensions)


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_KEPT_TEXTS", 2)
    embedder = HashEmbedder()
    texts = TextVectors(embedder)
    texts.prepare(["1", "2"])
    texts.prepare(["1", "3"])
    texts.prepare(["1"])
    assert embedder.embedded.count("1") == 2  # as a text and as a word, each once
    texts.prepare(["2"])
    assert embedder.embedded.count("2") == 3
