"""Python snippets run in pydantic-monty: no file, no network, limits on time, memory, sleep and output.

The only place where code of an item, a card or an article is executed. A worker process runs it; a crash
there is an `Execution` with an error, never the end of this process.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

from pydantic_monty import CollectString, Monty, MontyCrashedError, MontyError, ResourceLimits

from itemwright.errors import ExecutionRefused

SECONDS = 1.0
MEMORY = 50_000_000
OUTPUT = 64_000
CODE = 100_000


class Execution(NamedTuple):
    """What a snippet printed, and the error that ended it ("NameError: ..."), None when it ran to its end."""

    output: str
    error: str | None = None


class Sandbox:
    """A pool of workers; `with Sandbox() as sandbox:` starts it, the end of the block ends it.

    Each snippet gets a session of its own, so no run sees the names of another.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, output: int = OUTPUT) -> None:
        self._pool = Monty(max_processes=2)
        self._output = output
        self._limits = ResourceLimits(
            max_feed_duration_secs=seconds,
            max_memory=memory,
            max_total_sleep_secs=0.0,
            max_recursion_depth=500,
        )

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.__exit__(None, None, None)

    def run(self, code: str) -> Execution:
        """Execute `code` and collect what it prints."""
        return self._feed(code, {})[1]

    def evaluate(self, expression: str, variables: dict[str, Any]) -> Any:
        """The value of one Python expression over `variables`.

        Raises:
            ExecutionRefused: the expression is no expression, fails, or exceeds a limit.
        """
        value, execution = self._feed(f"({expression}\n)", variables)
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
        values, execution = self._feed(code, variables)
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
        code = "\n".join(lines)
        found, execution = self._feed(code, {"_draws": list(draws)})
        if execution.error is not None:
            raise ExecutionRefused(f"Condition {condition!r} failed with {execution.error}; correct it.")
        return None if found < 0 else int(found)

    def _feed(self, code: str, variables: dict[str, Any]) -> tuple[Any, Execution]:
        if len(code) > CODE:
            return None, Execution("", f"ValueError: code of {len(code)} characters, at most {CODE} are run")
        printed = CollectString(max_bytes=self._output)
        try:
            with self._pool.checkout(limits=self._limits) as session:
                value = session.feed_run(code, inputs=variables, print_callback=printed)
        except MontyCrashedError:
            return None, Execution("", "RuntimeError: the worker crashed")
        except MontyError as error:
            return None, Execution(printed.output, str(error).strip() or type(error).__name__)
        return value, Execution(printed.output)
