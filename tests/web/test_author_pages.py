"""An author's way through the pages, by their forms alone."""

import re
from html import unescape
from typing import Any

import pytest

from itemwright.domain.item import Item
from itemwright.domain.proof import Check, Proof
from tests.one_of_each import one_of_each
from tests.serving import Service, cited, item_of


def form_of(page: str, action: str) -> dict[str, str]:
    """What the form with this action would send, untouched."""
    found = re.search(rf'<form method="post" action="[^"]*/{action}".*?</form>', page, re.S)
    assert found, action
    inside = found[0]
    sent = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', inside)
        if 'type="checkbox"' not in name
    }
    sent |= {
        unescape(name): unescape(text)
        for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', inside, re.S)
    }
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)">(.*?)</select>', inside, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[unescape(name)] = unescape(chosen[1]) if chosen else ""
    return sent


def draft_page(service: Service, name: str) -> str:
    reply = service.get(f"/author/drafts/{name}")
    assert reply.status_code == 200
    return str(reply.text)


def test_drafts_are_listed_by_state_and_page_by_page(service: Service) -> None:
    service.add(*(item_of("numeric", f"i{n:02}") for n in range(27)), state="in_review")
    service.add(item_of("numeric", "live", stem="Already released?"))
    first = service.get("/author?state=in_review").text
    assert first.count('href="/author/drafts/') == 25
    assert "Already released" not in first
    more = unescape(re.findall(r'href="(/author\?state=in_review&amp;cursor=[^"]+)"', first)[0])
    assert service.get(more).text.count('href="/author/drafts/') == 2
    assert "No drafts held" in service.get("/author?state=held").text


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_a_draft_is_shown_whole_whatever_its_type(item: Item, service: Service) -> None:
    service.add(item, state="in_review")
    shown = draft_page(service, item.id)
    for told in ("explanation", "hint one", "hint two", "step", "mistake", "takeaway", "quote"):
        assert f"CANARY {told}" in shown
    for option in getattr(item, "options", None) or ():
        assert option.rationale in shown
    for point in getattr(item, "rubric", None) or ():
        assert point.point in shown
    assert "quotations" in shown
    assert "one found" in shown


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_an_untouched_form_changes_nothing_and_a_new_stem_changes_it_alone(
    item: Item, service: Service
) -> None:
    item = item.model_copy(update={"explanation": "Two lines,\nand `code`."})
    service.add(item, state="in_review")
    shown = draft_page(service, item.id)
    sent = form_of(shown, "edit")
    if item.type == "multiple_response":
        sent |= {"/key": ["a", "c"]}  # type: ignore[dict-item]
    untouched = service.client.post(f"/author/drafts/{item.id}/edit", data=sent)
    assert (untouched.status_code, "Nothing was changed" in untouched.text) == (422, True)
    stem = item.stem.replace("?", " now?").replace("LoRA is", "LoRA was")
    edited = service.client.post(f"/author/drafts/{item.id}/edit", data=sent | {"/stem": stem})
    assert edited.status_code == 303, edited.text
    new = service.get(f"/v1/drafts/{item.id}").json()["item"]
    old = item.model_dump(mode="json")
    assert {name for name in old if new[name] != old[name]} <= {"stem", "version", "proof"}
    assert (new["stem"], new["version"]) == (stem, 2)


@pytest.mark.parametrize(
    ("kind", "change", "field", "value"),
    [
        ("multiple_choice", {"/key": "c"}, "key", "c"),
        ("multiple_response", {"/key": ["b"]}, "key", ["b"]),
        ("numeric", {"/key/value": "12.5"}, "key", {"value": 12.5, "tolerance": 0.5, "unit": "GB"}),
        ("matching", {"/key/1": "z"}, "key", {"1": "z", "2": "y"}),
        ("ordering", {"/key": "r\nq\np"}, "key", ["r", "q", "p"]),
        ("short_answer", {"/accepts": "one\n\n two \nCANARY word"}, "accepts", ["one", "two", "CANARY word"]),
        ("free_text", {"/rubric/0/weight": "3"}, "rubric", [{"point": "CANARY point", "weight": 3.0}]),
        ("multiple_choice", {"/hints": ""}, "hints", []),
    ],
)
def test_each_kind_of_field_can_be_edited(
    service: Service, kind: str, change: dict[str, Any], field: str, value: Any
) -> None:
    service.add(item_of(kind, "one"), state="in_review")
    sent: dict[str, Any] = form_of(draft_page(service, "one"), "edit")
    if kind == "multiple_response":
        sent["/key"] = ["a", "c"]
    edited = service.client.post("/author/drafts/one/edit", data=sent | change)
    assert edited.status_code == 303, edited.text
    assert service.get("/v1/drafts/one").json()["item"][field] == value


def test_an_edit_that_cannot_be_keeps_what_was_typed(service: Service) -> None:
    service.add(item_of("numeric", "one"), state="in_review")
    sent = form_of(draft_page(service, "one"), "edit")
    typed = {"/key/value": "twelve", "/explanation": "My long new explanation"}
    refused = service.client.post("/author/drafts/one/edit", data=sent | typed)
    assert refused.status_code == 422
    assert "is no number" in refused.text
    assert "My long new explanation" in refused.text
    assert '<details class="edit" open>' in refused.text


def test_approve_hold_reject_retire(service: Service) -> None:
    service.add(item_of("numeric", "one"), state="in_review")
    path = "/author/drafts/one/decision"

    def decide(**fields: str) -> Any:
        return service.client.post(path, data=form_of(draft_page(service, "one"), "decision") | fields)

    assert decide(decision="reject").status_code == 422
    assert decide(decision="nonsense").status_code == 422
    for decision, state in (
        ("hold", "held"),
        ("approve", "approved"),
        ("retire", "retired"),
        ("reject", "rejected"),
    ):
        assert decide(decision=decision, reason=f"because {decision}").status_code == 303
        shown = draft_page(service, "one")
        assert f"now {state}" in shown
        assert f"because {decision}" in shown


def test_an_old_page_cannot_decide_or_edit_and_says_why(service: Service) -> None:
    service.add(item_of("numeric", "one"), state="in_review")
    old = draft_page(service, "one")
    held = form_of(old, "decision") | {"decision": "hold", "reason": "first"}
    assert service.client.post("/author/drafts/one/decision", data=held).status_code == 303
    late = form_of(old, "decision") | {"decision": "reject", "reason": "my own reason"}
    stale = service.client.post("/author/drafts/one/decision", data=late)
    assert stale.status_code == 409
    assert "changed while you had it open" in stale.text
    assert "my own reason" in stale.text
    typed = form_of(old, "edit") | {"/stem": "My better stem?"}
    stale_edit = service.client.post("/author/drafts/one/edit", data=typed)
    assert stale_edit.status_code == 409
    assert "My better stem?" in stale_edit.text
    assert service.get("/v1/drafts/one").json()["state"] == "held"
    again = form_of(stale_edit.text, "edit")
    assert service.client.post("/author/drafts/one/edit", data=again).status_code == 303
    assert service.get("/v1/drafts/one").json()["item"]["stem"] == "My better stem?"


def test_what_failed_its_proof_cannot_be_approved(service: Service) -> None:
    failed = Proof(checks=(Check(name="key unique", verdict="fail", evidence="two keys"),))
    service.add(item_of("numeric", "one").model_copy(update={"proof": failed}), state="in_review")
    sent = form_of(draft_page(service, "one"), "decision") | {"decision": "approve"}
    reply = service.client.post("/author/drafts/one/decision", data=sent)
    assert (reply.status_code, "no passing proof" in reply.text) == (409, True)


def test_a_quotation_is_marked_in_its_passage(service: Service) -> None:
    service.add(cited(service, item_of("numeric", "one")), state="in_review")
    shown = draft_page(service, "one")
    assert "two small matrices. <mark>The base model stays frozen.</mark>" in shown
    assert "lora.md, characters" in shown
    source = service.get("/v1/sources").json()["data"][0]["id"]
    service.client.delete(f"/v1/sources/{source}")
    gone = draft_page(service, "one")
    assert "the passage is no longer there" in gone
    assert "<mark>The base model stays frozen.</mark>" in gone
