"""The runs that the proof of one item needs: each code once, within a time, and the same again."""

import re
import time

from itemwright.domain.proof import Verdict
from itemwright.proving.chance import Chance, chances
from itemwright.sandbox import Execution, Sandbox
from itemwright.sandbox.syntax import read_syntax

SECONDS = 40.0
"""For all runs of one item; what is left after it is not run."""
_AGAIN, _MANY_TIMES = (1, 2), (1, 2, 3, 4)
"""Variations that are tried: always, and where the code asks for chance or a clock."""
_ADDRESS = re.compile(r" at 0x[0-9a-f]+>|<(?:function|generator|coroutine|bound method|map|zip|filter) ")
# The sum of floats, without and with the carry that Python 3.12 and later keep.
_PLAIN_SUM = """\
def sum(values, start=0):
    for value in values:
        start = start + value
    return start
"""
_CARRIED_SUM = """\
def sum(values, start=0):
    carry = 0.0
    for value in values:
        if isinstance(start, float) and isinstance(value, (int, float)):
            new = start + value
            carry += (start - new) + value if abs(start) >= abs(value) else (value - new) + start
            start = new
        else:
            start = start + value
    return start + carry if carry else start
"""


class Runs:
    """Runs code of one item in `sandbox`."""

    def __init__(self, sandbox: Sandbox, seconds: float = SECONDS) -> None:
        self._sandbox = sandbox
        self._known: dict[tuple[str, int], Execution] = {}
        self._until = time.monotonic() + seconds

    def run(self, code: str, variation: int = 0) -> Execution:
        """As `Sandbox.run`; the same code is executed once."""
        if (code, variation) not in self._known:
            if time.monotonic() > self._until:
                return Execution("", "TimeoutError: the runs of this item take too long", "time")
            self._known[code, variation] = self._sandbox.run(code, variation)
        return self._known[code, variation]

    def by_chance(self, code: str) -> tuple[Verdict, str] | None:
        """fail where the code, read and not run, prints what surely is another thing each time."""
        for chance in _chances(code):
            if chance.shown:
                return "fail", f"it prints what depends on {chance.what}: `{chance.expression}`"
        return None

    def unsettled(self, code: str) -> tuple[Verdict, str] | None:
        """What keeps the code from printing the same in each run and on each Python; None: nothing seen."""
        if (shown := self.by_chance(code)) is not None:
            return shown
        found = _chances(code)
        first = self.run(code)
        if (address := _ADDRESS.search(first.output)) is not None:
            return "fail", f"it prints an address in memory: {address[0]!r}"
        if self._sandbox.has_python and found:
            for variation in _MANY_TIMES if any(c.what != "the order of a set" for c in found) else _AGAIN:
                again = self.run(code, variation)
                if again[:2] != first[:2]:
                    return "fail", _differently(first, again, "another run")
        elif found:
            return (
                "unsure",
                f"it may depend on {found[0].what} (`{found[0].expression}`), which is not varied here",
            )
        return self._by_version(code, first)

    def _by_version(self, code: str, first: Execution) -> tuple[Verdict, str] | None:
        if first.error is not None or "." not in first.output or not re.search(r"\bsum\b", code):
            return None
        plain, carried = self.run(_PLAIN_SUM + code), self.run(_CARRIED_SUM + code)
        if None is plain.error is carried.error and plain.output != carried.output:
            return "fail", _differently(plain, carried, "Python 3.12 or later, which sums floats otherwise,")
        return None


def _chances(code: str) -> list[Chance]:
    try:
        return chances(read_syntax(code))
    except (SyntaxError, ValueError):
        return []


def _differently(one: Execution, other: Execution, where: str) -> str:
    shown = [repr((run.error or run.output.strip())[:100]) for run in (one, other)]
    return f"it prints {shown[0]}, and in {where} {shown[1]}"
