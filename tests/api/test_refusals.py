"""Whatever is sent, the reply is a problem document and never a fault of ours."""

import json
from collections.abc import Iterator

import pytest

from itemwright.api.limits import LARGEST_BODY
from tests.serving import Service

JSON = {"Content-Type": "application/json"}
GRADE = {"question": "q", "reference_answer": "r"}


def is_problem(reply: object, status: int) -> bool:
    document = reply.json()  # type: ignore[attr-defined]
    assert reply.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail", "code"} <= set(document)
    return (reply.status_code, document["status"]) == (status, status)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/v1/drafts/no-such", 404),
        ("DELETE", "/v1/drafts", 405),
        ("PUT", "/v1/sources", 405),
        ("GET", "/v1/drafts?limit=0", 422),
        ("GET", "/v1/drafts?limit=x", 422),
        ("GET", "/v1/drafts/%00", 422),
        ("GET", "/v1/drafts/%ff%fe", 404),
        ("GET", "/v1/items/..%2f..%2fetc%2fpasswd", 404),
        ("POST", "/v1/attempts/none/hints", 404),
    ],
)
def test_addresses(service: Service, method: str, path: str, status: int) -> None:
    assert is_problem(service.client.request(method, path), status)


def test_a_method_that_is_not_allowed_says_which_are(service: Service) -> None:
    assert service.client.delete("/v1/drafts").headers["allow"] == "GET"
    assert service.client.put("/v1/sources").headers["allow"] == "GET, POST"
    assert service.client.post("/v1/sources/x").headers["allow"] == "GET, DELETE"
    assert service.client.options("/v1/cards/x").headers["allow"] == "GET, PATCH"


def bodies() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "no JSON", b"{"
    yield "a list", b"[]"
    yield "a text", b'"x"'
    yield "not UTF-8", b'{"question": "\xff\xfe"}'
    yield "a lone surrogate", json.dumps(GRADE | {"answer": "\ud800"}).encode()
    yield "a surrogate as a name", json.dumps(GRADE | {"answer": "a", "\ud800": 1}).encode()
    yield "an unknown field", json.dumps(GRADE | {"answer": "a", "score": 1}).encode()
    yield "a wrong type", json.dumps(GRADE | {"answer": {"a": 1}}).encode()
    yield "deep", b"[" * 100_000
    yield "deep inside", b'{"question": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"
    yield "a huge number", b'{"question": ' + b"9" * 6_000 + b"}"
    yield "not a number", b'{"question": NaN}'
    yield "two documents", b"{}{}"


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in bodies()])
@pytest.mark.parametrize("headers", [JSON, JSON | {"Idempotency-Key": "k"}], ids=["plain", "with a key"])
def test_bodies(service: Service, body: bytes, headers: dict[str, str]) -> None:
    assert is_problem(service.client.post("/v1/grades", content=body, headers=headers), 422)


def test_a_nul_in_a_text_that_the_database_keeps_as_a_name(service: Service) -> None:
    assert is_problem(service.post("/v1/sources", {"path": "a\x00b.md", "text": "# A\n\nText.\n"}), 422)


@pytest.mark.parametrize("headers", [JSON, JSON | {"Idempotency-Key": "k"}], ids=["plain", "with a key"])
def test_a_body_may_not_grow_without_end(service: Service, headers: dict[str, str]) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 500_000 + 2):
            yield b" " * 500_000

    announced = service.client.post("/v1/grades", content=b" " * (LARGEST_BODY + 1), headers=headers)
    assert is_problem(announced, 413)
    assert is_problem(service.client.post("/v1/grades", content=endless(), headers=headers), 413)
    wrong = service.client.post("/v1/grades", content=b"{}", headers=headers | {"Content-Length": "-5"})
    assert is_problem(wrong, 413)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "127.0.0.1@evil", "8.8.8.8"]
)
def test_another_host_is_not_served(service: Service, host: str) -> None:
    assert is_problem(service.get("/v1/items", headers={"Host": host}), 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:80"])
def test_this_machine_by_any_name_is_served(service: Service, host: str) -> None:
    assert service.get("/v1/items", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "file://"])
def test_another_origin_may_not_call(service: Service, origin: str) -> None:
    body = {"learner": "ada"}
    assert is_problem(service.post("/v1/practice/sessions", body, Origin=origin), 403)
    assert service.client.post("/practice", data=body, headers={"Origin": origin}).status_code == 403
    assert service.post("/v1/practice/sessions", body, Origin="http://127.0.0.1").status_code == 201


def test_a_form_of_another_site_may_not_write(service: Service) -> None:
    assert is_problem(
        service.post("/v1/practice/sessions", {"learner": "a"}, Sec_Fetch_Site="cross-site"), 403
    )


@pytest.mark.parametrize("key", ["Bearer wrong", "Bearer ", "Basic YTpi", "Bearer eyJhbGciOiJub25lIn0.e30."])
def test_a_key_that_nobody_gave_out_is_refused(service: Service, key: str) -> None:
    reply = service.get("/v1/items", headers={"Authorization": key})
    assert is_problem(reply, 401)
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_every_reply_is_guarded(service: Service) -> None:
    for path in ("/v1/items", "/v1/nothing", "/", "/docs"):
        headers = service.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_a_fault_is_told_without_its_details(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(service.services.review, "get", broken)
    reply = service.get("/v1/drafts/one")
    assert is_problem(reply, 500)
    assert "secret" not in reply.text


def test_health_and_readiness(service: Service) -> None:
    assert service.get("/healthz").json() == {"status": "ok"}
    assert service.get("/readyz").json() == {"status": "ready"}
