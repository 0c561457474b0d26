"""Gradings under way in this process: they may outlast the request that began them, and are never doubled."""

import asyncio
import logging
from datetime import timedelta

from itemwright.domain.grade import Outcome
from itemwright.domain.principal import Principal
from itemwright.errors import ItemwrightError
from itemwright.practice import Practice

_log = logging.getLogger(__name__)


class Gradings:
    """Use it from one event loop."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._tasks: dict[tuple[str, str], asyncio.Task[Outcome | None]] = {}
        self._finishing: asyncio.Task[None] | None = None

    async def within(self, principal: Principal, attempt_id: str, seconds: float) -> None:
        """Grades the attempt's saved response and returns when that is done, or after `seconds`.

        Raises what the grading raised, if that happened in time."""
        key = (principal.course, attempt_id)
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(self._practice.grade_pending(principal, attempt_id))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if done:
            task.result()

    def start(self, principal: Principal, every: float, first: timedelta, age: timedelta) -> None:
        """Grades what was left ungraded for so long as `first`, and from now on, every so many seconds, what
        an absent grader or a process that died left ungraded for `age`."""
        self._finishing = asyncio.create_task(self._finish_forever(principal, every, first, age))

    async def stop(self) -> None:
        """Ends all work; what is not graded yet is saved, and graded after the next start."""
        tasks = [*self._tasks.values()] + ([self._finishing] if self._finishing else [])
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _finish_forever(
        self, principal: Principal, every: float, first: timedelta, age: timedelta
    ) -> None:
        while True:
            try:
                await self._practice.finish_pending(principal, first)
                first = age
            except ItemwrightError as error:  # the next round finds it again
                _log.warning("Answers wait to be graded: %s", error)
            await asyncio.sleep(every)

    def _ended(self, key: tuple[str, str], task: asyncio.Task[Outcome | None]) -> None:
        del self._tasks[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.warning("Attempt %r is not graded yet: %s", key[1], error)
