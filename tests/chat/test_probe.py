"""A server is looked at without asking its models, and what is wrong with it is told without its key."""

import asyncio
import json
import time

import pytest
from pydantic import SecretStr

from evals.fault_server import Reply, closed_port, completion, provider, refusal
from itemwright.chat.probe import PROBE_WITHIN, probe_server
from itemwright.errors import ModelUnavailable
from tests.chat.test_hosted import KEY


def probe(url: str) -> str:
    return asyncio.run(probe_server("made", url, SecretStr(KEY)))


def failure(listed: Reply) -> ModelUnavailable:
    with provider(completion("4")) as served:
        served.listed = listed
        with pytest.raises(ModelUnavailable) as caught:
            probe(served.url)
    return caught.value


def listing(*names: str) -> Reply:
    return Reply(json.dumps({"data": [{"id": name} for name in names]}).encode())


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        (listing("other", "made"), "serves 'made'"),
        (listing("made:latest"), "serves 'made'"),
        (listing(*"abcdefg"), "does not list 'made'; it lists a, b, c, d, e and 2 more"),
        (listing(KEY), "it lists ***"),
        (listing(), "lists no models"),
        (Reply(b"[]"), "lists no models"),
        (Reply(b"no json"), "lists no models"),
        (refusal(404, "no such path"), "lists no models"),
    ],
)
def test_what_a_server_lists_is_told(listed: Reply, told: str) -> None:
    with provider(completion("4")) as served:
        served.listed = listed
        found = probe(served.url)
        assert served.asked == []
    assert told in found
    assert KEY not in found


@pytest.mark.parametrize(
    ("listed", "reason", "told"),
    [
        (refusal(401, f"Incorrect key {KEY}"), "refused_key", "ITEMWRIGHT_API_KEY"),
        (refusal(500, KEY), "unavailable", "HTTP 500"),
        (listing("made")._replace(cut=True), "unavailable", "broke off"),
    ],
)
def test_what_is_wrong_with_a_server_is_told(listed: Reply, reason: str, told: str) -> None:
    error = failure(listed)
    assert error.reason == reason
    assert told in str(error)
    assert KEY not in str(error)


def test_a_server_that_is_not_there_or_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        probe(closed_port())
    monkeypatch.setattr("itemwright.chat.probe.PROBE_WITHIN", PROBE_WITHIN / 10)
    began = time.monotonic()
    assert "did not answer" in str(failure(listing("made")._replace(wait=30.0)))
    assert time.monotonic() - began < PROBE_WITHIN
