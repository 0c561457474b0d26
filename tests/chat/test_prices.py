"""Prices come from a table with sources, are corrected by a file, and are never guessed."""

import json
from pathlib import Path

import pytest

from itemwright.chat.prices import TABLE, Price, load_prices
from itemwright.errors import BadInput


def test_each_price_has_a_source_and_a_day_and_output_costs_no_less() -> None:
    models = json.loads(TABLE.read_text(encoding="utf-8"))["models"]
    assert len(models) > 40
    for name, price in models.items():
        assert price["source"].startswith("https://"), name
        assert price["date"].startswith("20"), name
        assert 0 < price["input"] <= price["output"], name


@pytest.mark.parametrize(
    "spec", ["openai:gpt-4o-mini", "openai:openai/gpt-4o-mini", "openai:gpt-4o-mini-2024-07-18"]
)
def test_a_model_is_found_under_the_names_that_servers_give_it(spec: str) -> None:
    price = load_prices().price_of(spec)
    assert price is not None
    assert (price.input, price.output) == (0.15, 0.6)
    assert price.usd(2_000_000, 1_000_000) == pytest.approx(0.9)


@pytest.mark.parametrize(
    "spec", ["openai:gpt-4o-mini-tuned", "openai:llama3.2", "openai:my/own", "openai:gpt"]
)
def test_a_price_that_is_not_known_is_none(spec: str) -> None:
    assert load_prices().price_of(spec) is None


@pytest.mark.parametrize("spec", ["local:/models/tiny", "scripted:replies.jsonl"])
def test_what_runs_here_costs_nothing(spec: str) -> None:
    price = load_prices().price_of(spec)
    assert price is not None
    assert price.usd(10**9, 10**9) == 0


def test_a_file_corrects_the_table_by_spec_or_by_name(tmp_path: Path) -> None:
    file = tmp_path / "prices.json"
    own = {"openai:llama3.2": {"input": 0, "output": 0}, "gpt-4o": {"input": 1, "output": 2, "date": "today"}}
    file.write_text(json.dumps({"models": own}))
    prices = load_prices(file)
    assert prices.price_of("openai:llama3.2") == Price(input=0, output=0)
    assert prices.price_of("openai:gpt-4o") == Price(input=1, output=2, date="today")
    assert prices.price_of("openai:gpt-4o-mini") == load_prices().price_of("openai:gpt-4o-mini")
    assert prices.assumed == load_prices().assumed


def test_what_an_unknown_price_is_held_to_be_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "prices.json"
    file.write_text('{"models": {}, "unknown": {"input": 1, "output": 1}}')
    assert load_prices(file).assumed.usd(10**6, 0) == 1
    assert load_prices().assumed.usd(10**6, 0) > 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1, 2", "are not JSON"),
        ('{"models": {"a": {"input": -1, "output": 1}}}', "models.a.input"),
        ('{"models": {"a": {"input": NaN, "output": 1}}}', "models.a.input"),
        ('{"models": {"a": {"input": 1}}}', "models.a.output"),
        ('{"a": {"input": 1, "output": 1}}', "models"),
        ("[]", "the file"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_holds_no_prices_is_refused(tmp_path: Path, text: str | None, told: str) -> None:
    file = tmp_path / "prices.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(BadInput, match=told) as caught:
        load_prices(file)
    assert str(file) in str(caught.value)
