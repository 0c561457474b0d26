"""Snippets are run apart from each other, in time, and their failures are told."""

from evals.python_run import SECONDS, run_python


def test_snippets_print_and_fail_by_themselves() -> None:
    told = run_python(["x = 2\nprint(x,  3)\nprint()", "print(x)", "1 / 0", "print('a'"])
    assert told[0].lines == [["2", "3"]]
    assert [run.error for run in told] == [None, "NameError", "ZeroDivisionError", "SyntaxError"]
    assert told[1].lines is None


def test_what_does_not_end_is_stopped_and_the_rest_still_runs() -> None:
    endless, after = run_python(["while True:\n    pass", "print('here')"])
    assert (endless.error, after.text) == ("TimeoutError", "here\n")
    assert SECONDS <= 5
    assert run_python([]) == []
