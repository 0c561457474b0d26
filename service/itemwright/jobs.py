"""The queue of jobs, in a schema of its own: procrastinate's tables, its worker, and our one kind of job."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import procrastinate
from procrastinate.exceptions import ConnectorException, JobAborted
from procrastinate.jobs import Job as StoredJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from psycopg import AsyncConnection
from sqlalchemy import Connection, text

from itemwright.errors import StoreUnavailable

SCHEMA = "procrastinate"
TASK = "fill_slots"
BEAT_EVERY = 1.0
STALLED_AFTER = 6.0
"""Seconds: a worker not heard of for so long was killed, and others take up its jobs."""
LOOK_EVERY = 1.0
"""Seconds between looks for jobs, where no notice comes through."""
LEAVE_WITHIN = 0.5
"""Seconds that jobs get to end when their worker is stopped; then they are put back."""
AGAIN_AFTER = 1.0

_log = logging.getLogger(__name__)


class Job(NamedTuple):
    """Slots of a run in one of its rounds, to be filled by one worker of `queue`; None: all that are open,
    shared out anew."""

    queue: str
    course: str
    run: str
    round: int
    slots: tuple[int, ...] | None = None


Body = Callable[[Job], Awaitable[None]]


class Jobs:
    """The waiting jobs, in the transaction `tx` of our own store."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx
        self._app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        # Its functions and triggers name its tables without a schema.
        path = f"SELECT set_config('search_path', '{SCHEMA}, ' || current_setting('search_path'), true)"
        tx.execute(text(path))

    def add(self, jobs: Sequence[Job]) -> None:
        """They wait from the moment in which the transaction ends."""
        connection = self._tx.connection.dbapi_connection
        for job in jobs:
            first = "all" if job.slots is None else str(job.slots[0])
            told = job._asdict() | {"slots": None if job.slots is None else list(job.slots)}
            self._app.configure_task(
                TASK,
                allow_unknown=True,
                queue=job.queue,
                lock=f"{job.course}/{job.run}/{first}",
                task_kwargs=told,
                connection=connection,
            ).defer()

    def are_there(self, course: str, run: str, queues: Collection[str]) -> bool:
        """Whether jobs of the run wait, or are in work, in one of these queues."""
        query = (
            f"SELECT EXISTS (SELECT FROM {SCHEMA}.procrastinate_jobs WHERE status IN ('todo', 'doing') "
            "AND args->>'course' = :course AND args->>'run' = :run AND queue_name = ANY(:queues))"
        )
        found = self._tx.execute(text(query), {"course": course, "run": run, "queues": list(queues)})
        return bool(found.scalar())

    def forget(self, course: str, run: str) -> None:
        """Delete all jobs of a run; who is at one of them goes on."""
        query = (
            f"DELETE FROM {SCHEMA}.procrastinate_jobs WHERE args->>'course' = :course AND args->>'run' = :run"
        )
        self._tx.execute(text(query), {"course": course, "run": run})


class _PutBack(BaseRetryStrategy):
    """A job that its worker had no time to end waits for another one."""

    def get_retry_decision(self, *, exception: BaseException, job: StoredJob) -> RetryDecision | None:
        stopped = isinstance(exception, asyncio.CancelledError | JobAborted)
        return RetryDecision() if stopped else None


class JobWorker:
    """Works on the jobs of `queues`, `at_once` at a time, by calling `body`. `conninfo` names the database,
    and is asked anew after each loss of the connection."""

    def __init__(self, conninfo: Callable[[], str], queues: Sequence[str], at_once: int, body: Body) -> None:
        self._conninfo = conninfo
        self._queues = list(queues)
        self._at_once = at_once
        self._body = body

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            with suppress(ConnectorException):
                await self._run_connected()
            _log.warning("The queue of jobs was lost; looking for it again.")
            await asyncio.sleep(AGAIN_AFTER)

    async def _run_connected(self) -> None:
        try:
            conninfo = await asyncio.to_thread(self._conninfo)
        except StoreUnavailable:
            return
        connector = procrastinate.PsycopgConnector(
            conninfo=conninfo, configure=_in_schema, min_size=1, max_size=4, timeout=15.0
        )
        app = procrastinate.App(connector=connector)

        async def fill_slots(slots: list[int] | None, **told: Any) -> None:
            await self._body(Job(slots=None if slots is None else tuple(slots), **told))

        app.task(name=TASK, retry=_PutBack())(fill_slots)
        async with app.open_async():
            rescue = asyncio.create_task(self._rescue(app))
            try:
                await app.run_worker_async(
                    queues=self._queues,
                    concurrency=self._at_once,
                    fetch_job_polling_interval=LOOK_EVERY,
                    abort_job_polling_interval=60.0,
                    shutdown_graceful_timeout=LEAVE_WITHIN,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    update_heartbeat_interval=BEAT_EVERY,
                    stalled_worker_timeout=STALLED_AFTER,
                )
            finally:
                rescue.cancel()
                await asyncio.wait({rescue})

    async def _rescue(self, app: procrastinate.App) -> None:
        """Have jobs of killed workers done again."""
        while True:
            await asyncio.sleep(BEAT_EVERY)
            with suppress(ConnectorException):
                await app.job_manager.prune_stalled_workers(STALLED_AFTER)
                for queue in self._queues:
                    for job in await app.job_manager.get_stalled_jobs(queue=queue):
                        with suppress(ConnectorException):  # somebody else was quicker
                            await app.job_manager.retry_job(job)


async def _in_schema(connection: AsyncConnection[Any]) -> None:
    await connection.execute(f"SET search_path TO {SCHEMA}")
    await connection.commit()
