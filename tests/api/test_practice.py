"""Practice over HTTP: saved first, graded once, and no secret before the end."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from itemwright.domain.grade import Outcome
from itemwright.domain.item import Item
from itemwright.domain.rubric import RubricPoint
from itemwright.errors import ModelUnavailable
from itemwright.grading.base import Neighbour
from itemwright.grading.exact import needs_grader
from tests.one_of_each import one_of_each
from tests.serving import Service, graded, item_of, right_response, serving, wrong_response

LEAKY = "Compare with CANARY reference and CANARY point. Say more."


class SlowGrader:
    """Grades when the test says so; counts how often it was asked."""

    def __init__(self, outcome: Outcome, seconds: float = 0.0) -> None:
        self.outcome, self.seconds, self.asked, self.away = outcome, seconds, 0, False

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        self.asked += 1
        if self.away:
            raise ModelUnavailable("The grader is away.")
        await asyncio.sleep(self.seconds)
        return self.outcome


def respond(service: Service, attempt: dict[str, Any], response: Any, **headers: str) -> Any:
    return service.post(f"/v1/attempts/{attempt['id']}/responses", {"response": response}, **headers)


def test_a_session_from_start_to_end(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"), item_of("numeric", "two"))
    opened = service.post("/v1/practice/sessions", {"learner": "ada", "length": 2, "mode": "practice"})
    assert opened.status_code == 201
    assert "seed" not in opened.json()
    following = f"/v1/practice/sessions/{opened.json()['id']}/next"
    keys = {"one": "b", "two": 424242}
    for _ in keys:
        attempt = service.post(following).json()["attempt"]
        assert attempt["why"]
        assert service.post(following).json()["attempt"]["id"] == attempt["id"]
        answered = respond(service, attempt, keys[attempt["item"]["id"]])
        assert (answered.status_code, answered.json()["state"], answered.json()["credit"]) == (
            200,
            "closed",
            1,
        )
        assert answered.json() == service.get(f"/v1/attempts/{attempt['id']}").json()
    over = service.post(following).json()
    assert (over["attempt"], "complete" in over["reason"]) == (None, True)
    progress = service.get("/v1/learners/ada/progress").json()
    assert (progress["answered"], progress["concepts"][0]["concept"]) == (2, "peft")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_no_reply_before_the_end_holds_a_secret(item: Item, data_dir: Path, course: str) -> None:
    with serving(data_dir, course, [graded(0.5, "idea", LEAKY)] * 9) as service:
        service.add(item)
        opened = service.post("/v1/practice/sessions", {"learner": "ada"})
        told = [opened, service.post(f"/v1/practice/sessions/{opened.json()['id']}/next")]
        attempt = told[-1].json()["attempt"]
        path = f"/v1/attempts/{attempt['id']}"
        told += [respond(service, attempt, {"no": "such"}), respond(service, attempt, ["x"])]
        view = respond(service, attempt, wrong_response(item)).json()
        if view["state"] == "open":
            told += [service.get(path), service.get("/v1/learners/ada/export")]
            told += [service.get("/v1/learners/ada/progress")]
        for reply in told:
            everything = reply.text + str(reply.headers)
            assert "CANARY" not in everything
            assert "424242" not in everything
            assert not {"key", "rubric", "rationale", "accepts"} & _names(reply.json())
        assert (view["state"] == "open") == (item.type != "true_false")


def test_a_hint_shows_itself_and_no_later_one(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    attempt = service.attempt()
    opened = service.post(f"/v1/attempts/{attempt['id']}/hints").json()
    assert (opened["hints"], opened["hints_left"]) == (["CANARY hint one"], 1)
    service.post(f"/v1/attempts/{attempt['id']}/hints")
    assert service.post(f"/v1/attempts/{attempt['id']}/hints").status_code == 409


@pytest.mark.parametrize(
    "item", [i for i in one_of_each() if not needs_grader(i)], ids=lambda item: item.type
)
def test_the_end_tells_everything(item: Item, service: Service) -> None:
    service.add(item)
    closed = respond(service, service.attempt(), right_response(item)).json()
    assert (closed["state"], closed["grade"]["score"]) == ("closed", 1.0)
    assert closed["solution"]["explanation"] == "CANARY explanation"


@pytest.mark.usefixtures("store")
def test_saved_at_once_and_graded_later(data_dir: Path, course: str) -> None:
    grader = SlowGrader(graded(1.0, "mine"), 0.6)
    with serving(data_dir, course, grader=grader) as service:
        service.add(item_of("free_text"))
        attempt = service.attempt()
        pending = respond(service, attempt, "my words", Prefer="wait=0")
        assert (pending.status_code, pending.json()["state"]) == (202, "pending")
        assert pending.json()["responses"] == ["my words"]
        assert pending.headers["Location"] == f"/v1/attempts/{attempt['id']}"
        again = respond(service, attempt, "my words", Prefer="wait=5")
        assert (again.status_code, again.json()["state"]) == (200, "closed")
        assert grader.asked == 1


@pytest.mark.usefixtures("store")
def test_an_absent_grader_costs_no_answer(
    data_dir: Path, course: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("itemwright.app.ABANDONED_AFTER", timedelta(0))
    monkeypatch.setattr("itemwright.app.REGRADE_EVERY", 0.1)
    grader = SlowGrader(graded(1.0, "mine"))
    grader.away = True
    with serving(data_dir, course, grader=grader) as service:
        service.add(item_of("free_text"))
        attempt = service.attempt()
        assert respond(service, attempt, "my words").status_code == 202
        assert respond(service, attempt, "other words").status_code == 409
        grader.away = False
        until = time.monotonic() + 10
        while (view := service.get(f"/v1/attempts/{attempt['id']}").json())["state"] == "pending":
            assert time.monotonic() < until
            time.sleep(0.05)
        assert (view["grade"]["score"], view["responses"]) == (1.0, ["my words"])


@pytest.mark.usefixtures("store")
def test_twenty_at_once_are_one_answer_and_one_grading(data_dir: Path, course: str) -> None:
    grader = SlowGrader(graded(0.5, "mine"), 0.2)
    with serving(data_dir, course, grader=grader) as service:
        service.add(item_of("free_text"))
        attempt = service.attempt()
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda _: respond(service, attempt, "the same"), range(20)))
        assert {reply.status_code for reply in replies} == {200}
        assert grader.asked == 1
        assert service.get(f"/v1/attempts/{attempt['id']}").json()["tries_left"] == 1


def test_a_closed_attempt_is_never_changed(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    attempt = service.attempt()
    closed = respond(service, attempt, "b").json()
    late = respond(service, attempt, "a")
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert service.get(f"/v1/attempts/{attempt['id']}").json() == closed


@pytest.mark.parametrize("field", ["score", "graded", "learner", "role", "created_at", "ability", "state"])
def test_nothing_is_smuggled_in_beside_an_answer(service: Service, field: str) -> None:
    service.add(item_of("multiple_choice"))
    attempt = service.attempt()
    body = {"response": "a", field: 1}
    assert service.post(f"/v1/attempts/{attempt['id']}/responses", body).status_code == 422
    assert service.get(f"/v1/attempts/{attempt['id']}").json()["responses"] == []


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b", "..", "nul\x00", "x" * 201, None, ["a"]], ids=lambda name: repr(name)[:8]
)
def test_names_that_no_address_can_hold_are_refused(service: Service, name: object) -> None:
    assert service.post("/v1/practice/sessions", {"learner": name}).status_code == 422


def test_sessions_refuse_what_they_do_not_know(service: Service) -> None:
    for more in ({"mode": "win"}, {"length": 0}, {"concepts": ["astrology"]}, {"seed": 1}):
        assert service.post("/v1/practice/sessions", {"learner": "ada"} | more).status_code == 422
    assert service.post("/v1/practice/sessions/ses_none/next").status_code == 404
    assert service.get("/v1/attempts/att_none").status_code == 404


@pytest.mark.usefixtures("store")
def test_every_text_a_learner_can_type_is_kept_as_it_is(data_dir: Path, course: str) -> None:
    texts = ["x" * 100_000, "a\x00b", "\u202eabc", "Z\u0324\u0324\u0324", "🧪" * 50, " \n ", "<b>&amp;</b>"]
    with serving(data_dir, course, [graded(0.0)] * len(texts)) as service:
        service.add(*(item_of("free_text", f"i{n}") for n in range(len(texts))))
        for number, text in enumerate(texts):
            attempt = service.attempt(f"learner {number}")
            assert respond(service, attempt, text).status_code == 200
            assert service.get(f"/v1/attempts/{attempt['id']}").json()["responses"] == [text]
        assert respond(service, attempt, "x" * 100_001).status_code == 422


def test_export_is_complete_and_erasure_leaves_nothing(service: Service) -> None:
    service.add(item_of("short_answer"))
    attempt = service.attempt("ada lovelace")
    respond(service, attempt, "SECRET WORDS", Idempotency_Key="k1")
    exported = service.get("/v1/learners/ada lovelace/export")
    assert "SECRET WORDS" in exported.text
    assert service.client.delete("/v1/learners/ada lovelace").status_code == 204
    assert service.get("/v1/learners/ada lovelace/export").status_code == 404
    assert service.get(f"/v1/attempts/{attempt['id']}").status_code == 404
    again = respond(service, attempt, "SECRET WORDS", Idempotency_Key="k1")
    assert (again.status_code, "SECRET" in again.text) == (404, False)


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for part in value.values() for name in _names(part)}
    return {name for part in value for name in _names(part)} if isinstance(value, list) else set()
