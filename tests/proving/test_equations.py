import pytest

from itemwright.proving.equations import equations, recompute
from itemwright.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox():  # type: ignore[no-untyped-def]
    with Sandbox() as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("3 x 0.5 = 1.5", [True]),
        ("3 × 0.5 = 1.6", [False]),
        ("The flour weighs 3,500 / 1.75 = 2,000 g.", [True]),
        ("9 divided by 1.8 is 5.", [True]),
        ("12 plus 7 makes 20.", [False]),
        ("20% of 50 = 10, and 20 % of 50 = 12.", [True, False]),
        ("Here 72 / 100 = 72%.", [True]),
        ("Rounded, 2 / 3 = 0.67.", [True]),
        ("Not 2 / 3 = 0.66.", [False]),
        ("1 / 3 ≈ 0.33", [True]),
        ("(3 + 4) x 2 = 14 = 28 / 2", [True, True]),
        ("5 000 + 300 = 5,300", [True]),
        ("2^10 = 1024", [True]),
        ("6.4 × 0.5³ = 0.8", [True]),
        ("An area of 3 m² = 3 m x 1 m.", [True]),
        ("Of 5,000, 600 leave; of the rest minus 400 is 4,000.", []),
        ("7e9 x 2 bytes = 14 GB", [None]),
        ("2 x 30 min = 1 h", [None]),
        ("16 GB + 20 MB = 16.02 GB", [None]),
        ("In binary 1 + 1 = 10.", [False]),
        ("11 + 3 = 2 mod 12", [None]),
    ],
)
def test_equations_are_found_and_recomputed(sandbox: Sandbox, text: str, holds: list[bool | None]) -> None:
    assert [recompute(equation, sandbox).holds for equation in equations(text)] == holds


@pytest.mark.parametrize(
    "text",
    [
        "a = 3 + 4",
        "7 % 2 == 1 and n >= 3",
        "f(x) = 2x + 1",
        "log2(8) = 3",
        "140 / √49 = 140 / x",
        "from 3 - 5 is 4 times as much",
        "rank = 8",
        "In 1990-2000 is 4 % more",
        "a ratio of 1:2:2",
    ],
)
def test_what_is_no_equation_of_numbers_is_left_alone(text: str) -> None:
    assert list(equations(text)) == []
