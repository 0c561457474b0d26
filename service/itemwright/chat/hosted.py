"""A model behind any OpenAI-compatible endpoint: one retry loop, one deadline, and nothing taken on trust."""

import asyncio
import json
import random
import time
from dataclasses import dataclass

from openai import AsyncOpenAI
from pydantic import SecretStr

from itemwright.chat.base import ChatRequest, Completion
from itemwright.chat.binding import letters_of, released
from itemwright.chat.breaker import Failure
from itemwright.chat.dialect import Dialect
from itemwright.chat.endpoint import MAX_BYTES, Endpoint
from itemwright.chat.fault import Fault
from itemwright.chat.payload import payload_of
from itemwright.chat.reply import Reply
from itemwright.chat.server import Server
from itemwright.chat.tokens import believed_tokens, likely_tokens, most_tokens
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent

BASE_SECONDS = 60.0
SLOWEST = 15.0
"""Tokens a second of a slow model: a call may take the base and the time that such a model needs for all."""
LONGEST = 600.0
WIDER = 2
"""Times the room that a reply gets once when it was cut at its limit."""

_NOTHING = Spent(usd=None)
_NOT_ASKED = Fault("was not asked")


@dataclass
class _Call:
    """One call on its way. `under_way`: what was sent and not answered yet."""

    request: ChatRequest
    letters: str | None
    dialect: Dialect
    room: int
    began: float
    deadline: float
    under_way: str | None = None
    widened: bool = False
    spent: Spent = _NOTHING
    fault: Fault = _NOT_ASKED
    refused: ModelUnavailable | None = None


def seconds_for(request: ChatRequest) -> float:
    """How long a call may take: a model that thinks, or runs on a small machine, writes four items with their
    feedback in minutes, while a short answer that takes as long never comes."""
    return min(LONGEST, BASE_SECONDS + request.max_output_tokens / SLOWEST)


class HostedModel:
    """The model `name` at `base_url`; `rng` spreads the waits between tries.

    `server` is what this process knows of the server already, shared with other models there. `deadline`:
    seconds for one call, all its tries and waits together; None: by how much is asked for (`seconds_for`)."""

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None,
        api_key: SecretStr | None,
        rng: random.Random,
        deadline: float | None = None,
        first_wait: float = 0.5,
        max_bytes: int = MAX_BYTES,
        server: Server | None = None,
    ) -> None:
        """
        Raises:
            ModelUnavailable: neither an endpoint of one's own nor a key is given.
        """
        self.name = name
        self._endpoint = Endpoint(base_url, api_key, deadline or LONGEST, max_bytes)
        self.server = server or Server(self._endpoint.url)
        self._known = self.server.model(name)
        self._rng = rng
        self._deadline = deadline
        self._first_wait = first_wait

    async def complete(self, request: ChatRequest) -> Completion:
        call = _Call(
            request=request,
            letters=letters_of(request),
            dialect=self._known.acquaintance.dialect,
            room=request.max_output_tokens,
            began=time.monotonic(),
            deadline=self._deadline or seconds_for(request),
        )
        completion = None
        try:
            async with asyncio.timeout(call.deadline):
                completion = await self._tried(call)
        except TimeoutError:
            # Left by falling through: what is raised here would carry the request, and the key, as context.
            self._overdue(call)
        if completion is not None:
            return completion
        if call.refused is not None:
            raise call.refused
        raise ModelUnavailable(
            f"Model {self.name!r} {call.fault.what}.",
            reason=call.fault.reason,
            retry_after=call.fault.wait or None,
            spent=call.spent,
        )

    async def _tried(self, call: _Call) -> Completion | None:
        """The one retry loop: as many requests as the call may make, and no wait that the deadline would cut
        short. None: `call` says why there is no reply."""
        async with self._endpoint.client() as client:
            for number in range(call.request.tries):
                if not self._admitted(call):
                    return None
                result = await self._once(client, call)
                if isinstance(result, Completion):
                    return result
                call.fault = result
                left = call.deadline - (time.monotonic() - call.began)
                wait = self._wait(result, number)
                self._note(result, too_long=wait >= left)
                if not result.again or number + 1 == call.request.tries or wait >= left:
                    return None
                await self.server.clock.sleep(wait)
        return None

    def _admitted(self, call: _Call) -> bool:
        """Whether the server is asked at all now; `call` says why not."""
        try:
            self._known.permission.admit()
            self.server.health.admit()
        except ModelUnavailable as error:
            call.refused = ModelUnavailable(
                str(error), reason=error.reason, retry_after=error.retry_after, spent=call.spent
            )
        return call.refused is None

    def _wait(self, fault: Fault, number: int) -> float:
        if fault.wait is None:
            return float(self._first_wait * 2**number * self._rng.uniform(0.5, 1.5))
        # Calls that were told the same time do not come back in the same moment.
        return fault.wait + self._rng.uniform(0.0, min(fault.wait, 1.0) / 4)

    async def _once(self, client: AsyncOpenAI, call: _Call) -> Completion | Fault:
        await self.server.pace()
        payload = payload_of(self.name, call.request, call.dialect, call.letters, call.room)
        call.under_way = json.dumps(payload, ensure_ascii=False)
        result = await self._endpoint.send(client, payload)
        if isinstance(result, Reply):
            return self._read(call, result)
        self._account(call, served=result.served)
        return self._learnt(call, result)

    def _read(self, call: _Call, reply: Reply) -> Completion | Fault:
        """The completion that a reply is; a fault when it was cut, or answers something else."""
        used = self._account(call, served=True, reply=reply)
        self._known.permission.succeeded()
        self.server.health.succeeded()
        self._known.acquaintance.worked(call.dialect)
        text: str | None = reply.text
        if reply.finish == "length":
            what, again = f"was cut at {call.room} tokens", not call.widened
            call.room, call.widened = WIDER * call.room, True
            return Fault(what, again=again, wait=0.0, reason="cut_off")
        if reply.finish == "stop" and call.letters is not None:
            text = released(reply.text, call.letters)
        if text is None:
            return Fault("answered another request: its reply does not repeat the letters of this one")
        return Completion(
            text=text,
            model=reply.model or self.name,
            tokens_in=used.tokens_in,
            tokens_out=used.tokens_out,
            seconds=round(time.monotonic() - call.began, 3),
            finish=reply.finish,
            spent=call.spent,
            dialect=self._known.acquaintance.dialect,
        )

    def _account(self, call: _Call, *, served: bool, reply: Reply | None = None) -> Spent:
        """Count a request. Without a reply, one that may have been served counts as if it had used all of
        its room: it may have been charged so."""
        sent, call.under_way = call.under_way or "", None
        used = Spent(requests=1, usd=None)
        if reply is not None:
            most_out = max(call.room, most_tokens(reply.text))
            used = used._replace(
                tokens_in=believed_tokens(reply.tokens_in, sent, most_tokens(sent)),
                tokens_out=believed_tokens(reply.tokens_out, reply.text, most_out),
            )
        elif served:
            used = used._replace(tokens_in=likely_tokens(sent), tokens_out=call.room)
        call.spent = call.spent.plus(used)
        return used

    def _learnt(self, call: _Call, fault: Fault) -> Fault:
        """Ask otherwise from now on, where the server does not take how it was asked."""
        acquaintance, refused = self._known.acquaintance, fault.refuses
        if refused is not None and call.dialect.has(refused):
            call.dialect = acquaintance.refused(call.dialect, refused)
            return fault
        if fault.broke:
            call.dialect = acquaintance.broke(call.dialect)
            return fault._replace(sick=True)
        return fault if refused is None else fault._replace(again=False)

    def _note(self, fault: Fault, *, too_long: bool) -> None:
        """Let other calls know. `too_long`: the server asked for a wait that no call can make."""
        if fault.sick:
            self.server.health.failed(Failure(f"it {fault.what}"))
        elif fault.reason == "overloaded":
            self.server.health.failed(Failure(f"it {fault.what}", counts_for=fault.wait or 1.0))
        else:
            self.server.health.succeeded()
        if fault.lasts or (fault.reason == "overloaded" and fault.wait is not None and too_long):
            self._known.permission.failed(Failure(f"it {fault.what}", fault.reason, wait=fault.wait))

    def _overdue(self, call: _Call) -> None:
        """The deadline has passed."""
        if call.under_way is not None:
            self._account(call, served=True)
        what = f"gave no whole reply within {call.deadline:.3g} s"
        call.fault = Fault(what, reason="timed_out", sick=True)
        self._note(call.fault, too_long=False)
