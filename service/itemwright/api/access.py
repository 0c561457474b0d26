"""Who calls, and from where: until keys exist, only this machine, as its one local operator.

Host and Origin are checked on every request, so that a web page elsewhere cannot use a reader's browser to
reach the service (DNS rebinding, cross-site posts).
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from itemwright.api.problem import problem
from itemwright.domain.principal import Principal, local_operator

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def current_principal() -> Principal:
    """The local operator."""
    return local_operator()


Caller = Annotated[Principal, Depends(current_principal)]


class LocalOnly:
    """Refuses requests whose Host or Origin is not this machine."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOCAL_HOSTS) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host, origin = headers.get("host", ""), headers.get("origin")
            if _name(f"//{host}") not in self.hosts:
                await problem(421, "unknown_host", f"Host {host!r} is not served here; use 127.0.0.1.")(
                    scope, receive, send
                )
                return
            if origin is not None and urlsplit(origin).netloc != host:
                await problem(403, "foreign_origin", f"Origin {origin!r} may not call this service.")(
                    scope, receive, send
                )
                return
        await self.app(scope, receive, send)


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
