import math

import pytest

from itemwright.proving.value_range import read_range, value_in_range
from tests.proving.conftest import Made


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10", 10, 10),
        ("about 15 kg", 15_000, 15_000),
        ("between 10 and 20 kg", 10_000, 20_000),
        ("10 to 20 %", 0.1, 0.2),
        ("more than 5 minutes", 300, math.inf),
        ("less than 10 percent", -math.inf, 0.1),
    ],
)
def test_values_and_ranges_are_read(text: str, low: float, high: float) -> None:
    found = read_range(text)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "text", ["5 hens", "ten or so of 20 kg each", "kilograms", "more than 5 of 9", "20 to 10"]
)
def test_what_says_more_is_no_range(text: str) -> None:
    assert read_range(text) is None


@pytest.mark.parametrize(
    ("stem", "options", "found"),
    [
        ("How much honey is it?", ["15 kg", "between 10 and 20 kg", "40 kg"], True),
        ("How much honey is it?", ["15 kg", "more than 10 kg", "5 kg"], True),
        ("How much honey is it?", ["15 kg", "more than 15 kg", "5 kg"], False),
        ("How much honey is it?", ["between 10 and 20 kg", "between 30 and 40 kg", "50 kg"], False),
        ("How much honey is it?", ["15 kg", "more than 10 hours", "5 kg"], False),
        ("How much is needed?", ["at least 10 kg", "at least 5 kg", "at least 20 kg"], False),
        ("How much is the least?", ["15 kg", "more than 10 kg", "5 kg"], False),
    ],
)
def test_a_key_within_another_option_is_found(made: Made, stem: str, options: list[str], found: bool) -> None:
    assert bool(value_in_range(made(stem, options=options, key="a"))) == found
