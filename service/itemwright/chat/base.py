"""The plug-point of language models: one request, one completion, one async method."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import Field

from itemwright.chat.dialect import Dialect
from itemwright.domain.value import Value
from itemwright.spent import Spent

TRIES = 3
"""Requests to a server that one call may make at most."""
Finish = Literal["stop", "length", "content_filter", "refusal"]


class ChatRequest(Value):
    """One question to a model. The reply must meet `json_schema`, a JSON Schema named `schema_name`.

    `prompt` is the fingerprint `id@version:hash` of the prompt whose rendering this is. `tries` bounds the
    requests that the answer may cost and is no part of what is asked."""

    system: str
    user: str
    schema_name: str
    json_schema: dict[str, Any]
    max_output_tokens: int = Field(gt=0)
    temperature: float = Field(default=0.0, ge=0)
    seed: int = 0
    prompt: str
    tries: int = Field(default=TRIES, ge=1, le=TRIES, exclude=True)


def request_digest(request: ChatRequest) -> str:
    """SHA-256 of all that was asked, the prompt's fingerprint included; not of the model that was asked."""
    whole = json.dumps(request.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


class Completion(Value):
    """What a model said. `finish` other than `stop` means that `text` is cut, withheld or a refusal.

    `seconds` runs from the first request to the whole reply, waits between tries included. `spent` counts
    all of its requests (0: not told, or a reply that was kept from before), `dialect` says what its server
    is known to take (None: the model runs here)."""

    text: str
    model: str
    tokens_in: int = Field(ge=0)
    tokens_out: int = Field(ge=0)
    seconds: float = Field(ge=0)
    finish: Finish
    spent: Spent = Spent()
    dialect: Dialect | None = None


class ChatModel(Protocol):
    """A language model."""

    async def complete(self, request: ChatRequest) -> Completion:
        """The model's reply, unchecked: what it says is data for the caller to validate.

        Raises:
            ModelUnavailable: no whole reply was to be had.
        """
        ...


@runtime_checkable
class KeepsReplies(Protocol):
    """A language model that keeps its replies, to give them again."""

    async def reject(self, requests: Sequence[ChatRequest]) -> None:
        """The replies to these led to no answer: the next time the same is asked, ask anew."""
        ...
