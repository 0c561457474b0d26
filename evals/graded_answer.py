"""An answer that people graded; and files of them, JSONL or CSV, strict about every line."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from evals.case import Case
from evals.rows import number, read_rows
from itemwright.domain.rubric import RubricPoint
from itemwright.errors import BadInput

Status = Literal["met", "missing", "contradicted"]
Label = Literal["correct", "partially_correct", "incorrect", "contradictory"]
_CREDIT = {"met": 1.0, "missing": 0.0, "contradicted": 0.0}
_LABELS: dict[str, Label] = {
    "correct": "correct",
    "partially correct": "partially_correct",
    "partially_correct": "partially_correct",
    "incorrect": "incorrect",
    "contradictory": "contradictory",
}


class GradedAnswer(Case):
    """An answer, and what people gave it: a status for each rubric point, a score 0..1 or a label.

    `group` is the question; `kind` says what sort of answer it is, if that is known."""

    question: str
    references: tuple[str, ...] = ()
    rubric: tuple[RubricPoint, ...] = ()
    answer: str
    points: tuple[Status, ...] = ()
    score: float | None = Field(default=None, ge=0, le=1)
    label: Label | None = None

    @model_validator(mode="after")
    def _graded(self) -> Self:
        if not self.references and not self.rubric:
            raise ValueError("neither reference_answer nor rubric says what is right")
        if self.points and len(self.points) != len(self.rubric):
            raise ValueError(f"{len(self.points)} points for {len(self.rubric)} of the rubric")
        return self

    @property
    def given(self) -> float | None:
        """The score that people gave: their own number, else added up from the points."""
        if self.score is not None or not self.points:
            return self.score
        total = sum(point.weight for point in self.rubric)
        met = zip(self.rubric, self.points, strict=True)
        return sum(point.weight * _CREDIT[status] for point, status in met) / total


def read_graded_answers(path: Path) -> list[GradedAnswer]:
    """The graded answers of a `.jsonl` or `.csv` file, or of all `.jsonl` files of a folder (fields:
    `evals/README.md`).

    Raises:
        BadInput: a line is not a graded answer; the text names file, line and field.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [
        answer
        for file in files
        for place, row in read_rows(file, lists=("reference_answers", "points", "rubric", "weights"))
        for answer in _read_row(row, place)
    ]
    if not found:
        raise BadInput(f"{path.name} holds no graded answer; see evals/README.md for its fields.")
    if twice := [id_ for id_, count in Counter(answer.id for answer in found).items() if count > 1]:
        raise BadInput(f"{path.name}: the id {twice[0]!r} is given twice; renumber one.")
    return found


def _read_row(row: dict[str, Any], place: str) -> Iterator[GradedAnswer]:
    """One answer, or the many to one question that stand under `answers`."""
    if "answers" not in row:
        yield _read(row, place)
        return
    shared = {name: value for name, value in row.items() if name not in ("answers", "id")}
    for entry_number, entry in enumerate(row["answers"], start=1):
        if not isinstance(entry, dict):
            raise BadInput(f"{place}: answer {entry_number}: {entry!r} is not an object.")
        named = {"id": f"{row['id']}-{entry_number}"} if "id" in row and "id" not in entry else {}
        yield _read({**shared, **named, **entry}, f"{place}, answer {entry_number}")


def _read(row: dict[str, Any], place: str) -> GradedAnswer:
    """A row in the fields of SemEval-2013 task 7 sets, of SAF or of rubrics; other fields are let be."""
    if absent := [name for name in ("question", "answer") if not isinstance(row.get(name), str)]:
        raise BadInput(f"{place}: field {absent[0]!r} is missing; see evals/README.md.")
    references = row.get("reference_answers") or [row.get("reference_answer") or row.get("reference")]
    label = row.get("label")
    if label is not None and str(label).lower() not in _LABELS:
        raise BadInput(f"{place}: label {label!r} is none of {', '.join(_LABELS)}.")
    score = None if row.get("score") is None else number(row["score"], place, "score")
    if score is None and label is None and not row.get("points"):
        raise BadInput(f"{place}: none of 'points', 'score' and 'label' says what people gave it.")
    fields = {
        "id": str(row.get("id") or row.get("answer_id") or place),
        "group": str(row.get("question_id") or row["question"]),
        "kind": str(row.get("kind") or ""),
        "question": row["question"],
        "references": [text for text in references if text],
        "rubric": _rubric(row, place),
        "answer": row["answer"],
        "points": row.get("points") or [],
        "score": None if score is None else score / number(row.get("max_score", 1), place, "max_score"),
        "label": None if label is None else _LABELS[str(label).lower()],
    }
    try:
        return GradedAnswer.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "rubric"
        raise BadInput(f"{place}: field {field!r}: {first['msg']}; see evals/README.md.") from error


def _rubric(row: dict[str, Any], place: str) -> list[Any]:
    """Points as objects; texts get the weights beside them, or equal ones."""
    points = row.get("rubric") or []
    weights = row.get("weights") or [1] * len(points)
    if len(weights) != len(points):
        raise BadInput(f"{place}: {len(weights)} weights for {len(points)} points of the rubric.")
    return [
        {"point": point, "weight": number(weight, place, "weights")} if isinstance(point, str) else point
        for point, weight in zip(points, weights, strict=True)
    ]
