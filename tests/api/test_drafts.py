"""The author's desk over HTTP: nothing is decided about what somebody else has changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from itemwright.domain.proof import Check, Proof
from tests.serving import Service, item_of


def test_drafts_are_listed_by_state_and_page(service: Service) -> None:
    service.add(*(item_of("multiple_choice", f"i{n}") for n in range(3)), state="in_review")
    service.add(item_of("multiple_choice", "live"))
    first = service.get("/v1/drafts?state=in_review&limit=2").json()
    rest = service.get("/v1/drafts", params={"state": "in_review", "cursor": first["next"]}).json()
    assert [draft["id"] for draft in first["data"] + rest["data"]] == ["i0", "i1", "i2"]
    assert rest["next"] is None
    assert len(service.get("/v1/drafts").json()["data"]) == 4
    assert service.get("/v1/drafts?state=nonsense").status_code == 422
    assert service.get("/v1/drafts?cursor=%00").status_code == 422


def test_a_decision_needs_the_tag_of_what_was_read(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"), state="in_review")
    path = "/v1/drafts/one/decision"
    tag = service.get("/v1/drafts/one").headers["etag"]
    assert service.post(path, {"decision": "approve"}).status_code == 428
    assert service.post(path, {"decision": "approve"}, If_Match='"99"').status_code == 412
    assert service.post(path, {"decision": "approve"}, If_Match="*").status_code == 412
    assert service.post(path, {"decision": "reject"}, If_Match=tag).status_code == 422
    held = service.post(path, {"decision": "hold", "reason": "ask Eva"}, If_Match=tag)
    assert (held.status_code, held.json()["state"]) == (200, "held")
    assert held.json()["history"][-1]["reason"] == "ask Eva"
    approved = service.post(path, {"decision": "approve"}, If_Match=held.headers["etag"])
    assert approved.json()["state"] == "approved"


def test_an_edit_makes_a_new_proved_version_and_keeps_the_old(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    before = service.get("/v1/drafts/one")
    edited = service.client.patch(
        "/v1/drafts/one",
        json={"changes": {"stem": "Which one is it?"}, "reason": "clearer"},
        headers={"If-Match": before.headers["etag"]},
    )
    assert edited.status_code == 200
    assert (edited.json()["item"]["version"], edited.json()["state"]) == (2, "in_review")
    assert edited.json()["item"]["stem"] == "Which one is it?"
    assert edited.json()["item"]["proof"]["checks"]
    assert [event["version"] for event in edited.json()["history"]][-1] == 2


@pytest.mark.parametrize(
    "changes",
    [{"key": "nonsense"}, {"id": "other"}, {"proof": None}, {"score": 1}, {"options": "none"}, {"stem": ""}],
)
def test_an_unsound_edit_is_refused(service: Service, changes: dict[str, object]) -> None:
    service.add(item_of("multiple_choice", "one"))
    before = service.get("/v1/drafts/one")
    reply = service.client.patch(
        "/v1/drafts/one", json={"changes": changes}, headers={"If-Match": before.headers["etag"]}
    )
    assert reply.status_code == 422
    assert service.get("/v1/drafts/one").json() == before.json()


def test_of_two_authors_at_once_one_wins_and_the_other_is_told(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"), state="in_review")
    tag = service.get("/v1/drafts/one").headers["etag"]

    def decide(decision: str) -> int:
        body = {"decision": decision, "reason": "r"}
        return service.post("/v1/drafts/one/decision", body, If_Match=tag).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(decide, ["approve", "reject", "hold", "approve"]))
    assert sorted(statuses) == [200, 412, 412, 412]
    assert len(service.get("/v1/drafts/one").json()["history"]) == 2


def test_without_a_passing_proof_nothing_is_approved(service: Service) -> None:
    failed = Proof(checks=(Check(name="quotations", verdict="fail", evidence="not found"),))
    service.add(item_of("multiple_choice", "one").model_copy(update={"proof": failed}), state="in_review")
    tag = service.get("/v1/drafts/one").headers["etag"]
    reply = service.post("/v1/drafts/one/decision", {"decision": "approve"}, If_Match=tag)
    assert (reply.status_code, reply.json()["code"]) == (409, "conflict")


def test_an_unknown_draft_is_not_found(service: Service) -> None:
    assert service.get("/v1/drafts/none").status_code == 404
    assert service.post("/v1/drafts/none/decision", {"decision": "hold"}, If_Match='"1"').status_code == 404
