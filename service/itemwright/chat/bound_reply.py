"""One reply in the making: each token is one that the schema allows, and the end is kept in reach."""

import json
import random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from itemwright.chat.base import ChatRequest, Finish
from itemwright.chat.closing import Position, shortest_end
from itemwright.chat.grammar import GrammarTokenizer
from itemwright.errors import ModelUnavailable

_EVERY = 16
"""Tokens between two looks for the way to the end, while there is room."""
_NEAR = 32
"""With less room left than this, and than twice the way to the end, each token is followed by a look."""


class _Way(NamedTuple):
    """From the `at`-th token these `tokens` lead to the end."""

    at: int
    tokens: list[int]


class BoundReply:
    """A reply to `request` of at most `most` tokens. The same seed and logits give the same reply.

    The model writes until the text is whole. If its room runs out before, what it wrote last is taken back as
    far as needed, the text is ended in the shortest way and `finish` is "length": the text meets the schema,
    but not all in it is the model's."""

    def __init__(self, request: ChatRequest, most: int, vocabulary: GrammarTokenizer) -> None:
        """
        Raises:
            ModelUnavailable: the schema cannot be held to, or no reply that meets it is so short.
        """
        self._request = request
        self._vocabulary = vocabulary
        self._matcher = vocabulary.matcher(request.schema_name, request.json_schema)
        self._rng = random.Random(request.seed)
        self._position = Position()
        self._tokens: list[int] = []
        self.most = most
        self.finish: Finish | None = None
        """None while it is being written."""
        way = shortest_end(self._matcher, self._position, vocabulary, most)
        if way is None:
            raise ModelUnavailable(
                f"No reply that meets schema {request.schema_name!r} fits in {most} tokens; allow more.",
                reason="too_long",
            )
        self._way = _Way(0, way)

    @property
    def count(self) -> int:
        """Tokens of the reply so far."""
        return len(self._tokens)

    def draw(self, logits: NDArray[np.float32]) -> int:
        """The next token, by the model's `logits` for all of its tokens; it is taken into the reply.

        Raises:
            ModelUnavailable: the logits are no numbers, or the grammar became too large.
        """
        token = self._drawn(logits, self._allowed())
        self._matcher.consume_token(token)
        if self._matcher.is_error():
            raise self._lost()
        self._tokens.append(token)
        self._position.read(self._vocabulary.bytes_of([token]))
        if self._matcher.is_accepting():
            self.finish = "stop"
        else:
            self._look_ahead()
        return token

    def text(self) -> str:
        """The whole reply, once it is finished.

        Raises:
            ModelUnavailable: it is no JSON after all.
        """
        raw = self._vocabulary.bytes_of(self._tokens)
        try:
            text = raw.decode()
            json.loads(text)
        except ValueError as error:
            raise ModelUnavailable(
                f"A local model's reply to {self._request.prompt!r} is no JSON ({error}); ask again."
            ) from error
        return text

    def _allowed(self) -> NDArray[np.intp]:
        mask = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
        if self._matcher.is_error():
            raise self._lost()
        allowed = np.flatnonzero(np.unpackbits(mask, bitorder="little")[: self._vocabulary.size])
        if not len(allowed):
            raise self._lost()
        return allowed

    def _drawn(self, logits: NDArray[np.float32], allowed: NDArray[np.intp]) -> int:
        scores = logits[allowed].astype(np.float64)
        best = scores.max()
        if not np.isfinite(best):  # also when one is no number: max tells it on
            raise ModelUnavailable(
                "The local model computes values that are no numbers: its files are damaged, or 16-bit "
                "numbers are too coarse for it. Name another model."
            )
        if self._request.temperature == 0:
            return int(allowed[int(scores.argmax())])
        weights = np.exp((scores - best) / self._request.temperature).cumsum()
        drawn = int(np.searchsorted(weights, self._rng.random() * weights[-1], side="right"))
        return int(allowed[min(drawn, len(allowed) - 1)])

    def _look_ahead(self) -> None:
        """Keep a way to the end in sight, and go it when there is no room left."""
        left = self.most - self.count
        if left > max(_NEAR, 2 * len(self._way.tokens)) and self.count % _EVERY:
            return
        way = shortest_end(self._matcher, self._position, self._vocabulary, left)
        if way is not None:
            self._way = _Way(self.count, way)
        elif not left:
            self._tokens[self._way.at :] = self._way.tokens
            self.finish = "length"

    def _lost(self) -> ModelUnavailable:
        told = self._matcher.get_error()[:300] or "no token of the model can follow"
        return ModelUnavailable(
            f"Schema {self._request.schema_name!r} cannot bind the local model's reply ({told}); simplify it."
        )
