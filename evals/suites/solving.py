"""Solving: what do grader and solver make of the answer key's own items?"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from evals.case import Case, CaseResult
from evals.figure import Figure, mean, share
from evals.key_file import read_answer_key
from evals.key_item import KeyItem, as_item
from evals.recordings import chat_model_of
from evals.statement import statements
from evals.subject import ANSWER_KEY
from evals.suite import Setting, Trial
from evals.suites.blind import Solvable, blind_figures, solvable_cases, solve_case
from itemwright.domain.grade import Grade
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder
from itemwright.proving.solver import ChatSolver

CREDITED = 0.5
RIGHT = ("explanation", "reference")
WRONG = ("misconception", "distractor")


class KeyAnswer(Case):
    """An answer to a key item in free text, and whether it is right. Its kind is where it comes from."""

    stem: str
    rubric: tuple[RubricPoint, ...]
    answer: str
    right: bool


class Solving:
    """Are explanations in the key graded right, its misconceptions wrong; does a solver find its answers?"""

    name = "solving"
    costly_error = "half the marks or more for a misconception or a distractor"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[KeyAnswer | Solvable]]:
        grader = BuiltinGrader(load_embedder("minilm"), load_point_judges())
        model = chat_model_of(self.name, setting)
        solver = ChatSolver(model) if model is not None else None

        async def attempt(case: KeyAnswer | Solvable) -> CaseResult:
            if isinstance(case, Solvable):
                assert solver is not None  # without one there are no such cases
                return await solve_case(case, solver)
            reference = " ".join(point.point for point in case.rubric)
            outcome = await grader.grade(case.stem, case.rubric, [reference], case.answer)
            score = outcome.score if isinstance(outcome, Grade) else None
            right = score is not None and (score >= CREDITED) == case.right
            return CaseResult(
                id=case.id,
                group=case.group,
                kind=case.kind,
                verdict="missing" if score is None else "pass" if right else "fail",
                costly=score is not None and score >= CREDITED and not case.right,
                reasons=() if right else (f"{case.kind} scored {score}",),
                shown={
                    "question": case.stem,
                    "answer": case.answer,
                    "outcome": outcome.model_dump(mode="json"),
                },
                numbers={} if score is None else {"score": score},
            )

        if model is None:
            yield Trial(list(_answers()), attempt, (_figures,), missing=(_NO_SOLVER,))
            return
        cases: list[KeyAnswer | Solvable] = [*_answers(), *solvable_cases(setting.seed)]
        yield Trial(
            cases, attempt, (_figures, blind_figures), (model.plots,), spent=model.spent, asked=model.asked
        )


_NO_SOLVER = "a solver's answers to the key's items: no model's replies are recorded"


def _answers() -> Iterator[KeyAnswer]:
    for item in read_answer_key(ANSWER_KEY):
        for number, (kind, answer) in enumerate(_told(item)):
            yield KeyAnswer(
                id=f"{item.id}/{kind}/{number}",
                group=item.concept,
                kind=kind,
                stem=item.stem,
                rubric=item.rubric,
                answer=answer,
                right=kind in RIGHT,
            )


def _told(item: KeyItem) -> Iterator[tuple[str, str]]:
    """Answers whose worth the key tells: explanation and reference are right; misconceptions, and options
    that are not the key, are wrong."""
    yield "explanation", item.explanation
    yield from (("misconception", text) for text in item.misconceptions)
    if isinstance(item.key, str) and item.type == "free_text":
        yield "reference", item.key
    if item.type in ("multiple_choice", "scenario"):
        yield from (("distractor", text) for text in statements(as_item(item)).false)


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    scores = {
        kind: [r.numbers["score"] for r in results if r.kind == kind and r.numbers]
        for kind in (*RIGHT, *WRONG)
    }
    for kind in RIGHT:
        yield f"mean score of {kind}s", mean(scores[kind], "higher")
    for kind in WRONG:
        yield f"mean score of {kind}s", mean(scores[kind], "lower")
        credited = sum(score >= CREDITED for score in scores[kind])
        yield f"{kind}s credited", share(credited, len(scores[kind]), "lower")
