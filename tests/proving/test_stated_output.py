"""What a stem says that code should print, held against what it printed."""

import pytest

from itemwright.proving.stated_output import stated_call, stated_outputs


@pytest.mark.parametrize(
    ("stem", "printed"),
    [
        ("The program should print 3.", "3"),
        ("The program should print 3, but it prints 2.", "3"),
        ("It ought to print True; it prints False.", "True"),
        ("It is supposed to return [1, 2] for this.", "[1, 2]"),
        ("Fill it so that the code prints {'a': 1}.", "{'a': 1}"),
        ("Expected output: `a b`", "a b"),
        ("The expected output is 2.0 here.", "2.0"),
        ("It should print:\n```\na\nb\n```\nWhat mends it?", "a\nb"),
        ("It should print 1 / 2 and nothing else.", "1\n2"),
        ("It should print `1\\n2`.", "1\n2"),
        ("It prints 4 instead of 5.", "5"),
        ("It prints 4 rather than the expected 5.", "5"),
        ("Change it so that 0.5 is printed.", "0.5"),
        ("The number 7 should be printed.", "7"),
        ("It should print nothing at all.", ""),
        ('It must print "hello world" once.', "hello world"),
        ("It should print hello world, not hello.", "hello world"),
        ("The call should return 3.5.", "3.5"),
        ("It has to print Total: 6 in the end.", "Total: 6"),
    ],
)
def test_meets_what_is_stated(stem: str, printed: str) -> None:
    assert any(stated.is_met(printed) for stated in stated_outputs(stem))


@pytest.mark.parametrize(
    ("stem", "printed"),
    [
        ("The program should print 3.5.", "3"),
        ("The program should print 3 4.", "3"),
        ("The program should print 33.", "3"),
        ("The program should print `3 4`.", "3"),
        ("It should print 0.3.", "0.30000000000000004"),
        ("The program prints 3.", "3"),
        ("What does it do?", "3"),
        ("It should print 3.", ""),
        ("The number 17 should be printed.", "7"),
    ],
)
def test_does_not_meet_something_else(stem: str, printed: str) -> None:
    assert not any(stated.is_met(printed) for stated in stated_outputs(stem))


def test_words_about_the_output_are_no_output() -> None:
    told, literal = (
        stated_outputs("It should print the number of words.")[0],
        stated_outputs("It should print 7.")[0],
    )
    assert (told.is_literal, told.wanted) == (False, True)
    assert (literal.is_literal, literal.wanted) == (True, True)
    assert not stated_outputs("It prints 4 instead of 5.")[0].wanted


def test_finds_the_call_whose_value_is_told() -> None:
    code = "def f(x):\n    return x"
    found = stated_call("The call `f(2)` should return 4, but returns 2.", code)
    assert found is not None
    assert found[0] == "f(2)"
    assert found[1].is_met("4")
    assert stated_call("The call `g(2)` should return 4.", code) is None
    assert stated_call("Nothing is called.", code) is None
