"""Feedback: what is missing or contradicted, without the key."""

from typing import Any

from itemwright.domain.grade import CriterionGrade, Flag
from itemwright.grading.feedback import explain

QUESTION = "What does LoRA freeze and train?"


def criterion(point: str, **fields: Any) -> CriterionGrade:
    return CriterionGrade(
        **{"point": point, "weight": 0.5, "credit": 0.0, "probability": 0.1, "status": "missing", **fields}
    )


def test_what_is_missing_is_named_by_the_question_s_words_alone() -> None:
    told = explain(QUESTION, [criterion("LoRA trains canary matrices"), criterion("zebra")], [], False)
    assert told == "Point 1 of 2 is missing (about LoRA, train). Point 2 of 2 is missing."


def test_contradictions_quote_the_learner() -> None:
    wrong = criterion("LoRA trains matrices", status="contradicted", quote="it trains all")
    assert (
        explain(QUESTION, [wrong], [], False)
        == 'The answer is contradicted (about LoRA, train): "it trains all".'
    )
    assert '"' not in explain(QUESTION, [wrong], [Flag(code="instruction", accuses=True)], False)
    long = wrong.model_copy(update={"quote": "x" * 500})
    assert "xxx" not in explain(QUESTION, [long], [], False)


def test_full_and_partial_credit() -> None:
    full = criterion("a", status="met", credit=1.0)
    part = criterion("zebra", status="met", credit=0.6)
    assert explain(QUESTION, [full, full], [], False) == "What is asked for was found."
    assert explain(QUESTION, [full, part], [], False) == "Point 2 of 2 is met in part or not clearly."
    assert explain(QUESTION, [criterion("zebra")], [], False) == "What is asked for was not found."


def test_flags_and_doubt_are_told() -> None:
    flags = [Flag(code="question_copied", accuses=False), Flag(code="both_ways", accuses=False)]
    told = explain(QUESTION, [criterion("zebra")], flags, True)
    assert "Repeating the question" in told
    assert "Decide for one answer" in told
    assert told.endswith("a person should look at it.")
    assert "addressed to the grader" in explain(QUESTION, [], [Flag(code="instruction", accuses=True)], False)
