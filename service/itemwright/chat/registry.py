"""Which chat model a name means: `openai:NAME`, `local:FOLDER_OR_HUB_ID` or `scripted:FILE`."""

import random
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from itemwright.chat.base import ChatModel
from itemwright.chat.hosted import HostedModel
from itemwright.chat.local import LocalModel
from itemwright.chat.recorded import RecordedModel
from itemwright.errors import BadInput

Opener = Callable[[str, str | None, SecretStr | None], ChatModel]


def _hosted(name: str, base_url: str | None, api_key: SecretStr | None) -> ChatModel:
    return HostedModel(name, base_url=base_url, api_key=api_key, rng=random.Random())


def _local(name: str, base_url: str | None, api_key: SecretStr | None) -> ChatModel:
    return LocalModel(name)


def _recorded(name: str, base_url: str | None, api_key: SecretStr | None) -> ChatModel:
    return RecordedModel(Path(name))


MODELS: dict[str, Opener] = {"openai": _hosted, "local": _local, "scripted": _recorded}


def open_chat_model(spec: str, *, base_url: str | None = None, api_key: SecretStr | None = None) -> ChatModel:
    """The model that `spec` ("openai:gpt-x", "local:models/small", "scripted:replies.jsonl") names.

    Raises:
        BadInput: `spec` names no kind of model.
        ModelUnavailable: the model cannot be used: no key, no such files.
    """
    kind, _, name = spec.partition(":")
    if kind not in MODELS or not name:
        known = ", ".join(f"{each}:..." for each in MODELS)
        raise BadInput(f"Model {spec!r} is none of {known}; name one of these.")
    return MODELS[kind](name, base_url, api_key)
