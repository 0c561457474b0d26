"""An answer that people graded; and files of them, JSONL or CSV, strict about every line."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from evals.case import Case
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
    """The graded answers of a `.jsonl` or a `.csv` file (fields: `evals/README.md`).

    Raises:
        BadInput: a line is not a graded answer; the text names file, line and field.
    """
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _json_rows(path)
    found = [_read(row, f"{path.name}, line {number}", number) for number, row in rows]
    if not found:
        raise BadInput(f"{path.name} holds no graded answer; see evals/README.md for its fields.")
    if twice := [id_ for id_, count in Counter(answer.id for answer in found).items() if count > 1]:
        raise BadInput(f"{path.name}: the id {twice[0]!r} is given twice; renumber one.")
    return found


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadInput(f"{path.name}, line {number}: {line[:60]!r} is not JSON: {error}.") from error
            if not isinstance(row, dict):
                raise BadInput(f"{path.name}, line {number}: {line[:60]!r} is not a JSON object.")
            yield number, row


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Lists stand in one cell, parted by `|`: references, rubric points, weights and statuses."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            for cells in reader:
                row: dict[str, Any] = {name: text for name, text in cells.items() if name and text}
                for name in ("reference_answers", "points"):
                    if name in row:
                        row[name] = [part.strip() for part in row[name].split("|")]
                if "rubric" in row:
                    points = [part.strip() for part in row.pop("rubric").split("|")]
                    weights = str(row.pop("weights", "|".join("1" for _ in points))).split("|")
                    if len(weights) != len(points):
                        told = f"{len(weights)} weights for {len(points)} points of the rubric"
                        raise BadInput(f"{path.name}, line {reader.line_num}: {told}.")
                    row["rubric"] = [
                        {"point": p, "weight": _number(w, path.name, reader.line_num)}
                        for p, w in zip(points, weights, strict=True)
                    ]
                for name in ("score", "max_score"):
                    if name in row:
                        row[name] = _number(row[name], path.name, reader.line_num)
                yield reader.line_num, row
        except csv.Error as error:
            raise BadInput(f"{path.name}, line {reader.line_num}: {error}; mend the quotes.") from error


def _number(text: str, file: str, line: int) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadInput(f"{file}, line {line}: {text!r} is not a number.") from error


def _read(row: dict[str, Any], place: str, number: int) -> GradedAnswer:
    """A row in the fields of SemEval-2013 task 7 sets, of SAF or of rubrics; other fields are let be."""
    if absent := [name for name in ("question", "answer") if not isinstance(row.get(name), str)]:
        raise BadInput(f"{place}: field {absent[0]!r} is missing; see evals/README.md.")
    references = row.get("reference_answers") or [row.get("reference_answer") or row.get("reference")]
    label = row.get("label")
    if label is not None and str(label).lower() not in _LABELS:
        raise BadInput(f"{place}: label {label!r} is none of {', '.join(_LABELS)}.")
    score, most = row.get("score"), row.get("max_score") or 1.0
    if score is None and label is None and not row.get("points"):
        raise BadInput(f"{place}: none of 'points', 'score' and 'label' says what people gave it.")
    try:
        return GradedAnswer.model_validate(
            {
                "id": str(row.get("id") or row.get("answer_id") or number),
                "group": str(row.get("question_id") or row["question"]),
                "kind": str(row.get("kind") or ""),
                "question": row["question"],
                "references": [text for text in references if text],
                "rubric": row.get("rubric") or [],
                "answer": row["answer"],
                "points": row.get("points") or [],
                "score": None if score is None else score / most,
                "label": None if label is None else _LABELS[str(label).lower()],
            }
        )
    except (ValidationError, TypeError) as error:
        told = str(error)
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            told = f"field {'.'.join(str(part) for part in first['loc'])!r}: {first['msg']}"
        raise BadInput(f"{place}: {told}; see evals/README.md.") from error
