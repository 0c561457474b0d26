"""A causal language model in memory: writes several bound replies at once, each token of them drawn here."""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from itemwright.chat.bound_reply import BoundReply
from itemwright.chat.chat_tokens import ChatTokens
from itemwright.chat.grammar import GrammarTokenizer
from itemwright.chat.local_files import LocalFiles
from itemwright.chat.placement import Placement
from itemwright.errors import ModelUnavailable

_PADDING = 0
"""Any token will do: it stands on the left and is masked."""


class Row(NamedTuple):
    """A reply to be written. `unwanted` says that nobody waits for it any more."""

    prompt: list[int]
    reply: BoundReply
    unwanted: Callable[[], bool]


class LoadedModel:
    """Tokenizer and weights. To be used by one thread."""

    def __init__(self, files: LocalFiles, placement: Placement) -> None:
        """
        Raises:
            ModelUnavailable: transformers cannot load it.
        """
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        causal: Any = AutoModelForCausalLM
        numbers: Any = "auto" if placement.numbers == "auto" else getattr(torch, placement.numbers)
        # On a GPU each tensor goes there at once: the main memory need not hold the model.
        where = {} if placement.device == "cpu" else {"device_map": {"": placement.device}}
        try:
            self.tokenizer: Any = AutoTokenizer.from_pretrained(
                files.folder, local_files_only=True, trust_remote_code=False
            )
            self._model: Any = causal.from_pretrained(
                files.folder,
                dtype=numbers,
                use_safetensors=True,
                local_files_only=True,
                trust_remote_code=False,
                **where,
            ).eval()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError, RuntimeError) as error:
            raise ModelUnavailable(
                f"Local model {files.name!r} cannot be loaded ({_first_line(error)}); name another model, or "
                "serve it and use 'openai:NAME'.",
                reason="no_model",
            ) from error
        # Its author's settings for sampling are not those that are asked for.
        self._model.generation_config = GenerationConfig()  # type: ignore[no-untyped-call]
        self._config = self._model.config.get_text_config()
        self._name = files.name
        self.device = placement.device
        self.vocabulary = GrammarTokenizer(self.tokenizer, int(self._config.vocab_size))
        self.chat = ChatTokens(self.tokenizer)

    @property
    def context(self) -> int | None:
        """Tokens that prompt and reply may have together; None: no limit is known."""
        length = getattr(self._config, "max_position_embeddings", None)
        return length if isinstance(length, int) and length > 0 else None

    @property
    def bytes_a_token(self) -> int:
        """Memory that each token of a prompt or reply takes while the reply is written; 0 when not known."""
        layers, heads = (
            getattr(self._config, name, None) for name in ("num_hidden_layers", "num_attention_heads")
        )
        keys = getattr(self._config, "num_key_value_heads", None) or heads
        if not isinstance(layers, int) or not isinstance(heads, int) or not isinstance(keys, int):
            return 0
        wide = getattr(self._config, "head_dim", None) or self._config.hidden_size // heads
        return int(2 * layers * keys * wide * self._model.dtype.itemsize)

    def write(self, rows: Sequence[Row], until: float) -> list[ModelUnavailable | None]:
        """Write the replies of all rows together; ends when they are finished or unwanted, or at the time
        `until` of the monotonic clock. Returns what became of each: a fault, or None.

        Raises:
            ModelUnavailable: the model cannot compute them; "overloaded": not so many at once.
        """
        import torch

        longest = max(len(row.prompt) for row in rows)
        padded = [[_PADDING] * (longest - len(row.prompt)) + row.prompt for row in rows]
        mask = [[0] * (longest - len(row.prompt)) + [1] * len(row.prompt) for row in rows]
        written = _Written(rows, until)
        try:
            with torch.inference_mode():
                self._model.generate(
                    input_ids=torch.tensor(padded, device=self.device),
                    attention_mask=torch.tensor(mask, device=self.device),
                    logits_processor=[written.drawn],
                    stopping_criteria=[written.over],
                    max_new_tokens=max(row.reply.most for row in rows),
                    do_sample=False,
                    pad_token_id=_PADDING,
                )
        except (RuntimeError, ValueError, IndexError, TypeError, AttributeError) as error:
            full = isinstance(error, torch.OutOfMemoryError)
            raise ModelUnavailable(
                f"Local model {self._name!r} failed on {len(rows)} replies at once ({_first_line(error)}); "
                "name a smaller model or ask for less.",
                reason="overloaded" if full else "unavailable",
            ) from error
        return written.faults


class _Written:
    """The two hooks by which transformers has each token drawn here and is told when to end."""

    def __init__(self, rows: Sequence[Row], until: float) -> None:
        self._rows = rows
        self._until = until
        self._over = [False] * len(rows)
        self.faults: list[ModelUnavailable | None] = [None] * len(rows)

    def drawn(self, input_ids: Any, scores: Any) -> Any:
        """Scores that leave to each row the one token that was drawn for it."""
        logits = scores.float().cpu().numpy()
        late = time.monotonic() > self._until
        chosen = scores.new_full(scores.shape, float("-inf"))
        for number, row in enumerate(self._rows):
            chosen[number, self._token(number, row, logits[number], late)] = 0.0
        return chosen

    def over(self, input_ids: Any, scores: Any) -> Any:
        """Which rows are at their end."""
        return input_ids.new_tensor(self._over).bool()

    def _token(self, number: int, row: Row, logits: NDArray[np.float32], late: bool) -> int:
        if self._over[number] or row.unwanted():
            self._over[number] = True
            return _PADDING
        try:
            if late:
                raise ModelUnavailable("The local model gave no whole reply in time.", reason="timed_out")
            token = row.reply.draw(logits)
        except ModelUnavailable as fault:
            self.faults[number] = fault
            self._over[number] = True
            return _PADDING
        self._over[number] = row.reply.finish is not None
        return token


def free_cached() -> None:
    """Give GPU memory that nothing holds any more back to the device."""
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
