"""Grading: do grades agree with people's, is their confidence honest, and do attacks earn anything?"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from evals import metrics
from evals.attacks import Target, attacks
from evals.case import Case, CaseResult
from evals.figure import Better, Figure, bootstrapped, mean, share
from evals.graded_answer import GradedAnswer, read_graded_answers
from evals.plot import Confusion, Plot, ReliabilityDiagram, RiskCoverage
from evals.subject import GRADED_ANSWERS
from evals.suite import Setting, Trial
from itemwright.domain.grade import Grade, Outcome, score_label
from itemwright.domain.rubric import RubricPoint
from itemwright.grading.criteria import Task
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder

ANSWERS = 900
"""So many of our own answers are graded, whole questions of them; all of those that are given."""
ATTACKED = 40
"""Questions whose answers are attacked."""
NEAR = 0.25
CREDITED = 0.5
COVERAGE = 0.8

Expected = Literal["agrees", "earns nothing", "loses credit", "changes nothing", "control", "same again"]
LabelSet = Literal["3way", "2way"]


class Answer(Case):
    """An answer to grade. What is expected: the people's own grade, or what follows from how it was made."""

    task: GradedAnswer
    labels: LabelSet | None = None
    expected: Expected = "agrees"
    control: str = ""
    """The answer that this one was made from, for what changes nothing."""


class Grading:
    """Do grades agree with people's, is the confidence honest, and do attacks earn nothing?"""

    name = "grading"
    costly_error = "half the marks or more for an answer that earns none"

    @contextmanager
    def prepare(self, setting: Setting) -> Iterator[Trial[Answer]]:
        grader = BuiltinGrader(load_embedder("minilm"), load_point_judges())
        if setting.data is not None:
            graded = read_graded_answers(setting.data)
        else:
            graded = _whole_questions(read_graded_answers(GRADED_ANSWERS), ANSWERS, setting.seed)
        labels = _label_set(graded)
        cases = [
            Answer(id=f"people/{each.id}", group=each.group, kind=each.kind, task=each, labels=labels)
            for each in graded
        ]
        cases += _attacks(graded, labels, random.Random(setting.seed))

        async def attempt(case: Answer) -> CaseResult:
            return _judge(grader, case)

        def plots(results: Sequence[CaseResult]) -> Iterator[Plot]:
            return _plots(results, "own answers" if setting.data is None else setting.data.name)

        evaluators = (_Agreement(setting.seed, labels), _by_kind, _attack_figures)
        yield Trial(cases, attempt, evaluators, (plots,))


def _label_set(graded: Sequence[GradedAnswer]) -> LabelSet | None:
    """The labels to ask of the grader: those of SemEval-2013 task 7 where people gave labels alone."""
    if any(each.given is not None for each in graded):
        return None
    return "3way" if any(each.label == "contradictory" for each in graded) else "2way"


def _whole_questions(graded: Sequence[GradedAnswer], wanted: int, seed: int) -> list[GradedAnswer]:
    by_question: dict[str, list[GradedAnswer]] = defaultdict(list)
    for each in graded:
        by_question[each.group].append(each)
    names = sorted(by_question)
    random.Random(seed).shuffle(names)
    kept: list[GradedAnswer] = []
    for name in names:
        if len(kept) + len(by_question[name]) <= wanted:
            kept += by_question[name]
    return kept


def _attacks(graded: Sequence[GradedAnswer], labels: LabelSet | None, rng: random.Random) -> Iterator[Answer]:
    """Attacks on some of the questions, beside the reference itself as the control of full credit."""
    first = {each.group: each for each in graded if each.references}
    names = sorted(first)
    if len(names) < 2:
        return
    for name in rng.sample(names, min(ATTACKED, len(names))):
        asked, other = first[name], first[rng.choice([each for each in names if each != name])]
        reference, stranger = asked.references[0], other.references[0]
        target = Target(asked.question, reference, _wrong_answer(graded, name) or stranger, stranger)
        made: list[tuple[str, Expected, str]] = [
            ("control", "control", reference),
            ("the same again", "same again", reference),
            *((attack.family, attack.effect, attack.answer) for attack in attacks(target, rng)),
        ]
        for family, expected, text in made:
            yield Answer(
                id=f"{family}/{asked.id}",
                group=name,
                kind=family,
                task=asked.model_copy(update={"answer": text, "points": (), "score": None, "label": None}),
                labels=labels,
                expected=expected,
                control=reference,
            )


def _wrong_answer(graded: Sequence[GradedAnswer], question: str) -> str | None:
    wrong = (e.answer for e in graded if e.group == question and (e.given == 0 or e.label == "incorrect"))
    return next(wrong, None)


def _grade(grader: BuiltinGrader, case: Answer, answer: str) -> Outcome:
    rubric = tuple(RubricPoint(point=point.point, weight=point.weight) for point in case.task.rubric)
    task = Task(case.task.question, rubric, case.task.references, answer)
    return grader.grade_many([task], case.labels)[0]


def _worth(outcome: Outcome, labels: LabelSet | None) -> float | None:
    """What an outcome is worth 0..1: a label's 1 or 0, else the score; None when it abstains."""
    if not isinstance(outcome, Grade):
        return None
    return float(outcome.label == "correct") if labels else outcome.score


def _judge(grader: BuiltinGrader, case: Answer) -> CaseResult:
    outcome = _grade(grader, case, case.task.answer)
    worth = _worth(outcome, case.labels)
    if case.expected == "agrees":
        verdict, reason, numbers = _against_people(case, outcome)
        nothing = case.task.given == 0 or (case.task.given is None and case.task.label != "correct")
    else:
        right, reason = _as_made(grader, case, outcome, worth)
        verdict = "pass" if right else "fail"
        numbers = {"worth": -1.0 if worth is None else worth, "right": float(right)}
        nothing = case.expected == "earns nothing"
    return CaseResult(
        id=case.id,
        group=case.group,
        kind=case.kind,
        verdict=verdict,
        costly=nothing and worth is not None and worth >= CREDITED,
        reasons=() if verdict == "pass" else (reason,),
        shown=_shown(case, outcome),
        numbers=numbers | {"made": float(case.expected != "agrees")},
    )


def _against_people(case: Answer, outcome: Outcome) -> tuple[str, str, dict[str, float]]:
    """Verdict, reason and the numbers of an answer that people graded."""
    task = case.task
    label = _people_label(task, case.labels)
    numbers = {"given": _code(label)}
    if task.given is not None:
        numbers["given_score"] = task.given
    if not isinstance(outcome, Grade):
        return "missing", f"abstained: {outcome.detail}", numbers
    numbers |= {"found": _code(outcome.label), "confidence": outcome.confidence}
    for number, (criterion, status) in enumerate(zip(outcome.criteria, task.points, strict=False)):
        numbers[f"point{number}"] = criterion.probability
        numbers[f"met{number}"] = float(status == "met")
    if task.given is None:
        right = outcome.label == label
        return ("pass" if right else "fail"), f"people say {label}, the grade {outcome.label}", numbers
    numbers["found_score"] = outcome.score
    right = abs(outcome.score - task.given) <= NEAR
    return (
        ("pass" if right else "fail"),
        f"people give {task.given:.2f}, the grade {outcome.score:.2f}",
        numbers,
    )


def _people_label(task: GradedAnswer, labels: LabelSet | None) -> str:
    if task.given is not None:
        return score_label(task.given)
    label = str(task.label)
    if labels is None:
        return label
    if labels == "2way":
        return "correct" if label == "correct" else "incorrect"
    return "incorrect" if label == "partially_correct" else label


_ORDER = ("correct", "partially_correct", "contradictory", "incorrect", "ungraded")


def _code(label: str) -> float:
    return float(_ORDER.index(label))


def _as_made(grader: BuiltinGrader, case: Answer, outcome: Outcome, worth: float | None) -> tuple[bool, str]:
    """Whether a made answer got what follows from how it was made. To abstain is never to be fooled."""
    if case.expected == "earns nothing":
        return worth is None or worth < CREDITED, f"{case.kind} earned {worth}"
    if case.expected == "control":
        return worth is not None and worth >= CREDITED, f"the reference itself earned {worth}"
    control = _grade(grader, case, case.control)
    if case.expected == "same again":
        return outcome == control, "the same answer was graded otherwise"
    before = _worth(control, case.labels)
    if case.expected == "changes nothing":
        same = before is None or (worth is not None and (worth >= CREDITED) == (before >= CREDITED))
        return same, f"{case.kind}: {before} became {worth}"
    lost = before is None or before < CREDITED or worth is None or worth <= before - NEAR
    return lost, f"{case.kind}: still {worth} after {before}"


def _shown(case: Answer, outcome: Outcome) -> dict[str, Any]:
    task = case.task
    people = task.label if task.given is None else round(task.given, 3)
    points = [
        f"{point.point} [{status}]" for point, status in zip(task.rubric, task.points, strict=False)
    ] or [point.point for point in task.rubric]
    return {
        "question": task.question,
        "reference": list(task.references),
        "rubric": points,
        "answer": task.answer,
        "expected": people if case.expected == "agrees" else case.expected,
        "grade": outcome.model_dump(mode="json", exclude={"prompt"}),
    }


class _Agreement:
    """Agreement with people, with intervals by resampled questions."""

    def __init__(self, seed: int, labels: LabelSet | None) -> None:
        self._seed, self._labels = seed, labels

    def __call__(self, results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
        people = [r for r in results if not r.numbers.get("made", 1)]
        graded = [r for r in people if "found" in r.numbers]
        by_label: tuple[tuple[str, Callable[..., float], Better], ...] = (
            ("label accuracy", metrics.accuracy, "higher"),
            ("macro F1", lambda pairs: metrics.f1(pairs, "macro"), "higher"),
            ("weighted F1", lambda pairs: metrics.f1(pairs, "weighted"), "higher"),
        )
        for name, statistic, better in by_label:
            yield name, self._over(graded, _labels_of, statistic, better)
        scored = [r for r in graded if "found_score" in r.numbers]
        by_score: tuple[tuple[str, Callable[..., float], Better], ...] = (
            ("quadratic weighted kappa", metrics.quadratic_kappa, "higher"),
            ("Pearson", metrics.pearson, "higher"),
            ("mean absolute error", metrics.mean_absolute_error, "lower"),
        )
        if scored:
            for name, statistic, better in by_score:
                yield name, self._over(scored, _scores_of, statistic, better)
            if pointed := [r for r in scored if "point0" in r.numbers]:
                yield (
                    "AUC of a point",
                    self._over(
                        pointed,
                        _points_of,
                        lambda rows: metrics.auc([p for row in rows for p in row]),
                        "higher",
                    ),
                )
        yield "calibration error", self._over(graded, _sureness_of, metrics.calibration_error, "lower")
        yield (
            "accuracy at 80% coverage",
            self._over(graded, _sureness_of, lambda a: metrics.accuracy_at(COVERAGE, a), "higher"),
        )
        yield "abstained", share(len(people) - len(graded), len(people))

    def _over(
        self,
        results: Sequence[CaseResult],
        reads: Callable[[CaseResult], Any],
        statistic: Callable[..., float],
        better: Better,
    ) -> Figure | None:
        groups: dict[str, list[Any]] = defaultdict(list)
        for result in results:
            groups[result.group].append(reads(result))
        return bootstrapped(groups, statistic, self._seed, better)


def _labels_of(result: CaseResult) -> metrics.LabelPair:
    return _ORDER[int(result.numbers["given"])], _ORDER[int(result.numbers["found"])]


def _scores_of(result: CaseResult) -> metrics.Pair:
    return result.numbers["given_score"], result.numbers["found_score"]


def _points_of(result: CaseResult) -> list[metrics.Pair]:
    numbers = result.numbers
    count = sum(name.startswith("point") for name in numbers)
    return [(numbers[f"met{n}"], numbers[f"point{n}"]) for n in range(count)]


def _sureness_of(result: CaseResult) -> metrics.Sureness:
    given, found = _labels_of(result)
    return result.numbers["confidence"], given == found


def _by_kind(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    """The mean score of each kind of answer; better is what lies nearer to the people's mean."""
    kinds: dict[str, list[metrics.Pair]] = defaultdict(list)
    for result in results:
        if result.kind and "found_score" in result.numbers:
            kinds[result.kind].append(_scores_of(result))
    for kind, pairs in sorted(kinds.items()):
        given = math.fsum(a for a, _ in pairs) / len(pairs)
        yield f"mean score: {kind} (people {given:.2f})", mean([b for _, b in pairs])


def _attack_figures(results: Sequence[CaseResult]) -> Iterable[tuple[str, Figure | None]]:
    made: dict[str, list[CaseResult]] = defaultdict(list)
    for result in results:
        if result.numbers.get("made"):
            made[result.kind].append(result)
    for family, each in made.items():
        right = sum(result.numbers["right"] == 1 for result in each)
        if family in ("control", "the same again"):
            yield f"attacks: {family}", share(right, len(each), "higher")
        else:
            yield f"attacks: fooled by {family}", share(len(each) - right, len(each), "lower")


def _plots(results: Sequence[CaseResult], of: str) -> Iterator[Plot]:
    """`of`: whose grades they are held against, for the titles."""
    graded = [r for r in results if not r.numbers.get("made", 1) and "found" in r.numbers]
    if not graded:
        return
    sure = [_sureness_of(result) for result in graded]
    yield ReliabilityDiagram(title=f"Confidence and accuracy of labels, {of}", bins=metrics.bins_of(sure))
    yield RiskCoverage(
        title=f"Errors when only the surest are graded, {of}", points=metrics.risk_coverage(sure)
    )
    pairs = [_labels_of(result) for result in graded]
    used = tuple(label for label in _ORDER if any(label in pair for pair in pairs))
    counts = tuple(tuple(sum(pair == (a, b) for pair in pairs) for b in used) for a in used)
    yield Confusion(title="Labels of people (rows) and of the grader (columns)", labels=used, counts=counts)
