"""itemwright prove"""

import asyncio
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from itemwright.attempt_view import display_order, learner_item
from itemwright.bank import load_library
from itemwright.chat.base import ChatModel
from itemwright.chat.journal import MemoryJournal
from itemwright.cli.claims import claim_model
from itemwright.cli.console import console
from itemwright.cli.desk import open_store
from itemwright.cli.engine import emit
from itemwright.cli.item_lines import read_item_file
from itemwright.cli.writing_model import call_path
from itemwright.domain.item import Item, LearnerItem
from itemwright.domain.proof import Check, Proof
from itemwright.errors import BadInput
from itemwright.exchange.loose_item import UnreadableItem
from itemwright.proving.assisted import AssistedProver
from itemwright.proving.blind_solve import Contestant
from itemwright.proving.builtin_solver import HEEDED, SURE, BuiltinSolver
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.examiner import ChatExaminer
from itemwright.proving.prover import Prover
from itemwright.proving.solver import ChatSolver
from itemwright.proving.source_files import read_library
from itemwright.run_models import BUILTIN, PATIENCE
from itemwright.sandbox import open_sandbox
from itemwright.settings import Settings
from itemwright.writing.library import Library

READ = 6
"""Passages that a chat model is given."""
OPINIONS = 2
"""Solves by a chat model with the source; one more goes without."""
AT_ONCE = 8
"""Items that are proved side by side: most of the time of a proof by a model is waiting for it."""


@click.command("prove")
@click.argument("file")
@click.option(
    "--source",
    "sources",
    multiple=True,
    help="An article, or a folder of them. Repeatable. None: what is ingested.",
)
@click.option("--model", help="Who examines the items and solves them blind: openai:NAME, scripted:FILE.")
@click.option("--json", "as_json", is_flag=True, help="Proof lines, for programs.")
def command(file: str, sources: tuple[str, ...], model: str | None, as_json: bool) -> None:
    """Prove the items in FILE (JSON lines, - for standard input). Status 1: findings, 2: no item at all."""
    settings = Settings()
    found = read_item_file(file)
    items = [each for each in found if not isinstance(each, UnreadableItem)]
    claims = claim_model(settings.embedder)
    chat = _chat_model(settings, model)
    with _library(settings, sources) as library, open_sandbox(settings.sandbox) as sandbox:
        contestants = _contestants(chat, model or settings.model, claims)
        examiner = ChatExaminer(chat) if chat is not None else None
        prover = AssistedProver(Prover(library, sandbox, claims), contestants, _shown, examiner)
        passed = asyncio.run(_prove_all(found, prover, as_json))
    if not items:
        raise BadInput(f"File {file!r} holds no readable item; see the lines above.")
    if not passed:
        sys.exit(1)


async def _prove_all(found: Sequence[Item | UnreadableItem], prover: AssistedProver, as_json: bool) -> bool:
    """Prove side by side and tell in order; whether all passed."""
    places = asyncio.Semaphore(AT_ONCE)

    async def proof_of(each: Item | UnreadableItem) -> Proof:
        if isinstance(each, UnreadableItem):
            return Proof(checks=(Check(name="readable", verdict="fail", evidence=each.message),))
        async with places:
            return await prover.prove(each)

    passed = True
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(proof_of(each)) for each in found]
        for each, task in zip(found, tasks, strict=True):
            proof = await task
            _tell(each.item if isinstance(each, UnreadableItem) else each.id, proof, as_json)
            passed &= proof.verdict == "pass"
    return passed


@contextmanager
def _library(settings: Settings, sources: Sequence[str]) -> Iterator[Library]:
    if sources:
        yield read_library(sources)
        return
    with open_store(settings) as (store, principal):
        yield load_library(store, principal.course)


def _chat_model(settings: Settings, model: str | None) -> ChatModel | None:
    """The model, capped and with patience as in a run; its calls are kept nowhere, for there need be no
    database."""
    named = model or settings.model
    if named == BUILTIN:
        return None
    return call_path(named, settings).model(MemoryJournal(), run=uuid.uuid4().hex, patience=PATIENCE)


def _contestants(chat: ChatModel | None, named: str, claims: ClaimModel) -> list[Contestant]:
    contestants = [Contestant("builtin", BuiltinSolver(claims), SURE, HEEDED)]
    if chat is None:
        return contestants
    for number in range(OPINIONS):
        contestants.append(Contestant(f"{named}/{number + 1}", ChatSolver(chat, seed=number), passages=READ))
    contestants.append(Contestant(f"{named}/alone", ChatSolver(chat, seed=OPINIONS), passages=0))
    return contestants


def _shown(item: Item, rng: random.Random) -> LearnerItem:
    return learner_item(item, display_order(item, rng))


def _tell(name: str, proof: Proof, as_json: bool) -> None:
    if as_json:
        checks = [check.model_dump(mode="json") for check in proof.checks]
        emit({"item": name, "verdict": proof.verdict, "checks": checks})
        return
    console.print(f"{proof.verdict:7} {name}")
    for check in proof.checks:
        if check.verdict != "pass":
            console.print(f"        {check.name}: {check.evidence}")
