import pytest

from itemwright.proving.code_change import changed_code
from itemwright.proving.same_name import same_name_replaced


@pytest.mark.parametrize(
    ("line", "new", "found"),
    [
        ("for _ in range(steps):", "range(steps + 1)", ["for _ in range(steps + 1):"]),
        ("def add(item, basket=[]):", "basket=list()", ["def add(item, basket=list()):"]),
        ("x = f(g(1), 2)", "g(3)", ["x = f(g(3), 2)"]),
        ("x = f(a={1: (2, 3)}, b=4)", "a=None", ["x = f(a=None, b=4)"]),
        ("x = f(1) + f(2)", "f(3)", []),
        ("x = f(1", "f(3)", []),
        ("x == 1", "x = 2", []),
        ("return x", "y", []),
    ],
)
def test_a_call_or_a_value_is_found_by_its_name(line: str, new: str, found: list[str]) -> None:
    assert list(same_name_replaced(line, new)) == found


@pytest.mark.parametrize(
    ("option", "first", "sure"),
    [
        ("Write `while n <= 3` in line 1.", "while n <= 3:", True),
        ("Write `range(4)` in line 1.", None, False),
        ("Put `while True` on line 1 so that it goes on.", "while True:", True),
        ("Write `n = 1` in line 9.", None, False),
    ],
)
def test_what_is_to_be_written_in_a_line(option: str, first: str | None, sure: bool) -> None:
    changed = changed_code(option, "while n < 3:\n    n += 1")
    if first is None:
        assert changed is None
    else:
        assert changed is not None
        assert (changed.code.split("\n")[0], changed.sure) == (first, sure)
