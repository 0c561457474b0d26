"""A call is limited, budgeted and journaled, in memory and in the database alike."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from itemwright.chat.base import ChatModel, ChatRequest, Completion
from itemwright.chat.clock import FakeClock
from itemwright.chat.counted import CountedModel
from itemwright.chat.estimate import estimate_calls
from itemwright.chat.journal import ABANDONED_AFTER, Journal, MemoryJournal
from itemwright.chat.journaled import JournaledModel, call_digest
from itemwright.chat.limit import Limit
from itemwright.chat.prices import Price, Prices
from itemwright.chat.scripted import ScriptedModel
from itemwright.chat.stored_journal import StoredJournal
from itemwright.domain.budget import Cap, Caps
from itemwright.domain.call import SettledCall
from itemwright.errors import ModelUnavailable
from itemwright.spent import Spent
from itemwright.store.courses import Courses
from itemwright.store.engine import Store
from itemwright.structured import Unanswered, ask
from tests.chat.test_recorded import REQUEST
from tests.test_structured import GOOD, Weight
from tests.test_structured import REQUEST as WEIGH

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PRICE = Price(input=1_000_000, output=1_000_000)
"""A dollar a token: figures that can be read."""
PRICES = Prices({"priced": PRICE}, assumed=Price(input=1_000_000, output=1_000_000))


@pytest.fixture(params=["memory", "stored"])
def journal(request: pytest.FixtureRequest, store: Store, course: str) -> Journal:
    return MemoryJournal() if request.param == "memory" else StoredJournal(store, course)


def reply(text: str = "4", spent: Spent = Spent(1, 10, 5), **changes: Any) -> Completion:  # noqa: B008
    whole = {"text": text, "model": "made", "tokens_in": 10, "tokens_out": 5, "seconds": 0.1}
    return Completion.model_validate(whole | {"finish": "stop", "spent": spent} | changes)


def asked_by(number: int) -> ChatRequest:
    """Requests of one length that differ."""
    return REQUEST.model_copy(update={"user": f"What is {number:04d}?"})


class Paused:
    """A model that waits to be let go on, and knows how many wait. Each reply costs 10 tokens in, 5 out."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.now = self.most = self.asked = 0

    async def complete(self, request: ChatRequest) -> Completion:
        self.now += 1
        self.asked += 1
        self.most = max(self.most, self.now)
        try:
            await self.go.wait()
        finally:
            self.now -= 1
        return reply()


def journaled(model: ChatModel, journal: Journal, **changes: Any) -> JournaledModel:
    settings: dict[str, Any] = {
        "journal": journal,
        "prices": PRICES,
        "caps": Caps(),
        "run": "run-1",
        "limit": Limit(8),
        "clock": FakeClock(NOON),
    }
    return JournaledModel(model, changes.pop("spec", "openai:priced"), "http://made", **settings | changes)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


def failing(call: Awaitable[object]) -> ModelUnavailable:
    async def wait() -> None:
        await call

    with pytest.raises(ModelUnavailable) as caught:
        asyncio.run(wait())
    return caught.value


def test_what_was_answered_is_never_asked_again(journal: Journal) -> None:
    script = ScriptedModel([reply("vier \x00 ”4”")])
    first = asyncio.run(journaled(script, journal).complete(REQUEST))
    again = asyncio.run(journaled(script, journal, run="run-2").complete(REQUEST))
    assert first.spent == Spent(1, 10, 5, 15.0)
    assert again == first.model_copy(update={"spent": Spent()})
    assert len(script.asked) == 1
    assert journal.spent("run-1") == Spent(1, 10, 5, 15.0)
    assert journal.spent("run-2") == Spent()


@pytest.mark.parametrize(
    "change", [{"user": "Who?"}, {"seed": 9}, {"max_output_tokens": 51}, {"prompt": "add_numbers@2:abc"}]
)
def test_anything_else_is_asked_for_itself(journal: Journal, change: dict[str, object]) -> None:
    script = ScriptedModel([reply("4"), reply("5")])
    model = journaled(script, journal)
    asyncio.run(model.complete(REQUEST))
    assert asyncio.run(model.complete(REQUEST.model_copy(update=change))).text == "5"


def test_another_model_or_server_is_another_call() -> None:
    digests = {call_digest(spec, server, REQUEST) for spec in ("a", "b") for server in ("x", "y")}
    assert len(digests) == 4
    fewer = REQUEST.model_copy(update={"tries": 1})
    assert call_digest("a", "x", fewer) in digests


@pytest.mark.parametrize("finish", ["refusal", "content_filter", "length"])
def test_a_faulty_reply_is_recorded_and_paid_for_but_not_used_again(journal: Journal, finish: str) -> None:
    model = journaled(ScriptedModel([reply("no", finish=finish), reply("4")]), journal)
    assert asyncio.run(model.complete(REQUEST)).finish == finish
    assert asyncio.run(model.complete(REQUEST)).text == "4"
    assert journal.spent("run-1") == Spent(2, 20, 10, 30.0)


def test_a_failed_call_is_recorded_and_asked_again(journal: Journal) -> None:
    down = ModelUnavailable("It is down.", reason="timed_out", spent=Spent(3, 30, 15, None))
    model = journaled(ScriptedModel([down, reply()]), journal)
    error = failing(model.complete(REQUEST))
    assert (error.reason, error.spent) == ("timed_out", Spent(3, 30, 15, 45.0))
    assert asyncio.run(model.complete(REQUEST)).text == "4"
    assert journal.spent("run-1") == Spent(4, 40, 20, 60.0)


def test_replies_that_led_to_no_answer_are_not_used_again(journal: Journal) -> None:
    script = ScriptedModel([reply("nothing"), reply("nothing at all"), reply(GOOD)])
    counted = CountedModel(journaled(script, journal))
    first = asyncio.run(ask(counted, WEIGH, Weight))
    assert isinstance(first, Unanswered)
    assert not isinstance(asyncio.run(ask(counted, WEIGH, Weight)), Unanswered)
    assert (counted.calls, counted.reused, counted.spent) == (3, 0, Spent(3, 30, 15, 45.0))


def test_a_slip_and_its_repair_are_used_again_together(journal: Journal) -> None:
    script = ScriptedModel([reply("nothing"), reply(GOOD)])
    for _ in range(2):
        assert not isinstance(asyncio.run(ask(journaled(script, journal), WEIGH, Weight)), Unanswered)
    assert len(script.asked) == 2


def test_the_same_call_at_once_is_made_once(journal: Journal) -> None:
    async def eight() -> tuple[list[Completion], int]:
        paused = Paused()
        models = [journaled(paused, journal) for _ in range(8)]
        calls = [asyncio.ensure_future(model.complete(REQUEST)) for model in models]
        await until(lambda: paused.now == 1)
        await asyncio.sleep(0.05)
        paused.go.set()
        return await asyncio.gather(*calls), paused.asked

    found, asked = asyncio.run(eight())
    assert asked == 1
    assert {completion.text for completion in found} == {"4"}
    assert journal.spent("run-1").requests == 1


def test_no_more_calls_than_places_go_on_at_once(journal: Journal) -> None:
    async def twenty() -> Paused:
        paused = Paused()
        model = journaled(paused, journal, limit=Limit(3))
        calls = [asyncio.ensure_future(model.complete(asked_by(each))) for each in range(20)]
        await until(lambda: paused.now == 3)
        await asyncio.sleep(0.05)
        paused.go.set()
        await asyncio.gather(*calls)
        return paused

    paused = asyncio.run(twenty())
    assert (paused.most, paused.asked) == (3, 20)


def most_of_one_call() -> float:
    """Dollars that one request of REQUEST's length may cost."""
    estimate = journaled(ScriptedModel([]), MemoryJournal())._planned("", asked_by(0))
    return estimate.worst[0].usd


@pytest.mark.parametrize("scope", ["run", "day", "course"])
def test_a_budget_is_never_overdrawn_with_eight_calls_at_once(journal: Journal, scope: str) -> None:
    budget = most_of_one_call() + 15 * 20.5  # calls cost 15 each; the last must fit at its worst
    caps = Caps.model_validate({scope: {"usd": budget}})

    async def all_calls() -> tuple[list[Completion | BaseException], Paused]:
        paused = Paused()
        paused.go.set()
        model = journaled(paused, journal, caps=caps)
        calls = (model.complete(asked_by(each)) for each in range(60))
        return await asyncio.gather(*calls, return_exceptions=True), paused

    found, paused = asyncio.run(all_calls())
    refused = [each for each in found if isinstance(each, ModelUnavailable)]
    assert {error.reason for error in refused} == {"budget"}
    assert f"budget of this {scope}" in str(refused[0])
    assert paused.asked == 60 - len(refused) == 21
    spent = journal.spent("run-1")
    assert spent.usd == 15 * paused.asked <= budget


def test_a_call_waits_for_what_others_have_reserved(journal: Journal) -> None:
    caps = Caps(day=Cap(usd=most_of_one_call() + 20))

    async def two() -> int:
        paused = Paused()
        model = journaled(paused, journal, caps=caps)
        calls = [asyncio.ensure_future(model.complete(asked_by(each))) for each in range(2)]
        await until(lambda: paused.now == 1)
        await asyncio.sleep(0.05)
        assert paused.asked == 1
        paused.go.set()
        await asyncio.gather(*calls)
        return paused.asked

    assert asyncio.run(two()) == 2


def test_tries_that_do_not_fit_are_not_granted(journal: Journal) -> None:
    script = ScriptedModel([reply(), reply()])
    caps = Caps(course=Cap(requests=4))
    model = journaled(script, journal, caps=caps)
    asyncio.run(model.complete(asked_by(1)))
    asyncio.run(model.complete(asked_by(2)))
    assert [request.tries for request in script.asked] == [3, 3]
    script = ScriptedModel([reply(spent=Spent(1, 1, 1)), reply(spent=Spent(1, 1, 1))])
    model = journaled(script, journal, caps=caps)
    asyncio.run(model.complete(asked_by(3)))
    asyncio.run(model.complete(asked_by(4)))
    assert [request.tries for request in script.asked] == [2, 1]
    assert "4 requests" in str(failing(model.complete(asked_by(5))))


def test_a_budget_in_dollars_bounds_a_model_without_a_price_and_its_cost_stays_unknown(
    journal: Journal,
) -> None:
    caps = Caps(run=Cap(usd=most_of_one_call() + 20))
    model = journaled(ScriptedModel([reply(), reply(), reply()]), journal, spec="openai:who", caps=caps)
    for number in range(2):
        assert asyncio.run(model.complete(asked_by(number))).spent.usd is None
    assert failing(model.complete(asked_by(3))).reason == "budget"
    assert journal.spent("run-1") == Spent(2, 20, 10, None)


def test_absurd_figures_count_no_more_than_was_reserved(journal: Journal) -> None:
    absurd = reply(spent=Spent(1, 10**12, 10**12))
    caps = Caps(run=Cap(usd=2.5 * most_of_one_call()))
    model = journaled(ScriptedModel([absurd, reply()]), journal, caps=caps)
    asyncio.run(model.complete(asked_by(1)))
    assert asyncio.run(model.complete(asked_by(2))).text == "4"


def test_caps_hold_for_a_run_a_day_and_a_course_by_themselves(store: Store, course: str) -> None:
    journal, clock = StoredJournal(store, course), FakeClock(NOON)
    caps = Caps(run=Cap(requests=2), day=Cap(requests=3), course=Cap(requests=4))

    def call(number: int, run: str) -> str:
        model = journaled(ScriptedModel([reply()]), journal, caps=caps, run=run, clock=clock)
        try:
            asyncio.run(model.complete(asked_by(number).model_copy(update={"tries": 1})))
        except ModelUnavailable as error:
            return str(error).split("budget of this ")[1].split(",")[0]
        return "answered"

    assert [call(number, "a") for number in (1, 2, 3)] == ["answered", "answered", "run"]
    assert [call(number, "b") for number in (4, 5)] == ["answered", "day"]
    clock.wind(86_400)
    assert [call(number, "b") for number in (6, 7)] == ["answered", "run"]
    assert call(8, "c") == "course"
    other = f"{course}-2"
    with store.begin() as tx:
        Courses(tx).ensure(other, "Another course")
    model = journaled(ScriptedModel([reply()]), StoredJournal(store, other), caps=caps)
    assert asyncio.run(model.complete(asked_by(8))).text == "4"


def test_a_call_whose_process_was_killed_is_asked_again_and_counts(journal: Journal) -> None:
    clock = FakeClock(NOON)
    model = journaled(ScriptedModel([reply("5")]), journal, clock=clock)
    digest = call_digest("openai:priced", "http://made", REQUEST)
    claim = journal.claim(model._planned(digest, REQUEST), Caps(), clock.now())
    assert claim.id is not None
    assert journal.claim(model._planned(digest, REQUEST), Caps(), clock.now()).id is None
    clock.wind(ABANDONED_AFTER.total_seconds() - 1)
    journal.beat(claim.id, clock.now())
    clock.wind(2)
    assert journal.claim(model._planned(digest, REQUEST), Caps(), clock.now()).id is None
    clock.wind(ABANDONED_AFTER.total_seconds())
    assert asyncio.run(model.complete(REQUEST)).text == "5"
    assert journal.spent("run-1").requests == 3 + 1
    # What was taken for dead answers after all: two replies, and the first that was kept stands.
    late = SettledCall.model_validate(
        {"state": "kept", "spent": Spent(1, 1, 1, 2.0), "counted": (1, 2, 2.0), "seconds": 1.0}
        | {"reply": reply("6").model_dump(mode="json")}
    )
    journal.settle(claim.id, late)
    kept = journal.find(digest)
    assert kept is not None
    assert kept["text"] == "5"
    assert journal.spent("run-1") == Spent(2, 11, 6, 17.0)


def test_a_cancelled_call_counts_at_its_worst_and_can_be_asked_again_at_once(journal: Journal) -> None:
    async def cancelled() -> None:
        paused = Paused()
        call = asyncio.ensure_future(journaled(paused, journal).complete(REQUEST))
        await until(lambda: paused.now == 1)
        call.cancel()
        await asyncio.wait([call])
        assert call.cancelled()

    asyncio.run(cancelled())
    assert journal.spent("run-1").requests == 3
    again = journaled(ScriptedModel([reply()]), journal)
    assert asyncio.run(again.complete(REQUEST)).text == "4"


def test_a_long_call_is_heard_of(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itemwright.chat.journaled.BEAT_EVERY", 0.01)

    class Ticking(FakeClock):
        def now(self) -> datetime:
            self.wind(2.0)
            return super().now()

    async def long() -> str:
        paused = Paused()
        clock = Ticking(NOON)
        call = asyncio.ensure_future(journaled(paused, journal, clock=clock).complete(REQUEST))
        await until(lambda: clock.seconds() > 3 * ABANDONED_AFTER.total_seconds())
        digest = call_digest("openai:priced", "http://made", REQUEST)
        planned = journaled(paused, journal)._planned(digest, REQUEST)
        claim = journal.claim(planned, Caps(), NOON + timedelta(seconds=clock.seconds()))
        assert claim.id is None
        paused.go.set()
        return (await call).text

    assert asyncio.run(long()) == "4"


def test_what_calls_would_cost_is_told_before(journal: Journal) -> None:
    asyncio.run(journaled(ScriptedModel([reply()]), journal).complete(asked_by(1)))
    requests = [asked_by(1), asked_by(2), asked_by(2), asked_by(3)]
    found = estimate_calls(requests, "openai:priced", "http://made", PRICE, journal)
    assert (found.calls, found.reused, found.tokens_out) == (2, 1, 2 * 50)
    assert found.usd == found.tokens_in + found.tokens_out
    assert 2 * 15 < found.tokens_in < 2 * 100
    unknown = estimate_calls(requests, "openai:priced", "http://made", None, journal)
    assert unknown == found.model_copy(update={"usd": None})
