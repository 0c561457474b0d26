"""The sandbox that the rest of the package uses: pydantic-monty first, stepping for what that has no part
for, and full CPython for what neither can run.

CPython takes part only where an operator turned it on and its isolation was seen to hold."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from itemwright.errors import BadInput, ExecutionRefused
from itemwright.sandbox.bubblewrap import Bubblewrap
from itemwright.sandbox.execution import Ended, Execution, Interpreter
from itemwright.sandbox.monty import MontySandbox
from itemwright.sandbox.probe import probe
from itemwright.sandbox.sets_in_order import set_in_order
from itemwright.sandbox.stepped import SteppedPython
from itemwright.sandbox.syntax import read_syntax

SECONDS = 1.0
MEMORY = 50_000_000
OUTPUT = 64_000
SANDBOXES = ("monty", "bubblewrap")
_LIMITS: frozenset[Ended] = frozenset({"time", "memory", "output"})


class Sandbox:
    """Runs code; `with Sandbox() as sandbox:` starts its workers, the end of the block ends them.

    `python`: full CPython for snippets that monty cannot run, or of which its word is not Python's."""

    def __init__(
        self,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        output: int = OUTPUT,
        python: Interpreter | None = None,
    ) -> None:
        self._monty = MontySandbox(seconds, memory, output)
        self._stepped = SteppedPython()
        self._python = python

    def __enter__(self) -> Self:
        self._monty.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._monty.__exit__(None, None, None)

    @property
    def has_python(self) -> bool:
        """Whether full CPython takes part: only then do seeds of hashes and clocks vary."""
        return self._python is not None

    def run(self, code: str, variation: int = 0) -> Execution:
        """Execute `code` and collect what it prints; see `Interpreter.run`."""
        execution = self._monty.run(code) if variation == 0 or self._python is None else None
        if execution is not None and (self._python is None or execution.ended in ("done", *_LIMITS)):
            return self._stepped_through(code) or execution if execution.ended == "unsupported" else execution
        assert self._python is not None  # else there was an execution
        return self._python.run(code, variation)

    def _stepped_through(self, code: str) -> Execution | None:
        """The run by stepping, where that is possible and says what any Python says."""
        try:
            if set_in_order(read_syntax(code)) is not None:
                return None
        except (SyntaxError, ValueError):
            return None
        execution = self._stepped.run(code)
        return execution if execution.ended in ("done", "raised", *_LIMITS) else None

    def evaluate(self, expression: str, variables: dict[str, Any]) -> Any:
        """The value of one Python expression over `variables`.

        Raises:
            ExecutionRefused: the expression is no expression, fails, or exceeds a limit.
        """
        value, execution = self._monty.feed(f"({expression}\n)", variables)
        if execution.error is not None:
            raise ExecutionRefused(f"Expression {expression!r} failed with {execution.error}; correct it.")
        return value

    def derive(self, variables: dict[str, Any], expressions: Mapping[str, str]) -> dict[str, Any]:
        """Values of named expressions in order; each may use `variables` and the names before it.

        Raises:
            ExecutionRefused: one of them fails, or exceeds a limit.
        """
        lines = [f"{name} = ({expression}\n)" for name, expression in expressions.items()]
        code = "\n".join([*lines, f"[{', '.join(expressions)}]"])
        values, execution = self._monty.feed(code, variables)
        if execution.error is not None:
            names = dict(expressions)
            raise ExecutionRefused(f"Expressions {names!r} failed with {execution.error}; correct them.")
        return dict(zip(expressions, values, strict=True))

    def first_meeting(
        self, draws: Sequence[dict[str, Any]], expressions: Mapping[str, str], condition: str
    ) -> int | None:
        """The index of the first draw for which `condition` holds, or None; `expressions` as in `derive`.

        Raises:
            ExecutionRefused: an expression fails, or exceeds a limit.
        """
        names = list(draws[0]) if draws else []
        body = [f"{name} = _draw[{name!r}]" for name in names]
        body += [f"{name} = ({' '.join(expression.split())})" for name, expression in expressions.items()]
        body += [f"if ({' '.join(condition.split())}):", "    _found = _i", "    break"]
        lines = [
            "_found = -1",
            "for _i, _draw in enumerate(_draws):",
            *(f"    {line}" for line in body),
            "_found",
        ]
        found, execution = self._monty.feed("\n".join(lines), {"_draws": list(draws)})
        if execution.error is not None:
            raise ExecutionRefused(f"Condition {condition!r} failed with {execution.error}; correct it.")
        return None if found < 0 else int(found)


def open_sandbox(name: str = "monty") -> Sandbox:
    """The sandbox by the name in the settings; for "bubblewrap" its isolation is tried out first.

    Raises:
        BadInput: there is none of that name.
        ExecutionRefused: bubblewrap is not here, or does not isolate. It is never used then.
    """
    if name not in SANDBOXES:
        raise BadInput(f"No sandbox {name!r}; set ITEMWRIGHT_SANDBOX to {' or '.join(SANDBOXES)}.")
    if name == "monty":
        return Sandbox()
    python = Bubblewrap()
    probe(python)
    return Sandbox(python=python)
