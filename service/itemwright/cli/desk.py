"""What the commands share: settings, the store of the local operator, and JSON lines out."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic import BaseModel
from rich.console import Console

from itemwright.domain.principal import Principal, local_operator
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.embedding import Embedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.settings import Settings
from itemwright.store.courses import Courses
from itemwright.store.engine import Store

console = Console(stderr=True, highlight=False, markup=False)
"""Messages and progress; standard output is for results alone. No markup: code and paths have brackets."""


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def emit(value: object) -> None:
    """One JSON line on standard output."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", exclude_none=True)
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_report(value: BaseModel) -> None:
    """One JSON line on standard error: the report of a run, its last line there."""
    sys.stderr.write(value.model_dump_json() + "\n")
    sys.stderr.flush()


@contextmanager
def open_store(settings: Settings) -> Iterator[tuple[Store, Principal]]:
    """The store of these settings, its local course made, and the principal who works on it."""
    principal = local_operator()
    with Store.open(settings.database_url, settings.data_dir) as store:
        with store.begin() as tx:
            Courses(tx).ensure(principal.course, "Local course")
        yield store, principal


def grader(settings: Settings, embedding: Embedder) -> BuiltinGrader:
    """The built-in grader over its prepared models."""
    return BuiltinGrader(embedding, load_point_judges(), error_rate=settings.review_error_rate)


def embedder(settings: Settings) -> Embedder:
    """The prepared embedding model of these settings."""
    return load_embedder(settings.embedder)
