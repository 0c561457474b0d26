"""The item bank over HTTP."""

from tests.serving import Service, item_of


def test_only_released_items_are_listed_page_by_page(service: Service) -> None:
    service.add(*(item_of("numeric", f"i{n}") for n in range(3)))
    service.add(item_of("numeric", "waiting"), state="in_review")
    first = service.get("/v1/items?limit=2").json()
    rest = service.get("/v1/items", params={"cursor": first["next"]}).json()
    assert [item["id"] for item in first["data"] + rest["data"]] == ["i0", "i1", "i2"]
    assert first["data"][0]["key"]["value"] == 424242.0


def test_an_item_carries_its_version_as_tag(service: Service) -> None:
    service.add(item_of("cloze", "one"))
    reply = service.get("/v1/items/one")
    assert (reply.headers["etag"], reply.json()["version"]) == ('"1"', 1)
    assert service.get("/v1/items/none").status_code == 404


def test_an_item_retired_as_old_is_shown_to_nobody_new_and_stays_for_who_has_it(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    attempt = service.attempt()
    path, body = "/v1/items/one/retire", {"reason": "old", "attempts": "keep"}
    assert service.post(path, body).status_code == 428
    assert service.post(path, body, If_Match='"7"').status_code == 412
    retired = service.post(path, body, If_Match='"1"')
    assert (retired.status_code, retired.json()["state"]) == (200, "retired")
    assert service.post(path, body | {"reason": "other"}, If_Match='"1"').status_code == 409
    assert service.get("/v1/items").json()["data"] == []
    session = service.post("/v1/practice/sessions", {"learner": "eve"}).json()["id"]
    assert service.post(f"/v1/practice/sessions/{session}/next").json()["attempt"] is None
    answered = service.post(f"/v1/attempts/{attempt['id']}/responses", {"response": "b"})
    assert answered.json()["grade"]["score"] == 1.0
    assert service.get("/v1/learners/ada/progress").json()["notices"] == []


def test_an_attempt_keeps_the_version_that_it_showed(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    attempt = service.attempt()
    tag = service.get("/v1/drafts/one").headers["etag"]
    changes = {"changes": {"key": "c", "stem": "Another question?"}}
    edited = service.client.patch("/v1/drafts/one", json=changes, headers={"If-Match": tag})
    assert edited.status_code == 200
    answered = service.post(f"/v1/attempts/{attempt['id']}/responses", {"response": "b"}).json()
    assert (answered["item"]["version"], answered["item"]["stem"]) == (1, attempt["item"]["stem"])
    assert (answered["grade"]["score"], answered["solution"]["key"]) == (1.0, "b")
