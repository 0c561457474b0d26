"""The real service, killed amid answers: none that it acknowledged is lost, none is graded twice."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from itemwright.domain.concept import Concept
from itemwright.domain.principal import local_operator
from itemwright.store.attempts import Attempts
from itemwright.store.concepts import Concepts
from itemwright.store.courses import Courses
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.learners import Learners
from tests.serving import PROOF, item_of

LEARNERS, ITEMS = 4, 50
KILL_AFTER = 60
COURSE = local_operator().course


class Server:
    """`itemwright serve` as a process of its own."""

    def __init__(self, data_dir: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-c", "from itemwright.cli import main; main()", "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env=os.environ | {"ITEMWRIGHT_DATA_DIR": str(self.data_dir), "ITEMWRIGHT_DATABASE_URL": ""},
        )
        until = time.monotonic() + 40
        while True:
            try:
                httpx2.get(f"{self.url}/readyz", timeout=5).raise_for_status()
            except httpx2.HTTPError:
                assert self.process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="itemwright-kill-"))
    with Store.open(None, folder) as store, store.begin() as tx:
        Courses(tx).ensure(COURSE, "Local course")
        Concepts(tx, COURSE).save([Concept(slug="peft", name="PEFT", definition="d")])
        for number in range(ITEMS):
            kind = ("multiple_choice", "short_answer", "numeric", "free_text")[number % 4]
            item = item_of(kind, f"i{number}").model_copy(update={"proof": PROOF})
            Drafts(tx, COURSE).add(item, "approved", "test", "", datetime.now(UTC))
    served = Server(folder)
    served.start()
    yield served
    served.kill()
    shutil.rmtree(folder, ignore_errors=True)


def practise(
    server: Server, learner: str, acknowledged: list[tuple[str, str]], dead: threading.Event
) -> None:
    """Answers items until the service dies or none is left; notes what it acknowledged."""
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        try:
            session = client.post("/v1/practice/sessions", json={"learner": learner, "length": ITEMS}).json()
            while not dead.is_set():
                found = client.post(f"/v1/practice/sessions/{session['id']}/next").json()["attempt"]
                if found is None:
                    return
                response = "a" if found["item"]["options"] else f"{len(acknowledged)} words of mine"
                path = f"/v1/attempts/{found['id']}/responses"
                wait = "wait=0" if len(acknowledged) % 3 == 0 else "wait=5"
                reply = client.post(path, json={"response": response}, headers={"Prefer": wait})
                assert reply.status_code in (200, 202), reply.text
                acknowledged.append((found["id"], response))
                _close(client, path, found, reply.json())
        except httpx2.TransportError:
            dead.set()


def _close(client: httpx2.Client, path: str, found: dict[str, Any], view: dict[str, Any]) -> None:
    """Tries on until the attempt is closed, so that the session goes on."""
    number = 0
    while view["state"] != "closed":
        number += 1
        if view["state"] == "pending":
            time.sleep(0.02)
            view = client.get(path.removesuffix("/responses")).json()
        else:
            again = "cd"[number % 2] if found["item"]["options"] else f"again {number}"
            view = client.post(path, json={"response": again}).json()


def test_kill_loses_no_acknowledged_answer_and_grades_none_twice(server: Server) -> None:
    acknowledged: list[list[tuple[str, str]]] = [[] for _ in range(LEARNERS)]
    dead = threading.Event()
    threads = [
        threading.Thread(target=practise, args=(server, f"learner{n}", acknowledged[n], dead))
        for n in range(LEARNERS)
    ]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 30
    while sum(map(len, acknowledged)) < KILL_AFTER:
        assert time.monotonic() < until
        time.sleep(0.005)
    server.kill()
    for thread in threads:
        thread.join()
    answers = [answer for answered in acknowledged for answer in answered]
    assert KILL_AFTER <= len(answers) < LEARNERS * ITEMS

    server.start()
    with httpx2.Client(base_url=server.url, timeout=20) as client:
        until = time.monotonic() + 30
        for attempt, response in answers:
            while (view := client.get(f"/v1/attempts/{attempt}").json())["state"] == "pending":
                assert time.monotonic() < until
                time.sleep(0.2)
            assert response in view["responses"]
            assert view["grade"] is not None
    server.kill()
    check_events(server.data_dir)


def check_events(data_dir: Path) -> None:
    """Each answer has at most one grade, and what is believed of a learner counts each first one once."""
    with Store.open(None, data_dir) as store, store.begin() as tx:
        for number in range(LEARNERS):
            attempts = Attempts(tx, COURSE).of_learner(f"learner{number}")
            grades = Counter(
                (attempt.id, event.number)
                for attempt in attempts
                for event in attempt.events
                if event.kind == "graded"
            )
            assert set(grades.values()) == {1}
            first = sum(order == 1 for _, order in grades)
            assert Learners(tx, COURSE).get(f"learner{number}").answered == first
