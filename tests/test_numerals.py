"""Numerals stand at their values."""

import pytest

from itemwright.numerals import BELOW_TWENTY, SPELT


@pytest.mark.parametrize(
    ("name", "value"),
    [("zero", 0), ("seven", 7), ("twelve", 12), ("nineteen", 19), ("forty", 40), ("ninety", 90)],
)
def test_a_numeral_stands_at_its_value(name: str, value: int) -> None:
    assert SPELT[name] == value
    assert value >= 20 or BELOW_TWENTY[value] == name


def test_each_value_has_one_name() -> None:
    assert sorted(SPELT.values()) == [*range(20), *range(20, 100, 10)]
