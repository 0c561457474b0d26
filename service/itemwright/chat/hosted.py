"""A model behind any OpenAI-compatible endpoint: one retry loop, one deadline, and nothing taken on trust.

The client lives for one call, so that no connection is bound to an event loop that has ended.
"""

import asyncio
import json
import random
import re
import ssl
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, NamedTuple

import httpx2
from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI, Omit
from pydantic import BaseModel, SecretStr, ValidationError

from itemwright.chat.base import ChatRequest, Completion, Finish
from itemwright.errors import ModelUnavailable

OPENAI = "https://api.openai.com/v1"
DEADLINE = 120.0
"""Seconds for one call, all its tries and waits together."""
TRIES = 3
MAX_BYTES = 4_000_000
"""Of one reply: far more than any output limit lets a model write."""
QUOTED = 500
"""Characters of a server's own words that go into a message."""
OPTIONAL = ("response_format", "seed", "temperature", "max_tokens")
"""Parameters that a server may not know. It is asked once; what it refuses is left out from then on."""
_REFUSES = re.compile(r"support|unknown|unrecogni|unexpected|not allowed|not permitted|extra", re.IGNORECASE)
_TOO_LONG = re.compile(r"context[ _]length|context window|maximum context", re.IGNORECASE)
_NO_IDS = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
"""The SDK would fill them from the environment, whatever the endpoint."""
_FINISHES: dict[str | None, Finish] = {"length": "length", "content_filter": "content_filter"}


class _Fault(NamedTuple):
    """Why a try gave no reply, and whether another may; `wait` in seconds, None: as the loop sees fit."""

    what: str
    again: bool = True
    wait: float | None = None
    reason: Literal["unavailable", "timed_out", "overloaded", "quota", "refused_key"] = "unavailable"


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Reply(BaseModel):
    """As much of a reply as is used. Servers add fields of their own, which are passed over."""

    choices: list[_Choice]
    usage: _Usage | None = None
    model: str | None = None


class _Capped(httpx2.AsyncByteStream):
    """A body that may not grow beyond `most` bytes."""

    def __init__(self, body: httpx2.AsyncByteStream, most: int) -> None:
        self._body, self._most = body, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        got = 0
        async for part in self._body:
            got += len(part)
            if got > self._most:
                raise httpx2.RemoteProtocolError(f"a reply of more than {self._most} bytes")
            yield part

    async def aclose(self) -> None:
        await self._body.aclose()


class HostedModel:
    """The model `name` at `base_url`; `rng` spreads the waits between tries."""

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None,
        api_key: SecretStr | None,
        rng: random.Random,
        deadline: float = DEADLINE,
        first_wait: float = 0.5,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """
        Raises:
            ModelUnavailable: neither an endpoint of one's own nor a key is given.
        """
        if base_url is None and api_key is None:
            raise ModelUnavailable(
                f"No API key for model {name!r}; set ITEMWRIGHT_API_KEY, or ITEMWRIGHT_BASE_URL to a server "
                "that needs none.",
                reason="refused_key",
            )
        self.name = name
        self._base_url = base_url or OPENAI
        self._secret = api_key
        self._rng = rng
        self._deadline = deadline
        self._first_wait = first_wait
        self._max_bytes = max_bytes
        self._tls = ssl.create_default_context()
        self._refused: set[str] = set()

    async def complete(self, request: ChatRequest) -> Completion:
        began = time.monotonic()
        fault: _Fault | None = None
        try:
            async with asyncio.timeout(self._deadline):
                result = await self._tried(request, began)
            if isinstance(result, Completion):
                return result
            fault = result
        except TimeoutError:
            # Left by falling through: what is raised here would carry the request, and the key, as context.
            pass
        if fault is None:
            fault = _Fault(f"gave no whole reply within {self._deadline:g} s", reason="timed_out")
        raise ModelUnavailable(
            f"Model {self.name!r} {fault.what}.", reason=fault.reason, retry_after=fault.wait
        )

    async def _tried(self, request: ChatRequest, began: float) -> Completion | _Fault:
        """The one retry loop: at most TRIES requests, and no wait that the deadline would cut short."""
        fault = _Fault("was not asked")
        async with self._client() as client:
            for number in range(TRIES):
                result = await self._once(client, request, began)
                if isinstance(result, Completion):
                    return result
                fault = result
                left = self._deadline - (time.monotonic() - began)
                wait = fault.wait
                if wait is None:
                    wait = self._first_wait * 2**number * self._rng.uniform(0.5, 1.5)
                if not fault.again or number + 1 == TRIES or wait >= left:
                    break
                await asyncio.sleep(wait)
        return fault

    async def _once(self, client: AsyncOpenAI, request: ChatRequest, began: float) -> Completion | _Fault:
        try:
            async with client.chat.completions.with_streaming_response.create(
                **self._payload(request), extra_headers=_NO_IDS
            ) as response:
                kind = response.headers.get("content-type", "")
                body = b"".join([part async for part in response.iter_bytes()])
        except APIStatusError as error:
            return self._refusal(error)
        except APITimeoutError:
            return _Fault("did not answer in time", reason="timed_out")
        except APIConnectionError as error:
            return _Fault(f"cannot be reached at {self._base_url!r} ({self._told(str(error.__cause__))})")
        except httpx2.HTTPError as error:
            return _Fault(f"broke off its reply ({self._told(str(error) or type(error).__name__)})")
        if "json" not in kind.lower():
            return _Fault(f"answered with {kind or 'no content type'!r} where JSON was due")
        try:
            reply = _Reply.model_validate_json(body)
        except ValidationError:
            told = self._told(body.decode(errors="replace"))
            return _Fault(f"sent something that is no completion: {told!r}")
        return self._completion(reply, began)

    def _completion(self, reply: _Reply, began: float) -> Completion | _Fault:
        if not reply.choices:
            return _Fault("sent a reply without choices")
        choice, usage = reply.choices[0], reply.usage or _Usage()
        finish = _FINISHES.get(choice.finish_reason, "stop")
        text = choice.message.content or ""
        if choice.message.refusal:
            finish, text = "refusal", self._masked(choice.message.refusal)
        if finish == "stop" and not text.strip():
            return _Fault("sent an empty reply")
        return Completion(
            text=text,
            model=reply.model or self.name,
            tokens_in=max(0, usage.prompt_tokens),
            tokens_out=max(0, usage.completion_tokens),
            seconds=round(time.monotonic() - began, 3),
            finish=finish,
        )

    def _refusal(self, error: APIStatusError) -> _Fault:
        status, told = error.status_code, self._told(error.message)
        headers = error.response.headers
        if status in (401, 403):
            return _Fault("refuses the API key; set ITEMWRIGHT_API_KEY", again=False, reason="refused_key")
        if status == 404:
            return _Fault(
                f"is not served at {self._base_url!r}; check its name and the URL ({told})", again=False
            )
        if status == 429 and "quota" in f"{error.code} {error.type}":
            return _Fault(f"is out of quota; raise it at the provider ({told})", again=False, reason="quota")
        if status == 429 or status == 503:
            return _Fault(
                f"is overloaded (HTTP {status}: {told})", wait=_retry_after(headers), reason="overloaded"
            )
        if status in (400, 422) and self._leaves_out(error):
            return _Fault(f"does not take a parameter ({told})", wait=0.0)
        again = status >= 500 or status in (408, 409)
        return _Fault(f"answered HTTP {status}: {told}", again=again, wait=_retry_after(headers))

    def _leaves_out(self, error: APIStatusError) -> bool:
        """Whether the server refused a parameter that can be left out from now on."""
        said = f"{error.param or ''} {error.message}"
        if _TOO_LONG.search(said) or error.code == "context_length_exceeded":
            return False
        if "json_schema" in said:
            said += " response_format"
        named = [each for each in OPTIONAL if each in said and each not in self._refused]
        named = [each for each in named if each == "response_format" or _REFUSES.search(said)]
        self._refused.update(named[:1])
        return bool(named)

    def _payload(self, request: ChatRequest) -> dict[str, Any]:
        system = request.system
        if "response_format" in self._refused:
            schema = json.dumps(request.json_schema, ensure_ascii=False)
            system += f"\n\nAnswer with one JSON object that meets this JSON Schema:\n{schema}"
        limit = "max_completion_tokens" if "max_tokens" in self._refused else "max_tokens"
        payload = {
            "model": self.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": request.user}],
            "temperature": request.temperature,
            "seed": request.seed,
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": request.schema_name,
                    "schema": _without_lengths(request.json_schema),
                    "strict": True,
                },
            },
        }
        kept = {name: value for name, value in payload.items() if name not in self._refused}
        return kept | {limit: request.max_output_tokens}

    def _client(self) -> AsyncOpenAI:
        async def guard(response: httpx2.Response) -> None:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise httpx2.RemoteProtocolError("a compressed reply, which was not asked for")
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            response.stream = _Capped(response.stream, self._max_bytes)

        http = httpx2.AsyncClient(
            verify=self._tls,
            timeout=httpx2.Timeout(self._deadline, connect=min(10.0, self._deadline)),
            follow_redirects=False,  # else the key and the texts would go wherever a server points
            event_hooks={"response": [guard]},
        )
        return AsyncOpenAI(
            # Never None: the SDK would look for a key, and for ids, in the environment.
            api_key=self._secret.get_secret_value() if self._secret else "none",
            base_url=self._base_url,
            max_retries=0,
            http_client=http,
            default_headers={"Accept-Encoding": "identity"},
        )

    def _told(self, text: str) -> str:
        """A server's words, short, on one line and without the key."""
        # Masked before it is cut: a cut key would no longer be found.
        return " ".join(self._masked(text)[: 4 * QUOTED].split())[:QUOTED]

    def _masked(self, text: str) -> str:
        key = self._secret.get_secret_value() if self._secret else ""
        return text.replace(key, "***") if key else text


def _without_lengths(schema: Any) -> Any:
    """Strict servers refuse schemas that bound the length of texts; the reply is validated in full anyway."""
    if isinstance(schema, dict):
        return {
            name: _without_lengths(part)
            for name, part in schema.items()
            if name not in ("minLength", "maxLength") or isinstance(part, dict)
        }
    return [_without_lengths(part) for part in schema] if isinstance(schema, list) else schema


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds (RFC 9110, 10.2.3); a date is held against the server's own clock."""
    given = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", given):
        return float(given)
    due, now = _date(given), _date(headers.get("date", ""))
    return max(0.0, (due - now).total_seconds()) if due and now else None


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
