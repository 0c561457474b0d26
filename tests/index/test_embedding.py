import numpy as np

from itemwright.index.embedding import HashEmbedder


def test_the_fake_brings_texts_with_common_words_together() -> None:
    embedder = HashEmbedder()
    vectors = embedder.embed(["training models", "a model is trained", "cats sleep", "the of", ""])
    assert vectors.shape == (5, 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    assert vectors[0] @ vectors[1] > 0.99 > vectors[0] @ vectors[2]
    assert embedder.embedded[2] == "cats sleep"
    assert embedder.embed([]).shape == (0, 64)


def test_the_fake_gives_one_vector_a_word_with_its_place() -> None:
    found, none = HashEmbedder().embed_tokens(["Low-rank models", "..."])
    assert found.spans == [(0, 8), (9, 15)]
    assert found.vectors.shape == (2, 64)
    assert none.spans == []
    assert none.vectors.shape == (0, 64)
