"""A line of code with one call or one assigned value of it written anew: found by its name."""

import re
from collections.abc import Callable, Iterator

_CALL = re.compile(r"^[A-Za-z_][\w.]*(?=\()")
_VALUE = re.compile(r"^([A-Za-z_]\w*)\s*=(?!=)")


def same_name_replaced(line: str, new: str) -> Iterator[str]:
    """`line` with the call, or with the argument, of the name that `new` has, where it has just one."""
    call, value = _CALL.match(new), _VALUE.match(new)
    if call is not None and new.endswith(")"):
        yield from _replaced(line, rf"(?<![\w.]){re.escape(call[0])}(?=\()", new, _call_end)
    if value is not None:
        yield from _replaced(line, rf"(?<![\w.]){value[1]}\s*=(?!=)", new, _value_end)


def _replaced(line: str, pattern: str, new: str, end: Callable[[str, int], int | None]) -> Iterator[str]:
    found = list(re.finditer(pattern, line))
    if len(found) == 1:
        stop = end(line, found[0].end())
        if stop is not None:
            yield line[: found[0].start()] + new + line[stop:]


def _call_end(line: str, start: int) -> int | None:
    """Behind the bracket that closes the one at `start`."""
    depth = 0
    for place in range(start, len(line)):
        depth += (line[place] in "([{") - (line[place] in ")]}")
        if depth == 0:
            return place + 1
    return None


def _value_end(line: str, start: int) -> int | None:
    """Before the comma or the bracket that ends the value."""
    depth = 0
    for place in range(start, len(line)):
        if depth == 0 and line[place] in ",)]}":
            return place
        depth += (line[place] in "([{") - (line[place] in ")]}")
    return None
