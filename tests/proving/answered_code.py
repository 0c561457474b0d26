"""What checking by running finds of items whose answers say what code prints, gives or raises."""

from itemwright.domain.item import Item
from tests.proving.code_items import asked, item, prints, typed

ANSWERED: list[tuple[str, Item]] = [
    # What is printed, with options.
    ("pass", prints("print(7 // 2, 7 / 2)", "3 3.5", "3.5 3.5", "3 3", "4 3.5")),
    ("fail", prints("print(7 // 2, 7 / 2)", "3.5 3.5", "3 3.5", "3 3", "4 3.5")),
    ("fail", prints("print(7 // 2)", "4", "5", "6", "7")),
    ("fail", prints("print(7 // 2)", "3", " 3 ", "6", "7")),
    ("fail", prints("print(0.1 + 0.2)", "0.3", "0.30000000000000004", "0.4", "1")),
    ("pass", prints("print(0.1 + 0.2)", "0.30000000000000004", "0.3", "0.4", "1")),
    ("fail", prints("print(0.1 + 0.2)", "0.3", "0.31", "0.4", "1")),
    ("pass", prints("print(1e-3)", "0.001", "1e-3", "0.01", "1e3")),
    ("pass", prints("print(f'{0.5:.2f}')", "0.50", "0.5", ".5", "0.500")),
    ("fail", prints("print(0.50)", "0.50", "0.05", "5", "50")),
    ("pass", prints("print('a', 'b', sep='\\n')", "a\nb", "a b", "ab", "a, b")),
    ("pass", prints("print('a')\nprint('b')", "a / b", "b / a", "ab", "nothing")),
    ("pass", prints("print(str(5))", "5", "'5'", '"5"', "five")),
    ("pass", prints("print(repr('5'))", "'5'", "5", "five", "55")),
    ("pass", prints("print('hi')", "`hi`", "`'hi'`", "`HI`", "`hi `x")),
    ("pass", prints("print('hi')", "It prints hi.", "It prints ho.", "Nothing", "An error")),
    ("pass", prints("x = [1, 2]\nprint(x.append(3))", "None", "[1, 2, 3]", "[1, 2]", "3")),
    ("pass", prints("x = 1", "Nothing is printed", "1", "x", "None")),
    ("pass", prints("print(5)", "5 (because 5 is odd)", "6", "7", "8")),
    (
        "unsure",
        prints("print([3, 2, 1])", "The list in reverse order", "The list as it was", "Nothing", "An error"),
    ),
    (
        "pass",
        prints("print(3)", "The number 3, as it is assigned last", "The number 2, as it is first", "2", "1"),
    ),
    ("pass", prints("print(2 ** 3)", "8", "6", "9", "5", language="Python")),
    # Errors as answers.
    ("pass", prints("int('x')", "It raises a ValueError", "It raises a TypeError", "0", "None")),
    ("fail", prints("int('x')", "It raises a TypeError", "It raises a ValueError", "0", "None")),
    ("pass", prints("'a' + 1", "An error is raised", "a1", "98", "'a1'")),
    ("fail", prints("'a' + 1", "a1", "TypeError", "98", "2")),
    ("pass", prints("print(1)\n{}['k']", "1, then KeyError", "KeyError, with nothing printed", "1", "None")),
    ("fail", prints("print(1)", "An exception", "2", "3", "4")),
    ("pass", prints("if True\n    print(1)", "SyntaxError", "1", "True", "Nothing")),
    ("pass", prints("x = 1\n  y = 2", "IndentationError", "1", "2", "Nothing")),
    ("pass", prints("def f(): return f()\nf()", "RecursionError", "None", "f", "0")),
    # Typed.
    ("pass", typed("print([1, 2])", "[1, 2]", "[1,2]")),
    ("pass", typed("print(True)", "True", "true")),
    ("pass", typed("print(0.5)", "0.5", "0.50", "`0.5`")),
    ("fail", typed("print([1, 2])", "[1, 2]", "[2, 1]")),
    ("fail", typed("print(0.1 + 0.2)", "0.3")),
    ("pass", typed("[][0]", "IndexError")),
    ("fail", typed("[][0]", "KeyError")),
    (
        "pass",
        item(
            "output_prediction",
            code="print(1, 2)",
            stem="It prints ____.",
            key={"b": "1 2"},
            blanks=[{"id": "b", "accepts": ["1 2"]}],
        ),
    ),
    (
        "fail",
        item(
            "output_prediction",
            code="print(1, 2)",
            stem="It prints ____.",
            key={"b": "3"},
            blanks=[{"id": "b", "accepts": ["3"]}],
        ),
    ),
    (
        "pass",
        item(
            "output_prediction",
            code="print(3 * 'ab')",
            stem="What is printed, and why?",
            key="It prints ababab, because a text times a number is repeated.",
            rubric=[{"point": "ababab"}],
        ),
    ),
    # Other types that ask for what code prints or gives.
    ("pass", asked("What does this print?\n\n```python\nprint(2 * 3)\n```", "6", "5", "23", "222")),
    ("fail", asked("What does this print?\n\n```python\nprint(2 * 3)\n```", "5", "6", "23", "222")),
    ("fail", asked("What is the output of this code?", "5", "4", "3", "2", code="print(2 * 3)")),
    ("pass", asked("What does `f(3)` return?", "9", "6", "3", "33", code="def f(x):\n    return x ** 2")),
    ("fail", asked("What does `f(3)` return?", "6", "9", "3", "33", code="def f(x):\n    return x ** 2")),
    ("fail", asked("What does `f()` return?", "0.3", "0.2", "3", "1", code="def f():\n    return 0.1 + 0.2")),
    ("fail", asked("What does `f()` return?", "1e-3", "0.001", "3", "1", code="def f():\n    return 0.001")),
    ("pass", asked("What does `f()` return?", "a", "b", "ab", "None", code="def f():\n    return 'a'")),
    (
        "pass",
        asked(
            "What is the value of `x` after this code has run?",
            "[1, 2]",
            "[1]",
            "[2]",
            "2",
            code="x = [1]\nx += [2]",
        ),
    ),
    ("pass", asked("What does `sorted([3, 1], reverse=True)` return?", "[3, 1]", "[1, 3]", "None", "3")),
    ("fail", asked("What does `sorted([3, 1], reverse=True)` return?", "[1, 3]", "[3, 1]", "None", "3")),
    (
        "pass",
        asked(
            "A colleague runs this. What is printed?",
            "3",
            "4",
            "5",
            "6",
            kind="scenario",
            code="print(len('abc'))",
        ),
    ),
    (
        "fail",
        asked(
            "A colleague runs this. What is printed?",
            "4",
            "3",
            "5",
            "6",
            kind="scenario",
            code="print(len('abc'))",
        ),
    ),
    (
        "pass",
        asked(
            "What number does this program print?",
            kind="numeric",
            code="print(10 / 4)",
            key={"value": 2.5, "tolerance": 0.01},
        ),
    ),
    (
        "fail",
        asked(
            "What number does this program print?",
            kind="numeric",
            code="print(10 // 4)",
            key={"value": 2.5, "tolerance": 0.01},
        ),
    ),
    (
        "unsure",
        asked("What does this print if `2` is replaced by `5`?", "15", "6", "5", "3", code="print(2 * 3)"),
    ),
    # Which exception, where there is one and where there is none.
    ("pass", asked("Which exception ends this program?", "KeyError", "none", code="print({}['a'])")),
    ("fail", asked("Which exception ends this program?", "none", "KeyError", code="print({}['a'])")),
    ("pass", asked("Which error is raised, if any?", "No error", "KeyError", code="print({'a': 1}['a'])")),
    ("fail", asked("Which error is raised, if any?", "KeyError", "none", code="print({'a': 1}['a'])")),
    (
        "unsure",
        asked(
            "Which error is raised, if any?",
            "that of the key",
            "the one of lists",
            code="print({'a': 1}['a'])",
        ),
    ),
    # An answer in words that shows something else than what came.
    (
        "fail",
        prints("print([1, 2])", "It prints `[2, 1]`, because the list is turned round", "It ends at once"),
    ),
    (
        "unsure",
        prints("print([1, 2])", "Both numbers of the list, one after the other", "Nothing but brackets"),
    ),
    # What the first sandbox has no part for.
    ("pass", prints("def f():\n    yield 1\nprint(list(f()))", "[1]", "1", "[]", "f")),
    ("fail", prints("class A:\n    x = 1\nclass B(A):\n    pass\nprint(B().x)", "2", "1", "0", "A")),
    # What comes out otherwise each time.
    ("fail", prints("import random\nprint(random.random())", "0.5", "0.1", "0.2", "0.3")),
    (
        "fail",
        prints(
            "from random import randint as r\nx = r(1, 6)\nprint(f'you get {x}')", "you get 3", "4", "5", "6"
        ),
    ),
    (
        "fail",
        prints("import time\nstart = time.time()\nprint(round(time.time() - start))", "0", "1", "2", "3"),
    ),
    ("fail", prints("from datetime import datetime\nprint(datetime.now().year)", "2026", "2025", "1", "2")),
    ("fail", prints("print({'a', 'b', 'c'})", "{'a', 'b', 'c'}", "a", "b", "c")),
    ("fail", prints("print(id(3))", "3", "4", "5", "6")),
    ("fail", prints("class A:\n    pass\nprint(A())", "<A>", "A", "None", "object")),
    ("fail", prints("def f():\n    pass\nprint(f)", "<function f>", "f", "None", "f()")),
    ("fail", prints("print(sum([0.1] * 10))", "0.9999999999999999", "1.0", "1", "0.1")),
    ("pass", prints("print(round(sum([0.1] * 10), 3))", "1.0", "1", "0.999", "0.1")),
    ("unsure", prints("import random\nprint(len([random.random()]))", "1", "0", "2", "3")),
    ("pass", prints("print(len({'a', 'b'}), 'a' in {'a'}, sorted({2, 1}))", "2 True [1, 2]", "1", "2", "3")),
    # Nothing that can be run here.
    ("unsure", prints("print(1)", "1", "2", "3", "4", language="javascript")),
    ("unsure", prints("print(1)", "1", "2", "3", "4", stem="What does this Java program print?")),
    ("unsure", prints("import numpy\nprint(numpy.ones(1))", "[1.]", "1", "2", "3")),
    ("unsure", prints("while True:\n    pass", "Nothing", "1", "2", "3")),
    ("unsure", prints("print(open('data.txt').read())", "data", "1", "2", "3")),
    ("unsure", prints("name = input()\nprint(name)", "Ada", "1", "2", "3")),
]
