"""What comes after release on the pages, by their forms alone: report, see what became of it, retire."""

import re
from html import unescape
from typing import Any

import pytest

from itemwright.domain.item import Item
from itemwright.item_form import with_key
from itemwright.web.key_form import key_fields
from tests.one_of_each import one_of_each
from tests.serving import Service, cited, graded, item_of, right_response, serving
from tests.test_item_form import NEW_KEYS


def answered(service: Service, *responses: str, learner: str = "ada") -> str:
    """The address of an attempt after these responses."""
    attempt = service.attempt(learner)["id"]
    for response in responses:
        service.client.post(f"/attempts/{attempt}/answer", data={"response": response})
    return f"/attempts/{attempt}"


def page(service: Service, address: str) -> str:
    reply = service.get(address, headers={"Accept": "text/html"})
    assert reply.status_code == 200, reply.text
    return str(reply.text)


def report(service: Service, address: str, text: str = "c is right", kind: str = "key_wrong") -> Any:
    return service.client.post(f"{address}/report", data={"text": text, "kind": kind})


def typed(item: Item, key: Any) -> dict[str, Any]:
    """The fields of the form with `key` in them; names must be those of the form."""
    if isinstance(key, dict) and "rubric" in key:
        values = {"reference": key["reference"], "rubric": [point["point"] for point in key["rubric"]]}
    elif item.type == "numeric":
        values = {"value": key, "tolerance": 0.5, "unit": "GB"}
    else:
        values = key if isinstance(key, dict) else {"": key}
    many = item.type == "multiple_response"
    form = {}
    for field in key_fields(item):
        value = values[field.pointer.partition("/")[2]]
        form[field.pointer] = value if many else "\n".join(value) if isinstance(value, list) else f"{value}"
    return form


def test_there_is_nothing_to_report_before_an_answer(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    address = answered(service)
    assert "Something is wrong with this question" not in page(service, address)
    service.client.post(f"{address}/answer", data={"response": "a"})
    assert "Something is wrong with this question" in page(service, address)


def test_a_learner_reports_and_sees_what_became_of_it(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    address = answered(service, "a", "c")
    sent = report(service, address, "<b>c</b> is right & proper")
    assert sent.headers["location"] == f"{address}#report"
    shown = page(service, address)
    assert "&lt;b&gt;c&lt;/b&gt; is right &amp; proper" in shown
    assert "an author will look at it" in shown
    listed = page(service, "/author/reports")
    assert "1 question has open reports" in listed
    assert 'href="/author/items/one"' in listed
    desk = page(service, "/author/items/one")
    for told in ("CANARY explanation", "quotations", "one found", "likely defective", "About 10 in 100"):
        assert told in desk
    action = re.findall(r'action="(/author/reports/[^"]+)"', desk)[0]
    dismissed = service.client.post(
        action, data={"revision": "1", "decision": "dismiss", "reason": "No & no."}
    )
    assert dismissed.headers["location"] == "/author/items/one#reports"
    progress = page(service, "/learners/ada")
    assert "looked at; the question stays as it is" in progress
    assert "No &amp; no." in progress
    assert "No report waits" in page(service, "/author/reports")


@pytest.mark.parametrize(("text", "status", "told"), [
    ("  ", 422, "The report is empty"), ("x" * 5_001, 422, "5,000 are the most"),
])  # fmt: skip
def test_a_report_that_cannot_be_keeps_what_was_typed(
    service: Service, text: str, status: int, told: str
) -> None:
    service.add(item_of("multiple_choice", "one"))
    address = answered(service, "a")
    reply = report(service, address, text, "typo")
    assert (reply.status_code, told in reply.text) == (status, True)
    assert '<option value="typo" selected>' in reply.text
    assert text in reply.text
    assert "<details open>" in reply.text


def test_a_fourth_report_is_too_many_and_says_so(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    address = answered(service, "a")
    assert [report(service, address, f"no {n}").status_code for n in range(4)] == [303, 303, 303, 409]


@pytest.mark.parametrize(
    "fields", [{"decision": "win"}, {"reason": " "}, {"revision": "7"}, {"revision": "x"}]
)
def test_a_decision_that_cannot_be_is_told(service: Service, fields: dict[str, str]) -> None:
    service.add(item_of("multiple_choice", "one"))
    report(service, answered(service, "a"))
    action = re.findall(r'action="(/author/reports/[^"]+)"', page(service, "/author/items/one"))[0]
    whole = {"revision": "1", "decision": "dismiss", "reason": "no"} | fields
    reply = service.client.post(action, data=whole)
    assert reply.status_code == (409 if "revision" in fields else 422)
    assert 'role="alert"' in reply.text
    assert service.get("/v1/items/one/reports").json()["reports"][0]["decisions"] == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_every_type_can_be_given_another_key(item: Item, data_dir: Any, course: str) -> None:
    key = NEW_KEYS[item.type]
    with serving(data_dir, course, [graded(1.0, "x"), graded(0.0)]) as service:
        service.add(item)
        attempt = service.attempt()["id"]
        service.post(f"/v1/attempts/{attempt}/responses", {"response": right_response(item)})
        assert 'name="key' in page(service, f"/author/items/{item.id}")
        form = {"version": "1", "fate": "key", "reason": "CANARY-why"} | typed(item, key)
        done = service.client.post(f"/author/items/{item.id}/retire", data=form)
        assert done.status_code == 303, done.text
        now = service.get(f"/v1/items/{item.id}").json()
        expected = with_key(item, key, now["explanation"]).model_dump(mode="json")
        assert {**now, "version": 1, "rubric": 0} == {**expected, "rubric": 0}
        shown = page(service, f"/author/items/{item.id}")
        assert "key corrected" in shown
        assert "CANARY-why" in shown


def test_a_bad_key_is_told_to_everybody_it_touched(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"), item_of("multiple_choice", "two"))
    robbed = answered(service, "c", "b")
    item = service.get(f"/v1{robbed}").json()["item"]["id"]
    form = {"version": "1", "fate": "key", "reason": "c it is", "key": "c", "explanation": "Because of c."}
    assert service.client.post(f"/author/items/{item}/retire", data=form).status_code == 303
    progress = page(service, "/learners/ada")
    assert "70 became 100 of 100" in progress
    assert "1 new" in progress
    assert "c it is" in progress
    shown = page(service, robbed)
    assert "Your progress (1 new)" in shown
    assert "Because of c." in shown
    assert "CANARY explanation" not in shown
    assert service.client.post("/learners/ada/seen").status_code == 303
    assert "1 new" not in page(service, "/learners/ada")


def test_a_void_item_says_so_wherever_it_was(service: Service) -> None:
    service.add(item_of("multiple_choice", "one"))
    done, open_one = answered(service, "b"), answered(service, learner="eve")
    form = {"version": "1", "fate": "void", "reason": "b and c are right"}
    assert service.client.post("/author/items/one/retire", data=form).status_code == 303
    shown = page(service, done)
    assert "Your answer counts no more" in shown
    assert "CANARY" not in shown
    withdrawn = page(service, open_one)
    assert "withdrawn before you answered it" in withdrawn
    assert "b and c are right" not in withdrawn
    assert "<button>Answer</button>" not in withdrawn
    assert "Next item" in withdrawn
    session = service.get(f"/v1{done}").json()["session"]
    assert "withdrawn, does not count" in page(service, f"/practice/{session}")


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"reason": " "}, 422, "Say why"),
        ({"fate": ""}, 422, "what becomes of the answers"),
        ({"fate": "key", "key": ""}, 422, "nothing is chosen yet"),
        ({"fate": "key", "key": "b"}, 422, "already"),
        ({"version": "9"}, 409, "read it again"),
    ],
)
def test_a_retirement_that_cannot_be_keeps_what_was_typed(
    service: Service, fields: dict[str, str], status: int, told: str
) -> None:
    service.add(item_of("multiple_choice", "one"))
    whole = {"version": "1", "fate": "void", "reason": "my reason", "key": "", "explanation": "mine"} | fields
    reply = service.client.post("/author/items/one/retire", data=whole)
    assert (reply.status_code, told in reply.text) == (status, True)
    assert whole["reason"] in unescape(reply.text)
    assert "mine" in reply.text
    assert [item["id"] for item in service.get("/v1/items").json()["data"]] == ["one"]


def test_a_number_that_is_none_is_named(service: Service) -> None:
    service.add(item_of("numeric", "one"))
    form = {"version": "1", "fate": "key", "reason": "r", "key/value": "many", "key/tolerance": "1"}
    reply = service.client.post("/author/items/one/retire", data=form)
    assert (reply.status_code, "is no number" in reply.text) == (422, True)


def test_figures_and_quotations_stand_beside_the_reports(service: Service) -> None:
    service.add(cited(service, item_of("multiple_choice", "one")))
    answered(service, "b")
    answered(service, "c", learner="eve")
    desk = page(service, "/author/items/one")
    assert "<mark>The base model stays frozen.</mark>" in desk
    assert "Mean score of first answers" in desk
    assert "50 <span" in desk
    assert "Nobody has reported anything" in desk
    for address in ("/author/items/one", "/author/reports"):
        shown = service.get(address)
        assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//|\sstyle=|\son\w+=""", shown.text)
        assert "<script" not in shown.text
    assert service.get("/author/items/none", headers={"Accept": "text/html"}).status_code == 404
