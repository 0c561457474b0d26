"""Sources, their text and their passages over HTTP."""

import pytest

from tests.serving import ARTICLE, Service


def test_an_article_is_added_then_unchanged_then_updated(service: Service) -> None:
    added = service.post("/v1/sources", {"path": "notes/lora.md", "text": ARTICLE})
    assert (added.status_code, added.json()["status"], added.json()["title"]) == (201, "added", "LoRA")
    assert added.json()["passages"] >= 1
    again = service.post("/v1/sources", {"path": "notes/lora.md", "text": ARTICLE})
    assert (again.status_code, again.json()["status"]) == (200, "unchanged")
    changed = service.post("/v1/sources", {"path": "notes/lora.md", "text": ARTICLE + "\nMore of it here.\n"})
    assert (changed.status_code, changed.json()["status"]) == (200, "updated")
    assert changed.json()["id"] == added.json()["id"]
    assert service.get(added.headers["Location"]).json()["sha256"] == changed.json()["sha256"]


def test_the_text_comes_back_as_it_was_sent(service: Service) -> None:
    text = "# Ünïcode\r\n\r\nAn emoji 👩‍🔬, a \u202e bidi mark, a \ufeff mark inside.\n"
    source = service.post("/v1/sources", {"path": "odd.md", "text": text}).json()
    reply = service.get(f"/v1/sources/{source['id']}/text")
    assert reply.content.decode() == text
    assert reply.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("text", ["", "   \n\n", "a\x00b", "half \ud800 pair"])
def test_what_is_no_article_is_refused(service: Service, text: str) -> None:
    reply = service.client.post(
        "/v1/sources",
        content=f'{{"path": "x.md", "text": "{text.encode("unicode_escape").decode()}"}}'.replace(
            r"\x", r"\u00"
        ),
        headers={"Content-Type": "application/json"},
    )
    assert reply.status_code == 422, reply.text
    assert service.get("/v1/sources").json() == {"data": [], "next": None}


def test_sources_come_page_by_page(service: Service) -> None:
    for number in range(5):
        service.post(
            "/v1/sources", {"path": f"{number}.md", "text": f"# {number}\n\nText number {number}.\n"}
        )
    seen, cursor = [], ""
    while cursor is not None:
        page = service.get("/v1/sources", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [source["path"] for source in page["data"]]
        cursor = page["next"]
    assert sorted(seen) == [f"{number}.md" for number in range(5)]
    assert service.get("/v1/sources?cursor=nonsense").status_code == 422


def test_passages_are_found_and_are_the_sources_own_text(service: Service) -> None:
    assert service.get("/v1/passages?q=anything").json() == {"data": [], "next": None}
    source = service.post("/v1/sources", {"path": "lora.md", "text": ARTICLE}).json()
    hits = service.get("/v1/passages", params={"q": "base model frozen", "limit": 1}).json()["data"]
    assert len(hits) == 1
    hit = hits[0]
    assert (hit["rank"], hit["source"], hit["path"]) == (1, source["id"], "lora.md")
    assert ARTICLE[hit["start"] : hit["end"]] == hit["text"]
    assert "frozen" in hit["text"]
    assert service.get("/v1/passages?q=%20").status_code == 422
    assert service.get("/v1/passages").status_code == 422


def test_a_deleted_source_is_gone_from_search(service: Service) -> None:
    source = service.post("/v1/sources", {"path": "lora.md", "text": ARTICLE}).json()
    assert service.client.delete(f"/v1/sources/{source['id']}").status_code == 204
    assert service.get(f"/v1/sources/{source['id']}").status_code == 404
    assert service.client.delete(f"/v1/sources/{source['id']}").status_code == 404
    assert service.get("/v1/passages?q=frozen").json()["data"] == []
