"""A suite: cases, the way to try one, and the evaluators that turn what came of them into figures."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from pydantic import Field, SecretStr

from evals.case import Case, CaseResult
from evals.figure import Figure
from evals.plot import Plot
from itemwright.domain.value import Value

C = TypeVar("C", bound=Case)
Evaluator = Callable[[Sequence[CaseResult]], Iterable[tuple[str, Figure | None]]]
"""Named figures of what came of a suite's cases; None for one that had no cases."""
Plotter = Callable[[Sequence[CaseResult]], Iterable[Plot]]


class Setting(Value):
    """What a run measures, and with what. `data` and `sources` replace our own cases and articles."""

    model: str = "builtin"
    seed: int = 0
    data: Path | None = None
    sources: tuple[Path, ...] = ()
    concurrency: int = 1
    live: str | None = None
    """A chat model to ask ("openai:NAME"); None: its recorded replies stand in."""
    base_url: str | None = None
    api_key: SecretStr | None = None


class Spent(Value):
    """What a suite used up. Not part of a run's figures: time and load differ from run to run."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = 0.0
    """US dollars; None when a price is unknown."""
    items: int = 0
    seconds: float = 0.0
    """Items that were accepted, and the time that it took to write them, without reading the articles."""


class Asked(Value):
    """What a suite's figures rest on besides the product's own code: prompts as `id@version` -> hash, and the
    names of the models that replied."""

    prompts: dict[str, str] = Field(default_factory=dict)
    models: tuple[str, ...] = ()


class Trial(NamedTuple, Generic[C]):
    """A suite made ready: `attempt` tries one case. What it raises is kept as an error of that case.

    `missing` names what the suite cannot measure yet, and why. `spent` and `asked` are called once,
    after the last case."""

    cases: Sequence[C]
    attempt: Callable[[C], Awaitable[CaseResult]]
    evaluators: tuple[Evaluator, ...]
    plotters: tuple[Plotter, ...] = ()
    missing: tuple[str, ...] = ()
    spent: Callable[[], Spent] = Spent
    asked: Callable[[], Asked] = Asked


class Suite(Protocol):
    """The door to a suite; its docstring's first line says what it measures."""

    name: str
    costly_error: str

    def prepare(self, setting: Setting) -> AbstractContextManager[Trial[Any]]:
        """Read or make the cases.

        Raises:
            BadInput: the data given are not such cases.
        """
