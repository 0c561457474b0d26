"""doctor says which server is asked, how, what it costs, and what is sent there."""

import asyncio
import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from evals.fault_server import Provider, closed_port, completion, provider, refusal
from itemwright.chat.calls import open_calls
from itemwright.chat.prices import load_prices
from itemwright.chat.stored_journal import StoredJournal
from itemwright.domain.principal import LOCAL_COURSE
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from tests.chat.test_hosted import GOOD, KEY, REQUEST
from tests.cli.conftest import Run


def told(run: Run) -> dict[str, tuple[bool, str]]:
    ran = run("doctor", "--json")
    assert KEY not in ran.out + ran.err
    return {check["name"]: (check["ok"], check["detail"]) for check in json.loads(ran.out)["checks"]}


def point_to(monkeypatch: pytest.MonkeyPatch, served: Provider | str, name: str = "made") -> str:
    url = served if isinstance(served, str) else served.url
    monkeypatch.setenv("ITEMWRIGHT_MODEL", f"openai:{name}")
    monkeypatch.setenv("ITEMWRIGHT_BASE_URL", url)
    monkeypatch.setenv("ITEMWRIGHT_API_KEY", KEY)
    return url


def test_nothing_leaves_a_machine_without_a_server(run: Run) -> None:
    found = told(run)
    assert "on this machine" in found["model"][1]
    assert "costs nothing" in found["model's price"][1]
    assert "no text leaves" in found["what is sent"][1]


def test_a_server_its_mode_its_price_and_what_is_sent(
    run: Run, monkeypatch: pytest.MonkeyPatch, store: Store, tmp_path: Path
) -> None:
    with store.begin() as tx:
        Courses(tx).ensure(LOCAL_COURSE, "Local course")
    with provider(refusal(400, "response_format: no json_schema here"), GOOD, completion("4")) as served:
        url = point_to(monkeypatch, served)
        first = told(run)
        assert first["model"][0]
        assert f"{url} serves 'made'" in first["model"][1]
        assert "as its server takes it from the first call on" in first["model"][1]
        assert "is not known" in first["model's price"][1]
        assert "count 15 USD in and 75 USD out against a budget" in first["model's price"][1]
        assert f"to {url}" in first["what is sent"][1]
        assert served.asked == []
        calls = open_calls("openai:made", prices=load_prices(), base_url=url, api_key=SecretStr(KEY))
        asyncio.run(calls.model(StoredJournal(store, LOCAL_COURSE)).complete(REQUEST))
        prices = tmp_path / "prices.json"
        prices.write_text('{"models": {"made": {"input": 0.5, "output": 2}}}')
        monkeypatch.setenv("ITEMWRIGHT_PRICES", str(prices))
        monkeypatch.setenv("ITEMWRIGHT_BUDGET_USD", "3")
        then = told(run)
    assert "asked for as a JSON object" in then["model"][1]
    assert "0.5 USD in, 2 USD out" in then["model's price"][1]
    assert "3 USD a day" in then["model's price"][1]


def test_a_published_price_is_told_with_its_source(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with provider(GOOD) as served:
        point_to(monkeypatch, served, "gpt-4o-mini")
        found = told(run)
    assert "https://" in found["model's price"][1]
    assert "does not list 'gpt-4o-mini'; it lists made" in found["model"][1]


@pytest.mark.parametrize(
    ("name", "url", "told_by"),
    [
        ("made", closed_port(), "Start it, or correct ITEMWRIGHT_BASE_URL."),
        ("made", f"http://me:{KEY}@host/v1", "holds a user"),
        ("", "http://host/v1", "openai:NAME"),
    ],
)
def test_what_is_wrong_with_a_server_is_found(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, url: str, told_by: str
) -> None:
    point_to(monkeypatch, url, name)
    ok, detail = told(run)["model"]
    assert not ok
    assert told_by in detail


def test_prices_that_cannot_be_read_are_found(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ITEMWRIGHT_PRICES", str(tmp_path / "none.json"))
    ok, detail = told(run)["model's price"]
    assert not ok
    assert "none.json" in detail
