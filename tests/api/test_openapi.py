"""The API's document tells the truth: examples fit, refusals are described, nothing comes from elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from itemwright.app import create_app
from tests.serving import Service


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app().openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def examples(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any], Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("examples"), list):
            for example in schema["examples"]:
                yield at, schema, example
        for name, part in schema.items():
            if name != "examples":
                yield from examples(part, f"{at}/{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from examples(part, f"{at}/{number}")


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    found = list(examples(document, "#"))
    assert len(found) > 15
    for at, schema, example in found:
        whole = {"components": document["components"], **schema}
        errors = [error.message for error in Draft202012Validator(whole).iter_errors(example)]
        assert not errors, f"{at}: {errors}"


def test_what_the_contract_lists_is_there(document: dict[str, Any]) -> None:
    there = {f"{method.upper()} {re.sub(r'{[^}]+}', '{}', path)}" for method, path, _ in operations(document)}
    assert {
        "POST /v1/courses", "GET /v1/courses", "GET /healthz", "GET /readyz", "POST /v1/sources",
        "GET /v1/sources", "GET /v1/sources/{}", "GET /v1/sources/{}/text", "DELETE /v1/sources/{}",
        "GET /v1/passages", "GET /v1/concepts", "GET /v1/cards", "GET /v1/cards/{}", "PATCH /v1/cards/{}",
        "POST /v1/runs", "GET /v1/runs", "GET /v1/runs/{}", "GET /v1/runs/{}/events",
        "POST /v1/runs/{}/cancel", "GET /v1/drafts", "GET /v1/drafts/{}", "PATCH /v1/drafts/{}",
        "POST /v1/drafts/{}/decision", "GET /v1/items", "GET /v1/items/{}", "POST /v1/items/{}/retire",
        "POST /v1/grades", "POST /v1/grades/batch", "POST /v1/practice/sessions",
        "POST /v1/practice/sessions/{}/next", "GET /v1/attempts/{}", "POST /v1/attempts/{}/responses",
        "GET /v1/items/{}/statistics", "POST /v1/items/{}/reports", "GET /v1/items/{}/reports",
        "GET /v1/items/{}/retirements", "GET /v1/reports", "GET /v1/reports/{}",
        "POST /v1/reports/{}/decision", "POST /v1/learners/{}/notices/seen",
        "POST /v1/attempts/{}/hints", "GET /v1/learners/{}/progress", "GET /v1/learners/{}/export",
        "DELETE /v1/learners/{}",
    } <= there  # fmt: skip


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for status, reply in operation["responses"].items():
            if int(status) >= 400:
                assert set(reply["content"]) == {"application/problem+json"}, f"{method} {path} {status}"
        if path.startswith("/v1/"):
            assert {"401", "403", "422"} <= set(operation["responses"])
        assert operation["tags"]
        assert operation["description"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_body_refuses_what_it_does_not_know(document: dict[str, Any]) -> None:
    bodies = {name for name in document["components"]["schemas"] if name.endswith("Body")}
    assert len(bodies) >= 8
    assert all(document["components"]["schemas"][name]["additionalProperties"] is False for name in bodies)


def test_posts_tell_of_their_key_and_guarded_changes_of_their_tag(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        headers = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
        assert ("idempotency-key" in headers) == (method == "post"), path
        guarded = method == "patch" or path.endswith(("/decision", "/retire"))
        assert ("if-match" in headers) == guarded, path
        assert ("428" in operation["responses"]) == guarded, path


def test_the_reference_needs_nothing_from_elsewhere(service: Service) -> None:
    page = service.get("/docs")
    assert page.status_code == 200
    assert re.findall(r"""(?:src|href)=["']([^"'#]+)""", page.text)
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", page.text)
    assert "<script" not in page.text
    for path in service.get("/openapi.json").json()["paths"]:
        assert path in page.text.replace("&#39;", "'")
    for asset in ("/static/style.css", "/static/icon.svg"):
        assert service.get(asset).status_code == 200
    assert service.get("/static/../app.py").status_code == 404
    assert service.get("/static/%2e%2e/rendering.py").status_code == 404
