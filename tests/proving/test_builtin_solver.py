import asyncio

import pytest

from itemwright.attempt_view import learner_item
from itemwright.proving.builtin_solver import HEEDED, SURE, BuiltinSolver
from itemwright.proving.claim_model import ClaimModel
from itemwright.proving.solver import Solved
from itemwright.structured import Unanswered
from tests.proving.conftest import ARTICLE, Made

STEM = "Which animals are enemies of a weak colony of bees?"
OPTIONS = ["spiders and swallows", "hornets, wasps and mice", "foxes and hedgehogs"]


def solve(claims: ClaimModel, item, passages=(ARTICLE,)):  # type: ignore[no-untyped-def]
    return asyncio.run(BuiltinSolver(claims).solve(learner_item(item), passages))


def test_an_answer_that_the_passages_say_is_found_in_any_order(made: Made, claims: ClaimModel) -> None:
    for options in (OPTIONS, OPTIONS[::-1]):
        solved = solve(claims, made(STEM, options=options, key="b"))
        assert isinstance(solved, Solved)
        assert solved.response == "b"
        assert 0.6 <= solved.confidence <= SURE + 0.01
        assert "wasps and mice" in solved.reasoning


def test_a_statement_is_judged(made: Made, claims: ClaimModel) -> None:
    stem = "In winter the bees form a cluster round the queen and shiver to keep warm."
    solved = solve(claims, made(stem, type="true_false", key=True))
    assert isinstance(solved, Solved)
    assert solved.response == "true"


@pytest.mark.parametrize(
    "fields",
    [
        {
            "options": ["a tax", "a vote", "a war"],
            "key": "a",
            "stem": "What did the parliament of 1689 refuse?",
        },
        {"key": 15},
        {"options": ["`a = b`", "`b = a`", "`a == b`"], "key": "a"},
        {"options": ["drones", "queens", "workers"], "key": ["a", "b"]},
    ],
)
def test_it_has_no_view_of_what_it_cannot_look_up(
    made: Made, claims: ClaimModel, fields: dict[str, object]
) -> None:
    item = made(str(fields.pop("stem", STEM)), **fields)
    assert isinstance(solve(claims, item), Unanswered)


def test_without_passages_it_knows_nothing(made: Made, claims: ClaimModel) -> None:
    assert isinstance(solve(claims, made(STEM, options=OPTIONS, key="b"), ()), Unanswered)
    assert HEEDED < SURE
