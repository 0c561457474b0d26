"""Runs are stored: the same one is given again without a call, and what is open of it is carried on."""

import asyncio
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from evals.made_author import MadeAuthor
from itemwright.chat.base import ChatRequest, Completion
from itemwright.chat.clock import FakeClock
from itemwright.chat.server import Servers
from itemwright.domain.principal import Principal
from itemwright.domain.run import Run
from itemwright.errors import BadInput, NotAllowed, NotFound
from itemwright.ingest.ingest import ingest_text
from itemwright.run_desk import RunDesk, Wanted
from itemwright.run_worker import work_alone
from itemwright.sandbox import Sandbox
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.writing.plan import WritingRequest
from tests.run_samples import (
    MODEL,
    Course,
    carded_course,
    course_of,
    models,
    now,
    wanted,
    work_until_ended,
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def lessons(store: Store, sandbox: Sandbox, course: str) -> Iterator[Course]:
    made = course_of(store, sandbox, course)
    yield made
    for run in made.desk.page(made.principal, 20)[0]:
        made.desk.cancel(made.principal, run.id)  # workers of other tests need not take it up


def test_a_run_delivers_and_tells_what_it_cost(lessons: Course, store: Store) -> None:
    run = lessons.written(wanted(8))
    report = lessons.desk.report(lessons.principal, run)
    assert (run.state, report.requested, report.delivered, report.open) == ("completed", 8, 8, 0)
    assert (report.calls, report.tokens, report.cost, len(lessons.author.asked)) == (2, 3000, 0.003, 2)
    assert (report.run, report.seed, report.model) == (run.id, 1, MODEL)
    items = lessons.desk.items(lessons.principal, run)
    assert [item.id for item in items] == list(lessons.slots(run).values())
    with store.begin() as tx:
        drafts = Drafts(tx, lessons.principal.course).page(state="in_review", limit=20)[0]
    assert {draft.id for draft in drafts} == {item.id for item in items}
    assert all(item.proof is not None and item.proof.verdict == "pass" for item in items)


def test_an_examined_run_reads_each_item_once_more_and_is_priced_for_it(lessons: Course) -> None:
    plain, examined = (lessons.desk.price(lessons.principal, wanted(8, examine=e)) for e in (False, True))
    assert plain.estimate is not None
    assert examined.estimate is not None
    assert (plain.estimate.calls, examined.estimate.calls) == (2, 10)
    assert examined.estimate.tokens_in > plain.estimate.tokens_in
    run = lessons.written(wanted(8, examine=True))
    assert lessons.desk.report(lessons.principal, run).calls == 10
    for item in lessons.desk.items(lessons.principal, run):
        assert item.proof is not None
        assert item.proof.checks[-1].name == "examination"
        assert item.proof.checks[-1].cost["calls"] == 1
    assert lessons.desk.submit(lessons.principal, wanted(8), alone=True).run.id != run.id


def test_the_builtin_engine_examines_nothing(lessons: Course) -> None:
    asked = wanted(2, model="builtin", examine=True)
    for call in (lessons.desk.submit, lessons.desk.price):
        with pytest.raises(BadInput, match="'builtin' examines no items"):
            call(lessons.principal, asked)


def test_the_same_request_makes_no_call_and_gives_the_same_items(lessons: Course) -> None:
    run = lessons.written(wanted(8))
    report = lessons.desk.report(lessons.principal, run)
    again = lessons.desk.submit(lessons.principal, wanted(8), alone=True)
    assert again.is_known
    assert (again.run.id, again.run.state) == (run.id, "completed")
    assert lessons.desk.report(lessons.principal, again.run) == report
    assert len(lessons.author.asked) == 2


@pytest.mark.parametrize("changed", ["seed", "count", "model", "article"])
def test_another_request_is_another_run(lessons: Course, store: Store, changed: str) -> None:
    first = lessons.desk.submit(lessons.principal, wanted(4)).run
    other = {"seed": wanted(4, seed=2), "count": wanted(5), "model": wanted(4, model="builtin")}
    if changed == "article":
        ingest_text(
            store, lessons.principal, lessons.desk.bank.embedder, "more.md", "# More\n\nAn oak is a tree."
        )
    submitted = lessons.desk.submit(lessons.principal, other.get(changed, wanted(4)))
    assert not submitted.is_known
    assert submitted.run.id != first.id


def test_without_a_seed_comes_the_next_fresh_one_or_what_was_stopped(lessons: Course) -> None:
    first = lessons.written(wanted(4, seed=None))
    assert first.seed == 0
    second = lessons.desk.submit(lessons.principal, wanted(4, seed=None)).run
    assert (second.seed, second.id == first.id) == (1, False)
    assert lessons.desk.submit(lessons.principal, wanted(4, seed=None)).run.id == second.id
    lessons.desk.cancel(lessons.principal, second.id)
    carried = lessons.desk.submit(lessons.principal, wanted(4, seed=None)).run
    assert (carried.id, carried.state, carried.round) == (second.id, "queued", 2)


def test_a_built_in_run_keeps_the_order_of_its_slots(store: Store, sandbox: Sandbox, course: str) -> None:
    lessons = carded_course(store, sandbox, course)
    run = lessons.written(wanted(6, model="builtin"))
    events = lessons.desk.events(lessons.principal, run.id, after=0)
    assert [event.data["slot"] for event in events if event.kind == "delivered"] == list(range(6))
    assert lessons.desk.report(lessons.principal, run).cost == 0.0


def test_a_built_in_run_that_was_stopped_goes_on_as_it_would_have_gone(
    store: Store, sandbox: Sandbox, course: str
) -> None:
    lessons, other = (carded_course(store, sandbox, f"{course}{twin}") for twin in ("", "-twin"))
    whole = lessons.written(wanted(8, model="builtin"))
    run = other.desk.submit(other.principal, wanted(8, model="builtin"), alone=True).run

    def stop(seen: Run) -> None:
        if other.desk.report(other.principal, seen).delivered:
            other.desk.cancel(other.principal, run.id)

    stopped = asyncio.run(work_alone(other.desk, other.principal, run, stop))
    assert 0 < other.desk.report(other.principal, stopped).delivered < 8
    other.written(wanted(8, model="builtin"))
    assert other.slots(run) == lessons.slots(whole)


def test_cancelling_ends_the_calls_under_way_and_keeps_what_was_delivered(lessons: Course) -> None:
    lessons.author.answers = 2
    run = lessons.desk.submit(lessons.principal, wanted(24), alone=True).run

    async def cancelled() -> tuple[Run, float]:
        working = asyncio.create_task(work_alone(lessons.desk, lessons.principal, run))
        while lessons.desk.report(lessons.principal, run).open > 16 or not lessons.author.at_once:
            await asyncio.sleep(0.02)
        began = time.monotonic()
        lessons.desk.cancel(lessons.principal, run.id, "enough")
        while lessons.author.at_once:
            await asyncio.sleep(0.02)
        return await working, time.monotonic() - began

    ended, seconds = asyncio.run(cancelled())
    assert seconds < 2.5
    report = lessons.desk.report(lessons.principal, ended)
    assert (ended.state, ended.why, report.open, report.delivered) == ("cancelled", "enough", 0, 8)
    assert [dropped.code for dropped in report.dropped] == ["cancelled"] * 16
    before = {number: gave for number, gave in lessons.slots(ended).items() if gave != "cancelled"}
    lessons.author.answers = 100
    whole = lessons.written(wanted(24))
    assert (whole.id, whole.state, whole.round) == (run.id, "completed", 2)
    assert before.items() <= lessons.slots(whole).items()
    assert lessons.desk.report(lessons.principal, whole).delivered == 24


def test_a_budget_stops_a_run_at_most_one_call_late_and_a_greater_one_carries_it_on(lessons: Course) -> None:
    first = lessons.written(wanted(24, budget=0.013))
    report = lessons.desk.report(lessons.principal, first)
    assert report.cost is not None
    assert 0 < report.cost <= 0.013
    assert first.state == "completed"
    assert {dropped.code for dropped in report.dropped} == {"budget"}
    assert 0 < report.delivered < 24
    before = {number: gave for number, gave in lessons.slots(first).items() if gave != "budget"}
    asked = len(lessons.author.asked)
    again = lessons.written(wanted(24, budget=0.013))
    assert len(lessons.author.asked) == asked
    more = lessons.written(wanted(24, budget=1.0))
    assert first.id == again.id == more.id
    assert before.items() <= lessons.slots(more).items()
    assert lessons.desk.report(lessons.principal, more).delivered == 24


def test_a_fault_of_the_code_fails_the_run_which_can_be_carried_on(
    lessons: Course, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(MadeAuthor):
        async def complete(self, request: ChatRequest) -> Completion:
            if len(self.asked) == self.answers:
                raise ZeroDivisionError("division by nought")
            return await super().complete(request)

    desk = RunDesk(
        lessons.desk.store, lessons.desk.bank, models(Broken(answers=1), lessons.principal.course), now
    )
    broken = lessons._replace(desk=desk)
    run = broken.written(wanted(12))
    assert (run.state, run.why) == ("failed", "ZeroDivisionError: division by nought")
    assert "Traceback" in caplog.text
    report = desk.report(lessons.principal, run)
    assert report.delivered + len(report.dropped) == 12
    assert {dropped.code for dropped in report.dropped} == {"failed"}
    # A call that its process never settled is given up in time.
    later = Servers(FakeClock(now() + timedelta(minutes=1)))
    mended = RunDesk(desk.store, desk.bank, models(lessons.author, run.server, later), now)
    whole = lessons._replace(desk=mended).written(wanted(12))
    assert (whole.id, whole.state, whole.why) == (run.id, "completed", "")
    assert lessons.desk.report(lessons.principal, whole).delivered == 12


def test_the_log_tells_each_slot_once_and_each_state(lessons: Course) -> None:
    run = lessons.written(wanted(5))
    events = lessons.desk.events(lessons.principal, run.id, after=0)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert [event.data["state"] for event in events if event.kind == "state"] == [
        "queued",
        "running",
        "completed",
    ]
    told = {event.data["slot"]: event.data["item"] for event in events if event.kind == "delivered"}
    assert told == lessons.slots(run)
    assert [e.number for e in lessons.desk.events(lessons.principal, run.id, after=3)] == [
        e.number for e in events[3:]
    ]


def test_a_price_is_told_without_a_call_and_kept_replies_are_left_out(lessons: Course) -> None:
    price = lessons.desk.price(lessons.principal, wanted(8))
    assert len(price.slots) == 8
    assert price.estimate is not None
    assert (price.estimate.calls, price.estimate.reused, lessons.author.asked) == (2, 0, [])
    assert price.estimate.usd is not None
    assert price.estimate.usd > 0
    lessons.written(wanted(8))
    again = lessons.desk.price(lessons.principal, wanted(8)).estimate
    assert again is not None
    assert again.calls == 0
    assert lessons.desk.price(lessons.principal, wanted(8, model="builtin")).estimate is None


def test_a_run_that_was_left_is_taken_up_by_whoever_has_its_model(lessons: Course) -> None:
    run = lessons.desk.submit(lessons.principal, wanted(4), alone=True).run
    assert not lessons.desk.take_up(lessons.principal, run.id, "any")
    desk = lessons.desk
    later = RunDesk(desk.store, desk.bank, desk.models, lambda: now() + timedelta(minutes=1))
    asyncio.run(work_until_ended(later, lessons.principal, run))
    assert later.report(lessons.principal, run).delivered == 4


def test_two_workers_share_a_run_and_do_no_slot_twice(lessons: Course) -> None:
    lessons.author.seconds = 0.1
    run = lessons.desk.submit(lessons.principal, wanted(36)).run

    def work() -> None:
        asyncio.run(work_until_ended(lessons.desk, lessons.principal, run))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = lessons.desk.report(lessons.principal, run)
    assert (report.delivered, report.calls, len(lessons.author.asked)) == (36, 9, 9)
    assert len(set(lessons.slots(run).values())) == 36


def test_of_many_who_ask_the_same_at_once_one_makes_the_run(lessons: Course) -> None:
    found: list[str] = []

    def ask() -> None:
        found.append(lessons.desk.submit(lessons.principal, wanted(4, seed=None)).run.id)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (6, 1)


def test_who_may_not_write_may_not_run_and_others_do_not_see(lessons: Course, store: Store) -> None:
    learner = Principal(course=lessons.principal.course, role="learner")
    with pytest.raises(NotAllowed):
        lessons.desk.submit(learner, wanted(4))
    run = lessons.desk.submit(lessons.principal, wanted(4)).run
    with pytest.raises(NotAllowed):
        lessons.desk.cancel(learner, run.id)
    with pytest.raises(NotFound, match=run.id):
        lessons.desk.get(Principal(course="default", role="operator"), run.id)
    with pytest.raises(BadInput, match="astrology"):
        lessons.desk.submit(lessons.principal, Wanted(WritingRequest(concepts=("astrology",))))
    assert lessons.desk.page(lessons.principal, 5) == ([run], None)
