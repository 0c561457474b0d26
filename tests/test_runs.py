"""A run delivers proved items without repeats, balanced, and says truthfully what it could not write."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from itemwright.balance import Balance
from itemwright.chat.base import Completion
from itemwright.chat.scripted import ScriptedModel
from itemwright.domain.blueprint import Slot, WrittenSet
from itemwright.domain.item import Item, ItemType
from itemwright.domain.run import SlotOutcome
from itemwright.errors import BadInput
from itemwright.proving.examiner import (
    Examined,
    Examiner,
    Fault,
    Ruling,
    ScriptedExaminer,
    WeighedFault,
)
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.runs import MemoryShelf, SlotFiller, plan_set, write_set
from itemwright.sandbox import Sandbox
from itemwright.spent import Spent
from itemwright.structured import Unanswered, Why
from itemwright.writing.base import Candidates, ItemWriter, NothingWritten, ScriptedWriter, Usage
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.options import key_position
from itemwright.writing.plan import WritingRequest, plan_slots
from tests.writing.samples import library
from tests.writing.written_samples import article_library, candidate, reply


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def lib() -> Library:
    return library()


def run(
    lib: Library, sandbox: Sandbox, writers: Sequence[ItemWriter] | None = None, bank: Sequence[Item] = (),
    seed: int = 0, **request: object,
) -> WrittenSet:  # fmt: skip
    writers = [CardWriter(lib, sandbox)] if writers is None else writers
    asked = WritingRequest.model_validate(request)
    return asyncio.run(write_set(asked, lib, writers, Prover(lib, sandbox), bank, seed))


def test_delivers_proved_items_without_repeats(lib: Library, sandbox: Sandbox) -> None:
    written = run(lib, sandbox, count=40)
    assert (written.report.requested, written.report.delivered) == (40, 40)
    assert len({item.id for item in written.items}) == 40
    assert len({item.family for item in written.items}) == 40
    assert len({item.type for item in written.items}) >= 8
    for item in written.items:
        assert item.proof is not None
        assert item.proof.verdict == "pass"
        assert {"structure", "novelty", "quotations"} <= {check.name for check in item.proof.checks}


def test_keys_stand_evenly_on_all_places(lib: Library, sandbox: Sandbox) -> None:
    written = run(lib, sandbox, count=24, types=["multiple_choice"])
    places = Counter(key_position(item) for item in written.items)
    assert max(places.values()) - min(places.values()) <= 1
    assert set(places) == {0, 1, 2, 3}


def test_same_request_and_seed_same_set(lib: Library, sandbox: Sandbox) -> None:
    one, two = (run(lib, sandbox, count=12, seed=5) for _ in range(2))
    assert [item.id for item in one.items] == [item.id for item in two.items]
    assert [item.id for item in run(lib, sandbox, count=12, seed=6).items] != [item.id for item in one.items]


def test_repeats_nothing_of_the_bank(lib: Library, sandbox: Sandbox) -> None:
    first = run(lib, sandbox, count=30, concepts=["hash-table"])
    second = run(lib, sandbox, count=30, concepts=["hash-table"], bank=first.items, seed=1)
    assert not {item.id for item in first.items} & {item.id for item in second.items}
    old = {item.stem for item in first.items if item.type in ("short_answer", "free_text", "numeric")}
    assert not old & {item.stem for item in second.items}


def test_tells_what_it_has_no_material_for(lib: Library, sandbox: Sandbox) -> None:
    written = run(lib, sandbox, count=3, concepts=["stack"], types=["ordering"])
    assert (written.report.delivered, len(written.report.dropped)) == (0, 3)
    assert {drop.code for drop in written.report.dropped} == {"no_material"}
    assert "ordering on 'stack'" in written.report.dropped[0].reason


def test_tells_when_all_is_written(lib: Library, sandbox: Sandbox) -> None:
    written = run(lib, sandbox, count=6, concepts=["stack"], types=["short_answer"])
    assert 0 < written.report.delivered < 6
    assert written.report.delivered + len(written.report.dropped) == 6
    assert {drop.code for drop in written.report.dropped} == {"duplicate"}


def test_values_are_drawn_again_when_families_run_out(lib: Library, sandbox: Sandbox) -> None:
    written = run(lib, sandbox, count=3, concepts=["hash-table"], types=["numeric"])
    assert written.report.delivered == 3
    assert len({item.stem for item in written.items}) == 3


def test_sources_limit_what_is_written(lib: Library, sandbox: Sandbox) -> None:
    assert run(lib, sandbox, count=2, sources=["docs/containers.md"]).report.delivered == 2
    with pytest.raises(BadInput, match=r"'absent.md'"):
        run(lib, sandbox, count=2, sources=["absent.md"])


def test_a_failed_proof_is_reported_and_the_next_candidate_taken(lib: Library, sandbox: Sandbox) -> None:
    good = run(lib, sandbox, count=2, types=["multiple_choice"]).items
    bad = good[0].model_copy(update={"citations": (), "proof": None})
    script = ScriptedWriter([Candidates(items=(bad, good[1]), usage=Usage(calls=1, tokens=50, cost=0.25))])
    written = run(lib, sandbox, writers=[script], count=1)
    assert [item.family for item in written.items] == [good[1].family]
    assert [(drop.code, "quotations" in drop.reason) for drop in written.report.dropped] == [
        ("proof_failed", True)
    ]
    assert (written.report.calls, written.report.tokens, written.report.cost) == (1, 50, 0.25)


def test_a_second_writer_steps_in_and_an_unknown_price_stays_unknown(lib: Library, sandbox: Sandbox) -> None:
    failing = ScriptedWriter(
        [NothingWritten(code="model_failed", reason="timed out", usage=Usage(calls=1, cost=None))]
    )
    written = run(lib, sandbox, writers=[failing, CardWriter(lib, sandbox)], count=1)
    assert written.report.delivered == 1
    assert written.report.cost is None


def test_an_empty_budget_ends_the_run(lib: Library, sandbox: Sandbox) -> None:
    script = ScriptedWriter([NothingWritten(code="budget", reason="0.10 of 0.10 USD spent")])
    written = run(lib, sandbox, writers=[script], count=3)
    assert [drop.code for drop in written.report.dropped] == ["budget"] * 3
    assert len(script.slots) == 1


def test_progress_is_told_after_each_slot(lib: Library, sandbox: Sandbox) -> None:
    told: list[tuple[int, int]] = []
    prover = Prover(lib, sandbox)
    asked = WritingRequest(count=3)
    asyncio.run(
        write_set(
            asked,
            lib,
            [CardWriter(lib, sandbox)],
            prover,
            progress=lambda done, all_: told.append((done, all_)),
        )
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_scripted_writer_records_its_slots() -> None:
    script = ScriptedWriter([])
    slot = Slot(number=1, seed=2)
    answer = asyncio.run(script.write(slot, ()))
    assert isinstance(answer, NothingWritten)
    assert script.slots == [slot]


def filled(
    lib: Library, writers: Sequence[ItemWriter], sandbox: Sandbox, shelf: MemoryShelf,
    request: WritingRequest, bank: Sequence[Item] = (), at_once: bool = False,
    examiner: Examiner | None = None,
) -> None:  # fmt: skip
    """Fill the slots of a request, one after the other or all at once."""
    plan = plan_set(request, lib, writers, 1)
    balance = Balance(random.Random(0))
    prover = Prover(lib, sandbox)
    filler = SlotFiller(lib, writers, prover, Novelty(bank), balance, shelf, examiner=examiner)

    async def fill() -> None:
        if at_once:
            await asyncio.gather(*(filler.fill(planned) for planned in plan))
            return
        for planned in plan:
            await filler.fill(planned)

    asyncio.run(fill())


def test_what_others_add_meanwhile_is_not_repeated(lib: Library, sandbox: Sandbox) -> None:
    one, two = run(lib, sandbox, count=2, types=["multiple_choice"]).items
    shelf = MemoryShelf(others=[one])
    filled(lib, [ScriptedWriter([Candidates(items=(one, two))])], sandbox, shelf, WritingRequest(count=1))
    assert [outcome.item and outcome.item.stem for outcome in shelf.outcomes] == [two.stem]


def test_a_slot_that_stays_empty_is_told_whatever_others_add(lib: Library, sandbox: Sandbox) -> None:
    (one,) = run(lib, sandbox, count=1, types=["multiple_choice"]).items
    shelf = MemoryShelf(others=[one])
    filled(lib, [ScriptedWriter([Candidates(items=(one,))])], sandbox, shelf, WritingRequest(count=1))
    (outcome,) = shelf.outcomes
    assert (outcome.item, outcome.dropped[-1].code) == (None, "duplicate")


def scripted(kinds: Sequence[ItemType | None]) -> ScriptedModel:
    """A model that writes one item of each kind in its one reply."""
    text = reply(*[[candidate(kind)] for kind in kinds if kind])
    said = Completion(
        text=text, model="m", tokens_in=9, tokens_out=3, seconds=1, finish="stop", spent=Spent(1, 9, 3)
    )
    return ScriptedModel([said])


@pytest.mark.parametrize("at_once", [True, False])
def test_slots_share_their_call_whatever_the_bank_holds(
    lib: Library, sandbox: Sandbox, at_once: bool
) -> None:
    articles = article_library()
    request = WritingRequest(count=3, types=("multiple_choice", "cloze", "free_text"))
    model = scripted([planned.choices[0].type for planned in plan_slots(request, articles, 1)])
    writer = LlmWriter(articles, model, sandbox)
    shelf = MemoryShelf()
    bank = run(lib, sandbox, count=4).items
    filled(articles, [writer], sandbox, shelf, request, bank, at_once=at_once)
    assert len(model.asked) == 1
    assert {outcome.number for outcome in shelf.outcomes if outcome.item} == {0, 1, 2}
    assert [sum(outcome.calls for outcome in shelf.outcomes), sum(o.tokens for o in shelf.outcomes)] == [
        1,
        12,
    ]


def found(confidence: float | None) -> Examined:
    """An examination of a kiln item: without a fault, or with one that stands so surely."""
    faults: tuple[WeighedFault, ...] = ()
    if confidence is not None:
        fault = Fault(fault="second_right_answer", words="w", evidence="", why="Two are right.")
        ruling = Ruling(number=1, defence="d", ruling="r", confidence=confidence)
        faults = (WeighedFault(fault=fault, ruling=ruling),)
    return Examined(faults=faults, model="m", prompts=("p",), usage=Usage(calls=1, tokens=7))


def examined(sandbox: Sandbox, *outcomes: Examined | Unanswered, mends: int) -> SlotOutcome:
    """One slot, written, examined and mended so often; the mended item is as the first, but for its hint."""
    articles = article_library()
    written = candidate("free_text")
    again = [
        written | {"teaching": written["teaching"] | {"takeaway": f"Takeaway {n}."}} for n in range(mends)
    ]
    texts = [reply([written]), *(json.dumps({"reported": "", "item": [item]}) for item in again)]
    model, shelf = ScriptedModel(texts), MemoryShelf()
    examiner = ScriptedExaminer(outcomes)
    request = WritingRequest(count=1, types=("free_text",), examine=True)
    filled(articles, [LlmWriter(articles, model, sandbox)], sandbox, shelf, request, examiner=examiner)
    assert len(model.asked) == mends + 1
    assert len(examiner.asked) == len(outcomes)
    assert "Two are right." in model.asked[-1].user or not mends
    return shelf.outcomes[0]


def test_what_an_examiner_refuses_is_mended_and_examined_anew(sandbox: Sandbox) -> None:
    outcome = examined(sandbox, found(0.9), found(None), mends=1)
    assert outcome.item is not None
    assert outcome.item.proof is not None
    assert outcome.item.proof.checks[-1].name == "examination"
    assert [drop.code for drop in outcome.dropped] == ["proof_failed"]
    assert "Two are right." in outcome.dropped[0].reason
    assert outcome.tokens == 14


def test_what_is_never_mended_is_dropped_for_what_was_found(sandbox: Sandbox) -> None:
    outcome = examined(sandbox, found(0.9), found(0.9), found(0.5), mends=2)
    assert outcome.item is None
    assert outcome.dropped[-1].code == "proof_failed"
    assert "Two are right." in outcome.dropped[-1].reason


@pytest.mark.parametrize(("reason", "code"), [("timed_out", "model_failed"), ("budget", "budget")])
def test_what_could_not_be_examined_is_not_delivered(sandbox: Sandbox, reason: Why, code: str) -> None:
    outcome = examined(sandbox, Unanswered(reason=reason, detail="no reply"), mends=0)
    assert (outcome.item, outcome.dropped[-1].code) == (None, code)
    assert "no reply" in outcome.dropped[-1].reason
