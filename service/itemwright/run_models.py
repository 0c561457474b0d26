"""The models that runs are written with: opened once a process, seen by each run under its budget."""

import threading
import uuid
from collections.abc import Callable

from pydantic import SecretStr

from itemwright.chat.base import ChatModel
from itemwright.chat.calls import CallPath, open_calls
from itemwright.chat.prices import Prices
from itemwright.chat.server import Servers
from itemwright.chat.stored_journal import StoredJournal
from itemwright.domain.budget import Cap, Caps
from itemwright.domain.run import Run
from itemwright.store.engine import Store

BUILTIN = "builtin"
"""The name of no model: the built-in engine."""
PATIENCE = 30.0
"""Seconds that a call of a run waits for a server that is left alone: one that is back serves it."""


class RunModels:
    """`own`: the name of the model that is set here; `open_path` opens the one of a name."""

    def __init__(self, own: str, open_path: Callable[[str], CallPath]) -> None:
        self.own = own
        self._open_path = open_path
        self._paths: dict[str, CallPath] = {}
        self._lock = threading.Lock()

    def path(self, name: str) -> CallPath | None:
        """The path to the model of this name; None for the built-in engine.

        Raises:
            BadInput: it names no kind of model.
            ModelUnavailable: it cannot be used: no key, no file.
        """
        if name == BUILTIN:
            return None
        with self._lock:
            if name not in self._paths:
                self._paths[name] = self._open_path(name)
            return self._paths[name]

    def own_model(self, store: Store, course: str) -> ChatModel | None:
        """The model that is set, for what is no stored run; None for the built-in engine."""
        path = self.path(self.own)
        return None if path is None else path.model(StoredJournal(store, course), uuid.uuid4().hex)

    def server(self, name: str) -> str:
        """Where the model is asked; raises as `path` does."""
        path = self.path(name)
        return "" if path is None else path.server

    def model(self, store: Store, course: str, run: Run) -> ChatModel | None:
        """The model of a run; raises as `path` does."""
        path = self.path(run.model)
        if path is None:
            return None
        return path.model(StoredJournal(store, course), run.id, Cap(usd=run.budget), PATIENCE)


def open_models(
    own: str,
    *,
    prices: Prices,
    base_url: str | None,
    api_key: SecretStr | None,
    caps: Caps,
    deadline: float | None,
    at_once: int,
) -> RunModels:
    """The models of a process, opened when they are first asked for; `own` is the one that is set."""
    servers = Servers(at_once=at_once)
    return RunModels(
        own,
        lambda name: open_calls(
            name,
            prices=prices,
            base_url=base_url,
            api_key=api_key,
            caps=caps,
            servers=servers,
            deadline=deadline,
        ),
    )
