"""Long answers are read in parts; what one part says and another denies earns nothing."""

import numpy as np
import pytest

from itemwright.grading.material import gather
from itemwright.grading.parts import combined, parts_of
from itemwright.grading.point_model import ANSWER_TOKENS, ScriptedJudge, Table

QUESTION = "Why does bread rise?"
KNOWN = ["yeast makes gas"]


def table(*rows: tuple[float, float, float]) -> Table:
    return np.array(rows)


def test_what_fits_is_one_part() -> None:
    material = gather(QUESTION, KNOWN, "Yeast makes gas. The gluten holds it.")
    assert parts_of(material, ScriptedJudge()) == [material.whole]


def test_a_long_answer_is_cut_between_statements_and_loses_none() -> None:
    statements = [
        f"In case number {n} the baker waited {n} hours and looked at the dough again." for n in range(40)
    ]
    material = gather(QUESTION, KNOWN, " ".join(statements))
    parts = parts_of(material, ScriptedJudge())
    assert len(parts) > 2
    assert all(len(part.split()) <= ANSWER_TOKENS for part in parts)
    assert " ".join(parts) == material.whole


def test_a_point_is_met_by_its_best_part() -> None:
    parts = [table((0.1, 0.8, 0.1), (0.7, 0.2, 0.1)), table((0.9, 0.05, 0.05), (0.2, 0.7, 0.1))]
    assert combined(parts)[:, 0].tolist() == [0.9, 0.7]


def test_a_part_that_denies_takes_the_credit_back() -> None:
    met, missing, contradicted = combined([table((0.9, 0.05, 0.05)), table((0.05, 0.05, 0.9))])[0]
    assert met < 0.1
    assert contradicted > 0.8
    assert met + missing + contradicted == pytest.approx(1.0)


def test_more_text_that_says_nothing_changes_nothing() -> None:
    said, empty = table((0.6, 0.3, 0.1)), table((0.02, 0.96, 0.02))
    assert np.allclose(combined([said, empty, empty]), said)


def test_one_part_is_taken_as_it_is() -> None:
    only = table((0.2, 0.5, 0.3))
    assert combined([only]) is only
