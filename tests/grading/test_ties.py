"""Ties of words: kept by what says the same, broken or exchanged where two things change places."""

import time

import pytest

from itemwright.grading.ties import TIES, tie_rows

POINTS = ("arteries carry blood away from the heart", "veins carry blood back to the heart")
REFERENCE = (
    "Arteries carry blood away from the heart under high pressure, veins carry it back under low pressure."
)


def rows(answer: str, points: tuple[str, ...] = POINTS, reference: str = REFERENCE) -> list[dict[str, float]]:
    found = tie_rows(points, (reference,), [answer])
    return [dict(zip(TIES, row, strict=True)) for row in found]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "veins carry blood back to the heart, arteries carry it away",
            "arteries carry blood back to the heart, veins carry it away",
        ),
        (
            "Arteries: away, high pressure; veins: back, low pressure",
            "Arteries: back, low pressure; veins: away, high pressure",
        ),
        (
            "Arterys take blood away from heart. Unlike arteries, veins bring it back.",
            "Veins take blood away from heart. Unlike veins, arteries bring it back.",
        ),
    ],
)
def test_exchanged_properties_are_seen(right: str, wrong: str) -> None:
    for good, bad in zip(rows(right), rows(wrong), strict=True):
        assert bad["exchange"] > good["exchange"]
        assert bad["point_exchange"] > good["point_exchange"] < 0.05


def test_numbers_count_in_words_and_digits() -> None:
    points = ("a waltz has three beats", "a march has two beats")
    right = rows("waltz: 3 beats; march: 2 beats", points, "")
    wrong = rows("waltz: 2 beats; march: 3 beats", points, "")
    assert wrong[1]["point_ties_strange"] > right[1]["point_ties_strange"]
    assert wrong[1]["exchange"] > right[1]["exchange"]


def test_an_opposite_or_a_denial_breaks_a_tie() -> None:
    points = ("the upward push on the boat is greater",)
    [same], [turned], [denied] = (
        rows(text, points, "")
        for text in (
            "a greater upward push acts on the boat", "the upward push on the boat is smaller",
            "the upward push on the boat is not greater",
        )
    )  # fmt: skip
    assert same["point_ties_broken"] == 0.0 < same["point_ties_kept"]
    assert turned["point_ties_broken"] > 0.0
    assert denied["point_ties_broken"] > 0.0
    assert max(turned["point_ties_kept"], denied["point_ties_kept"]) < same["point_ties_kept"]


def test_turning_words_are_tied_too() -> None:
    points = ("copper has more electrons", "zinc has less electrons")
    right, wrong = (rows(text, points, "") for text in ("copper more, zinc less", "copper less, zinc more"))
    assert wrong[0]["point_exchange"] > right[0]["point_exchange"]
    assert wrong[0]["point_ties_said"] < right[0]["point_ties_said"]


def test_order_is_kept_or_turned() -> None:
    points = ("the breach caused the damage",)
    [kept], [turned] = (
        rows(text, points, "") for text in ("a breach caused damage", "damage caused a breach")
    )
    assert kept["order_kept"] == 1.0
    assert turned["order_kept"] == -1.0
    assert turned["point_order_broken"] > 0.0 == kept["point_order_broken"]


@pytest.mark.parametrize("answer", ["", "It does.", "dogs bark at night", "arteries"])
def test_what_shares_no_two_words_has_no_ties(answer: str) -> None:
    assert [set(row.values()) for row in rows(answer)] == [{0.0}, {0.0}]


def test_statements_are_not_neighbours_and_the_whole_is_bounded() -> None:
    one = tie_rows(POINTS, (), ["arteries", "carry blood away"])[0]
    assert one[TIES.index("point_ties_said")] < rows("arteries carry blood away")[0]["point_ties_said"]
    start = time.perf_counter()
    row = tie_rows(POINTS, (REFERENCE,), ["arteries carry blood back, not away; " * 2000])[0]
    assert all(abs(value) <= 1.0 for value in row)
    assert time.perf_counter() - start < 5.0  # some 50 ms; cubic time would take minutes
