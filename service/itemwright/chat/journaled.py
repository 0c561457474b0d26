"""A model whose calls are limited, budgeted and journaled: what was answered once is never paid for again."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from itemwright.chat.base import ChatModel, ChatRequest, Completion, request_digest
from itemwright.chat.clock import Clock
from itemwright.chat.hosted import WIDER
from itemwright.chat.journal import BEAT_EVERY, Claim, Journal
from itemwright.chat.limit import Limit
from itemwright.chat.prices import Prices
from itemwright.chat.tokens import most_tokens
from itemwright.domain.budget import Amount, Caps
from itemwright.domain.call import CallState, PlannedCall, SettledCall
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent

POLL = 0.05
POLL_SELDOM = 1.0
"""Seconds from one look at a call that is on its way elsewhere to the next: first, and in the end."""


def call_digest(spec: str, server: str, request: ChatRequest) -> str:
    """SHA-256 over the model, its server, and all that is asked of it."""
    return hashlib.sha256(f"{spec}\n{server}\n{request_digest(request)}".encode()).hexdigest()


def text_of(request: ChatRequest) -> str:
    """About what is sent, with the schema once in words."""
    return f"{request.system}\n{request.user}\n{json.dumps(request.json_schema, ensure_ascii=False)}"


class JournaledModel:
    """`model`, named `spec`, at `server` ("" when it runs here), as the calls of one run see it. `patience`:
    seconds that a call waits for a server whose breaker is open."""

    def __init__(
        self,
        model: ChatModel,
        spec: str,
        server: str,
        *,
        journal: Journal,
        prices: Prices,
        caps: Caps,
        run: str | None,
        limit: Limit,
        clock: Clock,
        patience: float = 0.0,
    ) -> None:
        self._model = model
        self._spec, self._server = spec, server
        self._journal = journal
        self._price = prices.price_of(spec)
        self._assumed = self._price or prices.assumed
        self._caps = caps
        self._run = run
        self._limit = limit
        self._clock = clock
        self._patience = patience

    async def complete(self, request: ChatRequest) -> Completion:
        """The model's reply, or the one it gave when the same was asked before (`spent` is nothing then).

        Raises:
            ModelUnavailable: as the model does; with reason `budget`, when it may cost more than is left.
            StoreUnavailable: the journal cannot be kept.
        """
        digest = call_digest(self._spec, self._server, request)
        kept = await asyncio.to_thread(self._journal.find, digest)
        if kept is not None:
            return _reused(kept)
        async with self._limit.place():
            claim = await self._claimed(self._planned(digest, request))
            if claim.reply is not None:
                return _reused(claim.reply)
            if claim.id is None:
                raise ModelUnavailable(f"Model {self._spec!r} was not asked. {claim.why}", reason="budget")
            tries = min(request.tries, claim.tries)
            return await self._asked(claim.id, request.model_copy(update={"tries": tries}))

    async def reject(self, requests: Sequence[ChatRequest]) -> None:
        """The replies to these led to no answer: the next time the same is asked, ask anew."""
        digests = [call_digest(self._spec, self._server, request) for request in requests]
        await asyncio.to_thread(self._journal.reject, digests)

    async def _claimed(self, planned: PlannedCall) -> Claim:
        """Waits as long as the same call, or one that has reserved the rest of a budget, is on its way."""
        pause = POLL
        while True:
            claim = await asyncio.to_thread(self._journal.claim, planned, self._caps, self._clock.now())
            if claim.reply is not None or claim.id is not None or claim.why:
                return claim
            await asyncio.sleep(pause)
            pause = min(2 * pause, POLL_SELDOM)

    async def _asked(self, id_: int, request: ChatRequest) -> Completion:
        began = self._clock.seconds()
        try:
            async with self._beating(id_):
                completion = await self._patiently(request)
        except ModelUnavailable as error:
            error.spent = self._priced(error.spent)
            fault = {"reason": error.reason, "detail": str(error)}
            await self._settle(id_, request, "failed", error.spent, began, fault=fault)
            raise
        except asyncio.CancelledError:
            # What it cost is not known: what was reserved counts. Not awaited: nobody waits any more.
            spent = self._priced(Spent(request.tries, *self._worst(request, request.tries)))
            self._journal.settle(id_, self._settled(request, "lost", spent, began))
            raise
        own = Spent(1, completion.tokens_in, completion.tokens_out)
        spent = self._priced(completion.spent if completion.spent.requests else own)
        completion = completion.model_copy(update={"spent": spent})
        state: CallState = "kept" if completion.finish == "stop" else "faulty"
        reply = completion.model_dump(mode="json")
        await self._settle(id_, request, state, spent, began, reply=reply)
        return completion

    async def _patiently(self, request: ChatRequest) -> Completion:
        """A server that is left alone is waited for, within the patience of this run. No retry: nothing was
        sent yet."""
        until = self._clock.seconds() + self._patience
        while True:
            try:
                return await self._model.complete(request)
            except ModelUnavailable as error:
                wait = error.retry_after or 0.0
                late = self._clock.seconds() + wait > until
                if error.reason != "breaker_open" or error.spent.requests or late:
                    raise
            await self._clock.sleep(max(wait, POLL))

    @asynccontextmanager
    async def _beating(self, id_: int) -> AsyncIterator[None]:
        """Meanwhile the journal hears that the call is on its way."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(BEAT_EVERY)
                await asyncio.to_thread(self._journal.beat, id_, self._clock.now())

        task = asyncio.ensure_future(beat())
        try:
            yield
        finally:
            task.cancel()

    async def _settle(
        self, id_: int, request: ChatRequest, state: CallState, spent: Spent, began: float, **what: Any
    ) -> None:
        settled = self._settled(request, state, spent, began, **what)
        await asyncio.to_thread(self._journal.settle, id_, settled)

    def _settled(
        self, request: ChatRequest, state: CallState, spent: Spent, began: float, **what: Any
    ) -> SettledCall:
        seconds = round(self._clock.seconds() - began, 3)
        return SettledCall(
            state=state, spent=spent, counted=self._counted(request, spent), seconds=seconds, **what
        )

    def _planned(self, digest: str, request: ChatRequest) -> PlannedCall:
        worst = []
        for tries in range(1, request.tries + 1):
            tokens = self._worst(request, tries)
            worst.append(Amount(tries, sum(tokens), self._assumed.usd(*tokens)))
        asked = request.model_dump(
            mode="json", include={"schema_name", "max_output_tokens", "temperature", "seed"}
        )
        return PlannedCall(
            digest=digest,
            model=self._spec,
            server=self._server,
            prompt=request.prompt,
            run=self._run,
            settings=asked,
            worst=tuple(worst),
            priced=self._price is not None,
        )

    def _worst(self, request: ChatRequest, tries: int) -> tuple[int, int]:
        """The tokens in and out that so many requests can take at most: a later one may get more room."""
        room = request.max_output_tokens
        return tries * most_tokens(text_of(request)), room + (tries - 1) * WIDER * room

    def _priced(self, spent: Spent) -> Spent:
        """With the money it cost; refusals cost none, whatever the price."""
        if spent.tokens == 0:
            return spent._replace(usd=0.0)
        usd = None if self._price is None else self._price.usd(spent.tokens_in, spent.tokens_out)
        return spent._replace(usd=usd)

    def _counted(self, request: ChatRequest, spent: Spent) -> Amount:
        """What counts against budgets: never more than was reserved, whatever a server says."""
        if spent.requests == 0:
            return Amount()
        most_in, most_out = self._worst(request, spent.requests)
        tokens = min(spent.tokens_in, most_in), min(spent.tokens_out, most_out)
        return Amount(spent.requests, sum(tokens), self._assumed.usd(*tokens))


def _reused(reply: dict[str, Any]) -> Completion:
    return Completion.model_validate(reply).model_copy(update={"spent": Spent()})
