"""itemwright worker"""

import asyncio

import click

from itemwright.cli.desk import now, open_store
from itemwright.cli.engine import console, grader
from itemwright.practice import Practice
from itemwright.settings import Settings


@click.command("worker")
@click.option("--once", is_flag=True, help="Look once, then end.")
@click.option(
    "--every", default=5.0, show_default=True, type=click.FloatRange(0.1), help="Seconds between looks."
)
def command(once: bool, every: float) -> None:
    """Grade answers that were saved but not graded, e.g. because a process was stopped."""
    settings = Settings()
    with open_store(settings) as (store, principal):
        practice = Practice(store, grader(settings), now)

        async def work() -> None:
            while True:
                if graded := await practice.finish_pending(principal):
                    console.print(f"Graded {graded} waiting answers.")
                if once:
                    return
                await asyncio.sleep(every)

        asyncio.run(work())
