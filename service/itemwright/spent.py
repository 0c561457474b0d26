"""What calls to a language model cost: requests, tokens and money."""

from typing import NamedTuple


class Spent(NamedTuple):
    """All tries of a call together, lost ones too. `usd` None: some of it has no known price."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    usd: float | None = 0.0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    def plus(self, other: "Spent") -> "Spent":
        """Both together; an unknown part makes the money of the whole unknown."""
        return Spent(
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            None if self.usd is None or other.usd is None else self.usd + other.usd,
        )
