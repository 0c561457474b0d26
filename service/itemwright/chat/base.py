"""The plug-point of language models: one request, one completion, one async method."""

from typing import Any, Literal, Protocol

from pydantic import Field

from itemwright.domain.value import Value

Finish = Literal["stop", "length", "content_filter", "refusal"]


class ChatRequest(Value):
    """One question to a model. The reply must meet `json_schema`, a JSON Schema named `schema_name`.

    `prompt` is the fingerprint `id@version:hash` of the prompt whose rendering this is."""

    system: str
    user: str
    schema_name: str
    json_schema: dict[str, Any]
    max_output_tokens: int = Field(gt=0)
    temperature: float = Field(default=0.0, ge=0)
    seed: int = 0
    prompt: str


class Completion(Value):
    """What a model said. `finish` other than `stop` means that `text` is cut, withheld or a refusal.

    `seconds` runs from the first request to the whole reply, waits between tries included."""

    text: str
    model: str
    tokens_in: int = Field(ge=0)
    tokens_out: int = Field(ge=0)
    seconds: float = Field(ge=0)
    finish: Finish


class ChatModel(Protocol):
    """A language model."""

    async def complete(self, request: ChatRequest) -> Completion:
        """The model's reply, unchecked: what it says is data for the caller to validate.

        Raises:
            ModelUnavailable: no whole reply was to be had.
        """
        ...
