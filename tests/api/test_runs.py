"""Writing items over HTTP."""

import pytest

from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from tests.serving import Service
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


def test_a_dry_run_plans_and_prices_and_writes_nothing(stocked: Service) -> None:
    reply = stocked.post("/v1/runs", {"count": 6, "types": ["multiple_choice"], "seed": 1, "dry_run": True})
    assert reply.status_code == 200
    assert (reply.json()["price"], len(reply.json()["slots"]), reply.json()["drafts"]) == (0.0, 6, [])
    assert {slot["type"] for slot in reply.json()["slots"]} == {"multiple_choice"}
    assert stocked.get("/v1/drafts").json()["data"] == []


def test_a_run_writes_drafts_and_says_what_became_of_each_slot(stocked: Service) -> None:
    reply = stocked.post("/v1/runs", {"count": 6, "seed": 1})
    assert reply.status_code == 201
    report = reply.json()["report"]
    assert (report["requested"], report["delivered"]) == (6, len(reply.json()["drafts"]))
    assert report["delivered"] == 6
    for draft in reply.json()["drafts"]:
        assert stocked.get(f"/v1/drafts/{draft}").json()["item"]["proof"]["checks"]
    repeated = stocked.post("/v1/runs", {"count": 6, "seed": 1}).json()
    assert not set(repeated["drafts"]) & set(reply.json()["drafts"])


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
        {"count": 1, "budget": 3},
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_what_cannot_be_written_is_refused(stocked: Service, body: dict[str, object], dry: bool) -> None:
    assert stocked.post("/v1/runs", body | {"dry_run": dry}).status_code in (404, 422)
