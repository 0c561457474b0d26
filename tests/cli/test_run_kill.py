"""Real processes share a run; one is killed amid its calls, the other ends the run, each slot done once."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.fault_server import Provider, Reply, bound, completion, provider
from evals.made_author import MadeAuthor, made_article
from itemwright.domain.principal import local_operator
from itemwright.store.engine import Store
from itemwright.store.run_slots import RunSlots
from itemwright.store.runs import Runs
from tests.cli.conftest import Ran, Run

SLOTS, CALL = 40, 0.5
COURSE = local_operator().course


class Endpoint:
    """A model over HTTP that takes its time, and counts what is under way."""

    def __init__(self, served: Provider) -> None:
        self.served = served
        self._author = MadeAuthor()
        served.answers = self._answer

    def _answer(self, asked: dict[str, Any]) -> Reply:
        user = next(str(each["content"]) for each in asked["messages"] if each["role"] == "user")
        return completion(bound(self._author.reply(user.partition('"reply_to"')[0])))._replace(wait=CALL)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with provider(completion("")) as served:
        yield Endpoint(served)


def started(*arguments: object, endpoint: Endpoint, data_dir: Path) -> subprocess.Popen[str]:
    """`itemwright` as a process of its own."""
    command = [sys.executable, "-c", "from itemwright.cli import main; main()", *map(str, arguments)]
    env = os.environ | environment(endpoint, data_dir)
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def environment(endpoint: Endpoint, data_dir: Path) -> dict[str, str]:
    return {
        "ITEMWRIGHT_DATA_DIR": str(data_dir),
        "ITEMWRIGHT_BASE_URL": endpoint.served.url,
        "ITEMWRIGHT_API_KEY": "made",
        "ITEMWRIGHT_MODEL": "openai:made",
    }


def delivered(store: Store, article: Path) -> dict[int, str]:
    """What the run on the article has given so far."""
    with store.begin() as tx:
        runs = [run for run in Runs(tx, COURSE).page(5)[0] if article.name in str(run.request)]
        slots = RunSlots(tx, COURSE, runs[0].id).all() if runs else []
    return {slot.number: slot.item for slot in slots if slot.item is not None}


def test_a_killed_run_is_ended_by_another_process_and_no_slot_is_done_twice(
    run: Run,
    store: Store,
    data_dir: Path,
    endpoint: Endpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = tmp_path / f"chronicle-{uuid.uuid4().hex[:8]}.md"
    article.write_text(made_article(3 * SLOTS))
    assert run("ingest", article).status == 0
    asked = ["generate", "--source", article, "--type", "short_answer", "--count", SLOTS, "--json"]
    first, second = (started(*asked, endpoint=endpoint, data_dir=data_dir) for _ in range(2))
    until = time.monotonic() + 60
    while not (before := delivered(store, article)):
        assert first.poll() is None, first.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    out, err = second.communicate(timeout=120)
    whole = Ran(second.returncode, out, err)
    report = json.loads(whole.err.splitlines()[-1])
    assert (report["state"], report["open"]) == ("completed", 0)
    ids = [line["id"] for line in whole.lines()]
    assert len(set(ids)) == report["delivered"] >= 0.9 * SLOTS
    assert set(before.values()) <= set(ids)
    after = delivered(store, article)
    assert before.items() <= after.items()
    assert list(after.values()) == ids
    # Ten calls, and at most those once more that were under way when the process was killed.
    calls = len(endpoint.served.asked)
    assert calls <= SLOTS / 4 + 8
    for name, value in environment(endpoint, data_dir).items():
        monkeypatch.setenv(name, value)
    again = run(*asked, "--seed", report["seed"])
    assert again.out == whole.out
    assert again.err.splitlines()[-1] == whole.err.splitlines()[-1]
    assert len(endpoint.served.asked) == calls
