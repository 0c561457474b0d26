"""The stream of JSON lines: order, fields, errors in their place, first results early."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from itemwright.domain.grade import CriterionGrade, Flag, Grade, Ungraded
from itemwright.errors import BadInput
from itemwright.grading.base import ScriptedGrader
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.lines import LONGEST_LINE, grade_lines

FIELDS = {"id", "score", "label", "confidence", "criteria", "flags", "needs_review", "feedback", "model"}
GRADE = Grade(
    score=1.0,
    label="correct",
    confidence=0.9,
    criteria=(CriterionGrade(point="p", weight=1, credit=1, probability=0.9, status="met", quote="x"),),
    flags=(Flag(code="instruction", accuses=True, span=(1, 2)), Flag(code="empty", accuses=False)),
    model="m",
)


def line(**fields: Any) -> str:
    return json.dumps(
        {"id": "1", "question": "What is it?", "reference_answer": "A loss.", "answer": "loss", **fields}
    )


def errors(*lines: str) -> list[dict[str, Any]]:
    scripted = ScriptedGrader([GRADE] * len(lines))
    return [out for out in grade_lines(lines, scripted) if "error" in out]


def test_results_have_the_contract_s_fields(grader: BuiltinGrader) -> None:
    rubric = [{"point": "It is a loss", "weight": 2}, {"point": "It falls"}]
    lines = [
        line(id=7),
        "\n",
        line(id="b", rubric=rubric),
        line(id="c", reference_answers=["A gain.", "A loss."]),
    ]
    out = list(grade_lines(lines, grader))
    assert [row["id"] for row in out] == [7, "b", "c"]
    assert all(set(row) == FIELDS for row in out)
    assert [c["weight"] for c in out[1]["criteria"]] == pytest.approx([2 / 3, 1 / 3])
    assert set(out[0]["criteria"][0]) == {"point", "weight", "credit", "probability", "status", "quote"}
    assert json.loads(json.dumps(out)) == out


@pytest.mark.parametrize(("labels", "count"), [("3way", 3), ("2way", 2)])
def test_labels_add_probabilities(grader: BuiltinGrader, labels: str, count: int) -> None:
    [out] = grade_lines([line()], grader, labels)
    assert len(out["probabilities"]) == count
    assert out["label"] in out["probabilities"]


def test_unknown_labels_are_refused(grader: BuiltinGrader) -> None:
    with pytest.raises(BadInput, match="'5way'"):
        list(grade_lines([line()], grader, "5way"))
    with pytest.raises(BadInput, match="'3way'"):
        list(grade_lines([line()], ScriptedGrader([GRADE]), "3way"))


def test_any_grader_serves() -> None:
    ungraded = Ungraded(reason="timed_out", detail="Too slow.", model="m")
    prompted = GRADE.model_copy(update={"prompt": "p@1", "probabilities": {"correct": 1.0}})
    out = list(grade_lines([line(id=n) for n in range(3)], ScriptedGrader([GRADE, ungraded, prompted])))
    assert out[0]["flags"] == [
        {"code": "instruction", "accuses": True, "span": [1, 2]}, {"code": "empty", "accuses": False},
    ]  # fmt: skip
    assert (out[1]["score"], out[1]["label"], out[1]["reason"]) == (None, "ungraded", "timed_out")
    assert set(out[1]) >= FIELDS
    assert out[2]["prompt"] == "p@1"


@pytest.mark.parametrize(
    ("bad", "known", "named"),
    [
        ("{", None, "no JSON"),
        ("[1]", None, "list"),
        ("[" * 100_000, None, "nested"),
        ('{"id": NaN}', None, "NaN"),
        ("x" * (LONGEST_LINE + 1), None, "characters"),
        (line(id=None), None, "'id"),
        (line(id=True), None, "'id"),
        (line(id="\ud800", answer=3), None, "answer"),
        ('{"id": "\udc80"}', None, "UTF-8"),
        (line(answer=3), "1", "'answer'"),
        (line(answr="x"), "1", "'answr'"),
        (json.dumps({"id": "1", "question": "q", "reference_answer": "r"}), "1", "'answer'"),
        (line(reference_answer=None), "1", "reference"),
        (line(reference_answer=" "), "1", "reference"),
        (line(reference_answers="x"), "1", "'reference_answers'"),
        (line(rubric=[{"point": " "}]), "1", "point"),
        (line(rubric=[{"point": "x", "weight": 0}]), "1", "weight"),
        (line(rubric=[{"point": "x", "weight": "1"}]), "1", "weight"),
        (line(rubric=[{"point": "x", "extra": 1}]), "1", "extra"),
    ],
)
def test_an_unusable_line_gives_its_error_in_its_place(bad: str, known: str | None, named: str) -> None:
    out = list(grade_lines([line(id="a"), bad, line(id="z")], ScriptedGrader([GRADE, GRADE])))
    assert [row["id"] for row in out] == ["a", known, "z"]
    assert set(out[1]) == {"id", "error"}
    assert named in out[1]["error"]


def test_an_id_serves_once() -> None:
    [error] = errors(line(id="1"), line(id=1), line(id="1"))
    assert "'1'" in error["error"]


def test_an_answer_may_hold_half_a_surrogate_pair(grader: BuiltinGrader) -> None:
    [out] = grade_lines([line(answer="a loss \ud800")], grader)
    assert out["score"] is not None


def test_each_result_comes_before_the_next_line_is_needed() -> None:
    answered = threading.Semaphore(0)

    def lines() -> Iterator[str]:
        for number in range(5):
            if number:
                assert answered.acquire(timeout=30)
            yield line(id=number)

    got = []
    for row in grade_lines(lines(), ScriptedGrader([GRADE] * 5)):
        got.append(row["id"])
        answered.release()
    assert got == list(range(5))


def test_the_built_in_grader_answers_a_line_before_the_next_is_sent(grader: BuiltinGrader) -> None:
    answered = threading.Semaphore(0)

    def lines() -> Iterator[str]:
        for number in range(3):
            yield line(id=number)
            assert answered.acquire(timeout=30)

    for number, row in enumerate(grade_lines(lines(), grader)):
        assert row["id"] == number
        answered.release()


def test_a_long_batch_is_graded_as_its_lines_alone(grader: BuiltinGrader) -> None:
    batch = [line(id=n, answer=f"It falls by {n % 70} steps.") for n in range(100)]
    out = list(grade_lines(iter([*batch, "no json"]), grader))
    assert [row["id"] for row in out] == [*range(100), None]
    assert out[:100:33] == [row for n in range(0, 100, 33) for row in grade_lines([batch[n]], grader)]


def test_no_more_is_read_than_a_few_lines_ahead() -> None:
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for number in range(10_000):
            read += 1
            yield line(id=number)

    results = grade_lines(lines(), ScriptedGrader([GRADE] * 10_000))
    next(results)
    assert read < 200
    results.close()  # type: ignore[attr-defined]


def test_a_broken_input_is_told_after_what_came_before() -> None:
    def lines() -> Iterator[str]:
        yield line(id=1)
        raise OSError("unplugged")

    results = grade_lines(lines(), ScriptedGrader([GRADE]))
    assert next(results)["id"] == 1
    with pytest.raises(OSError, match="unplugged"):
        next(results)


def test_nothing_in_gives_nothing_out() -> None:
    assert list(grade_lines(["", "\n"], ScriptedGrader([]))) == []
