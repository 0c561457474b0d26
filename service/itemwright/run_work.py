"""The work on runs in one process: slots are filled, many at once; what ends a run ends its calls."""

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from itemwright.balance import Balance
from itemwright.domain.principal import local_operator
from itemwright.domain.run import Run
from itemwright.errors import ItemwrightError, StoreUnavailable
from itemwright.jobs import Job
from itemwright.run_desk import RunDesk
from itemwright.run_shelf import SlotDone, StoredShelf
from itemwright.runs import SlotFiller, in_place, plan_set
from itemwright.store.items import Items
from itemwright.store.run_slots import RunSlots
from itemwright.store.runs import beat
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.plan import PlannedSlot, WritingRequest

WATCH_EVERY = 0.4
"""Seconds from one look at the runs in work to the next: so long a call may outlive its run."""
KEPT_FOR = 30.0
"""Seconds that what a run is written with stays in memory after a job on it."""

T = TypeVar("T")
_Round = tuple[str, str, int]
"""Course, run and its round: carried on, a run is set up anew."""
_log = logging.getLogger(__name__)


class _OpenRun:
    """A run in work here: what it is written with, the jobs on it, and the one thread that proves for it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.stopped = threading.Event()
        self.jobs: set[asyncio.Task[None]] = set()
        self.used_at = time.monotonic()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="proving")
        self.plan: dict[int, PlannedSlot] = {}
        self.filler: SlotFiller
        self.writer: LlmWriter | None = None
        self.balance = Balance(random.Random(f"balance/{run.seed}"))

    async def apart(self, work: Callable[[], T]) -> T:
        """Compute in this run's thread, one thing after the other."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    def stop(self) -> None:
        self.stopped.set()
        for job in self.jobs:
            job.cancel()


class RunWork:
    """Does the jobs on runs. Use it from one event loop, and have `watch` run there meanwhile."""

    def __init__(self, desk: RunDesk) -> None:
        self._desk = desk
        self._open: dict[_Round, asyncio.Task[_OpenRun | None]] = {}

    async def do(self, job: Job) -> None:
        """Fill the slots of a job, as far as they are open. A fault of the code fails its run, and is told
        there; one of the database leaves the job to be done again.

        Raises:
            StoreUnavailable: the database went away.
        """
        key = (job.course, job.run, job.round)
        if key not in self._open:
            self._open[key] = asyncio.create_task(self._opened(job))
        work = asyncio.create_task(self._filled(job, self._open[key]))
        try:
            await asyncio.wait({work})
        except asyncio.CancelledError:  # this worker is stopped: another one has the job
            work.cancel()
            await asyncio.wait({work})
            raise
        if work.cancelled():  # the run has ended
            return
        if (error := work.exception()) is not None:
            self._open.pop(key, None)
            error = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
            if isinstance(error, StoreUnavailable):
                raise error
            await asyncio.to_thread(self._fail, job, error)

    async def watch(self) -> None:
        """Until it is cancelled: say of the runs in work that they are, end what has ended elsewhere, and
        forget what is not used any more."""
        while True:
            await asyncio.sleep(WATCH_EVERY)
            busy = {key: found for key, task in self._open.items() if (found := _result(task)) is not None}
            with suppress(ItemwrightError):  # the next round finds it again
                await asyncio.to_thread(self._beat, list(self._open))
            late = time.monotonic() - KEPT_FOR
            for key, opened in busy.items():
                if not opened.run.is_open:
                    opened.stop()
                if not opened.jobs and (opened.stopped.is_set() or opened.used_at < late):
                    self._open.pop(key, None)
                    opened.thread.shutdown(wait=False)
            for key, task in list(self._open.items()):
                if task.done() and _result(task) is None:
                    self._open.pop(key, None)

    async def close(self) -> None:
        """End all work here; what is not done is left to others."""
        for task in self._open.values():
            task.cancel()
        for opened in [found for task in self._open.values() if (found := _result(task)) is not None]:
            opened.stop()
            await asyncio.gather(*opened.jobs, return_exceptions=True)
            await asyncio.to_thread(opened.thread.shutdown)
        self._open.clear()

    def _beat(self, keys: Sequence[_Round]) -> None:
        if not keys:
            return
        with self._desk.store.begin() as tx:
            states = beat(tx, {key[:2] for key in keys}, self._desk.now())
        for key in keys:
            task = self._open.get(key)
            opened = None if task is None else _result(task)
            if opened is not None and key[:2] in states:
                opened.run = opened.run.model_copy(update={"state": states[key[:2]]})

    async def _filled(self, job: Job, opening: "asyncio.Task[_OpenRun | None]") -> None:
        opened = await asyncio.shield(opening)
        if opened is None:
            return
        task = asyncio.current_task()
        assert task is not None
        opened.jobs.add(task)
        try:
            await self._fill(job, opened)
        finally:
            opened.jobs.discard(task)
            opened.used_at = time.monotonic()

    async def _fill(self, job: Job, opened: _OpenRun) -> None:
        principal = local_operator(job.course)
        open_ = await asyncio.to_thread(self._open_slots, job)
        if job.slots is None and opened.writer is not None:
            await asyncio.to_thread(self._desk.share_out, job, opened.writer.calls())
        elif job.slots is None:
            try:
                await opened.apart(lambda: asyncio.run(self._fill_in_order(opened, open_)))
            except asyncio.CancelledError:
                opened.stopped.set()  # its thread ends with the slot that it is at
                raise
        else:
            numbers = [number for number in job.slots if number in set(open_)]
            async with asyncio.TaskGroup() as group:
                for number in numbers:
                    group.create_task(_fill_one(opened, number))
        await asyncio.to_thread(self._desk.finish, principal, job.run)

    async def _fill_in_order(self, opened: _OpenRun, numbers: Sequence[int]) -> None:
        for number in numbers:
            if opened.stopped.is_set():
                return
            # Of its own for each slot, so that a run that is taken up goes on as it would have gone.
            opened.balance.settle_ties_by(random.Random(f"balance/{opened.run.seed}/{number}"))
            await _fill_one(opened, number)

    def _open_slots(self, job: Job) -> list[int]:
        with self._desk.store.begin() as tx:
            return RunSlots(tx, job.course, job.run).open()

    async def _opened(self, job: Job) -> _OpenRun | None:
        return await asyncio.to_thread(self._set_up, job)

    def _set_up(self, job: Job) -> _OpenRun | None:
        """What the run is written with; None when it has ended."""
        principal = local_operator(job.course)
        run = self._desk.begin(principal, job.run)
        if not run.is_open:
            return None
        with self._desk.store.begin() as tx:
            slots = RunSlots(tx, job.course, job.run).all()
            ids = [(slot.item, 1) for slot in slots if slot.item is not None]
            items = Items(tx, job.course).many(ids)
        request = WritingRequest.model_validate(run.request)
        model = self._desk.models.model(self._desk.store, job.course, run)
        bench = self._desk.bank.bench(principal, request, model, own=[item_id for item_id, _ in ids])
        opened = _OpenRun(run)
        plan = plan_set(request, bench.library, bench.writers, run.seed)
        opened.plan = {planned.choices[0].number: planned for planned in plan}
        opened.writer = next((each for each in bench.writers if isinstance(each, LlmWriter)), None)
        shelf = StoredShelf(
            self._desk.store, job.course, run.id, bench.newest, self._desk.bank.policy, self._desk.now
        )
        opened.filler = SlotFiller(
            bench.library,
            bench.writers,
            bench.prover,
            bench.seen,
            opened.balance,
            shelf,
            in_place if opened.writer is None else opened.apart,
            bench.examiner,
        )
        for slot in slots:
            if slot.state != "open" and slot.number in opened.plan:
                item = None if slot.item is None else items[slot.item, 1]
                opened.filler.recall(opened.plan[slot.number], item)
        return opened

    def _fail(self, job: Job, error: BaseException) -> None:
        known = isinstance(error, ItemwrightError)
        _log.error("Run %r failed: %s", job.run, error, exc_info=None if known else error)
        why = str(error) if known else f"{type(error).__name__}: {error}"
        self._desk.fail(local_operator(job.course), job.run, why)


async def _fill_one(opened: _OpenRun, number: int) -> None:
    with suppress(SlotDone):  # by others, or the run has ended
        await opened.filler.fill(opened.plan[number])


def _result(task: "asyncio.Task[_OpenRun | None]") -> _OpenRun | None:
    if not task.done() or task.cancelled() or task.exception() is not None:
        return None
    return task.result()
