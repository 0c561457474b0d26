import asyncio
import random

import pytest

from itemwright.attempt_view import display_order, learner_item
from itemwright.domain.item import Item, LearnerItem
from itemwright.domain.proof import Check
from itemwright.proving.assisted import AssistedProver
from itemwright.proving.blind_solve import Contestant, blind_check, solve_blind
from itemwright.proving.prover import Prover
from itemwright.proving.solver import ScriptedSolver, Solved
from itemwright.proving.source_files import read_library
from itemwright.sandbox import Sandbox
from itemwright.structured import Unanswered
from tests.proving.conftest import Made

STEM = "Which members of a colony of bees come from eggs that were never fertilised?"
QUOTE = "Drones are raised from unfertilised eggs, workers from fertilised ones."
OPTIONS = ["the drones of the hive", "the workers", "both"]


def shown(item: Item, rng: random.Random) -> LearnerItem:
    return learner_item(item, display_order(item, rng))


def answer(response: str, confidence: float = 0.95, doubt: str = "") -> Solved:
    return Solved(response=response, confidence=confidence, doubt=doubt, reasoning="", model="scripted")


NONE = Unanswered(reason="refused", detail="no view")


def checked(item: Item, *outcomes: Solved | Unanswered, heeded: float = 0.0) -> Check:
    contestants = [
        Contestant(f"solver {n}", ScriptedSolver([outcome]), heeded=heeded)
        for n, outcome in enumerate(outcomes)
    ]
    return blind_check(asyncio.run(solve_blind(item, contestants, ["a passage"], shown)))


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([answer("a"), answer("a")], "pass"),
        ([answer("b"), answer("b")], "fail"),
        ([answer("b"), answer("a")], "unsure"),
        ([answer("b", 0.5), answer("a")], "unsure"),
        ([answer("b", 0.5), NONE], "unsure"),
        ([answer("a", doubt="Two options seem right."), answer("a")], "unsure"),
        ([answer("b"), NONE], "fail"),
        ([answer("zz"), answer("a")], "pass"),
        ([NONE, NONE], "pass"),
    ],
)
def test_sure_solvers_against_the_key_refuse_it(
    made: Made, outcomes: list[Solved | Unanswered], verdict: str
) -> None:
    check = checked(made(STEM, options=OPTIONS, key="a"), *outcomes)
    assert check.verdict == verdict
    assert len(check.cost["responses"]) == len(outcomes)


def test_an_answer_below_what_is_heeded_raises_no_doubt(made: Made) -> None:
    assert checked(made(STEM, options=OPTIONS, key="a"), answer("b", 0.7), heeded=0.9).verdict == "pass"


def test_each_sees_an_order_of_its_own_no_key_and_the_passages_it_may_read(made: Made) -> None:
    item = made(STEM, options=[f"choice {n}" for n in range(8)], key="a")
    solvers = [ScriptedSolver([answer("a")]) for _ in range(4)]
    asyncio.run(solve_blind(item, [Contestant("s", s) for s in solvers], [], shown))
    orders = {tuple(option.id for option in solver.asked[0].options or ()) for solver in solvers}
    assert len(orders) > 1
    assert not {"key", "explanation", "hints"} & set(type(solvers[0].asked[0]).model_fields)


def test_without_the_source_is_told_apart(made: Made) -> None:
    contestants = [
        Contestant("open", ScriptedSolver([answer("a")])),
        Contestant("closed", ScriptedSolver([answer("b")]), passages=0),
    ]
    tries = asyncio.run(solve_blind(made(STEM, options=OPTIONS, key="a"), contestants, ["p"], shown))
    check = blind_check(tries)
    assert check.verdict == "pass", "what is not known by heart is no fault of the item"
    assert "without it 0 of 1" in check.evidence


def test_free_text_is_not_compared(made: Made) -> None:
    item = made("Why?", type="free_text", key="Because warm air rises.")
    assert asyncio.run(solve_blind(item, [Contestant("s", ScriptedSolver([]))], [], shown)) == []


def test_the_proof_ends_with_the_blind_solve_and_skips_it_after_a_failure(made: Made, article) -> None:  # type: ignore[no-untyped-def]
    item = made(STEM, quote=QUOTE, options=OPTIONS, key="a", explanation="Their eggs are laid without sperm.")
    with Sandbox() as sandbox:
        prover = Prover(read_library([str(article)]), sandbox)
        for response, verdict in (("b", "fail"), ("a", "pass")):
            contestants = [Contestant("s", ScriptedSolver([answer(response)]))]
            proof = asyncio.run(AssistedProver(prover, contestants, shown).prove(item))
            assert (proof.checks[-1].name, proof.checks[-1].verdict) == ("blind_solve", verdict)
        spoilt = made(STEM, quote=QUOTE + " So.", options=OPTIONS, key="a")
        solver = ScriptedSolver([answer("a")])
        proof = asyncio.run(AssistedProver(prover, [Contestant("s", solver)], shown).prove(spoilt))
        assert (proof.verdict, solver.asked) == ("fail", [])
