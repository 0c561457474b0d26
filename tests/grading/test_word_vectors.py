"""The table of words: what is alike lies near, whatever the spelling, and a word is the same each time."""

import numpy as np
import pytest

from itemwright.grading.word_vectors import HashedWords, WordTable, load_word_table


@pytest.fixture(scope="module")
def table() -> WordTable:
    return load_word_table()


def near(table: WordTable, one: str, other: str) -> float:
    return float(table.vector(one) @ table.vector(other))


@pytest.mark.parametrize(
    ("word", "akin", "stranger"),
    [("car", "vehicle", "banana"), ("doctor", "physician", "bridge"), ("evaporate", "evaporation", "lawyer")],
)
def test_kin_lie_nearer_than_strangers(table: WordTable, word: str, akin: str, stranger: str) -> None:
    assert near(table, word, akin) > near(table, word, stranger) + 0.15


@pytest.mark.parametrize("word", ["water", "backpropagation", "zzxqv", "Ökologie", "1.5", "🙂", " ", ""])
def test_any_word_has_a_unit_vector_and_always_the_same(table: WordTable, word: str) -> None:
    vector = table.vector(word)
    assert vector.shape == (table.dimensions,)
    assert vector.dtype == np.float32
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
    assert (table.vector(word) == vector).all()


def test_the_fake_tells_words_apart() -> None:
    words = HashedWords()
    assert (words.vector("a") == words.vector("a")).all()
    assert abs(float(words.vector("a") @ words.vector("b"))) < 0.5
