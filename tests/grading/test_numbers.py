"""Numbers as people write them."""

import pytest

from itemwright.grading.numbers import Quantity, convert, read_quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("16 GB", [(16.0, "gb")]),
        ("1,234.5 and 1.234,5", [(1234.5, ""), (1234.5, "")]),
        ("0,125", [(0.125, "")]),
        ("2,5 kg", [(2.5, "kg")]),
        ("twenty-five percent", [(25.0, "percent")]),
        ("one hundred and five", [(105.0, "")]),
        ("two million three hundred thousand", [(2300000.0, "")]),
        ("negative half", [(-0.5, "")]),
        ("7B", [(7e9, "")]),
        ("1.5 million bytes", [(1.5e6, "byte")]),
        ("3 m", [(3e6, "")]),
        ("1.5×10^-4", [(1.5e-4, "")]),
        ("lr = 2e-5", [(2e-5, "")]),
        ("10**3", [(1000.0, "")]),
        ("fp16 and int8", []),
        ("1/0", []),
        ("16 or 32", [(16.0, ""), (32.0, "")]),
        ("16 32", [(16.0, ""), (32.0, "")]),
        ("8 weeks", [(8.0, "week")]),
        ("İ 5", [(5.0, "")]),
    ],
)
def test_reading(text: str, found: list[tuple[float, str]]) -> None:
    read = read_quantities(text)
    assert [q.unit for q in read] == [unit for _, unit in found]
    assert [q.value for q in read] == pytest.approx([value for value, _ in found])
    for quantity in read:
        assert 0 <= quantity.span[0] < quantity.span[1] <= len(text)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "readings"),
    [
        (16, "", "gb", [16.0]),
        (16, "gb", "", [16.0]),
        (16, "gb", "GB", [16.0]),
        (2048, "mb", "gb", [2.048, 2.0]),
        (1, "gib", "mib", [1024.0]),
        (50, "%", "", [50.0, 0.5]),
        (50, "%", "percent", [50.0]),
        (90, "min", "hours", [1.5]),
        (5, "kg", "s", []),
        (5, "gb", "tokens", [5.0]),
    ],
)
def test_converting(value: float, unit: str, wanted: str, readings: list[float]) -> None:
    found = convert(Quantity(value, unit, (0, 1)), wanted)
    assert sorted({round(x, 9) for x in found}) == sorted(set(readings))


def test_hostile_digits_end() -> None:
    for text in (
        "1," * 30_000,
        "9" * 60_000,
        "1 " * 30_000,
        "minus " * 10_000,
        "one " * 12_000,
        "e-" * 30_000,
    ):
        assert isinstance(read_quantities(text), list)
