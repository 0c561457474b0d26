"""The chat model that a command is to write with, by the name given or set: journaled, priced and capped."""

import uuid

from itemwright.chat.base import ChatModel
from itemwright.chat.calls import CallPath, open_calls
from itemwright.chat.prices import load_prices
from itemwright.chat.stored_journal import StoredJournal
from itemwright.domain.budget import Cap
from itemwright.domain.principal import Principal
from itemwright.run_models import RunModels, open_models
from itemwright.settings import Settings
from itemwright.store.engine import Store

BUILTIN = "builtin"


def writing_model(
    spec: str, settings: Settings, store: Store, principal: Principal, budget: float | None = None
) -> ChatModel | None:
    """The model that `spec` names; None for the built-in engine. `budget`: US dollars for this command.

    Raises:
        BadInput: `spec` names no kind of model.
        ModelUnavailable: the model cannot be used.
    """
    if spec == BUILTIN:
        return None
    journal = StoredJournal(store, principal.course)
    return call_path(spec, settings).model(journal, run=uuid.uuid4().hex, run_cap=Cap(usd=budget))


def call_path(spec: str, settings: Settings) -> CallPath:
    """The path to the model that `spec` names, as it is set; raises as `writing_model` does."""
    return open_calls(
        spec,
        prices=load_prices(settings.prices),
        base_url=settings.base_url,
        api_key=settings.api_key,
        caps=settings.caps(),
        deadline=settings.model_deadline,
    )


def run_models(settings: Settings) -> RunModels:
    """The models of these settings that runs are written with."""
    return open_models(
        settings.model,
        prices=load_prices(settings.prices),
        base_url=settings.base_url,
        api_key=settings.api_key,
        caps=settings.caps(),
        deadline=settings.model_deadline,
        at_once=settings.calls_at_once,
    )
