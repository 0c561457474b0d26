"""Words as vectors without a network at work: what the sentence encoder makes of each piece of its vocabulary
by itself is written down once, and a word is the mean of its pieces.

A word that is a piece of its own, as most are, has just the vector that the encoder gives it alone; a rare
word, a name or a slip of the pen is put together. Minishlab's Model2Vec (Tulkens and van Dongen 2024) makes
its static embeddings in this way.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from itemwright.grading.point_network import base_folder
from itemwright.index.models import FORMAT, PreparedModel, check_model, prepare_model

Vector = NDArray[np.float32]
WORD_TABLE = "words-1"
_TOGETHER = 1024
_NO_PIECE = [0]
"""For a text without any piece, such as a space: that of padding, which nothing else has."""


class WordVectors(Protocol):
    """A unit vector for any word, the same one each time."""

    dimensions: int

    def vector(self, word: str) -> Vector:
        """Shape (dimensions,)."""
        ...


class HashedWords:
    """A fake: the same word gets the same vector, different words nearly orthogonal ones."""

    def __init__(self, dimensions: int = 64) -> None:
        self.dimensions = dimensions
        self.asked: list[str] = []
        """Every word asked for so far."""

    def vector(self, word: str) -> Vector:
        self.asked.append(word)
        seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        return _unit(np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32))


class WordTable:
    """The prepared table; read from disk as words are asked for."""

    def __init__(self, folder: Path, manifest: PreparedModel) -> None:
        from tokenizers import Tokenizer

        self._pieces: NDArray[np.float16] = np.load(folder / "pieces.npy", mmap_mode="r")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.dimensions = manifest.dimensions

    def vector(self, word: str) -> Vector:
        ids: list[int] = self._tokenizer.encode(word, add_special_tokens=False).ids or _NO_PIECE
        mean: Vector = self._pieces[ids].astype(np.float32).mean(axis=0)
        return _unit(mean)


def prepare_word_table(
    cache: Path | None = None, progress: Callable[[str], None] = lambda line: None
) -> Path:
    """Write the table down, unless that was done before.

    Raises:
        ModelUnavailable: the cache cannot be written.
    """
    return prepare_model(WORD_TABLE, cache, progress, _export)


def load_word_table(cache: Path | None = None) -> WordTable:
    """The prepared table, every file checked.

    Raises:
        ModelUnavailable: not prepared or damaged; says what to run.
    """
    return WordTable(*check_model(WORD_TABLE, cache))


def _export(name: str, folder: Path) -> PreparedModel:
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(str(base_folder())).eval()
    size, dimensions = int(encoder.config.vocab_size), int(encoder.config.hidden_size)
    tokenizer: Any = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    first, between = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    pieces = np.empty((size, dimensions), dtype=np.float16)
    with torch.inference_mode():
        for start in range(0, size, _TOGETHER):
            ids = torch.arange(start, min(start + _TOGETHER, size))
            tokens = torch.stack([torch.full_like(ids, first), ids, torch.full_like(ids, between)], dim=1)
            states = encoder(input_ids=tokens, attention_mask=torch.ones_like(tokens)).last_hidden_state
            pieces[start : start + len(ids)] = torch.nn.functional.normalize(states.mean(1), dim=1).numpy()
    np.save(folder / "pieces.npy", pieces)
    shutil.copy(base_folder() / "tokenizer.json", folder / "tokenizer.json")
    return PreparedModel(name=name, format=FORMAT, dimensions=dimensions, max_tokens=1, sha256={})


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / np.float32(np.linalg.norm(vector))
    return unit
