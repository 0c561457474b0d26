"""The answer key's own items, solved blind: how far a solver's word can be taken on an item without a key."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.key_file import read_answer_key
from evals.key_item import as_item
from evals.subject import ANSWER_KEY
from itemwright.attempt_view import display_order, learner_item, solution_of
from itemwright.domain.item import Item
from itemwright.grading.exact import grade_response, needs_grader
from itemwright.proving.solver import Solver
from itemwright.structured import Unanswered

KIND = "solved blind"
RIGHT = 0.9
"""A score from which a response counts as right: the contract's label `correct`."""
SURE = 0.9


class Solvable(Case):
    """An item of the key; its options, steps and right sides are shown in `order`."""

    item: Item
    order: tuple[str, ...]


def solvable_cases(seed: int) -> Iterator[Solvable]:
    """Every item of the key that is graded exactly, in an order of its own for each seed."""
    for key in read_answer_key(ANSWER_KEY):
        item = as_item(key)
        if not needs_grader(item):
            order = display_order(item, Random(f"{seed} {key.id}"))
            yield Solvable(id=f"solved/{key.id}", group=key.concept, kind=KIND, item=item, order=order)


async def solve_case(case: Solvable, solver: Solver) -> CaseResult:
    """What the solver made of an item, held against its key."""
    shown: dict[str, object] = {"item": case.item.model_dump(mode="json")}
    base = CaseResult(id=case.id, group=case.group, kind=case.kind, verdict="missing", shown=shown)
    solved = await solver.solve(learner_item(case.item, case.order))
    if isinstance(solved, Unanswered):
        return base.model_copy(update={"reasons": (f"not solved: {solved.detail}",)})
    score = grade_response(case.item, solved.response).score
    right = score >= RIGHT
    told = f"solver answers {solved.response!r}, the key is {solution_of(case.item).key_text!r}"
    doubts = [f"solver doubts the item: {solved.doubt}"] if solved.doubt else []
    return base.model_copy(
        update={
            "verdict": "pass" if right else "fail",
            "reasons": () if right else (told, *doubts),
            "shown": shown | {"solver": solved.model_dump(mode="json")},
            "numbers": {
                "solver score": score,
                f"solver right: {case.item.type}": float(right),
                "confidence": solved.confidence,
                "doubted": float(bool(solved.doubt)),
            },
        }
    )


def blind_figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    """Shares of items that the solver gets right, with options and steps shuffled."""
    tried = [r for r in results if r.kind == KIND]
    solved = [r for r in tried if r.numbers]
    yield "key items solved blind", share(len(solved), len(tried))
    yield "solver right, options shuffled", _right(solved)
    yield "mean score of the solver", mean([r.numbers["solver score"] for r in solved], "higher")
    names = sorted({name for r in solved for name in r.numbers if name.startswith("solver right: ")})
    for name in names:
        yield name, _right([r for r in solved if name in r.numbers])
    sure = [r for r in solved if r.numbers["confidence"] >= SURE]
    yield f"solver right where its confidence is {SURE} or more", _right(sure)
    yield "items that the solver doubts", share(sum(r.numbers["doubted"] > 0 for r in solved), len(solved))


def _right(solved: Sequence[CaseResult]) -> Figure | None:
    return share(sum(r.verdict == "pass" for r in solved), len(solved), "higher")
