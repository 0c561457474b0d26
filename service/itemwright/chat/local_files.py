"""The files of a local model: found in a folder or in the hub's cache, safetensors only, measured unread."""

import json
import math
import re
from pathlib import Path
from typing import Any

from pydantic import Field

from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable

_INDEX = "model.safetensors.index.json"
_SINGLE = "model.safetensors"
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_MOST_HEADER = 100_000_000
"""Bytes; the format's own limit."""
_NUMBERS = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"}


class LocalFiles(Value):
    """A model on this machine. `size` is that of its weights in bytes, `parameters` counts their numbers."""

    name: str
    folder: Path
    size: int = Field(ge=0)
    parameters: int = Field(ge=0)
    quantised: bool


def find_local_files(name: str) -> LocalFiles:
    """The model in the folder `name`, or by that name in the hub's cache. Nothing is downloaded.

    Raises:
        ModelUnavailable: there is none, or it is not whole, or its weights are not safetensors.
    """
    folder = _folder(name)
    try:
        if (folder / "adapter_config.json").exists():
            raise _unusable(name, "is an adapter; merge it into its base model and save the whole")
        if not (folder / "config.json").exists():
            raise _unusable(
                name, f"has no 'config.json' in {str(folder)!r}; name a folder that transformers saved"
            )
        weights = _weights(name, folder)
        headers = [_header(name, file) for file in weights]
        config = _json(name, folder / "config.json")
    except OSError as error:
        raise _unusable(name, f"cannot be read ({error}); mend that") from error
    tensors = [tensor for header in headers for key, tensor in header.items() if key != "__metadata__"]
    return LocalFiles(
        name=name,
        folder=folder,
        size=sum(file.stat().st_size for file in weights),
        parameters=sum(math.prod(tensor["shape"]) for tensor in tensors if tensor["dtype"] in _NUMBERS),
        quantised="quantization_config" in config,
    )


def _folder(name: str) -> Path:
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.exists():
        raise _unusable(
            name,
            "is a file; name the folder of a model in safetensors, or serve the file and use 'openai:NAME'",
        )
    if not _HUB_ID.fullmatch(name):
        raise _unusable(name, "is no folder here; name a folder, or a model of the hub as OWNER/NAME")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise _unusable(
            name, f"is no folder here and not in the hub's cache; run 'hf download {name}' or name a folder"
        ) from error


def _weights(name: str, folder: Path) -> list[Path]:
    if (folder / _INDEX).exists():
        parts = _json(name, folder / _INDEX).get("weight_map")
        if not isinstance(parts, dict) or not parts:
            raise _unusable(name, f"has a {_INDEX!r} that names no files; download it anew")
        files = [folder / str(part) for part in sorted(set(parts.values()))]
        if missing := [file.name for file in files if not file.exists()]:
            raise _unusable(name, f"lacks {missing[0]!r} in {str(folder)!r}; download it anew")
        return files
    if (folder / _SINGLE).exists():
        return [folder / _SINGLE]
    if pickled := sorted(file.name for pattern in _PICKLED for file in folder.glob(pattern)):
        raise _unusable(
            name,
            f"has its weights in {pickled[0]!r}, a pickle, which runs code when it is loaded; "
            "convert it with save_pretrained to safetensors, or name another model",
        )
    raise _unusable(name, f"has no {_SINGLE!r} in {str(folder)!r}; download it anew")


def _header(name: str, file: Path) -> dict[str, Any]:
    """What a safetensors file says of its tensors: eight bytes of length, then JSON."""
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        if not 2 <= length <= _MOST_HEADER:
            raise _unusable(name, f"has in {file.name!r} no safetensors; download it anew")
        raw = opened.read(length)
    try:
        header = json.loads(raw)
        tensors = [tensor for key, tensor in header.items() if key != "__metadata__"]
        end = max((int(tensor["data_offsets"][1]) for tensor in tensors), default=0)
        sound = all(
            isinstance(tensor["dtype"], str) and math.prod(tensor["shape"]) >= 0 for tensor in tensors
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _unusable(name, f"has in {file.name!r} no safetensors; download it anew") from error
    if not sound or file.stat().st_size < 8 + length + end:
        raise _unusable(name, f"has only a part of {file.name!r}; download it anew")
    return dict(header)


def _json(name: str, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _unusable(name, f"has an unreadable {file.name!r} ({error}); download it anew") from error
    if not isinstance(found, dict):
        raise _unusable(name, f"has an unreadable {file.name!r}; download it anew")
    return found


def _unusable(name: str, what: str) -> ModelUnavailable:
    return ModelUnavailable(f"Local model {name!r} {what}.", reason="no_model")
