"""One request to an OpenAI-compatible endpoint, and whatever comes back, within bounds.

A client lives as long as calls of one event loop use it, so that connections are used again, and none is left
to a loop that has ended.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncAPIResponse, AsyncOpenAI, Omit
from pydantic import BaseModel, SecretStr, ValidationError

from itemwright.chat.fault import Fault, fault_of
from itemwright.chat.masking import Mask, shown_url
from itemwright.chat.reply import Reply, read_reply
from itemwright.errors import BadInput, ModelUnavailable

OPENAI = "https://api.openai.com/v1"
MAX_BYTES = 4_000_000
"""Of one reply: far more than any output limit lets a model write."""
CONNECT_WITHIN = 10.0
_NO_IDS = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
"""The SDK would fill them from the environment, whatever the endpoint."""


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


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


class _Got(NamedTuple):
    """A reply: its content type, and its body."""

    kind: str
    body: bytes


class _Shared:
    """A client, and how many calls use it."""

    def __init__(self, client: AsyncOpenAI) -> None:
        self.client = client
        self.users = 0


_Streamed = AsyncAPIResponse[Any]


class Endpoint:
    """An endpoint at `base_url`, None: OpenAI's own. `url` is how it may be told."""

    def __init__(
        self, base_url: str | None, api_key: SecretStr | None, timeout: float, max_bytes: int = MAX_BYTES
    ) -> None:
        """
        Raises:
            ModelUnavailable: neither an endpoint of one's own nor a key is given, or no header takes the key.
            BadInput: `base_url` is no URL of a server, or holds a secret.
        """
        for library in ("openai", "httpx2", "httpcore2"):
            # Below warnings they log what was sent and the headers of replies, in which a key may be echoed.
            logging.getLogger(library).setLevel(logging.WARNING)
        self._key = _checked_key(base_url, api_key)
        self._base_url = _checked_url(base_url or OPENAI)
        self.url = shown_url(self._base_url)
        self.mask = Mask(SecretStr(self._key) if api_key else None)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._tls = ssl.create_default_context()
        self._lock = threading.Lock()
        self._shared: dict[asyncio.AbstractEventLoop, _Shared] = {}

    @asynccontextmanager
    async def client(self) -> AsyncIterator[AsyncOpenAI]:
        """A client for the requests of one call, with the connections of the calls beside it."""
        loop = asyncio.get_running_loop()
        with self._lock:
            shared = self._shared.get(loop) or self._shared.setdefault(loop, _Shared(self._opened()))
            shared.users += 1
        try:
            yield shared.client
        finally:
            with self._lock:
                shared.users -= 1
                if unused := shared.users == 0:
                    del self._shared[loop]
            if unused:
                await shared.client.close()

    def _opened(self) -> AsyncOpenAI:
        async def guard(response: httpx2.Response) -> None:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise httpx2.RemoteProtocolError("a compressed reply, which was not asked for")
            assert isinstance(response.stream, httpx2.AsyncByteStream)
            response.stream = _Capped(response.stream, self._max_bytes)

        http = httpx2.AsyncClient(
            verify=self._tls,
            timeout=httpx2.Timeout(self._timeout, connect=min(CONNECT_WITHIN, self._timeout)),
            follow_redirects=False,  # else the key and the texts would go wherever a server points
            event_hooks={"response": [guard]},
        )
        return AsyncOpenAI(
            # Never None: the SDK would look for a key, and for ids, in the environment.
            api_key=self._key,
            base_url=self._base_url,
            max_retries=0,
            http_client=http,
            default_headers={"Accept-Encoding": "identity"},
        )

    async def send(self, client: AsyncOpenAI, payload: Mapping[str, Any]) -> Reply | Fault:
        """Ask once."""
        create = client.chat.completions.with_streaming_response.create
        got = await self._exchanged(create(**payload, extra_headers=_NO_IDS))
        return got if isinstance(got, Fault) else read_reply(got.body, got.kind, self.mask)

    async def models(self, client: AsyncOpenAI) -> tuple[str, ...] | Fault:
        """The names of the models that the server lists; none, where it lists them in no form we know."""
        got = await self._exchanged(client.models.with_streaming_response.list(extra_headers=_NO_IDS))
        if isinstance(got, Fault):
            return got
        try:
            return tuple(model.id for model in _Models.model_validate_json(got.body).data)
        except ValidationError:
            return ()

    async def _exchanged(self, request: AbstractAsyncContextManager[_Streamed]) -> _Got | Fault:
        try:
            async with request as response:
                kind = response.headers.get("content-type", "")
                return _Got(kind, b"".join([part async for part in response.iter_bytes()]))
        except APIStatusError as error:
            return fault_of(error, self.url, self.mask)
        except APITimeoutError as error:
            asked = not isinstance(error.__cause__, httpx2.ConnectTimeout | httpx2.PoolTimeout)
            return Fault("did not answer in time", reason="timed_out", sick=True, served=asked)
        except APIConnectionError as error:
            return self._unreached(error)
        except httpx2.HTTPError as error:
            told = self.mask.quote(str(error) or type(error).__name__)
            return Fault(f"broke off its reply ({told})", sick=True, served=True)

    def _unreached(self, error: APIConnectionError) -> Fault:
        cause = error.__cause__
        # A certificate does not get better within a call.
        again = "CERTIFICATE_VERIFY_FAILED" not in str(cause)
        told = self.mask.quote(str(cause) or type(cause).__name__)
        return Fault(
            f"cannot be reached at {self.url!r} ({told})",
            again=again,
            sick=True,
            served=not isinstance(cause, httpx2.ConnectError | httpx2.UnsupportedProtocol),
        )


def _checked_key(base_url: str | None, api_key: SecretStr | None) -> str:
    """The key as it is sent; what comes with it from a file or a shell, blanks around it, is none of it."""
    key = api_key.get_secret_value().strip() if api_key else ""
    if not key:
        if base_url is None:
            raise ModelUnavailable(
                "No API key for a hosted model; set ITEMWRIGHT_API_KEY, or ITEMWRIGHT_BASE_URL to a server "
                "that needs none.",
                reason="refused_key",
            )
        return "none"
    if not all("!" <= letter <= "~" for letter in key):
        raise ModelUnavailable(
            "The API key holds a blank or a character that no header takes; set ITEMWRIGHT_API_KEY anew.",
            reason="refused_key",
        )
    return key


def _checked_url(url: str) -> str:
    """The URL, if it is one of a server and no more: a user or a query in it would be logged with it."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(
            f"Base URL {shown_url(url)!r} names no server; set ITEMWRIGHT_BASE_URL to one like "
            "'http://127.0.0.1:8000/v1'."
        )
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise BadInput(
            f"Base URL {shown_url(url)!r} holds a user, a query or a fragment; leave it out and put the key "
            "into ITEMWRIGHT_API_KEY."
        )
    return url
