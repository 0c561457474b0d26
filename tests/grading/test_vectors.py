"""Vectors are asked for once and kept within bounds; a text's own is the weighted mean of its words."""

import numpy as np
import pytest

from itemwright.grading import vectors
from itemwright.grading.reading import read
from itemwright.grading.vectors import TextVectors
from itemwright.grading.word_vectors import HashedWords


def test_what_is_known_is_not_asked_for_again() -> None:
    words = HashedWords()
    texts = TextVectors(words)
    first = texts.prepare(["The loss falls.", "The loss falls.", ""])
    assert sorted(words.asked) == ["fall", "loss"]
    texts.prepare(["A falling loss"])
    assert len(words.asked) == 2
    assert first["The loss falls."].words.shape == (2, words.dimensions)
    assert first[""].words.shape == (0, words.dimensions)
    assert not first[""].vector.any()


def test_a_text_is_the_mean_of_its_words_by_their_weight() -> None:
    words = HashedWords()
    said = TextVectors(words).prepare(["The entropy of water"])["The entropy of water"]
    weights = {word.lemma: word.weight for word in read("The entropy of water").words}
    assert weights["entropy"] > weights["water"]
    mean = sum(weight * words.vector(lemma) for lemma, weight in weights.items())
    assert said.vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_KEPT_IN_TEXTS", 4)  # two texts of a word
    monkeypatch.setattr(vectors, "_KEPT_WORDS", 1)
    words = HashedWords()
    texts = TextVectors(words)
    for text in ("one1", "two2", "one1", "three3", "one1"):
        texts.prepare([text])
    assert words.asked.count("one1") == 1
    texts.prepare(["two2"])
    assert words.asked.count("two2") == 2
