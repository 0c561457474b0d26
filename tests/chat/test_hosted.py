"""A hosted model against a provider that does what providers do: one loop, one deadline, no key told."""

import asyncio
import gzip
import logging
import random
import socket
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from pydantic import SecretStr

from evals.fault_server import Provider, Reply, bound, completion, provider, refusal
from itemwright.chat.base import ChatRequest, Completion, request_digest
from itemwright.chat.hosted import LONGEST, HostedModel, seconds_for
from itemwright.errors import ModelUnavailable

KEY = "sk-not-to-be-told-0123456789"
GOOD = completion(bound('{"sum": 4}'))
REQUEST = ChatRequest(
    system="Answer.",
    user="What is 2 + 2?",
    schema_name="Sum",
    json_schema={
        "type": "object",
        "properties": {"sum": {"type": "integer"}, "maxLength": {"type": "string", "maxLength": 5}},
    },
    max_output_tokens=50,
    seed=3,
    prompt="add_numbers@1:abc",
)


def model(served: Provider | str, **limits: float) -> HostedModel:
    url = served if isinstance(served, str) else served.url
    settings = {"deadline": 5.0, "first_wait": 0.01} | limits
    return HostedModel(
        "made",
        base_url=url,
        api_key=SecretStr(KEY),
        rng=random.Random(0),
        deadline=settings["deadline"],
        first_wait=settings["first_wait"],
        max_bytes=int(settings.get("max_bytes", 100_000)),
    )


def ask(asked: HostedModel) -> Completion:
    return asyncio.run(asked.complete(REQUEST))


def failure(asked: HostedModel) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        ask(asked)
    told = "".join(traceback.format_exception(caught.value))
    assert KEY not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def test_a_good_reply_and_what_was_sent() -> None:
    with provider(GOOD) as served:
        found = ask(model(served))
    assert (found.text, found.model, found.finish) == ('{"sum": 4}', "made", "stop")
    assert (found.tokens_in, found.tokens_out) == (7, 3)
    sent = served.asked[0]
    letters = request_digest(REQUEST)[:8]
    assert [message["content"] for message in sent["messages"]] == [
        f'Answer.\n\nBegin the JSON object with "reply_to": "{letters}".',
        "What is 2 + 2?",
    ]
    assert (sent["max_tokens"], sent["temperature"], sent["seed"]) == (50, 0.0, 3)
    schema = sent["response_format"]["json_schema"]["schema"]
    # The bound on a text's length is left out, a field of that name is not.
    fields = {"sum": {"type": "integer"}, "maxLength": {"type": "string"}}
    assert schema["properties"] == {"reply_to": {"type": "string", "enum": [letters]}} | fields
    assert sent["response_format"]["json_schema"]["strict"] is False
    assert served.headers[0]["authorization"] == f"Bearer {KEY}"


def test_nothing_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody-else")
    with provider(completion("4")) as served:
        keyless = HostedModel("made", base_url=served.url, api_key=None, rng=random.Random(0))
        ask(keyless)
    assert "somebody-else" not in str(served.headers)


def test_without_key_and_endpoint_the_next_step_is_told() -> None:
    with pytest.raises(ModelUnavailable, match="ITEMWRIGHT_API_KEY") as caught:
        HostedModel("gpt-made", base_url=None, api_key=None, rng=random.Random(0))
    assert caught.value.reason == "refused_key"


@pytest.mark.parametrize(
    "faults",
    [
        [refusal(500, "oh"), refusal(500, "oh")],
        [Reply(b"<html>" + b"x" * 50_000, 502, (("Content-Type", "text/html"),))],
        [Reply(b"<html>log in</html>", 200, (("Content-Type", "text/html"),))],
        [GOOD._replace(cut=True)],
        [Reply(b'{"choices": []}')],
        [Reply(b"{}"), Reply(b"[1, 2")],
        [completion(None), completion("  ")],
        [
            Reply(
                gzip.compress(b"{}"),
                200,
                (("Content-Type", "application/json"), ("Content-Encoding", "gzip")),
            )
        ],
    ],
    ids=["500", "502 page", "html 200", "short body", "no choices", "no json", "empty", "compressed"],
)
def test_a_passing_fault_is_tried_again(faults: list[Reply]) -> None:
    with provider(*faults, GOOD) as served:
        assert ask(model(served)).text == '{"sum": 4}'
    assert len(served.asked) == len(faults) + 1


def test_three_requests_at_most_and_little_of_a_page_is_told() -> None:
    page = Reply(b"<p>down</p>" * 5_000, 502, (("Content-Type", "text/html"),))
    with provider(page) as served:
        error = failure(model(served))
    assert len(served.asked) == 3
    assert "502" in str(error)
    assert len(str(error)) < 700


def test_retry_after_is_waited_for() -> None:
    with provider(refusal(429, "slow", retry_after="1"), completion("4")) as served:
        ask(model(served))
    assert served.at[1] - served.at[0] >= 1.0


def test_retry_after_may_be_a_date() -> None:
    due = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with provider(refusal(503, "busy", retry_after=due)) as served:
        error = failure(model(served))
    assert len(served.asked) == 1
    assert error.retry_after == pytest.approx(3600, abs=5)


def test_a_retry_after_that_says_nothing_is_passed_over() -> None:
    with provider(refusal(429, "slow", retry_after="soon"), completion("4")) as served:
        assert ask(model(served)).text == "4"


def test_what_a_proxy_hands_on_of_a_wait_is_heeded_after_its_own_word() -> None:
    handed = ("llm_provider-Retry-After", "3600")
    for headers, told in (((handed,), 3600.0), ((handed, ("Retry-After", "60")), 60.0)):
        busy = refusal(429, "slow")
        with provider(busy._replace(headers=(*busy.headers, *headers))) as served:
            error = failure(model(served))
        assert (error.retry_after, len(served.asked)) == (told, 1)


def test_a_day_to_wait_is_told_and_not_waited() -> None:
    began = time.monotonic()
    with provider(refusal(429, "slow", retry_after="86400")) as served:
        error = failure(model(served))
    assert (error.reason, error.retry_after, len(served.asked)) == ("overloaded", 86400.0, 1)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("reply", "reason", "told"),
    [
        (
            refusal(401, f"Incorrect API key provided: {KEY}", "invalid_api_key"),
            "refused_key",
            "ITEMWRIGHT_API_KEY",
        ),
        (refusal(429, f"quota of {KEY}", "insufficient_quota"), "quota", "quota of ***"),
        (refusal(404, "no model", "model_not_found"), "no_model", "check its name"),
        (
            refusal(400, "maximum context length is 10", "context_length_exceeded"),
            "too_long",
            "context length",
        ),
        (Reply(b"", 307, (("Location", "http://127.0.0.1:9/v1"),)), "unavailable", "307"),
    ],
    ids=["401", "quota", "404", "context", "redirect"],
)
def test_what_will_not_pass_is_asked_once(reply: Reply, reason: str, told: str) -> None:
    with provider(reply) as served:
        error = failure(model(served))
    assert len(served.asked) == 1
    assert error.reason == reason
    assert told in str(error)


def test_a_newer_name_of_the_limit_is_used_where_the_older_is_refused() -> None:
    refused = refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    with provider(refused, completion("4")) as served:
        ask(model(served))
    assert served.asked[1]["max_completion_tokens"] == 50
    assert "max_tokens" not in served.asked[1]


def test_a_refused_parameter_costs_one_of_the_three_requests() -> None:
    with provider(refusal(400, "seed is not supported"), refusal(500, "oh")) as served:
        failure(model(served))
    assert ["seed" in sent for sent in served.asked] == [True, False, False]


def test_a_400_that_names_no_parameter_is_final() -> None:
    with provider(refusal(400, "messages are malformed")) as served:
        failure(model(served))
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [completion("4")._replace(wait=3.0), completion("4")._replace(drip=0.05)],
    ids=["hang", "drip"],
)
def test_the_deadline_ends_a_call_whatever_trickles_in(reply: Reply) -> None:
    began = time.monotonic()
    with provider(reply) as served:
        error = failure(model(served, deadline=0.4))
        assert time.monotonic() - began < 1.5
    assert error.reason == "timed_out"


def test_a_call_may_take_longer_the_more_it_asks_for() -> None:
    short, long = (seconds_for(REQUEST.model_copy(update={"max_output_tokens": n})) for n in (150, 4500))
    assert (short, long) == (70, 360)
    assert seconds_for(REQUEST.model_copy(update={"max_output_tokens": 100_000})) == LONGEST


@pytest.mark.parametrize(
    ("lost", "served"),
    [
        (Reply(b"", reset=True), True),
        (GOOD._replace(cut=True), True),
        (Reply(b"{}"), True),
        (refusal(500, "oh"), False),
        (refusal(429, "slow", retry_after="0"), False),
    ],
    ids=["reset", "cut", "no completion", "500", "429"],
)
def test_a_request_that_may_have_been_served_counts_in_full(lost: Reply, served: bool) -> None:
    with provider(lost, GOOD) as asked:
        spent = ask(model(asked)).spent
    assert spent.requests == 2
    assert spent.tokens_out == (50 + 3 if served else 3)
    assert (spent.tokens_in > 7 + 50) == served


def test_a_call_that_takes_too_long_counts_in_full() -> None:
    with provider(GOOD._replace(wait=3.0)) as served:
        spent = failure(model(served, deadline=0.3)).spent
    assert (spent.requests, spent.tokens_out, spent.usd) == (1, 50, None)


def test_a_reply_without_end_is_not_read_to_its_end() -> None:
    for status in (200, 500):
        huge = Reply(b'{"choices": "' + b"x" * 300_000 + b'"}', status)
        with provider(huge) as served:
            assert "more than 100000 bytes" in str(failure(model(served)))


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    assert url in str(failure(model(url)))


@pytest.mark.parametrize(
    ("reply", "finish", "text"),
    [
        (completion(None, "content_filter"), "content_filter", ""),
        (completion(None, "stop", refusal="I will not."), "refusal", "I will not."),
        (completion("4", None), "stop", "4"),
    ],
)
def test_how_a_reply_ended_is_told(reply: Reply, finish: str, text: str) -> None:
    with provider(reply) as served:
        found = ask(model(served))
    assert (found.finish, found.text) == (finish, text)
    assert len(served.asked) == 1


def test_the_key_is_masked_in_a_refusal_and_where_a_long_body_is_cut() -> None:
    with provider(completion(None, refusal=f"Not for {KEY}.")) as served:
        assert ask(model(served)).text == "Not for ***."
    with provider(Reply(b" " * 1985 + KEY.encode())) as served:
        assert str(failure(model(served))).endswith("no completion: '***'.")


def test_nothing_that_was_sent_or_replied_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with provider(refusal(500, KEY), GOOD) as served:
        ask(model(served))
    assert {record.name for record in caplog.records} <= {"asyncio"}


def test_calls_beside_each_other_share_connections_and_leave_none_behind() -> None:
    async def sixteen(asked: HostedModel) -> None:
        await asyncio.gather(*(asked.complete(REQUEST) for _ in range(8)))
        await asyncio.gather(*(asked.complete(REQUEST) for _ in range(8)))

    async def in_turn(asked: HostedModel) -> None:
        first = asyncio.ensure_future(asked.complete(REQUEST))
        while len(served.asked) < 1:
            await asyncio.sleep(0.01)
        for _ in range(5):
            await asked.complete(REQUEST)
        await first

    with provider(GOOD._replace(wait=0.05)) as served:
        asked = model(served)
        asyncio.run(sixteen(asked))
        assert asked._endpoint._shared == {}
    with provider(GOOD._replace(wait=0.5), GOOD) as served:
        asyncio.run(in_turn(model(served)))
        assert len(served.asked) == 6
        assert served.connections == 2


def test_calls_of_two_threads_do_not_share_a_loop() -> None:
    with provider(GOOD) as served:
        asked = model(served)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: ask(asked).text, range(12)))
    assert found == ['{"sum": 4}'] * 12
