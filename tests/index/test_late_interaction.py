import numpy as np
import pytest

from itemwright.index.embedding import HashEmbedder
from itemwright.index.late_interaction import closeness, token_weights
from itemwright.index.lexical import LexicalIndex
from tests.index.samples import passages


def test_rare_words_weigh_and_stop_words_do_not() -> None:
    words = LexicalIndex(passages("models learn", "models forget", "models sleep"))
    query = "the models forget, don't they?"
    weights = token_weights(query, HashEmbedder().embed_tokens([query])[0], words)
    the, models, forget, dont, they = weights
    assert the == dont == they == 0
    assert 0 < models < forget
    assert weights.sum() == pytest.approx(1)


def test_a_query_of_stop_words_alone_weighs_all_alike() -> None:
    query = "what is it"
    weights = token_weights(query, HashEmbedder().embed_tokens([query])[0], LexicalIndex([]))
    np.testing.assert_allclose(weights, 1 / 3)


def test_closeness_is_the_weighted_mean_of_the_nearest() -> None:
    query = np.array([[1, 0], [0, 1]], dtype=np.float32)
    passage = np.array([[0.6, 0.8], [0.8, 0.6], [-1, 0]], dtype=np.float16)
    weights = np.array([0.25, 0.75], dtype=np.float32)
    assert closeness(query, weights, passage) == pytest.approx(0.25 * 0.8 + 0.75 * 0.8, abs=1e-3)
    assert closeness(query[:0], weights[:0], passage) == 0
    assert closeness(query, weights, passage[:0]) == 0
