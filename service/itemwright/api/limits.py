"""What a request may weigh, and the headers that every reply carries."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from itemwright.api.problem import problem

LARGEST_BODY = 2_000_000
LARGEST_UPLOAD = 24_000_000
UPLOADS = frozenset({"/v1/sources", "/v1/grades/batch"})
"""Paths that take an article, or very many answers."""
PAGE_POLICY = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


class BodyLimit:
    """Refuses a body that is too large, by its announced length or as soon as it has grown too long."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = LARGEST_UPLOAD if scope["path"] in UPLOADS else LARGEST_BODY
        announced = Headers(scope=scope).get("content-length", "0")
        detail = f"The body is larger than {most} bytes; send less at a time."
        if not announced.isdigit() or len(announced) > 18 or int(announced) > most:
            await _too_large(detail)(scope, receive, send)
            return
        taken, started = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, detail)
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except HTTPException as error:  # raised in a middleware, where no handler of errors is at hand
            if started or error.status_code != 413:
                raise
            await _too_large(detail)(scope, receive, send)


class ReplyHeaders:
    """Nothing is guessed, framed, cached or loaded from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else DATA_POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                static = scope["path"].startswith("/static/")
                headers.setdefault("Cache-Control", "max-age=300" if static else "no-store")
            await send(message)

        await self.app(scope, receive, dressed if scope["type"] == "http" else send)


def _too_large(detail: str) -> ASGIApp:
    return problem(413, "content_too_large", detail, {"Connection": "close"})
