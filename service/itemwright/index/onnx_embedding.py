"""A prepared sentence-transformers model run by ONNX Runtime, without torch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from itemwright.index.embedding import TokenVectors, Vectors
from itemwright.index.models import DEFAULT_EMBEDDER, PreparedModel, check_model


class OnnxEmbedder:
    """Unit vectors by one prepared model; may be used from several threads.

    Each text goes through the model by itself: in a batch, int8's scale would follow the neighbours, and one
    text would get a vector today and another tomorrow. With no padding to compute it is as fast as batches.
    """

    def __init__(self, folder: Path, manifest: PreparedModel, threads: int = 2) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts run side by side, `threads` at a time
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(manifest.max_tokens)
        self._tokenizer.no_padding()
        self._threads = threads
        self.name = f"{manifest.name}@{manifest.sha256['model.onnx'][:12]}"
        self.dimensions = manifest.dimensions
        self.max_tokens = manifest.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, float32, shape (n, dimensions), whatever else is embedded with it."""
        encodings = self._tokenizer.encode_batch(list(texts))
        vectors = np.empty((len(encodings), self.dimensions), dtype=np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for row, found in enumerate(pool.map(lambda one: self._run("vectors", one), encodings)):
                vectors[row] = found
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """A unit vector for each token in its text, without the model's special tokens."""
        encodings = self._tokenizer.encode_batch(list(texts))
        found = []
        with ThreadPoolExecutor(self._threads) as pool:
            runs = pool.map(lambda one: self._run("tokens", one), encodings)
            for encoding, vectors in zip(encodings, runs, strict=True):
                kept = [at for at, special in enumerate(encoding.special_tokens_mask) if not special]
                found.append(TokenVectors(vectors[kept], [encoding.offsets[at] for at in kept]))
        return found

    def _run(self, output: str, encoding: Any) -> Vectors:
        tokens = np.array([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        vectors: Vectors = self._session.run([output], inputs)[0][0]
        return vectors


def load_embedder(name: str = DEFAULT_EMBEDDER, cache: Path | None = None, threads: int = 2) -> OnnxEmbedder:
    """The prepared model `name` from `cache` (default: the user's cache folder), every file checked.

    Raises:
        ModelUnavailable: not prepared or damaged; says what to run.
    """
    folder, manifest = check_model(name, cache)
    return OnnxEmbedder(folder, manifest, threads)
