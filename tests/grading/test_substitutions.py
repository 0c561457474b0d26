"""What stands in a point's place: another number, an opposite, a word from elsewhere, a denial."""

import pytest

from itemwright.grading.reading import split_statements
from itemwright.grading.substitutions import SUBSTITUTIONS, substitution_rows

METRES = (
    "3/4 has three beats, each split into two quavers",
    "6/8 has two beats, each split into three quavers",
)
TRIAL = ("the accused counts as innocent until guilt is proved", "the prosecution bears the burden of proof")


def rows(points: tuple[str, ...], answer: str) -> list[dict[str, float]]:
    statements = [statement.text for statement in split_statements(answer)]
    return [dict(zip(SUBSTITUTIONS, row, strict=True)) for row in substitution_rows(points, (), statements)]


@pytest.mark.parametrize(
    ("points", "right", "wrong", "put"),
    [
        (
            METRES,
            "3/4 has three beats, each divided into two quavers; 6/8 has two beats, each divided into three.",
            "3/4 has two beats, each divided into three quavers; 6/8 has three beats, each divided into two.",
            "put_number",
        ),
        (
            TRIAL,
            "The accused counts as innocent until guilt is proved.",
            "The accused counts as guilty until innocence is proved.",
            "put_opposite",
        ),
        (
            ("the pump moves heat from cold to warm", "the valve lets pressure fall"),
            "the pump moves heat from cold to warm",
            "the valve moves heat from cold to warm",
            "put_known",
        ),
        (
            ("the dough rises in the fridge",),
            "the dough rises in the fridge",
            "the dough never rises in the fridge",
            "put_denied",
        ),
    ],
)
def test_what_was_exchanged_is_named(points: tuple[str, ...], right: str, wrong: str, put: str) -> None:
    good, bad = rows(points, right)[0], rows(points, wrong)[0]
    assert good[put] == 0.0 < bad[put]
    assert bad["framed"] < good["framed"]


def test_each_thing_is_compared_in_its_own_clause() -> None:
    right = rows(METRES, "In 3/4 there are three beats, in 6/8 there are two beats.")
    assert [row["put_number"] for row in right] == [0.0, 0.0]


def test_a_word_that_the_rubric_does_not_know_is_told_from_a_mistake() -> None:
    [row] = rows(("the dough rests in the fridge",), "the dough rests in the refrigerator")
    assert row["put_unknown"] > 0.0
    assert row["put_opposite"] == row["put_known"] == row["put_crossed"] == 0.0


def test_another_statement_is_no_exchange() -> None:
    [row] = rows(("the dough rests in the fridge",), "An oven must be hot before bread goes in.")
    assert sum(row.values()) == 0.0


def test_a_denial_torn_from_its_verb_is_compared_too() -> None:
    [row] = rows(("there are 3 beats in a bar",), "n't beats in a bar")
    assert row["put_number"] == 0.0


def test_nothing_said_and_nothing_asked_are_no_exchange() -> None:
    assert substitution_rows(("the", "dough"), (), []) == [[0.0] * len(SUBSTITUTIONS)] * 2
