"""The proxy of LiteLLM, a server written by others, between a hosted model and a provider of faults."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from evals.fault_server import Provider, Reply, bound, completion, provider, refusal
from itemwright.chat.base import request_digest
from itemwright.chat.calls import open_calls
from itemwright.chat.dialect import Dialect
from itemwright.chat.journal import MemoryJournal
from itemwright.chat.payload import payload_of
from itemwright.chat.prices import load_prices
from itemwright.errors import Unavailability
from tests.chat.test_hosted import GOOD, KEY, REQUEST, ask, failure, model

ROOT = Path(__file__).parents[2]
SETTING = "ITEMWRIGHT_TEST_LITELLM"
"""Names the folder of a virtual environment of its own: its packages are more than all of ours."""
COMMAND = Path(os.environ.get(SETTING) or ROOT / ".litellm").absolute() / "bin" / "litellm"
PATIENCE = 90.0
"""Seconds that the proxy may take to start; it imports much."""
BEHIND = "sk-of-the-provider-9876543210"
"""The key that the proxy shows to the provider; KEY opens the proxy."""

pytestmark = pytest.mark.skipif(
    not COMMAND.exists(),
    reason=f"no {COMMAND}: `make litellm` makes .litellm, and {SETTING} names another environment that has "
    "litellm[proxy]",
)


class Proxied(NamedTuple):
    url: str
    behind: Provider
    log: Path


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """The proxy in front of a provider, ended with the tests of this file."""
    folder = tmp_path_factory.mktemp("litellm")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "proxy.log"
    with provider(GOOD) as behind, log.open("wb") as written:
        settings = folder / "settings.yaml"
        settings.write_text(json.dumps(settings_for(behind)), "utf-8")  # JSON is YAML
        command = [str(COMMAND), "--config", str(settings), "--telemetry", "False"]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings(folder),
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/liveliness", process, log)
            yield Proxied(f"http://127.0.0.1:{port}/v1", behind, log)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def settings_for(behind: Provider) -> dict[str, object]:
    """One model, and each request passed on once: it is our tries that are counted."""
    server = {"model": "openai/made", "api_base": behind.url, "api_key": BEHIND}
    return {
        "model_list": [{"model_name": "made", "litellm_params": server}],
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
        "litellm_settings": {"telemetry": False},
        "general_settings": {"master_key": KEY},
    }


def surroundings(home: Path) -> dict[str, str]:
    """Nothing of this machine's settings, no database, and no look at the network for prices."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_MODE": "PRODUCTION",  # reads no .env
    }


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """An environment that is there is meant to work: a proxy that does not start is a failure, no skip."""
    until = time.monotonic() + PATIENCE
    while not healthy(url):
        told = log.read_text(errors="replace")[-500:]
        assert process.poll() is None, f"the proxy ended: {told}"
        assert time.monotonic() < until, f"the proxy did not start within {PATIENCE:g} s: {told}"
        time.sleep(0.2)


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def plays(proxy: Proxied, *replies: Reply) -> Provider:
    """The provider behind the proxy, which has forgotten what it was asked and answers anew."""
    proxy.behind.replies = list(replies)
    for kept in (proxy.behind.asked, proxy.behind.headers, proxy.behind.at):
        kept.clear()
    return proxy.behind


def test_a_good_reply_is_read_and_counted(proxy: Proxied) -> None:
    behind = plays(proxy, GOOD)
    calls = open_calls("openai:made", prices=load_prices(), base_url=proxy.url, api_key=SecretStr(KEY))
    found = asyncio.run(calls.model(MemoryJournal()).complete(REQUEST))
    assert (found.text, found.model, found.finish) == ('{"sum": 4}', "made", "stop")
    assert (found.tokens_in, found.tokens_out, found.spent.requests) == (7, 3, 1)
    assert len(behind.asked) == 1


def test_the_request_arrives_whole_and_in_its_first_dialect(proxy: Proxied) -> None:
    behind = plays(proxy, GOOD)
    ask(model(proxy.url))
    letters = request_digest(REQUEST)[:8]
    meant = payload_of("made", REQUEST, Dialect(), letters, REQUEST.max_output_tokens)
    assert {name: behind.asked[0].get(name) for name in meant} == meant
    assert letters in meant["messages"][0]["content"]
    assert "reply_to" in meant["response_format"]["json_schema"]["schema"]["properties"]


def test_a_reply_to_another_request_is_refused(proxy: Proxied) -> None:
    behind = plays(proxy, completion(bound('{"sum": 5}', letters="0a1b2c3d")))
    assert "another request" in str(failure(model(proxy.url)))
    assert len(behind.asked) == 3


def test_retry_after_passes_the_proxy_and_is_waited_for(proxy: Proxied) -> None:
    behind = plays(proxy, refusal(429, "slow down", retry_after="1"), GOOD)
    assert ask(model(proxy.url)).text == '{"sum": 4}'
    assert len(behind.asked) == 2
    assert behind.at[1] - behind.at[0] >= 1.0


def test_a_retry_after_that_no_call_can_wait_for_is_told(proxy: Proxied) -> None:
    behind = plays(proxy, refusal(429, "slow down", retry_after="90"))
    error = failure(model(proxy.url))
    assert (error.reason, error.retry_after) == ("overloaded", 90)
    assert "HTTP 429" in str(error)
    assert len(behind.asked) == 1


def test_a_500_is_tried_again_three_times_at_most(proxy: Proxied) -> None:
    behind = plays(proxy, refusal(500, "the engine broke"))
    error = failure(model(proxy.url))
    assert error.reason == "unavailable"
    assert "HTTP 500" in str(error)
    assert "the engine broke" in str(error)
    assert len(behind.asked) == 3


@pytest.mark.parametrize(
    ("fault", "reason", "asked"),
    [
        (refusal(401, "Incorrect API key provided"), "refused_key", 1),
        (refusal(404, "The model does not exist", code="model_not_found"), "no_model", 1),
        (refusal(400, "too long: maximum context length", code="context_length_exceeded"), "too_long", 1),
        (refusal(503, "busy"), "overloaded", 3),
        (completion(bound('{"su'), "length"), "cut_off", 2),
    ],
    ids=["401", "404", "context", "503", "cut"],
)
def test_what_fails_behind_is_told_as_what_it_is(
    proxy: Proxied, fault: Reply, reason: Unavailability, asked: int
) -> None:
    behind = plays(proxy, fault)
    assert failure(model(proxy.url)).reason == reason
    assert len(behind.asked) == asked


def test_a_parameter_that_the_provider_refuses_is_left_out(proxy: Proxied) -> None:
    behind = plays(proxy, refusal(400, "seed is not supported"), GOOD)
    assert ask(model(proxy.url)).dialect == Dialect(left_out=("seed",))
    assert ["seed" in sent for sent in behind.asked] == [True, False]


def test_a_quota_is_told_in_the_words_of_the_provider(proxy: Proxied) -> None:
    # Its code is lost in the proxy, which calls it a rate limit: it is asked as often as one.
    behind = plays(proxy, refusal(429, "check your plan and billing", code="insufficient_quota"))
    assert "check your plan and billing" in str(failure(model(proxy.url)))
    assert len(behind.asked) <= 3


def test_the_key_is_told_nowhere(proxy: Proxied, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        behind = plays(proxy, refusal(500, f"not with {KEY}"))
        assert "not with" in str(failure(model(proxy.url)))  # which looks for the key
        plays(proxy, completion(bound(json.dumps({"sum": KEY}))))
        ask(model(proxy.url))
    assert KEY not in caplog.text
    assert behind.headers[0]["authorization"] == f"Bearer {BEHIND}"
    assert KEY not in str(behind.headers) + str(behind.asked)
    log = proxy.log.read_text(errors="replace")
    assert "/v1/chat/completions" in log
    assert KEY not in log
