"""Whole runs at an endpoint that fails three times in ten: each slot ends, at few requests."""

import random
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from evals.fault_server import Reply, bound, completion, provider, refusal
from evals.made_author import MadeAuthor
from itemwright.chat.calls import open_calls
from itemwright.chat.clock import FakeClock
from itemwright.chat.prices import load_prices
from itemwright.chat.server import Servers
from itemwright.run_models import RunModels
from itemwright.sandbox import Sandbox
from itemwright.store.engine import Store
from itemwright.store.tables import calls
from tests.run_samples import MODEL, Course, course_of, now, wanted

SLOTS, SHARE = 80, 0.3
HTML = (("Content-Type", "text/html"),)


def faults(good: Reply, text: str) -> list[Reply]:
    """What may come instead of a good reply."""
    return [
        refusal(429, "slow down", retry_after="1"),
        refusal(500, "something went wrong"),
        refusal(503, "busy"),
        Reply(b"<p>bad gateway</p>", 502, HTML),
        Reply(b"", reset=True),
        good._replace(cut=True),
        good._replace(headers=HTML),
        Reply(b'{"choices": []}'),
        completion(None),
        completion(bound(text, "another")),
        completion(bound(text)[:-40], "length"),
        completion(bound('{"facts": 7}')),
        completion("I'm sorry, I can't help with that."),
    ]


def failing(author: MadeAuthor, share: float) -> Callable[[dict[str, Any]], Reply]:
    """Answers as `author` writes, but for a share of faults, fixed for each request by its number."""
    lock, rng = threading.Lock(), random.Random(4)

    def answers(asked: dict[str, Any]) -> Reply:
        user = next(each["content"] for each in asked["messages"] if each["role"] == "user")
        text = author.reply(str(user).partition('"reply_to"')[0])
        good = completion(bound(text))
        with lock:
            return rng.choice(faults(good, text)) if rng.random() < share else good

    return answers


@pytest.fixture
def faulty(store: Store, course: str) -> Iterator[tuple[Course, list[dict[str, Any]]]]:
    """A course whose model is asked over HTTP, and what its server was asked."""
    author, clock = MadeAuthor(), FakeClock(now())
    with provider(completion("")) as served, Sandbox() as sandbox:
        served.answers = failing(author, SHARE)
        made = course_of(store, sandbox, course, 2 * SLOTS, hosted(served.url, clock))
        yield made, served.asked


def hosted(url: str, clock: FakeClock) -> RunModels:
    """The model at `url`, whose retries wait for no real time."""
    prices, servers = load_prices(), Servers(clock)
    return RunModels(
        MODEL,
        lambda name: open_calls(
            name, prices=prices, base_url=url, api_key=SecretStr("made"), servers=servers
        ),
    )


def test_each_slot_ends_at_a_bounded_number_of_requests(
    faulty: tuple[Course, list[dict[str, Any]]], store: Store
) -> None:
    made, asked = faulty
    run = made.written(wanted(SLOTS))
    report = made.desk.report(made.principal, run)
    assert (run.state, report.open, report.requested) == ("completed", 0, SLOTS)
    gave = made.desk.slots(made.principal, run)
    assert all(slot.item or slot.code for slot in gave)
    assert all(dropped.reason for dropped in report.dropped)
    assert report.delivered >= 0.9 * SLOTS
    assert len(asked) <= 1.6 * SLOTS / 4
    with store.begin() as tx:
        made_calls = calls.c.course == made.principal.course
        most = tx.execute(select(func.max(calls.c.requests)).where(made_calls)).scalar_one()
        told = tx.execute(select(func.sum(calls.c.requests)).where(made_calls)).scalar_one()
    assert most <= 3
    assert told == len(asked) == report.calls
