"""Files of graded answers in the fields that people have; a slip is refused with its place."""

import json
from pathlib import Path

import pytest

from evals.graded_answer import GradedAnswer, read_graded_answers
from itemwright.errors import BadInput

ASKED = {"question": "Why do boats float?", "reference_answer": "They displace water of their own weight."}


def answers(tmp_path: Path, *rows: object) -> list[GradedAnswer]:
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return read_graded_answers(file)


def test_reads_labels_of_semeval_files(tmp_path: Path) -> None:
    row = {
        "question_id": "q7", "question": "Why?", "reference_answers": ["Because.", "For it is so."],
        "answer": "So it is.", "label": "contradictory", "answer_id": "q7.1", "module": "EM",
    }  # fmt: skip
    [found] = answers(tmp_path, row)
    assert (found.id, found.group, found.label, found.given) == ("q7.1", "q7", "contradictory", None)
    assert found.references == ("Because.", "For it is so.")


def test_scores_are_divided_by_their_maximum_and_zero_stays_a_score(tmp_path: Path) -> None:
    some = answers(
        tmp_path,
        {**ASKED, "id": 1, "answer": "Wood is light.", "score": 0, "max_score": 4},
        {**ASKED, "id": 2, "answer": "They push water away.", "score": 3, "max_score": 4},
    )
    assert [each.given for each in some] == [0.0, 0.75]


def test_points_add_up_by_their_weights(tmp_path: Path) -> None:
    rubric = [{"point": "water is displaced", "weight": 3}, {"point": "of their own weight", "weight": 1}]
    [found] = answers(
        tmp_path, {**ASKED, "answer": "They push water away.", "rubric": rubric, "points": ["met", "missing"]}
    )
    assert found.given == 0.75


def test_many_answers_to_one_question_stand_in_one_line(tmp_path: Path) -> None:
    line = {
        "id": "boats", **ASKED, "rubric": ["water is displaced", "of their own weight"],
        "answers": [
            {"answer": "They push water away.", "points": ["met", "missing"], "kind": "partial"},
            {"answer": "Wood is light.", "points": ["missing", "contradicted"]},
        ],
    }  # fmt: skip
    some = answers(tmp_path, line)
    assert [each.id for each in some] == ["boats-1", "boats-2"]
    assert [each.given for each in some] == [0.5, 0.0]
    assert [each.kind for each in some] == ["partial", ""]
    assert {each.group for each in some} == {"Why do boats float?"}


def test_reads_csv_with_lists_in_cells(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        "id,question,reference_answer,answer,rubric,weights,points\n"
        'a,"Why, then?",It is so.,"Water, pushed away",water goes|as they weigh,1|3,met|missing\n'
    )
    [found] = read_graded_answers(file)
    assert found.question == "Why, then?"
    assert [point.weight for point in found.rubric] == [1, 3]
    assert found.given == 0.25


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for name in ("b", "a"):
        row = {**ASKED, "id": name, "answer": "x", "label": "correct"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row))
    assert [each.id for each in read_graded_answers(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({**ASKED, "answer": "x"}, "line 1: none of 'points', 'score' and 'label'"),
        ({**ASKED, "answer": "x", "label": "fine"}, "line 1: label 'fine'"),
        ({**ASKED, "label": "correct"}, "line 1: field 'answer' is missing"),
        ({"question": "Why?", "answer": "x", "label": "correct"}, "neither reference_answer nor rubric"),
        ({**ASKED, "answer": "x", "score": "much"}, "field 'score': 'much' is not a number"),
        ({**ASKED, "answer": "x", "score": 5, "max_score": 4}, "field 'score'"),
        ({**ASKED, "answer": "x", "rubric": ["a", "b"], "points": ["met"]}, "1 points for 2"),
        ({**ASKED, "answer": "x", "rubric": ["a"], "points": ["perhaps"]}, "field 'points.0'"),
        ([1], "line 1: '[1]' is not a JSON object"),
    ],
)
def test_a_slip_is_refused_with_its_place(row: object, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        answers(tmp_path, row)
    assert told in str(refused.value)


def test_an_id_given_twice_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    row = {**ASKED, "id": 1, "answer": "x", "label": "correct"}
    with pytest.raises(BadInput, match="'1' is given twice"):
        answers(tmp_path, row, row)
    with pytest.raises(BadInput, match="holds no graded answer"):
        answers(tmp_path)


def test_cells_beyond_the_header_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("question,answer,label\nWhy, then?,x,correct\n")
    with pytest.raises(BadInput, match="line 2: more cells"):
        read_graded_answers(file)
