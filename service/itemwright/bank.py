"""The item bank: writes items from what was ingested, and stores each as a draft with its proof."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from random import Random
from typing import NamedTuple

from sqlalchemy import Connection

from itemwright.chat.base import ChatModel
from itemwright.domain.attempt import Mode
from itemwright.domain.blueprint import Slot, WrittenSet
from itemwright.domain.draft import DraftState
from itemwright.domain.item import Item
from itemwright.domain.passage import Passage
from itemwright.domain.principal import Principal
from itemwright.domain.proof import Proof
from itemwright.domain.review_policy import ReviewPolicy
from itemwright.errors import NotAllowed
from itemwright.index.embedding import Embedder
from itemwright.index.search import Search, open_index
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.examiner import ChatExaminer
from itemwright.proving.novelty import Novelty
from itemwright.proving.prover import Prover
from itemwright.runs import Progress, no_progress, write_set
from itemwright.sandbox import Sandbox
from itemwright.selection import MODE_TYPES
from itemwright.store.cards import Cards
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store
from itemwright.store.items import Items
from itemwright.store.passages import Passages
from itemwright.store.proposals import Proposals
from itemwright.store.sources import Sources
from itemwright.writing.base import ItemWriter
from itemwright.writing.card_writer import CardWriter
from itemwright.writing.library import Library
from itemwright.writing.llm_writer import LlmWriter
from itemwright.writing.material import Finder
from itemwright.writing.plan import WritingRequest, plan_slots
from itemwright.writing.text_writer import TextWriter

CARD_WRITER = "builtin-cards"
RESTOCK = 24
"""Items written at once when a learner has seen all there is: a session or two."""


def load_library(store: Store, course: str) -> Library:
    """Everything ingested in the course, in memory."""
    with store.begin() as tx:
        cards = list(Cards(tx, course).all())
        return Library(
            concepts=Concepts(tx, course).all(),
            cards=[stored.card for stored in cards],
            sources=Sources(tx, course).all(),
            passages=Passages(tx, course).all(),
            unreviewed={stored.card.concept for stored in cards if not stored.reviewed},
        )


class Bench(NamedTuple):
    """What a set of one request is written with. `newest`: the number of the newest proposal that `seen`
    surely holds."""

    library: Library
    writers: list[ItemWriter]
    prover: Prover
    seen: Novelty
    newest: int
    examiner: ChatExaminer | None = None


class Bank:
    """Writes into the bank of a course. `policy` None means each item's own default: a built-in item from
    reviewed cards is released on a complete proof, everything else waits for an author."""

    def __init__(
        self,
        store: Store,
        sandbox: Sandbox,
        embedder: Embedder,
        now: Callable[[], datetime],
        policy: ReviewPolicy | None = None,
        claims: ClaimModel | None = None,
    ) -> None:
        """`claims` reads the sources for the proof of items that no card vouches for; None: they are proved
        without."""
        self.store = store
        self.sandbox = sandbox
        self.embedder = embedder
        self.now = now
        self.policy = policy
        self.claims = claims

    async def write(
        self,
        principal: Principal,
        request: WritingRequest,
        seed: int,
        progress: Progress = no_progress,
        model: ChatModel | None = None,
    ) -> WrittenSet:
        """Writes, by the built-in writers or by `model`, proves and stores; the report tells what was asked
        and what was delivered.

        Raises:
            BadInput: an unknown concept, source or type, or an impossible count.
        """
        require_author(principal)
        library = load_library(self.store, principal.course)
        with self.store.begin() as tx:
            known = Items(tx, principal.course).newest()
        writers = self.writers(principal, library, request, known, model)
        prover = Prover(library, self.sandbox, self.claims)
        written = await write_set(request, library, writers, prover, known, seed, progress, self.embedder)
        self._keep(principal, written.items)
        return written

    def bench(
        self,
        principal: Principal,
        request: WritingRequest,
        model: ChatModel | None = None,
        own: Collection[str] = (),
    ) -> Bench:
        """What a set is written with, by whoever writes a part of it. `own`: ids of its items that are there
        already, which its prompts do not tell of."""
        library = self.library(principal, request)
        with self.store.begin() as tx:
            newest = Proposals(tx, principal.course).newest()
            known = Items(tx, principal.course).newest()
        others = [item for item in known if item.id not in own]
        writers = self.writers(principal, library, request, others, model)
        prover = Prover(library, self.sandbox, self.claims)
        examiner = ChatExaminer(model) if model is not None and request.examine else None
        return Bench(library, writers, prover, Novelty(known, self.embedder), newest, examiner)

    def library(self, principal: Principal, request: WritingRequest) -> Library:
        """What `request` is written from.

        Raises:
            BadInput: it names a source that is not there.
        """
        library = load_library(self.store, principal.course)
        return library.restrict(request.sources) if request.sources else library

    def writers(
        self,
        principal: Principal,
        library: Library,
        request: WritingRequest,
        known: Sequence[Item],
        model: ChatModel | None = None,
    ) -> list[ItemWriter]:
        """Who writes what `request` asks for from `library`; `known`: what the bank has already."""
        if model is None:
            return [CardWriter(library, self.sandbox), TextWriter(library, self.sandbox)]
        chosen = library.restrict(request.sources) if request.sources else library
        return [LlmWriter(chosen, model, self.sandbox, find=self._finder(principal), written=known)]

    def _finder(self, principal: Principal) -> Finder:
        """Finds passages by meaning and by words; the index is opened when it is first asked."""
        opened: list[Search] = []

        def find(query: str, k: int) -> list[Passage]:
            if not opened:
                opened.append(open_index(self.store, principal, self.embedder))
            return [hit.passage for hit in opened[0].search(query, k)]

        return find

    def plan(self, principal: Principal, request: WritingRequest, seed: int) -> list[Slot]:
        """The slots that `write` would fill, as they are wanted.

        Raises:
            BadInput: as `write` does.
        """
        require_author(principal)
        library = self.library(principal, request)
        return [planned.choices[0] for planned in plan_slots(request, library, seed)]

    def restock(self, principal: Principal, concepts: Sequence[str], mode: Mode) -> int:
        """Writes fresh items for a learner who has seen all; returns how many are released at once."""
        writer = principal.model_copy(update={"role": "operator"})
        types = MODE_TYPES.get(mode, frozenset())
        request = WritingRequest(count=RESTOCK, concepts=tuple(concepts), types=tuple(sorted(types)))
        seed = Random().getrandbits(32)
        written = asyncio.run(self.write(writer, request, seed))
        with self.store.begin() as tx:
            drafts = Drafts(tx, principal.course)
            return sum(drafts.get(item.id).state == "approved" for item in written.items)

    def prove(self, item: Item, principal: Principal) -> Proof:
        """The proof of one item, e.g. after an author's edit."""
        return Prover(load_library(self.store, principal.course), self.sandbox, self.claims).prove(item)

    def _keep(self, principal: Principal, items: Sequence[Item]) -> None:
        at = self.now()
        with self.store.begin() as tx:
            Drafts(tx, principal.course).lock()
            # Two runs at once may write the same item, for an item's id is its content's.
            known = Items(tx, principal.course).known([item.id for item in items])
            for item in items:
                if item.id not in known:
                    propose(tx, principal.course, item, self.policy, at)


def propose(tx: Connection, course: str, item: Item, policy: ReviewPolicy | None, at: datetime) -> DraftState:
    """Store a proved item as a draft: released at once, or waiting for an author. `policy` as for Bank.

    Raises:
        Conflict: there is a draft of this id already.
    """
    card = item.provenance.get("card")
    reviewed = [card] if card is not None and Cards(tx, course).is_reviewed(str(card)) else []
    state: DraftState = "approved" if (policy or default_policy(item, reviewed)) == "proved" else "in_review"
    reason = "complete proof, from a reviewed card" if state == "approved" else "awaits review"
    Drafts(tx, course).add(item, state, "itemwright", reason, at)
    return state


def require_author(principal: Principal) -> None:
    """Raises NotAllowed for who may not write items."""
    if principal.role not in ("author", "operator"):
        raise NotAllowed(f"Role {principal.role!r} cannot write items; ask with an author's key.")


def default_policy(item: Item, reviewed: Collection[str]) -> ReviewPolicy:
    """A built-in item from a reviewed card needs no person beyond its proof; everything else does."""
    from_card = item.provenance.get("writer") == CARD_WRITER and item.provenance.get("card") in reviewed
    return "proved" if from_card else "required"
