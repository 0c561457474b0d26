"""Numbers, units and ranges as people write them."""

import math

import pytest

from itemwright.proving.lint.quantities import (
    as_range,
    calculate,
    equal_quantities,
    lone_quantity,
    quantities,
    same_number,
    sums,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("384,000 km", 384000, "km"), ("−3.5 °C", -3.5, "°C"), ("about 80%", 80, "%"), ("$40", 40, "$"),
        ("2 million", 2e6, ""), ("1.5e3 m", 1500, "m"), ("3 × 10^8 m/s", 3e8, "m/s"), ("1/6", 1 / 6, ""),
        ("In 1914", 1914, ""), ("twice", 2, ""), ("seven days", 7, "days"), ("14:30", 14.5, "o'clock"),
    ],
)  # fmt: skip
def test_a_text_that_is_one_number(text: str, value: float, unit: str) -> None:
    found = lone_quantity(text)
    assert found is not None
    assert math.isclose(found.value, value)
    assert found.unit == unit


@pytest.mark.parametrize("text", ["It rises by 5% a year", "5 to 9", "Vitamin B12", "none", "2 and 3"])
def test_a_text_that_is_more_than_a_number(text: str) -> None:
    assert lone_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5 to 9", 5, 9), ("1,000-5,000", 1000, 5000), ("between 0.4 and 0.6", 0.4, 0.6), ("[0, 1)", 0, 1),
        ("fewer than 500", -math.inf, 500), ("10 or more", 10, math.inf), ("at least 3", 3, math.inf),
        ("over 2 km", 2000, math.inf), ("5+", 5, math.inf),
    ],
)  # fmt: skip
def test_ranges(text: str, low: float, high: float) -> None:
    found = as_range(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_ranges_meet_at_an_end_that_both_hold() -> None:
    def meet(one: str, other: str) -> bool:
        first, second = as_range(one), as_range(other)
        assert first
        assert second
        return first.meets(second)

    assert meet("5 to 9", "9 to 12")
    assert not meet("5 to 9", "10 to 12")
    assert not meet("under 5", "5 to 9")
    assert meet("at most 5", "5 to 9")


def test_quantities_of_other_units_are_compared_in_one() -> None:
    pairs = [("1 km", "1000 m"), ("90 minutes", "1.5 hours"), ("50%", "0.5"), ("2 kg", "2000 g")]
    for one, other in pairs:
        left, right = lone_quantity(one), lone_quantity(other)
        assert left
        assert right
        assert equal_quantities(left, right), (one, other)
    [metre], [second] = quantities("5 m"), quantities("5 s")
    assert not equal_quantities(metre, second)


@pytest.mark.parametrize(("said", "wanted"), [(2.67, 2.667), (0.25, 25), (3000, 3), (90, 1.5)])
def test_a_number_may_be_told_rounded_or_in_another_unit(said: float, wanted: float) -> None:
    assert same_number(said, wanted)


def test_sums_are_recomputed_and_never_run() -> None:
    assert [(value, told) for _, value, told, _ in sums("So 3 * 4 = 13 and 8 / 2 = 4.")] == [(12, 13), (4, 4)]
    assert [value for _, value, _, _ in sums("It needs 2 x 16 + 10 = 42 of them.")] == [42]
    assert list(sums("2 x 16 GB + 10 = 42 GB")) == []
    assert calculate("2 ** 10") == 1024
    for hostile in ("9 ** 9 ** 9 ** 9", "__import__('os')", "1 / 0", "(" * 200, "x + 1"):
        assert calculate(hostile) is None
