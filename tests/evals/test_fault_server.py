"""Provider faults are played as they happen, and a door that falls for one is found out."""

import asyncio
import http.client
import json
import random
import re
import time
import urllib.error
import urllib.request

import pytest

from evals.case import CaseResult
from evals.fault_server import Provider, Reply, closed_port, completion, provider
from evals.faults import KEY
from evals.suites.provider_faults import Door, Faulty, faulty_cases, hosted, try_fault
from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.errors import ModelUnavailable

CASES = {case.fault: case for case in faulty_cases()}


def post(served: Provider) -> http.client.HTTPResponse:
    request = urllib.request.Request(f"{served.url}/chat/completions", data=b"{}", method="POST")
    found = urllib.request.urlopen(request, timeout=10)
    assert isinstance(found, http.client.HTTPResponse)
    return found


def test_a_reset_a_cut_and_blanks_reach_the_client() -> None:
    sound = completion("4")
    with provider(Reply(b"", reset=True), sound._replace(cut=True), sound._replace(blanks=2)) as served:
        with pytest.raises(ConnectionResetError):
            post(served)
        with post(served) as cut, pytest.raises(http.client.IncompleteRead):
            cut.read()
        with post(served) as blank:
            body = blank.read()
    assert len(body) == 2 * 2**20 + len(sound.body)
    assert json.loads(body) == json.loads(sound.body)


def test_what_hangs_ends_with_the_server() -> None:
    began = time.monotonic()
    with provider(completion("4")._replace(wait=60.0)) as served:
        connection = http.client.HTTPConnection(served.url.split("/")[2], timeout=10)
        connection.request("POST", "/", body=b"{}")
        while not served.asked:
            time.sleep(0.01)
    connection.close()
    assert time.monotonic() - began < 10


def tried(name: str, door: Door = hosted) -> CaseResult:
    return asyncio.run(try_fault(CASES[name], 0, door))


@pytest.mark.parametrize(
    "name",
    ["500-twice-then-fine", "503-for-ever", "body-without-end", "redirect", "cut-by-length"],
)
def test_the_door_stands(name: str) -> None:
    assert tried(name).reasons == ()


class Careless:
    """A door without care: whatever comes is a reply, cut or not, and there is no other try."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def complete(self, request: ChatRequest) -> Completion:
        call = urllib.request.Request(f"{self.url}/chat/completions", data=b'{"response_format": 1}')
        try:
            with urllib.request.urlopen(call, timeout=5) as response:
                whole = json.loads(response.read())
        except urllib.error.HTTPError as error:
            error.close()
            raise ModelUnavailable(f"Asked with {KEY[:20]}: {error!r}") from error
        text = whole["choices"][0]["message"]["content"] or ""
        text = re.sub(r'"reply_to": "[^"]*", ', "", text)
        text += "}" * (text.count("{") - text.count("}"))
        return Completion(text=text, model="m", tokens_in=0, tokens_out=0, seconds=0.0, finish="stop")


def careless(url: str, deadline: float, rng: random.Random) -> ChatModel:
    return Careless(url)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cut-by-length", "a fault became the reply 'paint'"),
        ("filtered", "a fault became the reply 'paint'"),
        ("wrong-content-type", "a fault became the reply 'paint'"),
        ("body-without-end", "a fault became the reply 'paint'"),
        ("half-a-body-then-fine", "crashed with IncompleteRead"),
        ("no-choices", "crashed with IndexError"),
        ("key-refused-and-echoed", "the API key is told"),
        ("call-of-a-tool", "a fault became the reply 'paint'"),
        ("stale-reply", "a fault became the reply 'paint'"),
        ("key-echoed-in-part", "the API key is told"),
    ],
)
def test_a_careless_door_is_found_out(name: str, reason: str) -> None:
    found = tried(name, careless)
    assert (found.verdict, found.costly) == ("fail", True)
    assert reason in found.reasons


class Asking:
    """A door that asks four times, with no wait, then gives up; or that never ends."""

    def __init__(self, url: str, deadline: float) -> None:
        self.url, self.deadline = url, deadline

    async def complete(self, request: ChatRequest) -> Completion:
        if self.deadline < 2:
            await asyncio.sleep(600)
        for _ in range(4):
            call = urllib.request.Request(f"{self.url}/chat/completions", data=b'{"response_format": 1}')
            try:
                urllib.request.urlopen(call, timeout=5).close()
            except urllib.error.HTTPError as error:
                error.close()
        raise ModelUnavailable("Gave up.")


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("503-for-ever", {"4 requests; 3 are allowed", "ended as 'unavailable', not as 'overloaded'"}),
        ("429-then-fine", {"asked again before the 1 s that the server had named"}),
        ("no-formats-then-fine", {"sent 'response_format' again, which the server had refused"}),
        ("drip", {"did not end within its deadline of 1 s"}),
    ],
)
def test_too_many_requests_no_wait_and_no_end_are_slips(name: str, reasons: set[str]) -> None:
    found = tried(name, lambda url, deadline, rng: Asking(url, deadline))
    assert (found.verdict, found.costly) == ("fail", False)
    assert reasons <= set(found.reasons)


class Believing:
    """A door that believes every figure."""

    def __init__(self, url: str) -> None:
        self.inner = hosted(url, 10.0, random.Random(0))

    async def complete(self, request: ChatRequest) -> Completion:
        found = await self.inner.complete(request)
        return found.model_copy(update={"tokens_in": 10**18})


def test_a_door_that_believes_every_figure_is_found_out() -> None:
    found = tried("absurd-usage", lambda url, deadline, rng: Believing(url))
    assert found.verdict == "fail"
    assert "believes in" in found.reasons[0]


def test_a_server_that_speaks_no_http_and_one_that_is_not_there() -> None:
    with provider(Reply(b"SSH-2.0\r\n", raw=True)) as served, pytest.raises(http.client.BadStatusLine):
        post(served)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(closed_port(), timeout=5)


def test_each_fault_is_one_case() -> None:
    assert len(CASES) > 80
    assert all(isinstance(case, Faulty) and case.id == f"fault/{case.fault}" for case in CASES.values())
