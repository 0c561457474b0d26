"""A name resolves to a model, or is refused with the names there are."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from evals.fault_server import completion, provider
from itemwright.chat.recorded import RecordingModel
from itemwright.chat.registry import open_chat_model
from itemwright.chat.scripted import ScriptedModel
from itemwright.errors import BadInput, ModelUnavailable
from tests.chat.test_recorded import REQUEST


def test_a_hosted_model_by_name() -> None:
    with provider(completion("4")) as served:
        model = open_chat_model("openai:made:large", base_url=served.url, api_key=SecretStr("k"))
        assert asyncio.run(model.complete(REQUEST)).text == "4"
    assert served.asked[0]["model"] == "made:large"


def test_a_recorded_model_by_file(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    asyncio.run(RecordingModel(ScriptedModel(["4"]), file).complete(REQUEST))
    assert asyncio.run(open_chat_model(f"scripted:{file}").complete(REQUEST)).text == "4"


@pytest.mark.parametrize("spec", ["builtin", "gpt-made", "openai:", "local:", "telepathy:me", ""])
def test_any_other_name_is_refused_with_those_there_are(spec: str) -> None:
    with pytest.raises(BadInput, match=r"openai:\.\.\., local:\.\.\., scripted:\.\.\."):
        open_chat_model(spec)


def test_a_hosted_model_without_key_is_refused_at_once() -> None:
    with pytest.raises(ModelUnavailable, match="ITEMWRIGHT_API_KEY"):
        open_chat_model("openai:made")


def test_the_fake_keeps_what_it_was_asked_and_says_when_it_is_empty() -> None:
    model = ScriptedModel(["4"])
    assert asyncio.run(model.complete(REQUEST)).finish == "stop"
    with pytest.raises(ModelUnavailable, match="add_numbers@1:abc"):
        asyncio.run(model.complete(REQUEST))
    assert model.asked == [REQUEST, REQUEST]
