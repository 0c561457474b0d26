"""The key goes to the server it is for, and whatever that says, it is told nowhere else."""

import asyncio
import json
import logging
import traceback

import pytest
from pydantic import SecretStr

from evals.fault_server import JSON, Reply, bound, completion, provider, refusal
from itemwright.chat.calls import open_calls
from itemwright.chat.journal import MemoryJournal
from itemwright.chat.prices import load_prices
from itemwright.errors import ModelUnavailable
from tests.chat.call_path import HTML, path
from tests.chat.test_hosted import GOOD, KEY, REQUEST

ECHOES: tuple[Reply, ...] = (
    *(refusal(status, f"Bearer {KEY} is wrong", KEY) for status in (400, 401, 403, 404, 413, 429, 500, 503)),
    refusal(429, KEY, "insufficient_quota"),
    refusal(400, f"response_format {KEY}"),
    Reply(f"<p>{KEY}</p>".encode(), 502, HTML),
    Reply(f"<p>{KEY}</p>".encode(), 200, (("Content-Type", f"text/{KEY}"),)),
    Reply(json.dumps({"error": KEY}).encode()),
    Reply(json.dumps({"choices": [{"message": {"content": "x"}, "finish_reason": KEY}]}).encode()),
    Reply(b"", 307, (("Location", f"http://{KEY}.example/"),)),
    completion(None, refusal=f"I will not tell {KEY}."),
    completion(bound(json.dumps({"sum": KEY}))),
    completion(f"{KEY} {{}} {{}}"),
    Reply(b"x", headers=(*JSON, ("Content-Encoding", KEY))),
    Reply(b"", reset=True),
    completion("4")._replace(wait=30.0),
)


@pytest.mark.parametrize("reply", ECHOES)
def test_the_key_is_told_nowhere(
    reply: Reply, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    journal = MemoryJournal()
    with provider(reply) as served:
        model = path(served, deadline=0.5).model(journal)
        try:
            told = [asyncio.run(model.complete(REQUEST)).model_dump_json()]
        except ModelUnavailable as error:
            told = ["".join(traceback.format_exception(error)) + repr(vars(error))]
    told += [row.settled.model_dump_json() for row in journal.rows if row.settled]
    told += [caplog.text, *capsys.readouterr()]
    assert len(told) == 5
    for text in told:
        assert not any(KEY[at : at + 12] in text for at in range(len(KEY) - 11)), text


@pytest.mark.parametrize("key", ["sk-with\nline", "sk-schlüssel", "sk two words", "sk-\x00"])
def test_a_key_that_no_header_takes_is_refused_untold(key: str) -> None:
    with pytest.raises(ModelUnavailable, match="ITEMWRIGHT_API_KEY anew") as caught:
        open_calls("openai:x", prices=load_prices(), base_url="http://x", api_key=SecretStr(key))
    assert "sk" not in str(caught.value)


def test_blanks_around_a_key_are_none_of_it() -> None:
    with provider(GOOD) as served:
        key = SecretStr(f" {KEY}\n")
        calls = open_calls("openai:x", prices=load_prices(), base_url=served.url, api_key=key)
        asyncio.run(calls.model(MemoryJournal()).complete(REQUEST))
    assert served.headers[0]["authorization"] == f"Bearer {KEY}"
