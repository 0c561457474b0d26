"""Python snippets run in pydantic-monty: no file, no network, limits on time, memory, sleep and output.

A worker process runs them; a crash there is an `Execution` with an error, never the end of this process."""

import ast
import builtins
import re
from typing import Any, Self

from pydantic_monty import (
    CollectString,
    Monty,
    MontyCrashedError,
    MontyError,
    MontyRuntimeError,
    MontySyntaxError,
    ResourceLimits,
)

from itemwright.sandbox.divergence import divergence
from itemwright.sandbox.execution import Ended, Execution
from itemwright.sandbox.syntax import Syntax, read_syntax, syntax_error

CODE = 100_000
_ROUND = """\
_round_of_monty = round
def round(number, ndigits=None):
    if ndigits is None or not isinstance(number, float) or ndigits < 0:
        return _round_of_monty(number) if ndigits is None else _round_of_monty(number, ndigits)
    return float(f"{number:.{ndigits}f}")
"""
"""Monty scales before it rounds (round(2.675, 2) is 2.68 there); its formatting rounds the exact value."""

_BUILTIN_NAMES = frozenset(dir(builtins)) | {"exit", "quit", "__builtins__", "__file__"}
_NO_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_NO_NAME = re.compile(r"name '(\w+)' is not defined")
# The wording of TypeErrors that Python raises in the same places.
_WRONG_TYPES = re.compile(
    r"unsupported operand type|can only concatenate|can't multiply|not supported between instances|unhashable"
    r"|is not (?:subscriptable|iterable|callable)|object of type '\w+' has no len|missing \d+ required"
    r"|takes (?:from )?\d+ (?:to \d+ )?positional|does not support item (?:assignment|deletion)|cannot unpack"
    r"|indices must be integers|sequence item \d+: expected str|got an unexpected keyword argument '\w+'"
    r"|int\(\) argument must be|cannot use '\w+' as a (?:dict key|set element)"
)
_RAISED_BY_MONTY = frozenset({
    "BaseException", "Exception", "AttributeError", "TypeError", "NameError", "ImportError",
    "ModuleNotFoundError", "NotImplementedError", "RuntimeError", "OSError",
    "PermissionError", "TimeoutError", "MemoryError",
})  # fmt: skip
_NOT_HERE = "not supported in this environment"
_CLASS = re.compile(r"^\s*class (\w+)", re.MULTILINE)


class MontySandbox:
    """A pool of workers; `with` starts it and ends it. Each snippet gets a session of its own, so no run
    sees the names of another."""

    def __init__(self, seconds: float, memory: int, output: int) -> None:
        self._pool = Monty(max_processes=2)
        self._output = output
        self._limits = ResourceLimits(
            max_feed_duration_secs=seconds,
            max_memory=memory,
            max_total_sleep_secs=0.0,
            max_recursion_depth=1000,
        )

    def __enter__(self) -> Self:
        self._pool.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.__exit__(None, None, None)

    def run(self, code: str, variation: int = 0) -> Execution:
        """Execute `code`; what monty is known to run otherwise than Python is unsupported. No variation."""
        try:
            syntax = read_syntax(code)
        except (SyntaxError, ValueError):
            return self.feed(code, {})[1]
        if (otherwise := divergence(syntax)) is not None:
            return Execution("", f"NotImplementedError: not run as by Python: {otherwise}", "unsupported")
        execution = self.feed(code, {})[1]
        if execution.error is None and (uncaught := _without_catching(syntax)) is not None:
            caught = self.feed(uncaught, {})[1]
            if caught.ended in ("unsupported", "refused"):
                return caught
        return execution

    def feed(self, code: str, variables: dict[str, Any]) -> tuple[Any, Execution]:
        """The value of the last expression of `code` over `variables`, and how it ran."""
        if len(code) > CODE:
            told = f"ValueError: {len(code)} characters of code, at most {CODE} are run"
            return None, Execution("", told, "memory")
        printed = CollectString(max_bytes=self._output)
        try:
            with self._pool.checkout(limits=self._limits) as session:
                if "round" in code:
                    session.feed_run(_ROUND)
                value = session.feed_run(code, inputs=variables, print_callback=printed)
        except MontyCrashedError:
            return None, Execution("", "RuntimeError: the worker crashed", "crashed")
        except MontyError as error:
            text, ended = _told(error, code)
            if ended == "memory" and f"> {self._output} bytes" in text:
                ended = "output"
            return None, Execution(printed.output, text, ended)
        return value, Execution(printed.output)


def _without_catching(syntax: Syntax) -> str | None:
    """The code with each handler that may catch what only monty raises letting it pass; None without any."""
    found = False
    for node in syntax.all(ast.ExceptHandler):
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(kind is None or getattr(kind, "id", "") in _RAISED_BY_MONTY for kind in kinds):
            node.body, found = [ast.Raise()], True
    try:
        return ast.unparse(syntax.tree) if found else None
    except RecursionError:
        return None


def _told(error: MontyError, code: str) -> tuple[str, Ended]:
    """The error in Python's words, and whether Python would have raised it as well."""
    text = str(error).strip() or type(error).__name__
    if isinstance(error, MontySyntaxError) and not text.startswith("NotImplementedError"):
        kind = syntax_error(code)
        return f"{kind or 'SyntaxError'}: {text}", "raised" if kind else "unsupported"
    if not isinstance(error, MontyRuntimeError):
        return text, "unsupported"
    return text, _ended(text, code)


def _ended(text: str, code: str) -> Ended:
    """`text`: "Type: message" as monty says. What it may have raised for want of a part is unsupported."""
    kind, _, message = (part.strip() for part in text.partition(":"))
    found = _limit(kind, message)
    if found is not None:
        return found
    if kind in ("ImportError", "ModuleNotFoundError") or "monty" in message or _NOT_HERE in message:
        return "unsupported"
    if kind == "NameError":
        name = _NO_NAME.search(message)
        return "raised" if name is not None and name[1] not in _BUILTIN_NAMES else "unsupported"
    if kind == "AttributeError":
        lacking = _NO_ATTRIBUTE.search(message)
        return "raised" if lacking is not None and _lacks(lacking[1], lacking[2], code) else "unsupported"
    if kind == "TypeError":
        own = any(f"'{name}'" in message for name in _CLASS.findall(code))
        return "raised" if _WRONG_TYPES.search(message) and not own else "unsupported"
    return "raised"


def _limit(kind: str, message: str) -> Ended | None:
    if kind == "TimeoutError" and "limit exceeded" in message:
        return "refused" if message.startswith("sleep") else "time"
    if kind == "MemoryError" and message.startswith("memory limit exceeded"):
        return "memory"
    return "refused" if kind in ("PermissionError", "OSError", "FileNotFoundError") else None


def _lacks(type_name: str, attribute: str, code: str) -> bool:
    """Whether objects of this type have no such attribute in Python either."""
    if type_name in _CLASS.findall(code):
        return not attribute.startswith("_")
    known = type(None) if type_name == "NoneType" else getattr(builtins, type_name, None)
    return isinstance(known, type) and not hasattr(known, attribute)
