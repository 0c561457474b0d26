"""Places are given in order, to whoever still waits, across threads and event loops."""

import asyncio
import threading

from itemwright.chat.limit import Limit


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Holder:
    """Takes a place and keeps it until told to leave."""

    def __init__(self, limit: Limit, seen: list[int], number: int) -> None:
        self.leave = asyncio.Event()

        async def hold() -> None:
            async with limit.place():
                seen.append(number)
                await self.leave.wait()

        self.task = asyncio.ensure_future(hold())


def test_places_are_given_in_order() -> None:
    async def run() -> list[int]:
        limit, seen = Limit(2), list[int]()
        holders = [Holder(limit, seen, number) for number in range(6)]
        await settle()
        assert seen == [0, 1]
        assert limit.waiting == 4
        for count, holder in enumerate(holders, start=3):
            holder.leave.set()
            await settle()
            assert seen == list(range(min(count, 6)))
        return seen

    assert asyncio.run(run()) == [0, 1, 2, 3, 4, 5]


def test_whoever_gives_up_loses_nobody_a_place() -> None:
    async def run() -> None:
        limit, seen = Limit(1), list[int]()
        first, second, third, fourth = (Holder(limit, seen, number) for number in range(4))
        await settle()
        second.task.cancel()
        await settle()
        first.leave.set()
        await asyncio.sleep(0)
        third.task.cancel()  # granted a place in this moment, perhaps
        await settle()
        assert 3 in seen
        fourth.leave.set()
        await settle()
        async with asyncio.timeout(1), limit.place():
            assert limit.waiting == 0

    asyncio.run(run())


def test_a_failing_holder_leaves_its_place() -> None:
    async def run() -> None:
        limit = Limit(1)
        for _ in range(3):
            try:
                async with limit.place():
                    raise ValueError("oh")
            except ValueError:
                continue

    asyncio.run(run())


def test_it_holds_across_threads_with_loops_of_their_own() -> None:
    limit, lock = Limit(3), threading.Lock()
    now = most = done = 0

    async def call() -> None:
        nonlocal now, most, done
        async with limit.place():
            with lock:
                now += 1
                most = max(most, now)
            await asyncio.sleep(0.005)
            with lock:
                now -= 1
                done += 1

    async def ten() -> None:
        await asyncio.gather(*(call() for _ in range(10)))

    threads = [threading.Thread(target=lambda: asyncio.run(ten())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert (most, done) == (3, 40)


def test_a_loop_that_has_ended_is_passed_over() -> None:
    limit = Limit(1)

    async def main() -> bool:
        async with limit.place():
            loop = asyncio.new_event_loop()

            def abandon() -> None:
                waiting = loop.create_task(limit._enter())
                loop.run_until_complete(asyncio.sleep(0.01))
                waiting._log_destroy_pending = False  # type: ignore[attr-defined]
                loop.close()

            await asyncio.to_thread(abandon)
            assert limit.waiting == 1
        async with asyncio.timeout(1), limit.place():
            return True

    assert asyncio.run(main())
