"""What models cost: a table of published prices, which a file of the user's own corrects."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from itemwright.domain.value import Value
from itemwright.errors import BadInput

TABLE = Path(__file__).resolve().parent / "prices.json"
OWN_MACHINE = frozenset({"local", "scripted", "builtin"})
"""Kinds of models that nobody sends a bill for."""
_MILLION = 1_000_000
_DATED = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|latest)$")
"""What providers add to a model's name for one state of it."""


class Price(Value):
    """US dollars for a million tokens, with the page and the day (ISO 8601) where they were read."""

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    source: str = ""
    date: str = ""

    def usd(self, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.input + tokens_out * self.output) / _MILLION


class _File(Value):
    """A file of prices. `unknown` stands in for prices that are not known when a budget is kept."""

    models: dict[str, Price]
    unknown: Price | None = None
    read: str = ""


class Prices:
    """The price of each model that has one. `assumed`: what a model without one is held to cost when a
    budget is kept, so that its calls are bounded, too; it is never told as its price."""

    def __init__(self, models: Mapping[str, Price], assumed: Price) -> None:
        self._models = dict(models)
        self.assumed = assumed

    def price_of(self, spec: str) -> Price | None:
        """The price of the model that `spec` ("openai:gpt-4o-2024-08-06") names; None: not known.

        Looked up as it is given, then without its kind, its provider ("openai/gpt-4o") and its date."""
        kind, _, name = spec.partition(":")
        if kind in OWN_MACHINE:
            return self._models.get(spec, Price(input=0, output=0, source="runs on this machine"))
        last = name.rpartition("/")[2]
        for each in (spec, name, last, _DATED.sub("", last)):
            if each in self._models:
                return self._models[each]
        return None


def load_prices(file: Path | None = None) -> Prices:
    """The prices that come with this release, corrected by the user's own `file`:
    {"models": {"gpt-x": {"input": 1.0, "output": 4.0}}}, US dollars for a million tokens.

    Raises:
        BadInput: the file cannot be read or holds no prices.
    """
    shipped = _read(TABLE)
    assert shipped.unknown is not None
    if file is None:
        return Prices(shipped.models, shipped.unknown)
    own = _read(file)
    return Prices(shipped.models | own.models, own.unknown or shipped.unknown)


def _read(file: Path) -> _File:
    try:
        found: Any = json.loads(file.read_text(encoding="utf-8"))
        return _File.model_validate(found)
    except OSError as error:
        raise BadInput(f"Prices {str(file)!r} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise BadInput(f"Prices {str(file)!r}, {place}: {first['msg']}.") from error
    except ValueError as error:
        raise BadInput(f"Prices {str(file)!r} are not JSON: {error}.") from error
