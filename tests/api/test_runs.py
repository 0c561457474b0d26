"""Writing items over HTTP."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.made_author import MadeAuthor, made_article
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.engine import Store
from tests.run_samples import models
from tests.serving import Service, serving
from tests.writing.samples import ARTICLE, library


@pytest.fixture
def stocked(service: Service) -> Service:
    lib = library()
    service.post("/v1/sources", {"path": lib.sources[0].path, "text": ARTICLE})
    with service.services.store.begin() as tx:
        Concepts(tx, service.principal.course).save(lib.concepts.values())
        for card in lib.cards.values():
            Cards(tx, service.principal.course).save(card, reviewed=True)
    return service


@pytest.fixture
def author() -> MadeAuthor:
    return MadeAuthor()


@pytest.fixture
def slow(data_dir: Path, store: Store, course: str, author: MadeAuthor) -> Iterator[Service]:
    """An application whose model may hang, over an article to write from."""
    with serving(data_dir, course, models=models(author, course)) as opened:
        opened.post("/v1/sources", {"path": "chronicle.md", "text": made_article(60)})
        yield opened


def test_a_dry_run_plans_and_prices_and_writes_nothing(stocked: Service) -> None:
    reply = stocked.post("/v1/runs", {"count": 6, "types": ["multiple_choice"], "seed": 1, "dry_run": True})
    assert reply.status_code == 200
    assert (reply.json()["price"], len(reply.json()["slots"]), reply.json()["drafts"]) == (0.0, 6, [])
    assert {slot["type"] for slot in reply.json()["slots"]} == {"multiple_choice"}
    assert stocked.get("/v1/drafts").json()["data"] == []


def test_a_run_writes_drafts_and_says_what_became_of_each_slot(stocked: Service) -> None:
    reply = stocked.post("/v1/runs", {"count": 6, "seed": 1}, Prefer="wait=60")
    assert reply.status_code == 201
    told = reply.json()
    report = told["report"]
    assert (report["requested"], report["delivered"]) == (6, len(told["drafts"]))
    assert (report["delivered"], told["state"], told["price"], told["model"]) == (
        6,
        "completed",
        0.0,
        "builtin",
    )
    for draft in told["drafts"]:
        assert stocked.get(f"/v1/drafts/{draft}").json()["item"]["proof"]["checks"]
    assert reply.headers["location"] == f"/v1/runs/{told['id']}"
    assert stocked.get(reply.headers["location"]).json() == told
    assert stocked.post("/v1/runs", {"count": 6, "seed": 1}).json() == told
    fresh = stocked.post("/v1/runs", {"count": 6}, Prefer="wait=60").json()
    assert len(set(fresh["drafts"]) - set(told["drafts"])) == 6


def test_a_run_that_takes_long_is_told_of_at_once_followed_and_cancelled(
    slow: Service, author: MadeAuthor
) -> None:
    author.answers = 1
    reply = slow.post("/v1/runs", {"count": 8, "types": ["short_answer"], "seed": 1}, Prefer="wait=0")
    assert reply.status_code == 202
    there = reply.headers["location"]
    assert reply.json()["report"]["open"] == 8
    while slow.get(there).json()["report"]["delivered"] < 4:
        time.sleep(0.05)
    ended = slow.post(f"{there}/cancel").json()
    assert (ended["state"], ended["report"]["delivered"], len(ended["report"]["dropped"])) == (
        "cancelled",
        4,
        4,
    )
    again = slow.post(f"{there}/cancel").json()  # calls that were given up may have been counted meanwhile
    assert (again["state"], again["drafts"]) == (ended["state"], ended["drafts"])
    assert again["report"]["dropped"] == ended["report"]["dropped"]
    began = time.monotonic()
    while author.at_once:
        assert time.monotonic() < began + 5
        time.sleep(0.02)
    events = followed(slow, there)
    assert [event["event"] for event in events].count("delivered") == 4
    assert events[-1]["data"]["state"] == "cancelled"
    assert [int(event["id"]) for event in events] == list(range(1, len(events) + 1))
    assert followed(slow, there, last_event_id=str(len(events) - 1)) == events[-1:]
    assert followed(slow, there, last_event_id=str(len(events))) == []
    assert slow.get("/v1/runs").json()["data"][0]["state"] == "cancelled"
    carried = slow.post("/v1/runs", {"count": 8, "types": ["short_answer"], "seed": 1}, Prefer="wait=0")
    assert (carried.status_code, carried.headers["location"]) == (202, there)
    slow.post(f"{there}/cancel")


def test_the_log_is_followed_while_the_run_goes_on(slow: Service, author: MadeAuthor) -> None:
    author.seconds = 0.3
    body = {"count": 12, "types": ["short_answer"], "seed": 1}
    there = slow.post("/v1/runs", body, Prefer="wait=0").headers["location"]
    events = followed(slow, there)
    assert events[0]["data"]["state"] == "queued"
    assert events[-1]["data"]["state"] == "completed"
    assert sum(event["event"] == "delivered" for event in events) == 12


def test_a_dry_run_of_a_model_tells_its_calls_and_makes_none(slow: Service, author: MadeAuthor) -> None:
    body = {"count": 8, "types": ["short_answer"], "dry_run": True}
    told = slow.post("/v1/runs", body).json()
    assert (told["estimate"]["calls"], author.asked, told["id"]) == (2, [], None)
    assert told["price"] == told["estimate"]["usd"] > 0
    assert slow.post("/v1/runs", body | {"model": "builtin"}).json()["price"] == 0.0
    assert slow.get("/v1/runs").json()["data"] == []


def test_no_caller_has_the_server_open_a_file(slow: Service, tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text('{"text": "{}"}\n')
    for model in (f"scripted:{file}", f"local:{tmp_path}", "openai:other"):
        reply = slow.post("/v1/runs", {"count": 1, "model": model})
        assert (reply.status_code, "is not set here" in reply.json()["detail"]) == (422, True)


def test_a_budget_holds_over_http(slow: Service, author: MadeAuthor) -> None:
    body = {"count": 8, "types": ["short_answer"], "seed": 1, "budget": 0}
    told = slow.post("/v1/runs", body, Prefer="wait=60").json()
    assert {dropped["code"] for dropped in told["report"]["dropped"]} == {"budget"}
    assert (told["price"], author.asked) == (0.0, [])


@pytest.mark.parametrize("path", ["", "/events", "/cancel"])
def test_a_run_of_nobody_is_not_found(service: Service, path: str) -> None:
    asked = service.post if path == "/cancel" else service.get
    reply = asked(f"/v1/runs/run-none{path}")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_an_event_id_that_is_none_is_refused(stocked: Service) -> None:
    there = stocked.post("/v1/runs", {"count": 1, "seed": 1}, Prefer="wait=0").headers["location"]
    for given in ("one", "-1", "9" * 30, "²"):
        reply = stocked.client.get(f"{there}/events", headers=[(b"Last-Event-ID", given.encode())])
        assert reply.status_code == 422


def followed(service: Service, there: str, **headers: str) -> list[dict[str, Any]]:
    """The events of a run up to its end."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = service.client.get(f"{there}/events", headers=named)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in reply.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            events.append(fields | {"data": json.loads(fields["data"])})
    return events


@pytest.mark.parametrize(
    "body",
    [
        {"count": 0},
        {"count": 1001},
        {},
        {"count": 1, "types": ["essay"]},
        {"count": 1, "concepts": ["astrology"]},
        {"count": 1, "sources": ["none.md"]},
        {"count": 1, "difficulty": "brutal"},
        {"count": 1, "budget": -3},
        {"count": 1, "model": "scripted:/etc/passwd"},
        {"count": 1, "blueprint": "plan.yaml"},
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_what_cannot_be_written_is_refused(stocked: Service, body: dict[str, object], dry: bool) -> None:
    assert stocked.post("/v1/runs", body | {"dry_run": dry}).status_code in (404, 422)
