"""The whole path of a call: journal, budget, limit, breaker and retries around a model that has a name."""

import hashlib
import random
from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr

from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.chat.endpoint import OPENAI
from itemwright.chat.estimate import Estimate, estimate_calls
from itemwright.chat.hosted import HostedModel
from itemwright.chat.journal import Journal
from itemwright.chat.journaled import JournaledModel
from itemwright.chat.masking import shown_url
from itemwright.chat.prices import Prices
from itemwright.chat.registry import open_chat_model
from itemwright.chat.server import Servers
from itemwright.domain.budget import Cap, Caps

HOSTED = "openai"
REPLAYED = "scripted"


def server_of(spec: str, base_url: str | None) -> str:
    """The server that the model of this name is asked at, as it may be told; the digest of a recording, for
    another one under its name is another model; "" for a model that runs here."""
    kind, _, name = spec.partition(":")
    if kind == HOSTED:
        return shown_url(base_url or OPENAI)
    if kind == REPLAYED and Path(name).is_file():
        return f"sha256:{hashlib.sha256(Path(name).read_bytes()).hexdigest()}"
    return ""


class CallPath:
    """A model of this process. Each run gets its own view of it; breaker, limit and what is known of the
    server are shared."""

    def __init__(
        self, model: ChatModel, spec: str, server: str, *, prices: Prices, caps: Caps, servers: Servers
    ) -> None:
        self.spec = spec
        self.server = server
        self._model = model
        self._prices = prices
        self._caps = caps
        self._servers = servers

    def model(
        self,
        journal: Journal,
        run: str | None = None,
        run_cap: Cap = Cap(),  # noqa: B008
        patience: float = 0.0,
    ) -> JournaledModel:
        """The model as the calls of `run` see it: limited, budgeted and journaled. Safe to use at once from
        many tasks. `patience`: seconds that a call waits for a server that is left alone (0: it fails at
        once); meanwhile it keeps its place, so that those behind it wait, too."""
        self._recall(journal)
        return JournaledModel(
            self._model,
            self.spec,
            self.server,
            journal=journal,
            prices=self._prices,
            caps=self._caps.model_copy(update={"run": run_cap}),
            run=run,
            limit=self._servers.at(self.server or self.spec).limit,
            clock=self._servers.clock,
            patience=patience,
        )

    def estimate(self, requests: Iterable[ChatRequest], journal: Journal) -> Estimate:
        """What asking these would cost."""
        return estimate_calls(requests, self.spec, self.server, self._prices.price_of(self.spec), journal)

    def _recall(self, journal: Journal) -> None:
        """What an earlier process learnt of the server."""
        if not isinstance(self._model, HostedModel):
            return
        reply = journal.last_reply(self.spec, self.server)
        dialect = None if reply is None else Completion.model_validate(reply).dialect
        if dialect is not None:
            self._servers.at(self.server).model(self._model.name).acquaintance.recall(dialect)


def open_calls(
    spec: str,
    *,
    prices: Prices,
    base_url: str | None = None,
    api_key: SecretStr | None = None,
    caps: Caps = Caps(),  # noqa: B008
    servers: Servers | None = None,
    deadline: float | None = None,
) -> CallPath:
    """The path to the model that `spec` ("openai:gpt-x", "local:FOLDER", "scripted:FILE") names. A process
    gives all of its paths one `servers`. `deadline`: seconds for a call of a hosted model; None: by what it
    asks for.

    Raises:
        BadInput: `spec` names no kind of model.
        ModelUnavailable: the model cannot be used: no key, no file.
    """
    servers = servers or Servers()
    server = server_of(spec, base_url)
    kind, _, name = spec.partition(":")
    if kind == HOSTED and name:
        shared = servers.at(server)
        model: ChatModel = HostedModel(
            name, base_url=base_url, api_key=api_key, rng=random.Random(), server=shared, deadline=deadline
        )
    else:
        model = open_chat_model(spec, base_url=base_url, api_key=api_key)
    return CallPath(model, spec, server, prices=prices, caps=caps, servers=servers)
