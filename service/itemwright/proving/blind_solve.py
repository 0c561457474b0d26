"""Blind solves: several solvers answer an item without its key, with the source and without, each in an order
of its own."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from itemwright.domain.grade import Grade
from itemwright.domain.item import Item, LearnerItem, Response
from itemwright.domain.proof import Check, Verdict
from itemwright.errors import BadInput
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.proving.claim_features import word_weight
from itemwright.proving.solver import Solved, Solver
from itemwright.structured import Unanswered
from itemwright.text import content_words
from itemwright.writing.frame import content_of

RIGHT = 0.9
"""A score from which a response is the key's."""
SURE = 0.9
"""A confidence from which a solver that answers otherwise is believed against the key."""

Shown = Callable[[Item, random.Random], LearnerItem]
"""The item as a learner sees it, its options in an order drawn from the second argument."""


class Contestant(NamedTuple):
    """A solver, what it is called, and from which confidence on it is believed against the key; below
    `heeded` its answer is no reason for doubt."""

    name: str
    solver: Solver
    sure: float = SURE
    heeded: float = 0.0
    passages: int | None = None
    """How many passages it is given, nearest first; None: all of them, 0: it answers without the source."""


class Try(NamedTuple):
    """What came of one solve; `right` None when there is no answer."""

    name: str
    sees_source: bool
    right: bool | None
    confidence: float
    told: dict[str, Any]


async def solve_blind(
    item: Item, contestants: Sequence[Contestant], passages: Sequence[str], shown: Shown, seed: int = 0
) -> list[Try]:
    """Each contestant's try, the options in another order for each. Answers in free text are not compared.

    `passages`: those of the sources, which are given nearest to the stem first.
    """
    if needs_grader(item):
        return []
    ranked = nearest_first(item, passages)
    tries = []
    for number, contestant in enumerate(contestants):
        view = shown(item, random.Random(f"{seed}/{item.id}/{number}"))
        begun = time.perf_counter()
        solved = await contestant.solver.solve(view, ranked[: contestant.passages])
        tries.append(_tried(item, contestant, solved, round(time.perf_counter() - begun, 3)))
    return tries


def nearest_first(item: Item, passages: Sequence[str]) -> list[str]:
    """The passages, first those that share most of the item's weighty words."""
    asked = set(content_words(content_of(item)))
    return sorted(passages, key=lambda text: -sum(map(word_weight, asked & set(content_words(text)))))


def _tried(item: Item, contestant: Contestant, solved: Solved | Unanswered, seconds: float) -> Try:
    name, sees_source = contestant.name, contestant.passages != 0
    told: dict[str, Any] = {"solver": name, "with_source": sees_source, "seconds": seconds}
    if isinstance(solved, Unanswered):
        return Try(name, sees_source, None, 0.0, told | {"unanswered": solved.detail})
    try:
        right = _is_key(item, solved.response)
    except BadInput as error:
        return Try(name, sees_source, None, 0.0, told | {"unanswered": str(error)})
    told |= {"response": solved.response, "right": right, "confidence": round(solved.confidence, 3)}
    told["sure"] = solved.confidence >= contestant.sure and not solved.doubt
    told["heeded"] = solved.confidence >= contestant.heeded
    told |= {"doubt": solved.doubt, "model": solved.model, "prompt": solved.prompt}
    return Try(name, sees_source, right, solved.confidence, told)


def _is_key(item: Item, response: Response) -> bool:
    outcome = grade_response(item, response)
    return isinstance(outcome, Grade) and outcome.score >= RIGHT


def blind_check(tries: Sequence[Try], seconds: float = 0.0) -> Check:
    """fail: solvers who saw the source and are sure agree against the key; unsure: they differ, or those who
    answered otherwise are not sure, or one of them doubts the item."""
    open_book = [each for each in tries if each.sees_source and each.right is not None]
    sure = [each for each in open_book if each.told["sure"]]
    against = [each for each in sure if not each.right]
    doubts = [each.told["doubt"] for each in open_book if each.told["doubt"]]
    verdict: Verdict = "pass"
    if against and len(against) == len(sure):
        verdict = "fail"
    elif against or doubts or any(not each.right and each.told["heeded"] for each in open_book):
        verdict = "unsure"
    right = sum(bool(each.right) for each in open_book)
    evidence = f"{right} of {len(open_book)} solvers with the source answer as keyed"
    if not open_book:
        evidence = "no solver has a view of it"
    if against:
        evidence += f"; {against[0].name} answers {against[0].told['response']!r}"
    if doubts:
        evidence += f"; doubted: {doubts[0][:200]}"
    closed = [each for each in tries if not each.sees_source and each.right is not None]
    if closed:
        evidence += f"; without it {sum(bool(each.right) for each in closed)} of {len(closed)}"
    cost = {"milliseconds": round(1000 * seconds, 2), "responses": [each.told for each in tries]}
    return Check(name="blind_solve", verdict=verdict, evidence=evidence, cost=cost)
