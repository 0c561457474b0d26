"""Grading over HTTP, as programs use it."""

from pathlib import Path

import pytest

from itemwright.domain.grade import Ungraded
from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model import PointJudges, ScriptedJudge
from itemwright.grading.word_vectors import HashedWords
from itemwright.index.embedding import HashEmbedder
from tests.serving import Service, graded, serving

ASKED = {
    "question": "What stays frozen in LoRA?",
    "reference_answer": "The base model stays frozen.",
    "answer": "The base model is frozen.",
}


@pytest.mark.usefixtures("store")
def test_a_grade_has_all_that_the_contract_names(data_dir: Path, course: str) -> None:
    with serving(data_dir, course, [graded(1.0, "frozen", "Good.")]) as service:
        reply = service.post("/v1/grades", ASKED)
    assert reply.status_code == 200
    assert {"score", "label", "confidence", "criteria", "flags", "needs_review", "feedback", "model"} <= set(
        reply.json()
    )
    assert reply.json()["score"] == 1.0
    assert reply.json()["criteria"][0]["quote"] == "frozen"


@pytest.mark.usefixtures("store")
def test_ungraded_has_no_score_and_asks_for_a_person(data_dir: Path, course: str) -> None:
    lost = Ungraded(reason="abstained", detail="another language", model="scripted")
    with serving(data_dir, course, [lost]) as service:
        reply = service.post("/v1/grades", ASKED).json()
    assert (reply["score"], reply["label"], reply["needs_review"]) == (None, "ungraded", True)


@pytest.mark.usefixtures("store")
def test_a_batch_keeps_its_order_and_an_unusable_entry_spoils_only_itself(
    data_dir: Path, course: str
) -> None:
    with serving(
        data_dir,
        course,
        grader=BuiltinGrader(HashEmbedder(), PointJudges(ScriptedJudge(), ScriptedJudge(), HashedWords())),
    ) as service:
        entries = [ASKED | {"id": "a"}, {"id": "b", "question": "?"}, ASKED | {"answer": ""}]
        reply = service.post("/v1/grades/batch", {"items": entries}).json()["data"]
    assert [entry["id"] for entry in reply] == ["a", "b", 2]
    assert "error" in reply[1]
    assert (reply[0]["score"] is not None, reply[2]["score"]) == (True, 0.0)


def test_nothing_to_grade_by_is_refused(service: Service) -> None:
    assert service.post("/v1/grades", {"question": "Why?", "answer": "So."}).status_code == 422
    assert service.post("/v1/grades", ASKED | {"rubric": [{"point": ""}]}).status_code == 422
    assert service.post("/v1/grades", ASKED | {"score": 1}).status_code == 422
    assert service.post("/v1/grades/batch", {"items": []}).status_code == 422


def test_an_absent_grader_is_told_as_such(service: Service) -> None:
    reply = service.post("/v1/grades", ASKED)
    assert (reply.status_code, reply.json()["code"]) == (503, "model_unavailable")
    assert reply.headers["Retry-After"]
