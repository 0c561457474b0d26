"""Solving: what does the built-in grader make of the answer key's own references and misconceptions?"""

import asyncio
import time

from evals.key_file import read_answer_key
from evals.key_item import KeyItem
from evals.subject import ANSWER_KEY
from evals.suite import SuiteReport, mean, share
from itemwright.domain.grade import Grade
from itemwright.grading.grader import BuiltinGrader
from itemwright.index.onnx_embedding import load_embedder

CREDITED = 0.5


def solving(seed: int) -> SuiteReport:
    """Grades each item's explanation (a right answer) and misconceptions; the seed decides nothing."""
    began = time.perf_counter()
    grader = BuiltinGrader(load_embedder("minilm"))
    right: list[float] = []
    wrong: list[float] = []
    failing = []
    for item in read_answer_key(ANSWER_KEY):
        for answer, good in ((item.explanation, True), *((text, False) for text in item.misconceptions)):
            score = asyncio.run(_score(grader, item, answer))
            if score is None:
                continue
            (right if good else wrong).append(score)
            if (score >= CREDITED) != good:
                failing.append({"id": item.id, "answer": answer, "right": good, "score": round(score, 3)})
    return SuiteReport(
        name="solving",
        costly_error="half the marks or more for a misconception",
        n=len(right) + len(wrong),
        figures={
            "mean score of explanations": mean(right),
            "mean score of misconceptions": mean(wrong),
            "misconceptions credited": share(sum(score >= CREDITED for score in wrong), len(wrong)),
        },
        failing=tuple(failing),
        seconds=time.perf_counter() - began,
    )


async def _score(grader: BuiltinGrader, item: KeyItem, answer: str) -> float | None:
    """The score 0..1, None when the grader abstains."""
    reference = " ".join(point.point for point in item.rubric)
    outcome = await grader.grade(item.stem, item.rubric, [reference], answer)
    return outcome.score if isinstance(outcome, Grade) else None
