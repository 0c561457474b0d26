"""Sources come back as they went in, with passages and vectors, within their course only."""

import numpy as np
import pytest

from itemwright.errors import BadInput, Conflict, NotFound
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.store.passages import Passages
from itemwright.store.sources import Sources
from tests.store.samples import source


def vectors(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


TWO = vectors((1.0, 0.0, 0.0), (0.0, 0.6, 0.8))


def test_a_source_comes_back_whole(store: Store, course: str) -> None:
    made, parts = source("tokens", "Ein Satz mit ü und 🙂. Dann\r\nnoch einer.")
    with store.begin() as tx:
        Sources(tx, course).save(made, parts, TWO, "minilm")
    with store.begin() as tx:
        assert Sources(tx, course).all() == [made]
        assert Sources(tx, course).get("tokens") == made
        assert Sources(tx, course).by_path("corpus/tokens.md") == made
        assert Sources(tx, course).by_path("corpus/other.md") is None
        passages = Passages(tx, course)
        assert passages.all() == passages.of_source("tokens") == parts
        assert passages.get(parts[1].id) == parts[1]
        ids, array = passages.vectors("minilm")
        assert ids == [part.id for part in parts]
        assert array.dtype == np.float32
        np.testing.assert_array_equal(array, TWO)


def test_saving_again_replaces_the_passages(store: Store, course: str) -> None:
    old, old_parts = source("tokens")
    new, new_parts = source("tokens", "Shorter. Now.")
    with store.begin() as tx:
        Sources(tx, course).save(old, old_parts, TWO, "minilm")
        before = Passages(tx, course).digest()
        Sources(tx, course).save(new, new_parts[:1], TWO[:1], "minilm")
        assert Sources(tx, course).all() == [new]
        assert Passages(tx, course).all() == new_parts[:1]
        assert Passages(tx, course).digest() != before
        Sources(tx, course).save(old, old_parts, TWO, "minilm")
        assert Passages(tx, course).digest() == before


def test_a_source_may_have_no_passages(store: Store, course: str) -> None:
    made, _ = source("empty")
    with store.begin() as tx:
        Sources(tx, course).save(made, [], np.zeros((0, 3), dtype=np.float32), "minilm")
        assert Passages(tx, course).all() == []
        assert Passages(tx, course).vectors("minilm")[0] == []


def test_deleting_a_source_takes_its_passages(store: Store, course: str) -> None:
    made, parts = source("tokens")
    with store.begin() as tx:
        empty = Passages(tx, course).digest()
        Sources(tx, course).save(made, parts, TWO, "minilm")
        Sources(tx, course).delete("tokens")
        assert Passages(tx, course).all() == []
        assert Passages(tx, course).digest() == empty
        with pytest.raises(NotFound, match="No source 'tokens'"):
            Sources(tx, course).delete("tokens")


def test_vectors_of_another_embedder_are_missing_until_made_anew(store: Store, course: str) -> None:
    made, parts = source("tokens")
    with store.begin() as tx:
        Sources(tx, course).save(made, parts, TWO, "minilm")
        passages = Passages(tx, course)
        before = passages.digest()
        assert passages.missing("minilm") == []
        assert passages.missing("other") == parts
        passages.embed([parts[1].id, parts[0].id], vectors((1.0, 0.0), (0.0, 1.0)), "other")
        assert passages.missing("other") == []
        assert passages.digest() != before
        ids, array = passages.vectors("other")
        assert ids == [part.id for part in parts]
        np.testing.assert_array_equal(array, vectors((0.0, 1.0), (1.0, 0.0)))
        with pytest.raises(BadInput, match="do not fit 1 passages"):
            passages.embed([parts[0].id], TWO, "other")


def test_what_does_not_fit_is_refused(store: Store, course: str) -> None:
    made, parts = source("tokens")
    with store.begin() as tx:
        sources = Sources(tx, course)
        with pytest.raises(BadInput, match="do not fit 2 passages"):
            sources.save(made, parts, TWO[:1], "minilm")
        with pytest.raises(BadInput, match="float64"):
            sources.save(made, parts, TWO.astype(np.float64), "minilm")
        shifted = parts[0].model_copy(update={"start": 1})
        with pytest.raises(BadInput, match="'tokens-0' is not the text"):
            sources.save(made, [shifted, parts[1]], TWO, "minilm")
        assert sources.all() == []


def test_two_sources_of_one_path_conflict(store: Store, course: str) -> None:
    made, parts = source("tokens")
    other, _ = source("other")
    none = np.zeros((0, 3), dtype=np.float32)
    with store.begin() as tx:
        Sources(tx, course).save(made, parts, TWO, "minilm")
    with pytest.raises(Conflict, match=r"corpus/tokens\.md"), store.begin() as tx:
        Sources(tx, course).save(other.model_copy(update={"path": made.path}), [], none, "minilm")


def test_another_course_sees_nothing(store: Store, course: str) -> None:
    made, parts = source("tokens")
    with store.begin() as tx:
        Sources(tx, course).save(made, parts, TWO, "minilm")
        elsewhere = f"{course}-other"
        Courses(tx).ensure(elsewhere, "Another")
        assert Sources(tx, elsewhere).all() == []
        assert Sources(tx, elsewhere).by_path(made.path) is None
        assert Passages(tx, elsewhere).of_source("tokens") == []
        assert Passages(tx, elsewhere).vectors("minilm")[0] == []
        Passages(tx, elsewhere).embed([parts[0].id], vectors((0.5, 0.5, 0.5)), "intruder")
        with pytest.raises(NotFound):
            Sources(tx, elsewhere).get("tokens")
        with pytest.raises(NotFound):
            Sources(tx, elsewhere).delete("tokens")
        with pytest.raises(NotFound, match="'tokens-0'"):
            Passages(tx, elsewhere).get("tokens-0")
        assert Passages(tx, course).missing("minilm") == []
        Sources(tx, elsewhere).save(made, parts, TWO, "minilm")  # ids are free in each course
