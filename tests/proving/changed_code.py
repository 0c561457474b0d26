"""What checking by running finds of items whose answers change code, fill it, or judge what is said of it."""

from itemwright.domain.item import Item
from tests.proving.code_items import LOOP, cloze, debug, item, statement

CHANGED: list[tuple[str, Item]] = [
    # Faulty code and changes in words.
    (
        "pass",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Replace `- 1` with `+ 1`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `- 1` with `+ 1`",
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Replace `- 1` with `- 0`",
            "Delete line 2",
            "Change `sum(xs)` to `max(xs)`",
        ),
    ),
    (
        "pass",
        debug(
            "Change line 2 to `return sum(xs) / len(xs)`",
            "Change line 2 to `return sum(xs)`",
            "Change line 4 to `mean([1, 2, 3])`",
            "Change `sum(xs)` to `len(xs)`",
        ),
    ),
    (
        "pass",
        debug(
            "```python\ndef mean(xs):\n    return sum(xs) / len(xs)\n\nprint(mean([1, 2, 3]))\n```",
            "```python\ndef mean(xs):\n    return sum(xs)\n\nprint(mean([1, 2, 3]))\n```",
            "Delete line 4",
        ),
    ),
    (
        "fail",
        debug(
            "Replace `(len(xs) - 1)` with `len(xs)`",
            "Delete line 2",
            stem="It should print 3.0. What mends it?",
        ),
    ),
    ("unsure", debug("The divisor is off by one", "The list is empty", "sum is misspelt")),
    ("unsure", debug("Replace `(len(xs) - 1)` with `len(xs)`", "Delete line 2", stem="What is wrong?")),
    (
        "pass",
        debug(
            "Replace `range(4)` with `range(5)`",
            "Replace `range(4)` with `range(3)`",
            "Swap lines 1 and 4",
            code=LOOP,
            stem="The program is meant to add 0 to 4 and print `10`. Which change does it?",
        ),
    ),
    (
        "pass",
        debug(
            "In line 3, use `+=` instead of `=`",
            "In line 3, use `-=` instead of `=`",
            "Delete line 3",
            code=LOOP.replace("+=", "="),
            stem="The program ought to print 6; it prints 3.",
        ),
    ),
    (
        "pass",
        debug(
            "Replace `x.push(1)` with `x.append(1)`",
            "Replace `x.push(1)` with `x.add(1)`",
            "Delete line 1",
            code="x = []\nx.push(1)\nprint(x)",
            stem="The code ends with an AttributeError. What mends it?",
        ),
    ),
    (
        "pass",
        debug(
            "Replace `return n * n` with `return n ** 3`",
            "Replace `return n * n` with `return n + n`",
            "Replace `n * n` with `n * 3`",
            code="def cube(n):\n    return n * n\n",
            stem="`cube(2)` should return 8, but returns 4.",
        ),
    ),
    (
        "pass",
        item(
            "debug",
            code=LOOP,
            stem="It should print 10.",
            key="Replace `range(4)` with `range(5)`",
            accepts=["Replace `range(4)` with `range(5)`"],
        ),
    ),
    (
        "fail",
        item(
            "debug",
            code=LOOP,
            stem="It should print 10.",
            key="Replace `range(4)` with `range(6)`",
            accepts=["Replace `range(4)` with `range(6)`"],
        ),
    ),
    (
        "fail",
        debug(
            "Replace `range(4)` with `range(5)`",
            "Replace `range(4)` with `range(3)`",
            code=LOOP,
            stem="Which one?",
            provenance={
                "execution": {
                    "expected": "10",
                    "changes": {
                        "Replace `range(4)` with `range(5)`": ["range(4)", "range(6 - 1)"],
                        "Replace `range(4)` with `range(3)`": ["range(4)", "range(3)"],
                    },
                }
            },
        ),
    ),
    (
        "fail",
        debug(
            "return sum(xs) / (len(xs) - 2)",
            "return sum(xs) / len(xs)",
            "return sum(xs)",
            stem="The function should give the mean of the list (2.0), but it gives 3.0.",
        ),
    ),
    (
        "pass",
        debug(
            "return sum(xs) / len(xs)",
            "return sum(xs) / (len(xs) - 2)",
            "return sum(xs)",
            stem="The function should give the mean of the list (2.0), but it gives 3.0.",
        ),
    ),
    # Statements.
    ("pass", statement("This code prints 6.", "True", code="print(2 * 3)")),
    ("fail", statement("This code prints 6.", "False", code="print(2 * 3)")),
    ("fail", statement("This code prints 5.\n```python\nprint(2 * 3)\n```", "True")),
    ("pass", statement("The code will print `5`.\n```python\nprint(2 * 3)\n```", "False")),
    # Blanks.
    ("pass", cloze("print(____([1, 2]))", (["sum"], ["sum", "len", "max", "abs"]))),
    ("fail", cloze("print(____([1, 2]))", (["max"], ["sum", "len", "max", "abs"]))),
    ("fail", cloze("print(____([1, 2]))", (["sum", "max"], ["sum", "len", "max"]))),
    ("pass", cloze("print(____([1, 2]))", (["sum"], None))),
    ("fail", cloze("print(____([1, 2]))", (["sum", "len"], None))),
    (
        "fail",
        cloze("print(____([1, 2]))", (["sum"], ["sum", "abs"]), stem="Fill it so that the code prints 4."),
    ),
    (
        "pass",
        cloze("print(____([1, 2]))", (["sum"], ["sum", "abs"]), stem="Fill it so that the code prints 3."),
    ),
    ("pass", cloze("x = [1, 2]\ny = x[____]", (["0"], ["0", "1", "2"]))),
    (
        "pass",
        cloze("def f(x):\n    return x ____ 2", (["**"], ["**", "+", "-"]), stem="f(3) should return 9."),
    ),
    ("unsure", cloze("model.____()", (["fit"], ["fit", "predict"]))),
    ("pass", cloze("a, b = 5, 2\nprint(____ - ____)", (["a"], ["a", "b"]), (["b"], ["a", "b"]))),
    ("fail", cloze("a, b = 5, 2\nprint(____ + ____)", (["a"], ["a", "b"]), (["b"], ["a", "b"]))),
]
