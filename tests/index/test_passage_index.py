import numpy as np

from itemwright.index.passage_index import PassageIndex


def test_nearest_and_similarities_are_numpy_s_own() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(size=(300, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = PassageIndex(vectors)
    query = vectors[5] + 0.1 * vectors[9]
    expected = vectors @ query
    assert index.nearest(query, 10) == list(np.argsort(-expected)[:10])
    np.testing.assert_allclose(index.similarities(query, [3, 250, 5]), expected[[3, 250, 5]], rtol=1e-5)
    assert len(index.nearest(query, 1000)) == 300
