"""Code fillings: the same code in another coat, and other code."""

import pytest

from itemwright.grading.code_forms import MAX_CODE, same_code, same_output


@pytest.mark.parametrize(
    ("given", "accepted", "language"),
    [
        ("x=1", "x = 1", None),
        ("'cuda'", '"cuda"', "python"),
        ("(x)", "x", "Python"),
        ("1e-4", "0.0001", "py"),
        ("f( a,b )", "f(a, b)", ""),
        (".to('cpu')", '.to("cpu")', None),
        ("x =", "x=", None),
        ("return x  # done", "return x", None),
        ("const a = 'x';", 'const a="x"', "javascript"),
        ("if x :", "if x:", None),
        ("model.eval();", "model.eval()", None),
        ("'\\d'", '"\\d"', None),
        ("'say \"x\"'", "'say \"x\"'", "js"),
    ],
)
def test_the_same_code(given: str, accepted: str, language: str | None) -> None:
    assert same_code(given, accepted, language)


@pytest.mark.parametrize(
    ("given", "accepted"),
    [("X", "x"), ("x = 2", "x = 1"), ("", "x"), ("  ", "x"), ("x\0", "x"), ("x" * (MAX_CODE + 1), "x"),
     ("'a b'", "'ab'"), ("(" * 300, "x"), ("'''", "x"), ("x = ", "x == "), ("'\"'", "'x'")],
)  # fmt: skip
def test_other_code(given: str, accepted: str) -> None:
    assert not same_code(given, accepted, "python")


def test_outputs() -> None:
    assert same_output("[1,2]\r\n", "[1, 2]")
    assert same_output("{'a': 1}", '{"a": 1}')
    assert not same_output("1\n2", "12 3")
