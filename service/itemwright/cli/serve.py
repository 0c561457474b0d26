"""itemwright serve"""

import click
import uvicorn

from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings

LEAVE_WITHIN = 5
"""Seconds that replies under way get when the server is stopped: who follows a run would follow it on."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def command(host: str, port: int) -> None:
    """Serve the API and the pages."""
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise click.UsageError(
            f"--host {host!r} is not this machine alone, and access keys do not exist yet; use 127.0.0.1."
        )
    open_sandbox(Settings().sandbox)  # told here in one line, not in the server's log
    uvicorn.run(
        "itemwright.app:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=LEAVE_WITHIN,
    )
