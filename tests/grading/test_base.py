"""The scripted grader."""

import asyncio

import pytest

from itemwright.domain.grade import Ungraded
from itemwright.errors import ModelUnavailable
from itemwright.grading.base import Grader, ScriptedGrader


def test_outcomes_come_in_order_and_run_out() -> None:
    outcomes = [Ungraded(reason=r, detail="", model="m") for r in ("refused", "timed_out")]
    scripted = ScriptedGrader(outcomes)
    grader: Grader = scripted
    assert asyncio.run(grader.grade("q", [], ["r"], "one")) == outcomes[0]
    assert asyncio.run(grader.grade("q", [], ["r"], "two")) == outcomes[1]
    with pytest.raises(ModelUnavailable, match="'three'"):
        asyncio.run(grader.grade("q", [], ["r"], "three"))
    assert scripted.asked == [("q", "one"), ("q", "two"), ("q", "three")]
