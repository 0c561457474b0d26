"""`transformers serve`, a server written by others: it takes a schema with a 200 and does not heed it."""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from pydantic import ValidationError

from itemwright.chat.base import ChatRequest, Completion
from itemwright.chat.hosted import HostedModel
from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable
from itemwright.prompting import Rendered
from itemwright.structured import Answer, Unanswered, ask, request_for
from tests.chat.tiny_llama import make_llama

PATIENCE = 45.0
"""Seconds that the server may take to start; it imports much."""
_SERVE = "from transformers.cli.transformers import main; main()"


class Served(NamedTuple):
    url: str
    name: str


class Weight(Value):
    grams: int
    of: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tiny model behind the server, ended with the tests of this file."""
    folder = make_llama(tmp_path_factory.mktemp("served"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _SERVE, "serve", str(folder)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    log = folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, env=environment, stdout=written, stderr=written, start_new_session=True
        )
    try:
        until = time.monotonic() + PATIENCE
        while not healthy(f"http://127.0.0.1:{port}/health"):
            if process.poll() is not None:
                pytest.skip(f"transformers serve does not start: {log.read_text(errors='replace')[-300:]}")
            if time.monotonic() > until:
                pytest.skip(f"transformers serve did not start within {PATIENCE:g} s on this machine")
            time.sleep(0.2)
        yield Served(f"http://127.0.0.1:{port}/v1", str(folder))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def model(served: Served, deadline: float = 60.0) -> HostedModel:
    return HostedModel(
        served.name,
        base_url=served.url,
        api_key=None,
        rng=random.Random(0),
        deadline=deadline,
        first_wait=0.01,
    )


def request(seed: int, most: int = 30) -> ChatRequest:
    rendered = Rendered("You weigh.", "Weigh a stone.", "weigh_text@1:abc", "Weight")
    return request_for(rendered, Weight, max_output_tokens=most, temperature=1.0, seed=seed)


def test_it_ignores_the_schema_and_no_reply_becomes_an_answer(served: Served) -> None:
    asked = model(served)

    async def together() -> list[Answer[Weight] | Unanswered]:
        return await asyncio.gather(*(ask(asked, request(seed), Weight) for seed in range(4)))

    for said in asyncio.run(together()):
        assert isinstance(said, Unanswered)
        assert said.reason == "malformed"
        assert said.detail


def test_a_raw_reply_is_cut_or_told_as_it_came(served: Served) -> None:
    asked = model(served)

    async def together() -> list[Completion | BaseException]:
        calls = (asked.complete(request(seed, most=10)) for seed in range(3))
        return await asyncio.gather(*calls, return_exceptions=True)

    found = asyncio.run(together())
    assert all(isinstance(each, Completion | ModelUnavailable) for each in found)
    assert {each.reason for each in found if isinstance(each, ModelUnavailable)} <= {"cut_off"}
    for each in found:
        if isinstance(each, Completion):
            assert each.tokens_out <= 20
            with pytest.raises(ValidationError):
                Weight.model_validate_json(each.text)


def test_a_model_it_has_not_is_a_typed_failure(served: Served) -> None:
    missing = served._replace(name="made/up-by-a-test")
    with pytest.raises(ModelUnavailable) as caught:
        asyncio.run(model(missing).complete(request(0)))
    assert "'made/up-by-a-test'" in str(caught.value)


def test_the_deadline_holds_against_it(served: Served) -> None:
    began = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        asyncio.run(model(served, deadline=0.01).complete(request(0, most=4000)))
    assert caught.value.reason == "timed_out"
    assert time.monotonic() - began < 5
