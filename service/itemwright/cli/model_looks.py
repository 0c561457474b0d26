"""What `itemwright doctor` tells of the model: its server, how it is asked, what it costs, what is sent."""

import asyncio

from itemwright.chat.base import Completion
from itemwright.chat.calls import HOSTED, server_of
from itemwright.chat.dialect import Mode
from itemwright.chat.prices import load_prices
from itemwright.chat.probe import probe_server
from itemwright.chat.stored_journal import StoredJournal
from itemwright.cli.desk import open_store
from itemwright.errors import BadInput
from itemwright.settings import Settings

_MODES: dict[Mode, str] = {
    "json_schema": "by a JSON schema",
    "json_object": "as a JSON object",
    "words": "by instructions alone",
}


def look_at_model(settings: Settings) -> str:
    """The model, and its server where it has one. Raises as `probe_server` does."""
    kind, _, name = settings.model.partition(":")
    if kind != HOSTED:
        return f"{settings.model}, on this machine"
    if not name:
        raise BadInput(f"Model {settings.model!r} has no name; write it as 'openai:NAME'.")
    found = asyncio.run(probe_server(name, settings.base_url, settings.api_key))
    return f"{settings.model}; {found}; replies are asked for {_mode(settings)}"


def look_at_price(settings: Settings) -> str:
    """What the model costs, and what bounds it."""
    prices = load_prices(settings.prices)
    price = prices.price_of(settings.model)
    caps = [
        f"{limit:g} {of}"
        for limit, of in (
            (settings.budget_usd, "USD a day"),
            (settings.budget_course_usd, "USD in all"),
            (settings.budget_calls, "requests a day"),
        )
        if limit is not None
    ]
    budget = f"budget of a course: {', '.join(caps) or 'none is set (ITEMWRIGHT_BUDGET_USD)'}"
    if price is None:
        counted = f"{prices.assumed.input:g} USD in and {prices.assumed.output:g} USD out"
        return (
            f"the price of {settings.model!r} is not known, and told so in every report; name it in a file "
            f"(ITEMWRIGHT_PRICES), 0 for a server of your own; until then a million tokens count {counted} "
            f"against a budget; {budget}"
        )
    if not (price.input or price.output):
        return f"{settings.model} costs nothing a call; {budget}"
    read = f", read on {price.date} at {price.source}" if price.source else ""
    return f"{price.input:g} USD in, {price.output:g} USD out for a million tokens{read}; {budget}"


def look_at_sent(settings: Settings) -> str:
    """What leaves this machine, and where it goes."""
    server = server_of(settings.model, settings.base_url)
    if settings.model.partition(":")[0] != HOSTED:
        return f"{settings.model}: no text leaves this machine"
    return (
        f"to {server}: prompts with passages of the articles, concepts, cards and drafts of items; "
        "no learner's answers or names"
    )


def _mode(settings: Settings) -> str:
    """How the form of a reply is asked for, as far as that is known."""
    server = server_of(settings.model, settings.base_url)
    with open_store(settings) as (store, principal):
        reply = StoredJournal(store, principal.course).last_reply(settings.model, server)
    dialect = None if reply is None else Completion.model_validate(reply).dialect
    if dialect is None:
        return "by a JSON schema at first, and as its server takes it from the first call on"
    left_out = f", without {', '.join(dialect.left_out)}" if dialect.left_out else ""
    return _MODES[dialect.mode] + left_out
