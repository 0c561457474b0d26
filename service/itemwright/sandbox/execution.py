"""What came of running a snippet, the one method that every sandbox has, and a scripted sandbox for tests."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

Ended = Literal["done", "raised", "time", "memory", "output", "refused", "unsupported", "crashed"]
"""How a snippet ended. done: at its end. raised: by an exception of its own, which any Python raises as well.
time, memory, output: at that limit. refused: it reached for a file, a network, a process or the clock.
unsupported: this sandbox cannot run it, as Python would. crashed: the interpreter died."""


class Execution(NamedTuple):
    """What a snippet printed, the error that ended it ("NameError: ..."), and how it ended."""

    output: str
    error: str | None = None
    ended: Ended = "done"

    @property
    def error_type(self) -> str:
        """The class of the exception that the snippet raised itself, else ""."""
        return (self.error or "").split(":")[0].strip() if self.ended == "raised" else ""


class Interpreter(Protocol):
    """Runs Python snippets that nobody vouches for."""

    def run(self, code: str, variation: int = 0) -> Execution:
        """Execute `code` and collect what it prints; never raises for what the code does.

        `variation`: another number is another seed of hashes and another clock, where the sandbox has them,
        so that code whose output depends on these prints something else."""
        ...


class ScriptedInterpreter:
    """Answers from a table; code that it does not hold is unsupported. `asked` lists what was run."""

    def __init__(self, answers: Mapping[str, Execution]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, int]] = []

    def run(self, code: str, variation: int = 0) -> Execution:
        self.asked.append((code, variation))
        return self._answers.get(code, Execution("", "NotImplementedError: not in the script", "unsupported"))
