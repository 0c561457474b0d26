"""Courses, concepts and cards over HTTP."""

import pytest

from itemwright.domain.concept import Concept
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from tests.serving import Service
from tests.writing.samples import library

DEFINING = (
    "# Hash tables\n\nA hash table is a data structure that stores each value under a key with a hash.\n"
)


@pytest.fixture
def stocked(service: Service) -> Service:
    with service.services.store.begin() as tx:
        for card in library().cards.values():
            Cards(tx, service.principal.course).save(card, reviewed=False)
        Concepts(tx, service.principal.course).save(
            [Concept(slug=slug, name=slug.upper(), definition="d") for slug in ("b", "a")]
        )
    return service


def test_courses_are_made_and_listed(service: Service) -> None:
    slug = f"{service.principal.course}-x"
    made = service.post("/v1/courses", {"slug": slug, "title": "Spring"})
    assert (made.status_code, made.json()) == (201, {"slug": slug, "title": "Spring"})
    cursor, seen = "", []
    while cursor is not None:
        page = service.get(
            "/v1/courses", params={"limit": 200} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [course["slug"] for course in page["data"]]
        cursor = page["next"]
    assert slug in seen
    assert service.post("/v1/courses", {"slug": "Not A Slug", "title": "x"}).status_code == 422


def test_concepts_come_by_slug(stocked: Service) -> None:
    found = stocked.get("/v1/concepts?limit=1").json()
    assert [concept["slug"] for concept in found["data"]] == ["a"]
    rest = stocked.get("/v1/concepts", params={"cursor": found["next"]}).json()
    assert ([concept["slug"] for concept in rest["data"]], rest["next"]) == (["b"], None)


def test_a_card_is_edited_only_by_who_read_it_last(stocked: Service) -> None:
    concept = stocked.get("/v1/cards?limit=1").json()["data"][0]["card"]["concept"]
    path = f"/v1/cards/{concept}"
    tag = stocked.get(path).headers["etag"]
    changes = {"changes": {"aliases": ["another name"]}, "reviewed": True}
    assert stocked.client.patch(path, json=changes).status_code == 428
    edited = stocked.client.patch(path, json=changes, headers={"If-Match": tag})
    assert (edited.status_code, edited.json()["reviewed"]) == (200, True)
    assert edited.json()["card"]["aliases"] == ["another name"]
    stale = stocked.client.patch(path, json=changes, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert stocked.get(path).headers["etag"] == edited.headers["etag"] != tag


@pytest.mark.parametrize(
    "changes", [{"facts": []}, {"concept": "other"}, {"no_such_field": 1}, {"definition": {"text": "x"}}]
)
def test_an_unsound_card_is_refused_whole(stocked: Service, changes: dict[str, object]) -> None:
    concept = stocked.get("/v1/cards?limit=1").json()["data"][0]["card"]["concept"]
    before = stocked.get(f"/v1/cards/{concept}")
    reply = stocked.client.patch(
        f"/v1/cards/{concept}", json={"changes": changes}, headers={"If-Match": before.headers["etag"]}
    )
    assert reply.status_code == 422
    assert stocked.get(f"/v1/cards/{concept}").json() == before.json()


def test_an_unknown_card_is_not_found(stocked: Service) -> None:
    assert stocked.get("/v1/cards/astrology").status_code == 404
    patch = stocked.client.patch("/v1/cards/astrology", json={"reviewed": True}, headers={"If-Match": '"1"'})
    assert patch.status_code == 404


def test_cards_are_drawn_up_from_a_source_and_wait_for_review(service: Service) -> None:
    added = service.post("/v1/sources", {"path": "tables.md", "text": DEFINING})
    assert added.status_code == 201
    drawn = service.post("/v1/cards", {"sources": [added.json()["id"]]})
    assert drawn.status_code == 201
    (card,) = drawn.json()["cards"]
    assert (card["card"]["concept"], card["reviewed"], card["status"]) == ("hash-table", False, "added")
    assert service.get("/v1/cards/hash-table").json()["reviewed"] is False
    assert service.post("/v1/cards", {"sources": ["tables.md"]}).json()["cards"][0]["status"] == "kept"


def test_no_file_of_the_server_is_read_for_a_caller(service: Service) -> None:
    refused = service.post("/v1/cards", {"sources": [__file__]})
    assert refused.status_code == 422
    assert service.post("/v1/cards", {"sources": []}).status_code == 422
