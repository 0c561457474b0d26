"""A local model is found and measured unloaded, and what cannot be used is told with a next step."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from itemwright.chat.local_files import find_local_files
from itemwright.errors import ModelUnavailable


def model_in(folder: Path, **files: str) -> Path:
    """A folder with a configuration and two tensors of 30 numbers."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text("{}")
    tensors = {"a": torch.zeros(4, 5), "b": torch.zeros(10), "ids": torch.zeros(3, dtype=torch.int64)}
    save_file(tensors, folder / "model.safetensors")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def refused(name: Path | str) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        find_local_files(str(name))
    assert caught.value.reason == "no_model"
    assert repr(str(name)) in str(caught.value)
    return str(caught.value)


def test_a_folder_is_measured(tmp_path: Path) -> None:
    files = find_local_files(str(model_in(tmp_path)))
    assert files.parameters == 30
    assert files.size == (tmp_path / "model.safetensors").stat().st_size
    assert not files.quantised


def test_parts_of_a_model_are_added_up(tmp_path: Path) -> None:
    model_in(tmp_path)
    (tmp_path / "model.safetensors").rename(tmp_path / "part-1.safetensors")
    save_file({"c": torch.zeros(7, dtype=torch.bfloat16)}, tmp_path / "part-2.safetensors")
    index = {"weight_map": {"a": "part-1.safetensors", "b": "part-1.safetensors", "c": "part-2.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    assert find_local_files(str(tmp_path)).parameters == 37
    (tmp_path / "part-2.safetensors").unlink()
    assert "'part-2.safetensors'" in refused(tmp_path)


def test_quantised_weights_are_seen(tmp_path: Path) -> None:
    (model_in(tmp_path) / "config.json").write_text('{"quantization_config": {"bits": 4}}')
    assert find_local_files(str(tmp_path)).quantised


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "consolidated.00.pth"])
def test_pickles_are_refused_unread(tmp_path: Path, name: str) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / name).write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    told = refused(tmp_path)
    assert repr(name) in told
    assert "safetensors" in told


def test_an_adapter_is_refused(tmp_path: Path) -> None:
    assert "merge it" in refused(model_in(tmp_path, adapter_config__json="{}"))


def test_a_folder_without_configuration_or_weights_is_refused(tmp_path: Path) -> None:
    assert "'config.json'" in refused(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    assert "'model.safetensors'" in refused(tmp_path)


@pytest.mark.parametrize("keep", [0, 5, 100, -1])
def test_weights_that_broke_off_are_refused(tmp_path: Path, keep: int) -> None:
    file = model_in(tmp_path) / "model.safetensors"
    file.write_bytes(file.read_bytes()[:keep])
    assert "download it anew" in refused(tmp_path)


@pytest.mark.parametrize(
    "header", ["[]", "{}}", '{"a": 1}', '{"a": {"dtype": 1, "shape": [1], "data_offsets": [0, 0]}}']
)
def test_a_header_that_is_none_is_refused(tmp_path: Path, header: str) -> None:
    raw = header.encode()
    (model_in(tmp_path) / "model.safetensors").write_bytes(len(raw).to_bytes(8, "little") + raw)
    assert "'model.safetensors'" in refused(tmp_path)


@pytest.mark.parametrize("text", ["[]", "{", '{"weight_map": []}'])
def test_an_unreadable_index_is_refused(tmp_path: Path, text: str) -> None:
    (model_in(tmp_path) / "model.safetensors.index.json").write_text(text)
    assert "index.json" in refused(tmp_path)


def test_a_name_that_is_not_cached_is_told_with_the_command_that_fetches_it() -> None:
    assert "'hf download made/up-by-a-test'" in refused("made/up-by-a-test")


@pytest.mark.parametrize("name", ["/no/such/folder", "./none", "a b", "..", "x/y/z"])
def test_what_is_no_folder_and_no_name_is_refused(name: str, tmp_path: Path) -> None:
    if Path(name).is_dir():
        name = str(tmp_path / "none")
    assert "no folder here" in refused(name)


def test_a_single_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.touch()
    assert "openai:NAME" in refused(file)
