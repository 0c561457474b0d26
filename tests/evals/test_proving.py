"""What a model replied on bad items and their twins is replayed: the proof with it refuses what it alone lets
pass."""

import asyncio
import random
from collections.abc import Iterator

import pytest

from evals.recordings import chat_model_of
from evals.suite import Setting
from evals.suites.proving import EXAMINED, PROOFS, Faulty, read_faulty
from itemwright.attempt_view import display_order, learner_item
from itemwright.domain.item import Item, LearnerItem
from itemwright.domain.proof import Proof
from itemwright.proving.assisted import AssistedProver
from itemwright.proving.examiner import ChatExaminer
from itemwright.proving.prover import Prover
from itemwright.proving.source_files import read_library
from itemwright.sandbox import Sandbox

PAIRS = {"third-097": "third-098", "third-018": "third-017"}
"""A contradiction and a second right option, told in other words than the source's, and their twins."""


@pytest.fixture(scope="module")
def cases() -> dict[str, Faulty]:
    found = read_faulty(PROOFS / EXAMINED / "items.jsonl")
    return {case.item.id: case for case in found}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def _shown(item: Item, rng: random.Random) -> LearnerItem:
    return learner_item(item, display_order(item, rng))


def proof(case: Faulty, sandbox: Sandbox) -> Proof:
    model = chat_model_of("proving", Setting())
    assert model is not None
    prover = Prover(read_library([str(path) for path in case.sources]), sandbox)
    assisted = AssistedProver(prover, [], _shown, ChatExaminer(model))
    return asyncio.run(assisted.prove(case.item))


@pytest.mark.parametrize(("bad", "twin"), PAIRS.items())
def test_the_examiner_refuses_a_fault_of_meaning_and_passes_its_twin(
    cases: dict[str, Faulty], sandbox: Sandbox, bad: str, twin: str
) -> None:
    assert (cases[bad].kind == "sound", cases[twin].kind == "sound") == (False, True)
    refused, passed = proof(cases[bad], sandbox).checks[-1], proof(cases[twin], sandbox).checks[-1]
    assert (refused.name, refused.verdict) == ("examination", "fail")
    assert (passed.name, passed.verdict) == ("examination", "pass")
    assert refused.cost["faults"][0]["ruling"]["confidence"] >= 0.7
    assert refused.cost["tokens"] > passed.cost["tokens"] > 1000
