"""Reports, statistics and retiring over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from itemwright.domain.principal import Principal, Role
from itemwright.store.courses import Courses
from tests.serving import Service, item_of

LEARNERS = ("ada", "eve", "joe")


def answered(service: Service, learner: str, *responses: str) -> dict[str, Any]:
    """The view of an attempt after these responses."""
    attempt = service.attempt(learner)
    for response in responses:
        reply = service.post(f"/v1/attempts/{attempt['id']}/responses", {"response": response})
        assert reply.status_code == 200
        attempt = reply.json()
    return attempt


def as_role(service: Service, role: Role, learner: str | None = None, course: str | None = None) -> Service:
    """The same application, called by somebody else."""
    principal = Principal(course=course or service.principal.course, role=role, learner=learner)
    services = replace(service.services, local=principal)
    service.client.app.state.services = services  # type: ignore[attr-defined]
    return service._replace(services=services, principal=principal)


def test_a_report_from_its_learner_to_the_authors_decision(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    attempt = answered(service, "ada", "a", "c")
    body = {"text": "c is right, too", "kind": "ambiguous", "attempt": attempt["id"]}
    taken = service.post("/v1/items/one/reports", body)
    assert (taken.status_code, taken.json()["state"], taken.json()["learner"]) == (201, "open", "ada")
    assert "CANARY" not in taken.text
    again = service.post("/v1/items/one/reports", body)
    assert (again.status_code, again.json()) == (200, taken.json())
    listed = service.get("/v1/reports").json()["data"]
    assert [(one["item"]["id"], one["reports"][0]["text"]) for one in listed] == [("one", body["text"])]
    assert 0 < listed[0]["triage"]["expected_defect"] < listed[0]["triage"]["probability"] < 1
    assert listed[0]["triage"]["reasons"][0]["name"] == "base_rate"
    assert listed[0]["statistics"]["answered"] == 1
    assert service.get("/v1/reports?least=0.9").json()["data"] == []
    assert service.get("/v1/items/one/reports").json() == listed[0]
    path = f"/v1/reports/{taken.json()['id']}"
    tag = service.get(path).headers["etag"]
    decision = {"decision": "dismiss", "reason": "the article says why not"}
    assert service.post(f"{path}/decision", decision).status_code == 428
    assert service.post(f"{path}/decision", decision, If_Match='"7"').status_code == 412
    decided = service.post(f"{path}/decision", decision, If_Match=tag)
    assert (decided.status_code, decided.json()["state"], decided.headers["etag"]) == (
        200,
        "dismissed",
        '"2"',
    )
    assert service.post(f"{path}/decision", decision, If_Match=tag).status_code == 412
    assert service.post(f"{path}/decision", decision, If_Match='"2"').status_code == 409
    told = service.get("/v1/learners/ada/progress").json()["reports"]
    assert [(one["state"], one["answer"]) for one in told] == [("dismissed", decision["reason"])]
    assert service.get("/v1/reports").json()["data"] == []


@pytest.mark.parametrize(
    "body",
    [
        {}, {"text": ""}, {"text": "  "}, {"text": "x" * 5_001}, {"text": "x", "kind": "win"},
        {"text": "x", "state": "corrected"}, {"text": "x", "learner": "a/b"}, {"text": None},
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(service: Service, body: dict[str, Any]) -> None:
    service.add(item_of("multiple_choice", "one"))
    assert service.post("/v1/items/one/reports", body).status_code == 422
    assert service.post("/v1/items/none/reports", {"text": "x"}).status_code == 404
    assert service.get("/v1/items/one/reports").json()["reports"] == []


def test_a_learner_has_said_enough_after_three(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    answered(service, "ada", "a")
    said = [service.post("/v1/items/one/reports", {"text": f"{n}", "learner": "ada"}) for n in range(4)]
    assert [reply.status_code for reply in said] == [201, 201, 201, 409]


def test_a_report_sent_twice_is_one_and_an_erased_learner_leaves_no_words(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    attempt = answered(service, "ada", "a")
    body = {"text": "SECRET WORDS", "attempt": attempt["id"]}
    first = service.post("/v1/items/one/reports", body, Idempotency_Key="r1")
    assert service.post("/v1/items/one/reports", body, Idempotency_Key="r1").json() == first.json()
    assert service.client.delete("/v1/learners/ada").status_code == 204
    assert "SECRET" not in service.get("/v1/items/one/reports").text
    again = service.post("/v1/items/one/reports", body, Idempotency_Key="r1")
    assert (again.status_code, "SECRET" in again.text) == (404, False)


def test_statistics_count_what_learners_picked(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    for learner, response in zip(LEARNERS, "bbc", strict=True):
        answered(service, learner, response)
    found = service.get("/v1/items/one/statistics").json()
    assert {pick["choice"]: pick["n"] for pick in found["picks"]} == {"a": 0, "b": 2, "c": 1, "d": 0}
    assert (found["attempts"], found["graded"], found["score"]["n"]) == (3, 3, 3)
    assert found["score"]["low"] < found["score"]["value"] < found["score"]["high"]
    assert found["difficulty"]["predicted"] == 0.0
    assert service.get("/v1/items/none/statistics").status_code == 404


def test_a_bad_key_is_corrected_for_everybody(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    robbed, lucky = answered(service, "ada", "c", "b"), answered(service, "eve", "b")
    under_way = service.attempt("joe")
    body = {"reason": "c is what the article says", "replacement_key": "c"}
    retired = service.post("/v1/items/one/retire", body, If_Match='"1"')
    assert (retired.status_code, retired.json()["state"]) == (200, "retired")
    assert retired.json()["retirement"]["attempts"] == 3
    again = service.post("/v1/items/one/retire", body, If_Match='"1"')
    assert (again.status_code, again.json()) == (200, retired.json())
    assert service.post("/v1/items/one/retire", {"reason": "x"}, If_Match='"1"').status_code == 412
    assert service.get("/v1/items").json()["data"] == []
    for attempt, before, after in ((robbed, 0.0, 1.0), (lucky, 1.0, 0.0)):
        view = service.get(f"/v1/attempts/{attempt['id']}").json()
        assert (view["credit"], view["solution"]["key"], view["retired"]["counts"]) == (after, "c", True)
        learner = "ada" if attempt is robbed else "eve"
        told = service.get(f"/v1/learners/{learner}/progress").json()
        assert [(n["before"], n["after"], n["seen"]) for n in told["notices"]] == [
            (before if attempt is lucky else 0.7, after, False)
        ]
        assert (told["concepts"][0]["ability"] > 0) == (after == 1.0)
    waiting = service.get("/v1/learners/joe/progress")
    assert [notice["kind"] for notice in waiting.json()["notices"]] == ["withdrawn"]
    assert body["reason"] not in waiting.text
    late = service.post(f"/v1/attempts/{under_way['id']}/responses", {"response": "c"}).json()
    assert (late["state"], late["credit"]) == ("closed", 1.0)
    seen = service.post("/v1/learners/ada/notices/seen").json()
    assert [notice["seen"] for notice in seen["notices"]] == [True]
    history = service.get("/v1/items/one/retirements").json()["data"]
    assert [(one["fate"], one["corrected"], one["reason"]) for one in history] == [
        ("regrade", 2, body["reason"])
    ]


def test_a_retired_item_is_void_when_no_key_is_given(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    attempt = answered(service, "ada", "b")
    service.post("/v1/items/one/retire", {"reason": "two are right"}, If_Match='"1"')
    view = service.get(f"/v1/attempts/{attempt['id']}").json()
    assert (view["state"], view["credit"], view["solution"]) == ("closed", None, None)
    progress = service.get("/v1/learners/ada/progress").json()
    assert (progress["answered"], progress["concepts"]) == (0, [])


@pytest.mark.parametrize(
    "body",
    [{"replacement_key": "z"}, {"replacement_key": {"a": 1}}, {"attempts": "win"}, {"key": "c"},
     {"replacement_key": "b", "reason": "the key it has"}],
)  # fmt: skip
def test_what_cannot_be_retired_so_stays_as_it_is(service: Service, body: dict[str, Any]) -> None:
    service.add(item_of("multiple_choice", "one"))
    assert service.post("/v1/items/one/retire", body, If_Match='"1"').status_code == 422
    assert [item["id"] for item in service.get("/v1/items").json()["data"]] == ["one"]


AUTHORS_ONLY = [
    ("GET", "/v1/reports", None), ("GET", "/v1/reports/{report}", None),
    ("GET", "/v1/items/one/reports", None), ("GET", "/v1/items/one/statistics", None),
    ("GET", "/v1/items/one/retirements", None), ("POST", "/v1/items/one/retire", {"reason": "x"}),
    ("POST", "/v1/reports/{report}/decision", {"decision": "dismiss", "reason": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), AUTHORS_ONLY)
def test_learners_are_refused_and_other_courses_find_nothing(
    service: Service, method: str, path: str, body: Any
) -> None:
    service.add(item_of("multiple_choice", "one"))
    taken = service.post("/v1/items/one/reports", {"text": "CANARY"}).json()
    address = path.replace("{report}", taken["id"])

    def call(caller: Service) -> Any:
        return caller.client.request(method, address, json=body, headers={"If-Match": '"1"'})

    for role in ("learner", "grader"):
        refused = call(as_role(service, role, "ada"))  # type: ignore[arg-type]
        assert (refused.status_code, "CANARY" in refused.text) == (403, False)
    stranger = as_role(service, "author", course="elsewhere")
    with service.services.store.begin() as tx:
        Courses(tx).ensure("elsewhere", "Another course")
    found = call(stranger)
    if path == "/v1/reports":
        assert found.json()["data"] == []
    else:
        assert found.status_code == 404


def test_a_learner_reports_and_reads_only_as_themself(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    mine, theirs = answered(service, "ada", "a", "b"), answered(service, "eve", "a", "b")
    ada = as_role(service, "learner", "ada")
    path = "/v1/items/one/reports"
    assert ada.post(path, {"text": "x", "attempt": mine["id"]}).status_code == 201
    assert ada.post(path, {"text": "y"}).json()["attempt"] == mine["id"]
    assert ada.post(path, {"text": "x", "attempt": theirs["id"]}).status_code == 404
    assert ada.post(path, {"text": "x", "learner": "eve"}).status_code == 404
    assert ada.post("/v1/learners/eve/notices/seen").status_code == 404
    assert ada.get("/v1/learners/ada/progress").status_code == 200
