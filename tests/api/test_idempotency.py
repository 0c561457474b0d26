"""The same request under one key is done once, however often and whenever it comes."""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from itemwright.api.idempotency import LONGEST_KEY
from itemwright.store.replies import ABANDONED_AFTER, Replies
from tests.api.test_practice import SlowGrader
from tests.serving import Service, graded, serving

SESSION = {"learner": "ada"}
START = "/v1/practice/sessions"


def sessions(service: Service, learner: str = "ada") -> int:
    reply = service.get(f"/v1/learners/{learner}/export")
    return 0 if reply.status_code == 404 else len(reply.json()["sessions"])


def test_the_second_request_gets_the_first_reply(service: Service) -> None:
    first = service.post(START, SESSION, Idempotency_Key="k")
    second = service.post(START, SESSION, Idempotency_Key="k")
    assert (first.status_code, first.json()) == (201, second.json())
    assert second.status_code == 201
    assert (second.headers["Idempotency-Replayed"], second.headers["content-type"]) == (
        "true",
        first.headers["content-type"],
    )
    assert sessions(service) == 1


def test_without_a_key_or_with_another_it_is_done_again(service: Service) -> None:
    for key in ({}, {}, {"Idempotency_Key": "a"}, {"Idempotency_Key": "b"}):
        service.post(START, SESSION, **key)
    assert sessions(service) == 4


def test_the_key_of_another_request_is_refused(service: Service) -> None:
    service.post(START, SESSION, Idempotency_Key="k")
    other = service.post(START, {"learner": "eve"}, Idempotency_Key="k")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = service.post("/v1/grades", SESSION, Idempotency_Key="k")
    assert elsewhere.json()["code"] == "idempotency_key_reused"
    assert sessions(service, "eve") == 0


def test_a_refusal_is_repeated_and_a_fault_is_not(service: Service) -> None:
    bad = {"learner": ""}
    assert [service.post(START, bad, Idempotency_Key="k").status_code for _ in range(2)] == [422, 422]
    asked = {"question": "q", "reference_answer": "r", "answer": "a"}
    replies = [service.post("/v1/grades", asked, Idempotency_Key="g") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [503, 503]
    assert "Idempotency-Replayed" not in replies[1].headers


@pytest.mark.parametrize("key", ["", "x" * (LONGEST_KEY + 1)])
def test_a_key_has_a_length(service: Service, key: str) -> None:
    assert service.post(START, SESSION, Idempotency_Key=key).status_code == 422


@pytest.mark.usefixtures("store")
def test_twenty_at_once_have_one_effect_and_one_reply(data_dir: Path, course: str) -> None:
    grader = SlowGrader(graded(1.0, "a"), 0.3)
    asked = {"question": "q", "reference_answer": "r", "answer": "a"}
    with serving(data_dir, course, grader=grader) as service, ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: service.post("/v1/grades", asked, Idempotency_Key="k"), range(20)))
        assert {reply.status_code for reply in replies} == {200}
        assert len({reply.text for reply in replies}) == 1
        assert grader.asked == 1


def test_a_request_waits_for_its_twin_in_another_process(service: Service) -> None:
    here = service.services
    caller = (service.principal.course, service.principal.role)
    body = service.client.build_request("POST", START, json=SESSION).content
    digest = hashlib.sha256(body).hexdigest()
    with here.store.begin() as tx:
        assert Replies(tx, *caller).claim("k", START, digest, datetime.now(UTC)) is None

    def finish() -> None:
        time.sleep(0.4)
        with here.store.begin() as tx:
            Replies(tx, *caller).finish("k", 201, {"headers": {}, "body": "theirs"})

    thread = threading.Thread(target=finish)
    thread.start()
    reply = service.post(START, SESSION, Idempotency_Key="k")
    thread.join()
    assert (reply.status_code, reply.text) == (201, "theirs")
    assert sessions(service) == 0


def test_what_a_killed_process_left_is_done_by_the_next_to_ask(service: Service) -> None:
    caller = (service.principal.course, service.principal.role)
    body = service.client.build_request("POST", START, json=SESSION).content
    digest = hashlib.sha256(body).hexdigest()
    with service.services.store.begin() as tx:
        before = datetime.now(UTC) - ABANDONED_AFTER
        Replies(tx, *caller).claim("k", START, digest, before)
    assert service.post(START, SESSION, Idempotency_Key="k").status_code == 201
    assert sessions(service) == 1
