"""The bank: who has to look at an item before learners get it, and what is never stored twice."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from itemwright.bank import Bank, load_library
from itemwright.domain.draft import Draft
from itemwright.domain.principal import Principal
from itemwright.domain.review_policy import ReviewPolicy
from itemwright.errors import NotAllowed
from itemwright.index.embedding import HashEmbedder
from itemwright.ingest.ingest import ingest_text
from itemwright.sandbox import Sandbox
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.writing.plan import WritingRequest
from tests.writing import samples

EMBEDDER = HashEmbedder()
PLAIN = """# Queues

A queue gives back the entry that was put in first. A queue is used for tasks that have to wait.

| Aspect | Queue | Stack |
|---|---|---|
| Given back first | the oldest entry | the newest entry |
| Used for | waiting tasks | calls that are under way |
| Kept in | a ring buffer | an array with a top |
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def principal(course: str) -> Principal:
    return Principal(course=course, role="operator")


def stocked(store: Store, principal: Principal, sandbox: Sandbox, *, reviewed: bool | None) -> Bank:
    """A bank over an article with a card, reviewed or not; `reviewed` None: over one without any card."""
    text, path = (PLAIN, "queues.md") if reviewed is None else (samples.ARTICLE, "containers.md")
    ingest_text(store, principal, EMBEDDER, path, text)
    if reviewed is not None:
        library = samples.library()
        with store.begin() as tx:
            Concepts(tx, principal.course).save(library.concepts.values())
            for card in library.cards.values():
                Cards(tx, principal.course).save(card, reviewed=reviewed)
    return _bank(store, sandbox)


def _bank(store: Store, sandbox: Sandbox, policy: ReviewPolicy | None = None) -> Bank:
    return Bank(store, sandbox, EMBEDDER, lambda: datetime(2026, 3, 1, tzinfo=UTC), policy)


def drafts_of(bank: Bank, principal: Principal, count: int = 6, seed: int = 1) -> list[Draft]:
    written = asyncio.run(bank.write(principal, WritingRequest(count=count), seed))
    assert written.items
    with bank.store.begin() as tx:
        return [Drafts(tx, principal.course).get(item.id) for item in written.items]


def test_proved_items_from_reviewed_cards_need_nobody(
    store: Store, principal: Principal, sandbox: Sandbox
) -> None:
    found = drafts_of(stocked(store, principal, sandbox, reviewed=True), principal)
    assert {draft.state for draft in found} == {"approved"}
    assert [event.action for event in found[0].history] == ["proposed", "approved"]


@pytest.mark.parametrize("reviewed", [False, None])
def test_items_that_nobody_vouches_for_wait_for_an_author(
    store: Store, principal: Principal, sandbox: Sandbox, reviewed: bool | None
) -> None:
    found = drafts_of(stocked(store, principal, sandbox, reviewed=reviewed), principal)
    assert {draft.state for draft in found} == {"in_review"}
    assert found[0].item.proof is not None
    assert found[0].item.proof.verdict == "pass"


@pytest.mark.parametrize(("policy", "state"), [("required", "in_review"), ("proved", "approved")])
def test_a_policy_of_the_operator_goes_first(
    store: Store, principal: Principal, sandbox: Sandbox, policy: ReviewPolicy, state: str
) -> None:
    stocked(store, principal, sandbox, reviewed=policy == "required")
    assert {draft.state for draft in drafts_of(_bank(store, sandbox, policy), principal)} == {state}


def test_a_second_run_adds_what_the_first_has_not(
    store: Store, principal: Principal, sandbox: Sandbox
) -> None:
    bank = stocked(store, principal, sandbox, reviewed=True)
    first, second = drafts_of(bank, principal), drafts_of(bank, principal)
    assert not {draft.item.stem for draft in first} & {draft.item.stem for draft in second}


def test_a_learner_who_has_seen_all_gets_more_of_what_was_asked(
    store: Store, principal: Principal, sandbox: Sandbox
) -> None:
    bank = stocked(store, principal, sandbox, reviewed=True)
    learner = principal.model_copy(update={"role": "learner", "learner": "ada"})
    released = bank.restock(learner, ["hash-table"], "flashcards")
    assert released > 0
    with store.begin() as tx:
        drafts, _ = Drafts(tx, principal.course).page(state="approved", limit=100)
    assert len(drafts) == released
    assert {draft.item.type for draft in drafts} <= {"short_answer", "true_false", "cloze"}
    with pytest.raises(NotAllowed):
        asyncio.run(bank.write(learner, WritingRequest(count=1), 1))


def test_the_plan_names_the_slots_and_writes_nothing(
    store: Store, principal: Principal, sandbox: Sandbox
) -> None:
    bank = stocked(store, principal, sandbox, reviewed=True)
    slots = bank.plan(principal, WritingRequest(count=3, concepts=("hash-table",)), 1)
    assert [slot.concept for slot in slots] == ["hash-table"] * 3
    assert load_library(store, principal.course).cards
    with store.begin() as tx:
        assert Drafts(tx, principal.course).page(state=None, limit=5)[0] == []
