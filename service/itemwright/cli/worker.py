"""itemwright worker"""

import asyncio
import contextlib
import signal

import click

from itemwright.bank import Bank
from itemwright.cli.claims import claim_model
from itemwright.cli.console import console
from itemwright.cli.desk import now, open_store
from itemwright.cli.engine import embedder, grader
from itemwright.cli.writing_model import run_models
from itemwright.practice import Practice
from itemwright.run_desk import RunDesk
from itemwright.run_worker import RunThread, RunWorker, queues_of
from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings

LOOK_EVERY = 0.2


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
@click.option(
    "--every", default=5.0, show_default=True, type=click.FloatRange(0.1), help="Seconds between looks."
)
def command(once: bool, every: float) -> None:
    """Work on runs, and grade answers that were saved but not graded.

    As many workers as you like share the runs of one database; what a killed one leaves is taken up."""
    settings = Settings()
    with open_store(settings) as (store, principal), open_sandbox(settings.sandbox) as sandbox:
        claims = claim_model(settings.embedder)
        bank = Bank(store, sandbox, embedder(settings), now, settings.review_policy, claims)
        desk = RunDesk(store, bank, run_models(settings), now)
        practice = Practice(store, grader(settings), now)
        worker = RunWorker(desk, queues_of(desk.models))
        runs = RunThread(worker)

        async def grade() -> None:
            if graded := await practice.finish_pending(principal):
                console.print(f"Graded {graded} waiting answers.")

        async def work() -> None:
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
            await grade()
            while runs.is_alive and (not once or await asyncio.to_thread(worker.has_work)):
                await asyncio.sleep(LOOK_EVERY if once else every)
                await grade()

        runs.start()
        try:
            with contextlib.suppress(asyncio.CancelledError):  # asked to end
                asyncio.run(work())
        finally:
            runs.stop()
