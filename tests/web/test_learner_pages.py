"""A learner's way through the pages, by their forms alone."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from itemwright.domain.item import Item
from itemwright.store.engine import Store
from tests.one_of_each import one_of_each
from tests.serving import Service, graded, item_of, right_response, serving, wrong_response

REPORT_FORM = {"kind", "text"}
"""Controls that stand below an item once it was answered."""


class Controls(HTMLParser):
    """The controls of a page: for each name the values offered (those of a text field: none)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.offered: dict[str, list[str]] = {}
        self.labels: set[str] = set()
        self.unlabelled: list[str] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        name = named.get("name") or ""
        if tag == "label" and named.get("for"):
            self.labels.add(str(named["for"]))
        if tag == "select":
            self._select = name
        if tag == "option":
            self.offered.setdefault(self._select, []).append(named.get("value") or "")
        if tag in ("select", "input", "textarea") and named.get("type") != "hidden":
            self.offered.setdefault(name, [])
            if named.get("type") in ("radio", "checkbox"):
                self.offered[name].append(str(named.get("value")))
            elif "aria-label" not in named and named.get("id") not in self.labels:
                self.unlabelled.append(name)


def filled(item: Item, controls: Controls, response: Any) -> dict[str, Any]:
    """The form with `response` in it, as a browser would send it; names must be those of the page."""
    if item.type == "ordering":
        form = {f"place-{step}": str(place) for place, step in enumerate(response, 1)}
    elif isinstance(response, dict):
        pools = {blank.id: blank.pool for blank in getattr(item, "blanks", None) or ()}
        form = {
            f"gap-{name}": str(pools[name].index(given)) if pools.get(name) else given
            for name, given in response.items()
        }
    else:
        form = {"response": response if isinstance(response, list) else f"{response}"}
    assert set(form) == {name for name in controls.offered if name} - REPORT_FORM
    return form


@pytest.fixture
def graders(data_dir: Path, store: Store, course: str) -> Iterator[Service]:
    with serving(data_dir, course, [graded(0.0), graded(1.0, "mine"), graded(0.5, "mine")]) as opened:
        yield opened


def begin(service: Service, **more: Any) -> str:
    """The address of a new session's first attempt."""
    started = service.client.post(
        "/practice", data={"learner": "ada", "length": "5"} | {"mode": "practice"} | more
    )
    assert started.status_code == 303, started.text
    shown = service.get(started.headers["location"])
    assert shown.status_code == 303
    return str(shown.headers["location"])


def page(service: Service, address: str) -> str:
    reply = service.get(address, headers={"Accept": "text/html"})
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    return str(reply.text)


@pytest.mark.parametrize("item", one_of_each(), ids=lambda item: item.type)
def test_every_type_can_be_answered_twice_and_is_explained(item: Item, graders: Service) -> None:
    graders.add(item)
    address = begin(graders)
    opened = page(graders, address)
    controls = Controls(opened)
    assert "CANARY" not in opened
    assert not controls.unlabelled
    assert "Why this item" in opened
    wrong = graders.client.post(f"{address}/answer", data=filled(item, controls, wrong_response(item)))
    assert wrong.headers["location"] == f"{address}#result"
    if item.type != "true_false":
        between = page(graders, address)
        assert "CANARY" not in between
        assert "Not right yet" in between or "Partly right" in between
        again = filled(item, Controls(between), right_response(item))
        assert graders.client.post(f"{address}/answer", data=again).status_code == 303
    closed = page(graders, address)
    assert "CANARY explanation" in closed
    assert "CANARY quote" in closed
    assert "Next item" in closed
    assert not {"response"} & set(Controls(closed).offered)


def test_hints_open_one_by_one(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    address = begin(service)
    assert "(2 left)" in page(service, address)
    assert service.client.post(f"{address}/hint").headers["location"] == f"{address}#hints"
    opened = page(service, address)
    assert "CANARY hint one" in opened
    assert "CANARY hint two" not in opened
    service.client.post(f"{address}/hint")
    late = service.client.post(f"{address}/hint")
    assert (late.status_code, "no further hint" in late.text) == (409, True)


@pytest.mark.parametrize(
    ("kind", "form", "told"),
    [
        ("multiple_choice", {}, "Choose one of the options first"),
        ("multiple_response", {}, "Nothing is ticked yet"),
        ("cloze", {"gap-b1": "small", "gap-b2": ""}, "Gap 2 is still open"),
        ("cloze", {"gap-b1": "x", "gap-b2": "7"}, "no entry of the pool"),
        ("matching", {"gap-1": "x"}, "Pair 2 is still open"),
        ("ordering", {"place-p": "1", "place-q": "1", "place-r": "2"}, "a place of its own"),
        ("short_answer", {"response": "  "}, "Nothing is written yet"),
        ("multiple_choice", {"response": "nonsense"}, "nonsense"),
    ],
)
def test_a_slip_in_the_form_costs_no_try_and_loses_nothing(
    service: Service, kind: str, form: dict[str, str], told: str
) -> None:
    service.add(item_of(kind))
    address = begin(service)
    reply = service.client.post(f"{address}/answer", data=form)
    assert reply.status_code == 422
    assert told in reply.text
    assert 'role="alert"' in reply.text
    if "gap-b1" in form:
        assert f'value="{form["gap-b1"]}"' in reply.text
    assert service.get(f"/v1{address}").json()["responses"] == []


def test_an_old_page_is_told_how_things_stand(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    address = begin(service)
    service.client.post(f"{address}/answer", data={"response": "b"})
    old = service.client.post(f"{address}/answer", data={"response": "a"})
    assert (old.status_code, "has been answered since" in old.text) == (409, True)
    assert "CANARY explanation" in old.text


def test_a_session_ends_with_a_look_back_and_the_progress(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    address = begin(service)
    service.client.post(f"{address}/answer", data={"response": "b"})
    session = service.get(f"/v1{address}").json()["session"]
    over = page(service, f"/practice/{session}")
    assert "Session over" in over
    assert f'href="{address}"' in over
    assert "PEFT" in over
    assert "PEFT" in page(service, "/learners/ada")


def test_an_empty_course_says_what_to_do(service: Service) -> None:
    assert "itemwright ingest" in page(service, "/")
    started = service.client.post("/practice", data={"learner": "ada", "length": "5", "mode": "practice"})
    assert "Nothing to practise" in page(service, started.headers["location"])
    assert "Nothing answered" in page(service, "/learners/ada")


@pytest.mark.parametrize(
    "form",
    [
        {"learner": " "},
        {"learner": "a/b"},
        {"length": "0"},
        {"length": "x"},
        {"mode": "win"},
        {"concepts": "no"},
    ],
)
def test_a_start_form_that_cannot_be_is_shown_again_with_what_was_typed(
    service: Service, form: dict[str, str]
) -> None:
    whole = {"learner": "grace", "length": "7", "mode": "exam"} | form
    reply = service.client.post("/practice", data=whole)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert f'value="{whole["learner"].strip() or " "}"' in reply.text


def test_progress_is_found_by_name_and_erased_on_request(service: Service) -> None:
    service.add(item_of("multiple_choice"))
    service.client.post(f"{begin(service)}/answer", data={"response": "b"})
    found = service.client.post("/progress", data={"learner": "ada"})
    assert found.headers["location"] == "/learners/ada"
    assert service.client.post("/progress", data={"learner": ""}).status_code == 422
    assert service.client.post("/learners/ada/erase", data={}).status_code == 422
    assert "PEFT" in page(service, "/learners/ada")
    assert service.client.post("/learners/ada/erase", data={"sure": "yes"}).status_code == 303
    assert "Nothing answered" in page(service, "/learners/ada")


def test_nothing_that_was_typed_becomes_markup(graders: Service) -> None:
    graders.add(item_of("free_text", stem="<img src=x> `<b>` & so on?"))
    address = begin(graders, learner='<script>alert("x")</script>'.replace("/", "-"))
    graders.client.post(f"{address}/answer", data={"response": "</textarea><script>1</script>"})
    shown = page(graders, address)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;img src=x&gt; <code>&lt;b&gt;</code> &amp; so on?" in shown


def test_people_get_pages_for_errors_and_programs_get_problems(service: Service) -> None:
    for address in ("/nothing", "/attempts/none", "/practice/none", "/author/drafts/none"):
        shown = service.get(address, headers={"Accept": "text/html"})
        assert (shown.status_code, "<h1>Not Found</h1>" in shown.text) == (404, True)
    data = service.get("/v1/attempts/none", headers={"Accept": "text/html"})
    assert data.headers["content-type"] == "application/problem+json"


def test_pages_load_nothing_from_elsewhere_and_run_no_script(service: Service) -> None:
    service.add(item_of("multiple_choice"), item_of("table"))
    for address in ("/", begin(service), "/author", "/author/drafts/item-table", "/learners/ada", "/docs"):
        shown = service.get(address)
        assert "default-src 'self'" in shown.headers["content-security-policy"]
        assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//|\sstyle=|\son\w+=""", shown.text)
        assert "<script" not in shown.text
