from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itemwright.domain.principal import Principal
from itemwright.domain.source import Source
from itemwright.index.embedding import HashEmbedder, TokenVectors, Vectors
from itemwright.index.search import IndexCache, Search, open_index
from itemwright.store.engine import Store
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources
from tests.index.samples import passages

TEXTS = (
    "LoRA trains two small matrices and freezes the rest.",
    "Early stopping ends training when validation loss rises.",
    "A tokenizer splits text into tokens.",
    "Set `lora_alpha` to scale the update.",
)


def search_over(*texts: str) -> Search:
    embedder = HashEmbedder()
    made = passages(*texts)
    return Search(made, embedder.embed(list(texts)), embedder)


def test_the_passage_that_answers_comes_first() -> None:
    search = search_over(*TEXTS)
    for query, best in (("how is text split into tokens?", 2), ("stopping early", 1), ("lora_alpha", 3)):
        hits = search.search(query, 4)
        assert hits[0].passage.text == TEXTS[best]
        assert [hit.rank for hit in hits] == [1, 2, 3, 4]


@given(st.text(max_size=60), st.integers(0, 6))
def test_hits_are_ranked_distinct_and_bounded(query: str, k: int) -> None:
    hits = search_over(*TEXTS).search(query, k)
    assert len(hits) == min(k, len(TEXTS))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score <= 1.001 for score in scores)
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_a_text_ingested_twice_takes_one_place() -> None:
    hits = search_over(TEXTS[0], TEXTS[0], TEXTS[1]).search("small matrices", 5)
    assert [hit.passage.text for hit in hits] == [TEXTS[0], TEXTS[1]]


def test_an_empty_course_finds_nothing() -> None:
    assert Search([], np.zeros((0, 0), dtype=np.float32), HashEmbedder()).search("anything", 5) == []


class Deaf(HashEmbedder):
    """To it all texts mean the same."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dimensions), self.dimensions**-0.5, dtype=np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [
            each._replace(vectors=self.embed([""] * len(each.vectors)))
            for each in super().embed_tokens(texts)
        ]


def test_words_alone_put_a_passage_first_where_all_mean_the_same() -> None:
    deaf = Deaf()
    search = Search(passages(*TEXTS), deaf.embed(list(TEXTS)), deaf)
    for query, best in (("lora_alpha", 3), ("which tokenizer?", 2), ("validation", 1)):
        assert search.search(query, 1)[0].passage.text == TEXTS[best]


def test_words_decide_where_meaning_is_silent() -> None:
    # no sense of the query in any passage but one rare identifier
    hits = search_over("See `ERR_4711` for that.", *TEXTS[:3]).search("ERR_4711", 1)
    assert hits[0].passage.text.startswith("See")


def test_passages_already_compared_are_not_embedded_again() -> None:
    class Counting(HashEmbedder):
        asked = 0

        def embed_tokens(self, texts):  # type: ignore[no-untyped-def]
            self.asked += len(texts)
            return super().embed_tokens(texts)

    embedder = Counting()
    search = Search(passages(*TEXTS), embedder.embed(list(TEXTS)), embedder)
    first = search.search("tokens", 2)
    assert embedder.asked == 1 + len(TEXTS)
    assert search.search("tokens", 2) == first
    assert embedder.asked == 2 + len(TEXTS)


def test_only_so_many_compared_passages_are_kept() -> None:
    texts = [f"word{number} alone" for number in range(400)]
    search = search_over(*texts)
    first = search.search("word0", 3)
    for number in range(0, 400, 3):
        search.search(f"word{number}", 60)
    assert search.search("word0", 3) == first


def save(store: Store, course: str, embedder: HashEmbedder, number: int, text: str) -> None:
    made = passages(*([""] * number), text)[number]
    source = Source(
        id=made.source, title="T", path=made.path, sha256="0", media_type="text/markdown", text=text
    )
    with store.begin() as tx:
        Sources(tx, course).save(source, [made], embedder.embed([text]), embedder.name)


def test_the_index_is_built_from_the_database_and_kept_while_it_stays(store: Store, course: str) -> None:
    embedder = HashEmbedder()
    principal = Principal(course=course, role="learner")
    cache = IndexCache(store, embedder)
    assert cache.index(principal).search("tokens", 3) == []
    save(store, course, embedder, 0, TEXTS[0])
    save(store, course, embedder, 1, TEXTS[2])
    embedder.embedded.clear()
    found = cache.index(principal)
    assert found.search("tokens", 1)[0].passage.text == TEXTS[2]
    assert cache.index(principal) is found
    save(store, course, embedder, 1, TEXTS[1])
    renewed = cache.index(principal)
    assert renewed is not found
    assert [hit.passage.text for hit in renewed.search("tokens", 5)] != [TEXTS[2]]
    assert TEXTS[0] not in embedder.embedded  # built from stored vectors
    assert open_index(store, principal, embedder).search("matrices", 1)[0].passage.text == TEXTS[0]


def test_vectors_of_another_embedder_are_made_anew(store: Store, course: str) -> None:
    principal = Principal(course=course, role="learner")
    save(store, course, HashEmbedder(16), 0, TEXTS[0])
    embedder = HashEmbedder(64)
    assert open_index(store, principal, embedder).search("matrices", 1)[0].passage.text == TEXTS[0]
    assert embedder.embedded[0] == TEXTS[0]
    with store.begin() as tx:
        assert Passages(tx, course).missing(embedder.name) == []


def test_courses_do_not_see_each_other(store: Store, course: str) -> None:
    embedder = HashEmbedder()
    save(store, course, embedder, 0, TEXTS[0])
    other = Principal(course="no-such-course", role="operator")
    assert open_index(store, other, embedder).search("matrices", 1) == []


def test_a_thousand_passages_are_indexed_in_seconds() -> None:
    texts = [
        f"Passage {number} tells of topic{number % 97} and of method{number % 89}." for number in range(1000)
    ]
    search = search_over(*texts)
    assert search.search("topic5 method7", 1)[0].passage.text.count("topic5 ") == pytest.approx(1)
