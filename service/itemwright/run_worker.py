"""A worker on runs: takes jobs from queues, and takes up the runs that nobody works on any more."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from itemwright.domain.principal import Principal, local_operator
from itemwright.domain.run import Run
from itemwright.errors import ItemwrightError
from itemwright.jobs import JobWorker
from itemwright.run_desk import RunDesk, left_alone_after, own_queue, queue_of
from itemwright.run_models import BUILTIN, RunModels
from itemwright.run_work import RunWork
from itemwright.store.runs import left_alone

AT_ONCE = 16
"""Jobs at a time: twice the calls that a server gets at once, so that proofs need not wait for calls."""
THREADS = 24
CARE_EVERY = 2.0
LOOK_EVERY = 0.1

_log = logging.getLogger(__name__)


class RunWorker:
    """Works on the runs of all courses that wait in `queues`."""

    def __init__(self, desk: RunDesk, queues: Sequence[str]) -> None:
        self._desk = desk
        self._work = RunWork(desk)
        self._queues = frozenset(queues)
        self._jobs = JobWorker(lambda: desk.store.conninfo, sorted(queues), AT_ONCE, self._work.do)

    async def run(self) -> None:
        """Until it is cancelled."""
        threads = ThreadPoolExecutor(THREADS)
        asyncio.get_running_loop().set_default_executor(threads)
        tasks = [asyncio.create_task(part) for part in (self._jobs.run(), self._work.watch(), self._care())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._work.close()
        for task in tasks:  # only a fault of ours ends one of them
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    def has_work(self) -> bool:
        """Whether a run that has not ended is one for this worker."""
        with self._desk.store.begin() as tx:
            found = left_alone(tx, self._desk.now() + left_alone_after())
        return any(queue_of(run.model, run.server) in self._queues for _, run in found)

    async def _care(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._take_up)
            except ItemwrightError as error:  # the next round finds it again
                _log.warning("Runs wait to be worked on: %s", error)
            await asyncio.sleep(CARE_EVERY)

    def _take_up(self) -> None:
        with self._desk.store.begin() as tx:
            idle = left_alone(tx, self._desk.now() - left_alone_after())
        for course, run in idle:
            queue = queue_of(run.model, run.server)
            if queue in self._queues:
                self._desk.take_up(local_operator(course), run.id, queue)


def queues_of(models: RunModels) -> list[str]:
    """The queues that a worker with these models can work on: the built-in engine's, and its model's.

    Raises:
        BadInput, ModelUnavailable: the model that is set cannot be used.
    """
    return sorted({queue_of(BUILTIN, ""), queue_of(models.own, models.server(models.own))})


def unwatched(run: Run) -> None:
    """For callers who do not watch."""


async def work_alone(
    desk: RunDesk, principal: Principal, run: Run, progress: Callable[[Run], None] = unwatched
) -> Run:
    """Work on this run and no other, until it has ended, whoever else works on it. `progress` is told of the
    run each time that its log has grown."""
    care = time.monotonic() + CARE_EVERY
    working = asyncio.create_task(RunWorker(desk, [own_queue(run)]).run())
    try:
        while run.is_open:
            await asyncio.wait({working}, timeout=LOOK_EVERY)
            if working.done():
                working.result()
            seen = await asyncio.to_thread(desk.get, principal, run.id)
            if seen.events != run.events:
                progress(seen)
            run = seen
            if time.monotonic() >= care:
                await asyncio.to_thread(desk.take_up, principal, run.id, own_queue(run))
                care = time.monotonic() + CARE_EVERY
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return run


class RunThread:
    """A worker in a thread and an event loop of its own, so that proofs keep nobody waiting."""

    def __init__(self, worker: RunWorker) -> None:
        self._worker = worker
        self._thread = threading.Thread(target=self._work, name="runs")
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._task = self._loop.create_task(self._worker.run())
        self._thread.start()

    def stop(self) -> None:
        """Returns when it has ended; what is not done is left to others."""
        if self._task is not None and self.is_alive:
            self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join()

    def _work(self) -> None:
        assert self._task is not None
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(_until_cancelled(self._task))


async def _until_cancelled(task: "asyncio.Task[None]") -> None:
    await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("The worker on runs broke off.", exc_info=error)
