"""The shipped subject, ingested into a store that is thrown away, for the suites that need it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from itemwright.bank import load_library
from itemwright.domain.principal import Principal, local_operator
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.ingest.ingest import ingest_paths
from itemwright.resources import resource_folder
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.writing.library import Library

ANSWER_KEY = Path(__file__).resolve().parent / "answer_key"
GRADED_ANSWERS = Path(__file__).resolve().parent / "data" / "graded_answers" / "first.jsonl"


class Subject(NamedTuple):
    """What was ingested, and where."""

    store: Store
    principal: Principal
    embedder: Embedder
    library: Library


@contextmanager
def shipped_subject() -> Iterator[Subject]:
    """The corpus of this installation in a database of its own."""
    principal, embedder = local_operator(), load_embedder("minilm")
    with tempfile.TemporaryDirectory() as folder, Store.open(None, Path(folder) / "data") as store:
        with store.begin() as tx:
            Courses(tx).ensure(principal.course, "Evals")
        ingest_paths(store, principal, embedder, [str(resource_folder("corpus"))])
        yield Subject(store, principal, embedder, load_library(store, principal.course))
