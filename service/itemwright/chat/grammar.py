"""A JSON Schema as a grammar over the tokens of one model, by llguidance."""

import json
from typing import Any

from llguidance import LLMatcher, LLTokenizer

from itemwright.errors import ModelUnavailable

_OPTIONS: Any = {
    # A weak model would fill its room with blanks between the fields.
    "whitespace_flexible": False,
    # \u could spell NUL, which no database takes, and halves of characters; \b, \f and \r come of TeX that
    # was not escaped (\beta, \frac, \rho).
    "json_allowed_escapes": '"\\nt',
}

_KEPT = 64
"""Schemas whose grammars are kept: making one takes tens of milliseconds."""


class GrammarTokenizer:
    """The tokens of a model as bytes. `size` is the number of its logits, which may be more than it has
    tokens."""

    def __init__(self, tokenizer: Any, size: int) -> None:
        """
        Raises:
            ModelUnavailable: the tokenizer does not tell its tokens.
        """
        backend = getattr(tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise ModelUnavailable(
                f"The tokenizer {type(tokenizer).__name__!r} of the local model has no 'tokenizer.json'; "
                "name a model that has one, or serve it and use 'openai:NAME'.",
                reason="no_model",
            )
        copied = type(backend).from_str(backend.to_str())
        copied.no_padding()
        copied.no_truncation()
        tokens = copied.get_vocab_size(with_added_tokens=True)
        # The grammar ends the text itself: any token will do as the one that would.
        end = tokenizer.eos_token_id if tokenizer.eos_token_id is not None else tokens - 1
        try:
            self._tokens = LLTokenizer(copied.to_str(), n_vocab=max(size, tokens), eos_token=end)
        except ValueError as error:
            raise ModelUnavailable(
                f"The tokenizer of the local model cannot be used ({error}); name another model.",
                reason="no_model",
            ) from error
        self.size = size
        self._compiled: dict[str, LLMatcher] = {}
        self.single: dict[int, int] = {}
        for token in range(min(size, tokens)):
            spelt = b"" if self._tokens.is_special_token(token) else self._tokens.decode_bytes([token])
            if len(spelt) == 1:
                self.single.setdefault(spelt[0], token)

    def tokens_of(self, forced: bytes) -> list[int]:
        """Tokens that spell these bytes."""
        return self._tokens.tokenize_bytes(forced)

    def bytes_of(self, tokens: list[int]) -> bytes:
        """What the tokens spell."""
        return self._tokens.decode_bytes(tokens)

    def matcher(self, name: str, schema: dict[str, Any]) -> LLMatcher:
        """A matcher at the beginning of a text that meets the schema called `name`.

        Raises:
            ModelUnavailable: the schema has a part that no grammar here stands for.
        """
        whole = json.dumps(schema)
        if whole not in self._compiled:
            if len(self._compiled) == _KEPT:
                self._compiled.clear()
            self._compiled[whole] = self._compile(name, whole)
        return self._compiled[whole].deep_copy()

    def _compile(self, name: str, schema: str) -> LLMatcher:
        grammar = LLMatcher.grammar_from_json_schema(schema, overrides=_OPTIONS)
        is_wrong, told = LLMatcher.validate_grammar_with_warnings(grammar, self._tokens)
        if is_wrong:
            raise ModelUnavailable(
                f"Schema {name!r} cannot bind a local model ({told[0][:300]}); leave that part out of it."
            )
        return LLMatcher(self._tokens, grammar, log_level=0)
