"""The shipped subject, ingested into a store that is thrown away, for the suites that need it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from evals.suite import Setting
from itemwright.bank import load_library
from itemwright.domain.principal import Principal, local_operator
from itemwright.errors import BadInput
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.ingest.ingest import ingest_paths
from itemwright.resources import resource_folder
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.writing.library import Library

ANSWER_KEY = Path(__file__).resolve().parent / "answer_key"
GRADED_ANSWERS = Path(__file__).resolve().parent / "data" / "graded_answers" / "held_out"


class Subject(NamedTuple):
    """What was ingested, and where."""

    store: Store
    principal: Principal
    embedder: Embedder
    library: Library


@contextmanager
def subject_of(setting: Setting) -> Iterator[Subject]:
    """The articles that a setting names, ours when it names none, in a database of its own.

    Raises:
        BadInput: an article cannot be read.
    """
    principal, embedder = local_operator(), load_embedder("minilm")
    # PostgreSQL may still be writing its last file when a suite was refused and the folder goes.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Store.open(None, Path(folder) / "data") as store,
    ):
        with store.begin() as tx:
            Courses(tx).ensure(principal.course, "Evals")
        paths = [str(path) for path in setting.sources] or [str(resource_folder("corpus"))]
        for report in ingest_paths(store, principal, embedder, paths):
            if report.status == "rejected":
                raise BadInput(f"{report.path!r} cannot be read: {report.warnings[0].message}")
        yield Subject(store, principal, embedder, load_library(store, principal.course))
