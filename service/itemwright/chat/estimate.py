"""What calls would cost, told before any is made."""

from collections.abc import Iterable

from itemwright.chat.base import ChatRequest
from itemwright.chat.journal import Journal
from itemwright.chat.journaled import call_digest, text_of
from itemwright.chat.prices import Price
from itemwright.chat.tokens import likely_tokens
from itemwright.domain.value import Value


class Estimate(Value):
    """`calls` to be made, `reused` replies that are kept. `tokens_in` are a likely figure, `tokens_out` are
    at most, and so is `usd`; None: the price is not known."""

    calls: int
    reused: int
    tokens_in: int
    tokens_out: int
    usd: float | None


def estimate_calls(
    requests: Iterable[ChatRequest], spec: str, server: str, price: Price | None, journal: Journal
) -> Estimate:
    """The price of asking these, one request for each that was not answered before; the same one counts
    once."""
    asked = {call_digest(spec, server, request): request for request in requests}
    due = [request for digest, request in asked.items() if journal.find(digest) is None]
    tokens_in = sum(likely_tokens(text_of(request)) for request in due)
    tokens_out = sum(request.max_output_tokens for request in due)
    return Estimate(
        calls=len(due),
        reused=len(asked) - len(due),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        usd=None if price is None else round(price.usd(tokens_in, tokens_out), 6),
    )
