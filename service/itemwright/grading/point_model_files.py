"""The point model's files: adapters that ship with the package, and the prepared network made from them."""

import functools
import hashlib
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from itemwright.grading.point_model import LazyJudge, PointJudges, PointModel
from itemwright.grading.point_network import HEADS, base_folder, build_network
from itemwright.grading.word_vectors import load_word_table, prepare_word_table
from itemwright.index.models import FORMAT, PreparedModel, check_model, prepare_model, quantise

POINTS_ADAPTERS = Path(__file__).with_name("points.npz")
"""Trained for rubric points."""
LABELS_ADAPTERS = Path(__file__).with_name("labels.npz")
"""Trained for the classes of SemEval-2013 task 7."""
_LONGEST = 512


@functools.cache
def point_model_name(adapters: Path) -> str:
    """The name of the model that these adapters make; other adapters, another name."""
    return f"{adapters.stem}-{hashlib.sha256(adapters.read_bytes()).hexdigest()[:12]}"


def prepared_name(adapters: Path) -> str:
    """What its folder is named by: the same model written down in another way stands beside the old one."""
    return f"{point_model_name(adapters)}-one-text"


def prepare_point_models(
    cache: Path | None = None, progress: Callable[[str], None] = lambda line: None
) -> list[Path]:
    """Write the table of words; merge adapters and encoder, export and quantise, unless that was done before.

    Raises:
        ModelUnavailable: the cache cannot be written.
    """
    return [
        prepare_word_table(cache, progress),
        *(
            prepare_model(prepared_name(each), cache, progress, functools.partial(_export, each))
            for each in (POINTS_ADAPTERS, LABELS_ADAPTERS)
        ),
    ]


def load_point_judges(cache: Path | None = None) -> PointJudges:
    """The prepared models, every file checked; that of the labels is read when it is first asked.

    Raises:
        ModelUnavailable: not prepared or damaged; says what to run.
    """
    points, labels = (
        functools.partial(_load, adapters, cache) for adapters in (POINTS_ADAPTERS, LABELS_ADAPTERS)
    )
    judge = LazyJudge(point_model_name(LABELS_ADAPTERS), labels)
    return PointJudges(points(), judge, load_word_table(cache))


def _load(adapters: Path, cache: Path | None) -> PointModel:
    folder, manifest = check_model(prepared_name(adapters), cache)
    return PointModel(folder, manifest.name, adapters.stem)


def _export(adapters: Path, name: str, folder: Path) -> PreparedModel:
    import torch

    with np.load(adapters) as arrays:
        rank = next(each.shape[0] for key, each in arrays.items() if key.endswith(".down"))
        network = build_network(rank)
        network.load(arrays)
    inputs = ["input_ids", "token_type_ids", "point_ids"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own deprecations; nothing a user could act on
        example = (
            torch.tensor([[101, 2054, 102, 2023, 102, 2008, 102, 2017, 102]]),
            torch.tensor([[0, 0, 0, 0, 0, 0, 0, 1, 1]]),
            torch.tensor([[0, 0, 0, 1, 1, 2, 2, 0, 0]]),
        )
        torch.onnx.export(
            network.merged(),
            example,
            str(folder / "float.onnx"),
            input_names=inputs,
            output_names=list(HEADS),
            dynamic_axes={name: {1: "tokens"} for name in inputs} | {name: {1: "points"} for name in HEADS},
            opset_version=17,
            dynamo=False,
        )  # fmt: skip
    quantise(folder / "float.onnx", folder / "model.onnx")
    (folder / "float.onnx").unlink()
    shutil.copy(base_folder() / "tokenizer.json", folder / "tokenizer.json")
    return PreparedModel(
        name=point_model_name(adapters), format=FORMAT, dimensions=3, max_tokens=_LONGEST, sha256={}
    )
