"""The built-in grader of free text: offline, by rubric point, with the score added up in code."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from itemwright.domain.grade import (
    CriterionGrade,
    CriterionStatus,
    Grade,
    Outcome,
    Ungraded,
    score_label,
)
from itemwright.domain.rubric import RubricPoint, normalised_weights
from itemwright.errors import BadInput
from itemwright.grading.base import Labels, Neighbour
from itemwright.grading.criteria import (
    Task,
    feature_rows,
    points_of,
    quoted_statement,
    says_a_reference,
    settled,
    texts_of,
    weigh_neighbours,
    with_met,
)
from itemwright.grading.entailment import Said
from itemwright.grading.feedback import explain
from itemwright.grading.material import Material, gather
from itemwright.grading.meanings import Meanings
from itemwright.grading.parts import combined, parts_of
from itemwright.grading.point_model import Asked, PointJudge, PointJudges
from itemwright.grading.vectors import TextVectors
from itemwright.grading.weights import Table, Weights, calibrated, label_chance, load_weights
from itemwright.index.embedding import Embedder

LABELS: dict[str, Labels] = {"3way": "3way", "2way": "2way"}
ERROR_RATE = 0.2
"""Unless an operator says otherwise: so many labels of those that no person looks at may be wrong."""
_NOTHING_SAID = 0.97
"""Confidence in 0 for an answer that claims nothing: rarely, a person sees more in it."""
_ARGUABLE = 0.75
"""The same for one that seems a heap of words, or takes all back: a hasty sentence may look like it."""


@dataclass(frozen=True, slots=True)
class _Work:
    task: Task
    alternatives: list[tuple[RubricPoint, ...]]
    material: Material
    read: list["Future[Table]"]
    """What the network makes of each alternative; of an answer that claims nothing, nothing."""
    targets_read: list["Future[Table]"]
    """The same of each target, where labels are asked for."""

    def settles(self, alternative: int) -> bool:
        """Whether the answer is the reference that an alternative is made of; for a rubric, any of them."""
        references = self.task.references
        if not self.task.rubric:
            references = references[alternative : alternative + 1]
        return says_a_reference(self.material, references)

    @property
    def nothing(self) -> float:
        """How sure it is, where no statement is left, that nothing was claimed."""
        return _ARGUABLE if self.material.arguable else _NOTHING_SAID


def _targets(task: Task, alternatives: Sequence[Sequence[RubricPoint]]) -> list[str]:
    """What a label is given by: the references, without one the points."""
    return list(task.references) or [point.point for point in alternatives[0]]


class BuiltinGrader:
    """Grades by rubric point, offline. The same task gets the same grade, alone or among others."""

    def __init__(
        self,
        embedder: Embedder,
        judges: PointJudges,
        *,
        weights: Weights | None = None,
        error_rate: float = ERROR_RATE,
    ) -> None:
        """`embedder` is asked for meaning where a task has judged neighbours.

        `error_rate` 0..1: wrong labels among those that ask for no review, as measured on held-out
        questions; the lower, the more are sent to a person.
        """
        self._vectors = TextVectors(judges.words)
        self._meanings = Meanings(embedder)
        self._judges = judges
        # Networks read beside the features: ONNX Runtime lets other threads run meanwhile.
        self._reader = ThreadPoolExecutor(2, thread_name_prefix="point-model")
        self._weights = weights or load_weights()
        self._error_rate = error_rate
        self.name = f"builtin@{self._weights.version}+{judges.points.name}"

    async def grade(
        self,
        question: str,
        rubric: Sequence[RubricPoint],
        references: Sequence[str],
        answer: str,
        *,
        neighbours: Sequence[Neighbour] = (),
    ) -> Outcome:
        """See `Grader.grade`. Raises BadInput when there is neither rubric nor reference."""
        task = Task(question, tuple(rubric), tuple(references), answer, tuple(neighbours))
        return self.grade_many([task])[0]

    def grade_many(self, tasks: Sequence[Task], labels: Labels | None = None) -> list[Outcome]:
        """The outcomes of several tasks, in order. `labels`: see `begin_many`."""
        return list(self.begin_many(tasks, labels))

    def begin_many(self, tasks: Sequence[Task], labels: Labels | None = None) -> Iterator[Outcome]:
        """The outcomes of several tasks, in order; the networks begin to read them at once.

        With `labels` each outcome is a grade with one of these labels and their probabilities; doubt shows in
        `needs_review` alone.
        """
        works = [self._begin(task, labels) for task in tasks]
        return (self._outcome(work, labels) for work in works)

    def _begin(self, task: Task, labels: Labels | None) -> _Work:
        references = tuple(_writable(text) for text in task.references if text.strip())
        task = replace(task, question=_writable(task.question), references=references)
        alternatives = points_of(task.rubric, references)
        if not alternatives:
            raise BadInput(f"Question {task.question[:60]!r} has neither rubric nor reference; give one.")
        known = [p.point for points in alternatives for p in points] + list(references)
        material = gather(task.question, known, task.answer)
        if not material.statements:
            return _Work(task, alternatives, material, [], [])

        def read(judge: PointJudge, points: Sequence[str]) -> "Future[Table]":
            return self._reader.submit(_read, judge, task.question, tuple(points), material)

        tables = [read(self._judges.points, [p.point for p in points]) for points in alternatives]
        # Targets are alternatives, not parts of one answer: each is read by itself, as in training.
        targets = _targets(task, alternatives) if labels is not None else []
        return _Work(
            task, alternatives, material, tables, [read(self._judges.labels, [text]) for text in targets]
        )

    def _outcome(self, work: _Work, labels: Labels | None) -> Outcome:
        said = self._vectors.prepare(texts_of(work.task, work.alternatives, work.material))
        if not work.material.statements:
            points = work.alternatives[0]
            table = np.tile([1 - work.nothing, work.nothing, 0.0], (len(points), 1))
        else:
            judged = []
            for number, (points, read) in enumerate(zip(work.alternatives, work.read, strict=True)):
                table = self._judge(work, points, read, said)
                if work.settles(number):
                    table = np.array([settled(row) for row in table])
                judged.append((points, table))
            points, table = max(judged, key=lambda pair: self._worth(*pair))
        if labels is None and self._abstains(work, table):
            return Ungraded(
                reason="abstained",
                detail="The answer seems to be in another language than the question; have a person read it.",
                flags=work.material.flags,
                model=self.name,
            )
        return self._grade(work, points, table, said, labels)

    def _worth(self, points: tuple[RubricPoint, ...], table: Table) -> tuple[float, float]:
        """What decides between alternatives: the score, then the mean probability."""
        weights = normalised_weights(points)
        score = sum(w * self._weights.credit(p) for w, p in zip(weights, table[:, 0], strict=True))
        return float(score), float(table[:, 0].mean())

    def _judge(
        self, work: _Work, points: Sequence[RubricPoint], read: "Future[Table]", said: dict[str, Said]
    ) -> Table:
        texts = [p.point for p in points]
        rows = feature_rows(work.task.question, texts, work.task.references, work.material, said)
        table = self._weights.points.blended(rows, read.result())
        for number in range(len(points)):
            bearing = [n for n in work.task.neighbours if n.point is None or n.point == number]
            if not bearing:
                continue
            nearness = self._meanings.nearness(bearing, work.material.whole)
            slope = self._weights.neighbour_slope
            met = weigh_neighbours(float(table[number, 0]), bearing, work.material, said, nearness, slope)
            table[number] = with_met(table[number], met)
        return table

    def _abstains(self, work: _Work, table: Table) -> bool:
        """Another language than the question's is beyond this model, unless the meaning was matched."""
        foreign = any(flag.code == "other_language" for flag in work.material.flags)
        return foreign and float(table[:, 0].min()) < self._weights.credit_to

    def _label_row(self, work: _Work, said: dict[str, Said]) -> Table:
        """Probabilities of the classes: by the best reference, without one the mean over the points."""
        if not work.targets_read:
            return np.array([1 - work.nothing, work.nothing, 0.0])
        rows = [
            feature_rows(work.task.question, [target], [], work.material, said)[0]
            for target in _targets(work.task, work.alternatives)
        ]
        read = np.concatenate([table.result() for table in work.targets_read])
        table = self._weights.labels.blended(rows, read)
        row: Table = table[int(table[:, 0].argmax())] if work.task.references else table.mean(axis=0)
        return settled(row) if says_a_reference(work.material, work.task.references) else row

    def _grade(
        self,
        work: _Work,
        points: Sequence[RubricPoint],
        table: Table,
        said: dict[str, Said],
        labels: Labels | None,
    ) -> Grade:
        criteria = tuple(
            self._criterion(work.material, point.point, weight, row, said)
            for point, weight, row in zip(points, normalised_weights(tuple(points)), table, strict=True)
        )
        score = min(1.0, sum(c.weight * c.credit for c in criteria))
        probabilities = None
        if labels is None:
            label = score_label(score)
            confidence = calibrated(self._weights.score_confidence, label_chance(label, table[:, 0]))
        else:
            probabilities = _by_label(labels, self._label_row(work, said))
            label = max(probabilities, key=lambda name: probabilities[name])
            confidence = calibrated(self._weights.label_confidence[labels], probabilities[label])
        if not work.material.statements:
            confidence = work.nothing
        flags = work.material.flags
        arguable = work.material.arguable and not work.material.statements
        unsure = arguable or confidence < self._weights.least_confidence(labels, self._error_rate)
        review = unsure or any(f.accuses or f.code == "other_language" for f in flags)
        return Grade(
            score=score,
            label=label,
            confidence=confidence,
            criteria=criteria,
            flags=flags,
            needs_review=review,
            feedback=explain(work.task.question, criteria, flags, review),
            model=self.name,
            probabilities=probabilities,
        )

    def _criterion(
        self, material: Material, point: str, weight: float, row: Table, said: dict[str, Said]
    ) -> CriterionGrade:
        met, missing, against = (float(value) for value in row)
        credit = self._weights.credit(met)
        status: CriterionStatus = "contradicted" if against > missing else "missing"
        if credit >= 0.5:
            status = "met"
        quote = None
        if material.statements and (credit > 0 or status == "contradicted"):
            statement = material.statements[quoted_statement(point, material, said)]
            quote = material.unmasked.quote(statement.start, statement.end)
        # Credit needs the learner's own words; what cannot be quoted cannot be credited.
        return CriterionGrade(
            point=point,
            weight=weight,
            credit=credit if quote else 0.0,
            probability=met,
            status=status if quote or status != "met" else "missing",
            quote=quote,
        )


def _read(judge: PointJudge, question: str, points: tuple[str, ...], material: Material) -> Table:
    """What a network makes of an answer of any length."""
    return combined(judge.judge([Asked(question, points, part) for part in parts_of(material, judge)]))


def _by_label(labels: Labels, row: Table) -> dict[str, float]:
    met, missing, against = (float(value) for value in row)
    if labels == "2way":
        return {"correct": met, "incorrect": missing + against}
    return {"correct": met, "contradictory": against, "incorrect": missing}


def _writable(text: str) -> str:
    """`text` as UTF-8 can hold it: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
