"""Hard limits on what calls to language models may cost, and what they leave to the next call."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from pydantic import Field

from itemwright.domain.value import Value

Scope = Literal["run", "day", "course"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_ROUNDING = 1e-9


class Amount(NamedTuple):
    """What calls cost: requests, tokens in and out together, US dollars."""

    requests: int = 0
    tokens: int = 0
    usd: float = 0.0

    def plus(self, other: "Amount") -> "Amount":
        return Amount(self.requests + other.requests, self.tokens + other.tokens, self.usd + other.usd)


class Cap(Value):
    """The most that may be spent; None: as much as it takes."""

    usd: float | None = Field(default=None, ge=0)
    requests: int | None = Field(default=None, ge=0)
    tokens: int | None = Field(default=None, ge=0)

    @property
    def is_set(self) -> bool:
        return any(limit is not None for limit in (self.usd, self.requests, self.tokens))

    def broken_by(self, amount: Amount) -> str | None:
        """The limit that `amount` goes beyond, in words; None: it stays within all."""
        if self.usd is not None and amount.usd > self.usd + _ROUNDING:
            return f"{self.usd:g} USD"
        if self.requests is not None and amount.requests > self.requests:
            return f"{self.requests} requests"
        if self.tokens is not None and amount.tokens > self.tokens:
            return f"{self.tokens} tokens"
        return None


class Caps(Value):
    """The caps on one run, on a day (UTC) of its course, and on the course in all."""

    run: Cap = Cap()
    day: Cap = Cap()
    course: Cap = Cap()

    def of(self, scope: Scope) -> Cap:
        return {"run": self.run, "day": self.day, "course": self.course}[scope]


class Use(NamedTuple):
    """What was spent in a scope, and what is reserved for calls that are not yet answered."""

    settled: Amount = Amount()
    reserved: Amount = Amount()


class Ruling(NamedTuple):
    """What a call may do: so many requests; or wait for what others have reserved; or nothing, and why."""

    tries: int = 0
    wait: bool = False
    why: str = ""


def rule_on_call(caps: Caps, use: Mapping[Scope, Use], worst: Sequence[Amount]) -> Ruling:
    """Hold a call against the caps. `worst[n - 1]` is the most that n requests for it can cost; `use` holds
    every scope whose cap is set. As many requests are granted as surely fit."""
    scopes = [scope for scope in SCOPES if caps.of(scope).is_set]
    for tries in range(len(worst), 0, -1):
        totals = {scope: use[scope].settled.plus(use[scope].reserved) for scope in scopes}
        if not any(caps.of(scope).broken_by(totals[scope].plus(worst[tries - 1])) for scope in scopes):
            return Ruling(tries=tries)
    for scope in scopes:
        settled = use[scope].settled
        if limit := caps.of(scope).broken_by(settled.plus(worst[0])):
            return Ruling(
                why=f"The budget of this {scope}, {limit}, is used up: {settled.requests} requests, "
                f"{settled.tokens} tokens and {settled.usd:.4f} USD are spent, and one more request may cost "
                f"{worst[0].tokens} tokens and {worst[0].usd:.4f} USD. Raise the budget to go on."
            )
    return Ruling(wait=True)
