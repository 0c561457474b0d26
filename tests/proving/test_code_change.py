"""Changes to code in words are made as they are meant, or not at all."""

import pytest

from itemwright.proving.code_change import changed_code

CODE = """\
def mean(xs):
    total = 0
    for i in range(len(xs) - 1):
        total += xs[i]
    return total / len(xs)

print(mean([1, 2, 3]))"""
FOR = "    for i in range(len(xs) - 1):"


def changed(find: str, replace: str) -> str:
    assert find in CODE
    return CODE.replace(find, replace)


@pytest.mark.parametrize(
    ("option", "find", "replace"),
    [
        ("Replace `range(len(xs) - 1)` with `range(len(xs))`", "range(len(xs) - 1)", "range(len(xs))"),
        ("Change the call `mean([1, 2, 3])` to `mean([4])`.", "mean([1, 2, 3])", "mean([4])"),
        ('Replace "total = 0" by "total = 5" so that it works', "total = 0", "total = 5"),
        ("In line 3, replace `- 1` with `+ 1`", "xs) - 1", "xs) + 1"),
        ("Change `total = 0` to `total = 0.0` on line 2", "total = 0", "total = 0.0"),
        ("Change `total` to `n` in line 5", "return total", "return n"),
        ("Use `range(9)` instead of `range(len(xs) - 1)`", "range(len(xs) - 1)", "range(9)"),
        ("`- 1` should be `+ 1`", "- 1", "+ 1"),
        ("`- 1` -> `+ 1`", "- 1", "+ 1"),
        ("Replace `total+=xs[i]` with `total -= xs[i]`", "total += xs[i]", "total -= xs[i]"),
        ("Change line 3 to `for x in xs:`", FOR, "    for x in xs:"),
        ("Line 3 should read: `for x in xs:`", FOR, "    for x in xs:"),
        ("On line 3 write `for x in xs:`", FOR, "    for x in xs:"),
        ("Delete `- 1` in line 3", "- 1", ""),
        ("Remove the `- 1`", "- 1", ""),
        ("Delete line 4", "        total += xs[i]\n", ""),
        ("Remove the line `total = 0`", "    total = 0\n", ""),
        ("Insert `total = 1` before line 3", FOR, "    total = 1\n" + FOR),
        ("Add the line `total = 1` after `total = 0`", "    total = 0\n", "    total = 0\n    total = 1\n"),
        ("Add `print(0)` at the end", "print(mean([1, 2, 3]))", "print(mean([1, 2, 3]))\nprint(0)\n"),
        ("Add `import math` at the top of the program", "def mean", "import math\ndef mean"),
        ("Swap lines 2 and 3", "    total = 0\n" + FOR, FOR + "\n    total = 0"),
        ("Move line 5 before line 2", "", ""),
        ("Indent line 5", "    return", "        return"),
        ("Dedent line 4", "        total +=", "    total +="),
        ("Replace total = 0 with total = 1", "total = 0", "total = 1"),
        ("Change len(xs) - 1 to len(xs)", "len(xs) - 1", "len(xs)"),
        ("Start with 5 in place of 0", "total = 0", "total = 5"),
        ("Replace every `xs` with `ys`", "xs", "ys"),
        ("Replace `total += xs[i] ⏎ return total / len(xs)` with `total -= xs[i] ⏎ return total`",
         "+= xs[i]\n    return total / len(xs)", "-= xs[i]\n    return total"),
        ("Replace `total = 0` with `total = 1` and delete line 5", "", ""),
    ],
)  # fmt: skip
def test_makes_the_change(option: str, find: str, replace: str) -> None:
    if option.startswith("Move"):
        wanted = CODE.replace("    return total / len(xs)\n", "")
        wanted = wanted.replace("    total = 0", "    return total / len(xs)\n    total = 0")
    elif find:
        wanted = changed(find, replace)
    else:
        wanted = changed("total = 0", "total = 1").replace("    return total / len(xs)\n", "")
    found = changed_code(option, CODE)
    assert found is not None
    assert found.code == wanted


@pytest.mark.parametrize(
    "option",
    [
        "The loop starts too late",
        "Line 3 is wrong",
        "Replace `foo` with `bar`",
        "Replace `total` with `n`",
        "Change line 40 to `x = 1`",
        "Delete line 0",
        "Insert `x = 1` after line 99",
        "Swap lines 1 and 99",
        "Move line 1 after line 1",
        "Indent line 99",
        "The second term of the sum",
        "Nothing has to be changed",
        "Replace `total = 0` with `total = 0`",
        "Insert `x = 1` after `total`",
        "Replace `total = 0 ⏎ x` with `y`",
        "Replace `total = 0` with `total = 1` and delete line 50",
        "x = 1",
        "",
    ],
)
def test_makes_none_where_it_is_none(option: str) -> None:
    assert changed_code(option, CODE) is None


def test_takes_a_whole_program() -> None:
    whole = "def mean(xs):\n    return sum(xs) / len(xs)\n\nprint(mean([1, 2, 3]))"
    for option in (whole, f"```python\n{whole}\n```", f"Use this:\n```\n{whole}\n```"):
        found = changed_code(option, CODE)
        assert found is not None
        assert (found.code, found.sure) == (whole, True)
    assert changed_code("```\nx = = 1\ny\n```", CODE) is None
    assert changed_code("x = 1\ny = 2", CODE + "\nz = 3" * 9) is None


def test_is_not_sure_which_line_a_bare_line_replaces() -> None:
    found = changed_code("for i in range(len(xs)):", CODE)
    assert found is not None
    assert (found.code, found.sure) == (changed(FOR, "    for i in range(len(xs)):"), False)


def test_is_not_sure_how_deep_a_new_line_goes() -> None:
    found = changed_code("Insert `total = 1` after line 4", CODE)
    assert found is not None
    assert not found.sure


TRY = "try:\n    f()\nexcept Exception:\n    print(1)\nexcept ValueError:\n    print(2)"


@pytest.mark.parametrize(
    "option",
    [
        "Move the clause for `ValueError` before the one for `Exception`.",
        "Put the handler for `Exception` after that for `ValueError`",
        "Swap the two `except` clauses.",
    ],
)
def test_clauses_change_their_order(option: str) -> None:
    changed = changed_code(option, TRY)
    assert changed is not None
    assert changed.code.index("ValueError") < changed.code.index("except Exception")


def test_a_clause_that_is_not_there_is_not_moved() -> None:
    assert changed_code("Move the clause for `KeyError` before the one for `Exception`.", TRY) is None


def test_the_marked_line_is_the_one_to_be_replaced() -> None:
    code = "for n in [1, 2]:\n    continue  # marked\n    continue"
    changed = changed_code("`break`", code, "What has to replace the marked line?")
    assert changed is not None
    assert changed.code == "for n in [1, 2]:\n    break\n    continue"
