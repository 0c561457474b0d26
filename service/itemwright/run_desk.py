"""The desk at which runs are asked for, looked at and cancelled. The work is done elsewhere."""

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from itemwright.bank import Bank, require_author
from itemwright.chat.estimate import Estimate
from itemwright.chat.stored_journal import StoredJournal
from itemwright.domain.blueprint import DropCode, Slot, WritingReport
from itemwright.domain.item import Item
from itemwright.domain.principal import Principal
from itemwright.domain.run import OPEN_AGAIN, Run, RunEvent, RunSlot
from itemwright.errors import BadInput, Conflict
from itemwright.jobs import STALLED_AFTER, Job, Jobs
from itemwright.prompting import load_prompt
from itemwright.run_models import BUILTIN, RunModels
from itemwright.store.calls import Calls
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.run_slots import RunSlots
from itemwright.store.runs import Runs
from itemwright.writing.library import Library
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.plan import WritingRequest, plan_slots

PROMPTS = ("write_items", "mend_item")
EXAMINING = ("examine_item", "weigh_faults")
UNFINISHED: frozenset[DropCode] = frozenset(["cancelled", "failed", "budget"])
"""Why a slot was dropped of which more would have come, had the run gone on."""


class Wanted(NamedTuple):
    """What is asked for. `seed` None: of the runs that ask for this, the newest one that has not run to its
    end; else one that was not used for it yet. `budget` in US dollars, for the whole run."""

    request: WritingRequest
    model: str = BUILTIN
    seed: int | None = None
    budget: float | None = None


class Submitted(NamedTuple):
    """A stored run; `is_known`: the same was asked before, so what is there of it stays."""

    run: Run
    is_known: bool


class Price(NamedTuple):
    """The slots of a run as they would be ordered, and what its calls would cost; None: it makes none."""

    slots: list[Slot]
    estimate: Estimate | None


def queue_of(model: str, server: str) -> str:
    """The queue of the runs that a worker with this model can work on."""
    if model == BUILTIN:
        return BUILTIN
    named = hashlib.sha256(f"{model} {server}".encode()).hexdigest()
    return f"model:{named[:32]}"


def own_queue(run: Run) -> str:
    """The queue of one run alone, for a process that works on no other."""
    return f"run:{run.id}"


class RunDesk:
    """Runs of all courses; each is asked for, and seen, in the principal's."""

    def __init__(self, store: Store, bank: Bank, models: RunModels, now: Callable[[], datetime]) -> None:
        self.store = store
        self.bank = bank
        self.models = models
        self.now = now

    def submit(self, principal: Principal, wanted: Wanted, *, alone: bool = False) -> Submitted:
        """Store the run; it waits to be worked on, in its own queue if `alone`. The same run is stored once:
        asked for again it is as it stands, and slots that were dropped for a reason that may have passed are
        opened again.

        Raises:
            BadInput: an unknown concept, source, type or model, or an impossible count.
            ModelUnavailable: the model cannot be used here.
        """
        require_author(principal)
        _check_examined(wanted)
        library = self.bank.library(principal, wanted.request)
        requested = len(plan_slots(wanted.request, library, wanted.seed or 0))
        server = self.models.server(wanted.model)
        series = _digest(wanted, server, library)
        try:
            return self._stored(principal, wanted, series, server, requested, alone)
        except Conflict:  # the same was asked for at the same time: now it is found
            return self._stored(principal, wanted, series, server, requested, alone)

    def price(self, principal: Principal, wanted: Wanted) -> Price:
        """What `submit` would order, and what that would cost at most; nothing is stored or called.

        Raises:
            BadInput, ModelUnavailable: as `submit` does.
        """
        _check_examined(wanted)
        slots = self.bank.plan(principal, wanted.request, wanted.seed or 0)
        path = self.models.path(wanted.model)
        if path is None:
            return Price(slots, None)
        journal = StoredJournal(self.store, principal.course)
        bench = self.bank.bench(principal, wanted.request, path.model(journal))
        (writer,) = bench.writers
        assert isinstance(writer, LlmWriter)
        writer.plan(plan_slots(wanted.request, bench.library, wanted.seed or 0))
        requests = writer.requests()
        if bench.examiner is not None:
            each = enumerate(writer.passages_of_slots())
            requests += [bench.examiner.expected(passages, number) for number, passages in each]
        return Price(slots, path.estimate(requests, journal))

    def get(self, principal: Principal, run_id: str) -> Run:
        """Raises NotFound."""
        with self.store.begin() as tx:
            return Runs(tx, principal.course).get(run_id)

    def page(
        self, principal: Principal, limit: int, cursor: str | None = None
    ) -> tuple[list[Run], str | None]:
        """Up to `limit` runs, the newest first, and the cursor of the next page."""
        with self.store.begin() as tx:
            return Runs(tx, principal.course).page(limit, cursor)

    def report(self, principal: Principal, run: Run) -> WritingReport:
        """What was asked, what was delivered and dropped so far, and what it cost."""
        with self.store.begin() as tx:
            slots = RunSlots(tx, principal.course, run.id).all()
            spent = Calls(tx, principal.course).spent(run.id)
        return WritingReport(
            requested=run.requested,
            delivered=sum(slot.state == "delivered" for slot in slots),
            dropped=tuple(dropped for slot in slots for dropped in slot.dropped),
            calls=spent.requests,
            tokens=spent.tokens,
            cost=None if spent.usd is None else round(spent.usd, 6),
            seconds=round(run.seconds, 3),
            run=run.id,
            seed=run.seed,
            model=run.model,
            state=run.state,
            why=run.why,
            open=sum(slot.state == "open" for slot in slots),
        )

    def slots(self, principal: Principal, run: Run) -> list[RunSlot]:
        """Its slots, in order."""
        with self.store.begin() as tx:
            return RunSlots(tx, principal.course, run.id).all()

    def delivered(self, principal: Principal, run: Run) -> list[str]:
        """The ids of its items, in the order of its slots."""
        return [slot.item for slot in self.slots(principal, run) if slot.item is not None]

    def items(self, principal: Principal, run: Run) -> list[Item]:
        """Its items as they were written, in the order of its slots."""
        ids = self.delivered(principal, run)
        with self.store.begin() as tx:
            found = Items(tx, principal.course).many([(item_id, 1) for item_id in ids])
        return [found[item_id, 1] for item_id in ids]

    def events(self, principal: Principal, run_id: str, after: int, limit: int = 200) -> Sequence[RunEvent]:
        """Entries of its log after the one numbered `after`, the oldest first."""
        with self.store.begin() as tx:
            return Runs(tx, principal.course).events(run_id, after, limit)

    def cancel(self, principal: Principal, run_id: str, why: str = "cancelled on request") -> Run:
        """End the run: what was delivered stays, open slots are dropped, calls under way are given up within
        a second. A run that has ended stays as it is.

        Raises:
            NotFound: no such run in this course.
            NotAllowed: the principal may not write items.
        """
        require_author(principal)
        return self._end(principal, run_id, "cancelled", why)

    def fail(self, principal: Principal, run_id: str, why: str) -> Run:
        """End a run that cannot go on."""
        return self._end(principal, run_id, "failed", why)

    def begin(self, principal: Principal, run_id: str) -> Run:
        """Somebody works on the run from now on."""
        with self.store.begin() as tx:
            runs = Runs(tx, principal.course)
            run, at = runs.lock(run_id), self.now()
            if run.state == "queued":
                return runs.change(run, at, state="running", beat_at=at)
            return runs.change(run, at, beat_at=at) if run.is_open else run

    def finish(self, principal: Principal, run_id: str) -> Run:
        """Complete the run if all of its slots are done."""
        with self.store.begin() as tx:
            runs = Runs(tx, principal.course)
            run, at = runs.lock(run_id), self.now()
            if not run.is_open or RunSlots(tx, principal.course, run_id).open():
                return run
            return runs.change(run, at, state="completed", ended_at=at, seconds=_worked(run, at))

    def share_out(self, job: Job, calls: Sequence[Sequence[int]]) -> None:
        """Instead of `job`, have the open slots of each of these calls filled by whoever is there first."""
        with self.store.begin() as tx:
            still = set(RunSlots(tx, job.course, job.run).open())
            shared = [job._replace(slots=tuple(n for n in call if n in still)) for call in calls]
            Jobs(tx).add([each for each in shared if each.slots])

    def take_up(self, principal: Principal, run_id: str, queue: str) -> bool:
        """Have a run that was left alone worked on in `queue`; false: it was not, or waits there already."""
        with self.store.begin() as tx:
            runs = Runs(tx, principal.course)
            run, at = runs.lock(run_id), self.now()
            if not run.is_open or (run.beat_at is not None and run.beat_at >= at - left_alone_after()):
                return False
            jobs = Jobs(tx)
            if jobs.are_there(principal.course, run_id, [queue]) and queue != own_queue(run):
                return False
            jobs.forget(principal.course, run_id)
            jobs.add([Job(queue, principal.course, run_id, run.round)])
            runs.change(run, at, beat_at=at)
            return True

    def _stored(
        self, principal: Principal, wanted: Wanted, series: str, server: str, requested: int, alone: bool
    ) -> Submitted:
        with self.store.begin() as tx:
            found = self._found(tx, principal, wanted, series)
            if isinstance(found, Run):
                return Submitted(self._carried_on(tx, principal, found, wanted.budget, alone), True)
            runs = Runs(tx, principal.course)
            run = self._new(wanted, found, series, server, requested, alone)
            runs.add(run)
            RunSlots(tx, principal.course, run.id).add(requested)
            run = runs.change(run, run.created_at, state="queued")
            self._queue(tx, principal, run, alone)
            return Submitted(run, False)

    def _found(self, tx: Connection, principal: Principal, wanted: Wanted, series: str) -> Run | int:
        """The run that this is, else the seed of a new one."""
        runs = Runs(tx, principal.course)
        if wanted.seed is not None:
            return runs.find(_with_seed(series, wanted.seed)) or wanted.seed
        newest = runs.newest_of(series)
        if newest is None:
            return 0
        slots = RunSlots(tx, principal.course, newest.id).all()
        unfinished = newest.state != "completed" or any(slot.code in UNFINISHED for slot in slots)
        return newest if unfinished else newest.seed + 1

    def _new(self, wanted: Wanted, seed: int, series: str, server: str, requested: int, alone: bool) -> Run:
        at = self.now()
        return Run(
            id=f"run-{uuid.uuid4().hex}",
            digest=_with_seed(series, seed),
            series=series,
            request=wanted.request.model_dump(mode="json"),
            seed=seed,
            model=wanted.model,
            server=server,
            budget=wanted.budget,
            requested=requested,
            created_at=at,
            begun_at=at,
            beat_at=at if alone else None,
        )

    def _carried_on(
        self, tx: Connection, principal: Principal, found: Run, budget: float | None, alone: bool
    ) -> Run:
        runs, slots = Runs(tx, principal.course), RunSlots(tx, principal.course, found.id)
        run, at = runs.lock(found.id), self.now()
        if run.is_open:
            return runs.change(run, at, budget=budget)
        if not slots.open_again(OPEN_AGAIN):
            return run
        run = runs.change(
            run,
            at,
            state="queued",
            why="",
            round=run.round + 1,
            budget=budget,
            begun_at=at,
            ended_at=None,
            beat_at=at if alone else None,
        )
        self._queue(tx, principal, run, alone)
        return run

    def _queue(self, tx: Connection, principal: Principal, run: Run, alone: bool) -> None:
        queue = own_queue(run) if alone else queue_of(run.model, run.server)
        Jobs(tx).forget(principal.course, run.id)
        Jobs(tx).add([Job(queue, principal.course, run.id, run.round)])

    def _end(self, principal: Principal, run_id: str, state: Literal["cancelled", "failed"], why: str) -> Run:
        with self.store.begin() as tx:
            runs = Runs(tx, principal.course)
            run, at = runs.lock(run_id), self.now()
            if not run.is_open:
                return run
            if dropped := RunSlots(tx, principal.course, run_id).drop_open(state, why):
                runs.log(run_id, "dropped", {"slots": dropped, "code": state, "reason": why}, at)
            return runs.change(run, at, state=state, why=why, ended_at=at, seconds=_worked(run, at))


def _check_examined(wanted: Wanted) -> None:
    if wanted.request.examine and wanted.model == BUILTIN:
        raise BadInput(
            f"Model {BUILTIN!r} examines no items; name another one, or leave the examination out."
        )


def left_alone_after() -> timedelta:
    """How long a run must not have been worked on before others take it up."""
    return timedelta(seconds=STALLED_AFTER)


def _worked(run: Run, at: datetime) -> float:
    return run.seconds + max(0.0, (at - run.begun_at).total_seconds())


def _with_seed(series: str, seed: int) -> str:
    return hashlib.sha256(f"{series}/{seed}".encode()).hexdigest()


def _digest(wanted: Wanted, server: str, library: Library) -> str:
    """SHA-256 over all that the items of a run follow from, but for its seed: what is asked, of whom, in what
    words, and what is ingested."""
    builtin = wanted.model == BUILTIN
    prompts = PROMPTS + (EXAMINING if wanted.request.examine else ())
    told = {
        "request": wanted.request.model_dump(mode="json"),
        "model": wanted.model,
        "server": server,
        "prompts": [] if builtin else [load_prompt(name).fingerprint for name in prompts],
        "sources": sorted([source.id, source.path, source.sha256] for source in library.sources),
        "concepts": sorted(concept.model_dump_json() for concept in library.concepts.values()),
        "cards": sorted(card.model_dump_json() for card in (*library.cards.values(), *library.thin.values())),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
