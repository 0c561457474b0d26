"""Runs snippets with the Python that runs the evals, in a process of its own: a second opinion on what code
prints, beside the sandbox of the product. Only for code from reviewed cards; it is no sandbox.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from itemwright.errors import ExecutionRefused

SECONDS = 2
"""Of computing, for one snippet; a wrong filling of a blank may loop for ever. Time that a busy machine takes
away does not count, so that a run on it comes to the same figures."""
WAIT = 120
"""Seconds by the clock for one process."""

_RUNNER = """
import contextlib, io, json, signal, sys
def stop(*_):
    raise TimeoutError
signal.signal(signal.SIGVTALRM, stop)
told = []
for code in json.load(sys.stdin):
    out, error = io.StringIO(), None
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, "snippet", "exec"), {"__name__": "__main__"})
    except BaseException as caught:
        error = type(caught).__name__
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    told.append([out.getvalue()[:64000], error])
json.dump(told, sys.__stdout__)
"""


class Printed(NamedTuple):
    """What a snippet printed, and the name of the error that ended it, None when it ran to its end."""

    text: str
    error: str | None

    @property
    def lines(self) -> list[list[str]] | None:
        """The words of each line, for comparing; None when the snippet did not run to its end."""
        return None if self.error is not None else lines_of(self.text)


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def run_python(snippets: Sequence[str]) -> list[Printed]:
    """What each snippet prints, one after the other in one fresh process, each with names of its own.

    Raises:
        ExecutionRefused: the process itself did not end, or ended without telling.
    """
    if not snippets:
        return []
    command = [sys.executable, "-I", "-c", f"SECONDS = {SECONDS}\n{_RUNNER}"]
    try:
        done = subprocess.run(
            command, input=json.dumps(list(snippets)), capture_output=True, text=True, check=False,
            timeout=WAIT,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ExecutionRefused(
            f"{len(snippets)} snippets did not end; the first: {snippets[0]!r}."
        ) from error
    if done.returncode != 0:
        raise ExecutionRefused(f"Python ended with {done.stderr[-200:]!r} on {snippets[0][:200]!r}.")
    return [Printed(text, error) for text, error in json.loads(done.stdout)]
