"""Who calls, and from where: until keys exist, only this machine, as its one local operator.

Host and Origin are checked on every request, so that a web page elsewhere cannot use a reader's browser to
reach the service (DNS rebinding, cross-site posts).
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from itemwright.api.problem import problem
from itemwright.domain.principal import Principal

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
WRITES = frozenset({"POST", "PATCH", "PUT", "DELETE"})


def current_principal(request: Request) -> Principal:
    """The local operator."""
    found = request.app.state.services.local
    assert isinstance(found, Principal)
    return found


Caller = Annotated[Principal, Depends(current_principal)]


class LocalOnly:
    """Refuses requests whose Host or Origin is not this machine, and keys that nobody here gave out."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOCAL_HOSTS) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self.app(scope, receive, send)
            return
        status, code, detail = refusal
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        await problem(status, code, detail, headers)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if len(headers.getlist("host")) != 1 or _name(f"//{host}") not in self.hosts:
            return 421, "unknown_host", f"Host {host!r} is not served here; use 127.0.0.1."
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, "foreign_origin", f"Origin {origin!r} may not call this service."
        if scope["method"] in WRITES and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return 403, "foreign_origin", "A page of another site may not change anything here."
        if headers.get("authorization") is not None:
            return 401, "unknown_key", "No such key; none was made here, so send no Authorization header."
        return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
