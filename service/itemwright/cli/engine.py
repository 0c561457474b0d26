"""What commands without a store need: the built-in models, and JSON lines out.

Nothing here imports a database or draws tables, so that `grade` starts quickly."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from pydantic import BaseModel

from itemwright.errors import ModelUnavailable
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.embedding import Embedder, LazyEmbedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.settings import Settings
from itemwright.text import lemma


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


def require_builtin(model: str) -> None:
    """Raises ModelUnavailable for any model but the built-in engine."""
    if model != "builtin":
        raise ModelUnavailable(f"Model {model!r} does not grade; leave --model out, or name 'builtin'.")


def grader(settings: Settings) -> BuiltinGrader:
    """The built-in grader over its prepared models; the embedding model waits until it is asked."""
    embedding = LazyEmbedder(lambda: embedder(settings))
    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(load_point_judges)
        lemma("loading")  # the dictionary is read by the first question, here while the models load
    return BuiltinGrader(embedding, loading.result(), error_rate=settings.review_error_rate)


def embedder(settings: Settings) -> Embedder:
    """The prepared embedding model of these settings."""
    return load_embedder(settings.embedder)
