"""The export is tried on a small untrained BERT made here; the shipped model once, as set-up left it."""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

from itemwright.errors import ModelUnavailable
from itemwright.index.models import check_model, model_folder, prepare_models
from itemwright.index.onnx_embedding import load_embedder

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] models learn . a cat sat on the mat and slept from tokens"
TEXTS = ["Models learn.", "A cat sat on the mat and slept " * 3, "models learn from tokens", ""]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in sentence-transformers' layout."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import Pooling, Transformer
        from transformers import BertConfig, BertModel, BertTokenizerFast

        folder = tmp_path_factory.mktemp("tiny")
        words = WORDS.split()
        (folder / "vocab.txt").write_text("\n".join(words))
        tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), vocab=str(folder / "vocab.txt"))
        tokenizer.save_pretrained(folder / "bert")
        torch.manual_seed(3)
        config = BertConfig(
            vocab_size=len(words),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=32,
        )
        BertModel(config).save_pretrained(folder / "bert")
        transformer = Transformer(str(folder / "bert"))
        model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
        model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def cache(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cache")
    assert prepare_models((str(tiny),), place) == [model_folder(str(tiny), place)]
    return place


def test_exported_vectors_are_the_model_s_own(tiny: Path, cache: Path) -> None:
    embedder = load_embedder(str(tiny), cache)
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (4, 32) == (4, embedder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        expected = SentenceTransformer(str(tiny), device="cpu").encode(TEXTS, normalize_embeddings=True)
    assert ((vectors * expected).sum(axis=1) > 0.98).all()  # 8-bit weights


def test_a_text_s_vector_does_not_depend_on_its_neighbours(tiny: Path, cache: Path) -> None:
    embedder = load_embedder(str(tiny), cache)
    together = embedder.embed(TEXTS)
    np.testing.assert_array_equal(together, np.concatenate([embedder.embed([text]) for text in TEXTS]))
    np.testing.assert_array_equal(together, load_embedder(str(tiny), cache, threads=1).embed(TEXTS))
    assert embedder.embed([]).shape == (0, 32)


def test_tokens_come_with_their_places(tiny: Path, cache: Path) -> None:
    found, empty = load_embedder(str(tiny), cache).embed_tokens(["Models learn.", ""])
    assert found.spans == [(0, 6), (7, 12), (12, 13)]
    assert found.vectors.shape == (3, 32)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, rtol=1e-5)
    assert empty.vectors.shape == (0, 32)


def test_a_long_text_is_cut_at_the_model_s_limit(tiny: Path, cache: Path) -> None:
    embedder = load_embedder(str(tiny), cache)
    assert embedder.max_tokens == 32
    assert len(embedder.embed_tokens(["cat " * 100])[0].spans) == 30


def test_a_second_preparation_changes_nothing(tiny: Path, cache: Path) -> None:
    folder = model_folder(str(tiny), cache)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    told: list[str] = []
    prepare_models((str(tiny),), cache, told.append)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert len(told) == 1
    assert "ready" in told[0]


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "manifest.json"])
@pytest.mark.parametrize("fault", ["gone", "torn", "changed"])
def test_a_damaged_model_is_refused_with_the_next_step(
    tiny: Path, cache: Path, tmp_path: Path, file: str, fault: str
) -> None:
    shutil.copytree(cache, tmp_path, dirs_exist_ok=True)
    broken = model_folder(str(tiny), tmp_path) / file
    data = broken.read_bytes()
    broken.unlink()
    if fault != "gone":
        broken.write_bytes(data[: len(data) // 2] if fault == "torn" else b"\xff" + data[1:])
    with pytest.raises(ModelUnavailable, match="itemwright models prepare"):
        load_embedder(str(tiny), tmp_path)


def test_preparing_again_mends_a_damaged_model(tiny: Path, cache: Path, tmp_path: Path) -> None:
    shutil.copytree(cache, tmp_path, dirs_exist_ok=True)
    (model_folder(str(tiny), tmp_path) / "model.onnx").write_bytes(b"")
    prepare_models((str(tiny),), tmp_path)
    folder, manifest = check_model(str(tiny), tmp_path)
    assert manifest.name == str(tiny)
    assert set(json.loads((folder / "manifest.json").read_text())["sha256"]) == {
        "model.onnx",
        "tokenizer.json",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name, f"{folder.name}.lock"]


def test_an_unknown_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not prepared"):
        load_embedder("minilm", tmp_path)
    with pytest.raises(ModelUnavailable, match="no-such"):
        prepare_models((str(tmp_path / "no-such"),), tmp_path)


def test_an_unwritable_cache_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelUnavailable, match="file"):
        prepare_models(("minilm",), tmp_path / "file" / "below")


def test_names_have_folders_of_their_own(tmp_path: Path) -> None:
    names = ["minilm", "a/b", "a-b", "../b", "b", "x" * 300]
    folders = {model_folder(name, tmp_path) for name in names}
    assert len(folders) == len(names)
    assert all(folder.parent == tmp_path for folder in folders)


def test_the_shipped_model_knows_what_is_alike() -> None:
    prepare_models()
    embedder = load_embedder()
    lora, low_rank, cat = embedder.embed(
        ["LoRA trains small matrices.", "Low-rank adaptation updates few weights.", "The cat slept."]
    )
    assert lora @ low_rank > 0.2 + lora @ cat
    assert embedder.max_tokens == 512
    assert embedder.name.startswith("minilm@")
