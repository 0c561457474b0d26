"""One call of a language model, as the journal keeps it: planned, on its way, and settled."""

from typing import Any, Literal

from pydantic import Field

from itemwright.domain.budget import Amount
from itemwright.domain.value import Value
from itemwright.spent import Spent

CallState = Literal["pending", "kept", "spare", "faulty", "failed", "lost", "rejected"]
"""`kept`: the reply is given again when the same is asked. Everything else is only on record: `spare`
(another reply was kept meanwhile), `faulty` (refused or withheld), `failed` (no reply), `lost` (its process
ended), `rejected` (a reply that led to no answer)."""


class PlannedCall(Value):
    """What is to be asked. `digest` is over the model, its server, and all that the request says; `settings`
    tell the reader what it was asked with. `worst[n - 1]`: the most that n requests for it can cost, at its
    price or, where it is not `priced`, at an assumed one."""

    digest: str
    model: str
    server: str
    prompt: str
    run: str | None
    settings: dict[str, Any]
    worst: tuple[Amount, ...] = Field(min_length=1)
    priced: bool


class SettledCall(Value):
    """What came of it. `counted` is what counts against budgets, `spent` what is told: its `usd` is None
    where the price is not known. `reply` is a completion as JSON, `fault` why there is none."""

    state: CallState
    spent: Spent
    counted: Amount
    seconds: float
    reply: dict[str, Any] | None = None
    fault: dict[str, Any] | None = None


class FoundCall(Value):
    """A call with this digest that is on its way or whose reply is kept."""

    id: int
    state: Literal["pending", "kept"]
    reply: dict[str, Any] | None
