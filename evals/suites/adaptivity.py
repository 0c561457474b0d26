"""Adaptivity: are beliefs about simulated learners right and as sure as they may be, and is practice fair?"""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals import metrics
from evals.case import Case, CaseResult
from evals.figure import Figure, bootstrapped, mean, share
from evals.plot import Plot, ReliabilityDiagram, Scatter
from evals.rows import number, read_rows
from evals.simulation import Pool, at_random, make_pool, ours, practise
from evals.suite import Setting, Trial
from itemwright.domain.learner import LearnerState
from itemwright.errors import BadInput
from itemwright.measurement.ability import Answer, observe_answer, predict

LEARNERS = 120
ANSWERS = 80
ITEMS = 400
LENGTHS = (10, 20, 40, 80)
OFTEN = 12
"""Answers from which an item's observed difficulty is drawn."""
UNKNOWN = 1.0
"""Standard deviation of a difficulty of which nothing is known, in logits."""


class Simulated(Case):
    """A simulated learner, by the seed of all that is drawn for it; its kind is who picks the items."""

    seed: str


class Answered(Case):
    """All answers of one learner of a file, in order; of each whether it is predicted and scored."""

    rows: tuple[tuple[tuple[str, ...], float, bool], ...]


class Adaptivity:
    """Are beliefs about simulated learners right and as sure as they may be? With --data: about real ones."""

    name = "adaptivity"
    costly_error = "a concept certified as mastered whose true ability lies below the cut"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Any]]:
        if setting.data is not None:
            yield Trial(_students(setting.data), _replay, (_Predicted(setting.seed),), (_predicted_plot,))
            return
        pool = make_pool(ITEMS, random.Random(setting.seed))

        async def attempt(case: Simulated) -> CaseResult:
            return _simulate(pool, case)

        cases = [
            Simulated(
                id=f"{policy}/{number:03d}", group=str(number), kind=policy, seed=f"{setting.seed}/{number}"
            )
            for policy in ("ours", "random")
            for number in range(LEARNERS)
        ]
        missing = ("replay: response data may not be passed on; name a file of your own with --data",)
        yield Trial(cases, attempt, (_figures,), (_predicted_plot, _difficulties), missing)


def _simulate(pool: Pool, case: Simulated) -> CaseResult:
    """Passes when the last 90% interval holds the truth: nine in ten do when the intervals are honest."""
    policy = ours if case.kind == "ours" else at_random
    steps = practise(pool, ANSWERS, policy, random.Random(case.seed))
    numbers: dict[str, float] = {}
    for length in LENGTHS:
        numbers[f"error{length}"] = steps[length - 1].error
        numbers[f"covered{length}"] = float(steps[length - 1].covered)
    numbers["wrong mastery"] = float(any(step.mastered_wrongly for step in steps))
    numbers["any mastery"] = float(any(step.mastered_wrongly or step.mastered_rightly for step in steps))
    numbers["repeats"] = ANSWERS - len({step.item for step in steps})
    for place, step in enumerate(steps):
        numbers[f"p{place}"], numbers[f"y{place}"] = step.predicted, step.score
        numbers[f"b{place}"] = step.believed
    last = steps[-1]
    wrong = bool(numbers["wrong mastery"]) and case.kind == "ours"
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict="pass" if last.covered and not wrong else "fail",
        costly=wrong,
        reasons=(f"after {ANSWERS} answers the belief is off by {last.error:+.2f} logits",),
        shown={"answers": [f"{s.item}: p {s.predicted:.2f}, score {s.score:.0f}" for s in steps]},
        numbers=numbers,
    )


def _figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    adaptive = [r.numbers for r in results if r.kind == "ours" and r.numbers]
    others = [r.numbers for r in results if r.kind == "random" and r.numbers]
    for length in LENGTHS:
        covered = sum(n[f"covered{length}"] > 0 for n in adaptive)
        yield f"90% intervals that hold the truth, {length} answers", share(covered, len(adaptive), "higher")
        squares = [n[f"error{length}"] ** 2 for n in adaptive]
        yield f"squared error of ability, {length} answers", mean(squares, "lower")
    yield "bias of ability", mean([n[f"error{ANSWERS}"] for n in adaptive])
    paired = [
        a[f"error{ANSWERS}"] ** 2 - b[f"error{ANSWERS}"] ** 2 for a, b in zip(adaptive, others, strict=False)
    ]
    yield "squared error against random items", mean(paired, "lower")
    pairs = [(n[f"p{k}"], n[f"y{k}"]) for n in adaptive for k in range(ANSWERS)]
    yield "error of predicted success", mean([(p - y) ** 2 for p, y in pairs], "lower")
    yield "delivered success less predicted", mean([y - p for p, y in pairs])
    certified = [n for n in adaptive if n["any mastery"]]
    wrong = sum(n["wrong mastery"] > 0 for n in certified)
    yield "wrongly certified, of learners with a mastery", share(wrong, len(certified), "lower")
    yield "learners with a mastery", share(len(certified), len(adaptive), "higher")
    yield "items shown twice", mean([n["repeats"] for n in adaptive], "lower")


def _predicted_plot(results: Sequence[CaseResult]) -> Iterator[Plot]:
    pairs = [
        (r.numbers[f"p{k}"], r.numbers[f"y{k}"] >= 0.5)
        for r in results
        if r.kind != "random"
        for k in range(sum(name.startswith("p") for name in r.numbers))
    ]
    if pairs:
        yield ReliabilityDiagram(title="Predicted and observed success", bins=metrics.bins_of(pairs))


def _difficulties(results: Sequence[CaseResult]) -> Iterator[Plot]:
    """Items picked at random, so that no ability chose them: difficulty as believed, and as it proved."""
    outcomes: dict[float, list[float]] = defaultdict(list)
    for numbers in (result.numbers for result in results if result.kind == "random"):
        for place in range(ANSWERS):
            if f"b{place}" in numbers:
                outcomes[numbers[f"b{place}"]].append(numbers[f"y{place}"])
    points = tuple(
        (round(believed, 3), round(1 - math.fsum(scores) / len(scores), 3))
        for believed, scores in sorted(outcomes.items())
        if len(scores) >= OFTEN
    )
    if points:
        yield Scatter(
            title="Difficulty believed and observed",
            x="believed, in logits",
            y="share of wrong answers",
            points=points,
        )


def _students(path: Path) -> list[Answered]:
    """The learners of a JSONL file of responses (`student`, `order`, `skills`, `correct`, `split`)."""
    rows: dict[str, list[tuple[float, tuple[str, ...], float, bool]]] = {}
    for place, row in read_rows(path):
        if not isinstance(row.get("skills"), list) or row.get("split") not in ("train", "test"):
            raise BadInput(f"{place}: a response needs student, order, skills, correct and split.")
        order, correct = (
            number(row.get("order"), place, "order"),
            number(row.get("correct"), place, "correct"),
        )
        entry = (order, tuple(row["skills"]), correct, row["split"] == "test")
        rows.setdefault(str(row.get("student")), []).append(entry)
    return [
        Answered(id=name, group=name, kind="replay", rows=tuple(entry[1:] for entry in sorted(entries)))
        for name, entries in rows.items()
    ]


async def _replay(case: Answered) -> CaseResult:
    """Each answer predicted before it is learnt from. Difficulties are unknown and stay so."""
    learner, numbers, asked = LearnerState(learner=case.id), dict[str, float](), 0
    for skills, correct, tested in case.rows:
        if tested:
            numbers[f"p{asked}"] = predict(learner, skills, 0.0, UNKNOWN, 0.0)
            numbers[f"y{asked}"] = correct
            asked += 1
        learner = observe_answer(learner, Answer(skills, correct, 0.0, UNKNOWN))
    return CaseResult(id=case.id, group=case.group, kind=case.kind, verdict="pass", numbers=numbers)


class _Predicted:
    """How well answers of real learners were predicted; intervals by resampled learners."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
        groups: dict[str, list[metrics.Pair]] = {
            r.id: [(r.numbers[f"y{k}"], r.numbers[f"p{k}"]) for k in range(len(r.numbers) // 2)]
            for r in results
        }
        yield "AUC of the next answer", bootstrapped(groups, metrics.auc, self._seed, "higher")
        yield "log loss of the next answer", bootstrapped(groups, _log_loss, self._seed, "lower")


def _log_loss(pairs: Sequence[metrics.Pair]) -> float:
    return -math.fsum(y * math.log(p) + (1 - y) * math.log(1 - p) for y, p in pairs) / len(pairs)
