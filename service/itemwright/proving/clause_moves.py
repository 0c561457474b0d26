"""Changes to code that name a part of it and not its text: the marked line, the clauses of a `try`."""

import ast
import re
from itertools import pairwise

from itemwright.sandbox.syntax import read_syntax

_MARKED = re.compile(
    r"\b(?:marked|commented) (?:line|place|statement)|\bline (?:that is |which is )?marked\b", re.IGNORECASE
)
_MARK = re.compile(
    r"\S.*#\s*\W*(?:marked|mark|here|this(?: line)?|wrong|(?:change|fix)(?: this| me)?"
    r"|\?+|!+|x|\(?[a1]\)?)\W*$",
    re.IGNORECASE,
)
_CLAUSE = (
    r"(?:(?:the|its) )?(?:`?except`? )?(?:clause|handler|branch|block|one|`?except`?)"
    r"(?: (?:for|of|with|that (?:catches|handles|takes|names)))?"
)
_MOVE = re.compile(
    rf"^(?:move|put|place|write|set|list) {_CLAUSE} `(?:except )?(?P<one>[\w.]+):?`(?: clause| handler)?"
    r" (?P<where>before|above|in front of|ahead of|after|behind|below)"
    rf" (?:that|{_CLAUSE}) ?(?:for |of )?`(?:except )?(?P<other>[\w.]+):?`",
    re.IGNORECASE,
)
_SWAP = re.compile(
    r"^(?:swap|exchange|switch|reverse|turn round)\b[^.]{0,40}"
    r"\b(?:clauses|handlers|branches|`?except`?s?)\b",
    re.IGNORECASE,
)


def marked_line(stem: str, code: str) -> int | None:
    """The one line that a comment marks, counted from 1, where the stem speaks of it."""
    if not _MARKED.search(stem):
        return None
    found = [n for n, line in enumerate(code.split("\n"), 1) if _MARK.search(line)]
    return found[0] if len(found) == 1 else None


def with_moved_clause(option: str, code: str) -> str | None:
    """The code after two `except` clauses of one `try` have changed their order; None for other words."""
    moved, swapped = _MOVE.match(option), _SWAP.match(option)
    if moved is None and swapped is None:
        return None
    try:
        tries = [node for node in read_syntax(code).all(ast.Try) if len(node.handlers) >= 2]
    except (SyntaxError, ValueError):
        return None
    if len(tries) != 1:
        return None
    handlers = tries[0].handlers
    names = [ast.unparse(handler.type) if handler.type is not None else "" for handler in handlers]
    order = list(range(len(handlers)))
    if moved is None:
        if len(order) != 2:
            return None
        order.reverse()
    else:
        if {moved["one"], moved["other"]} - set(names):
            return None
        one = order.pop(names.index(moved["one"]))
        at = order.index(names.index(moved["other"]))
        order.insert(
            at if moved["where"].lower() in ("before", "above", "in front of", "ahead of") else at + 1, one
        )
    lines = code.split("\n")
    spans = [(handler.lineno - 1, handler.end_lineno or handler.lineno) for handler in handlers]
    if any(a[1] != b[0] for a, b in pairwise(spans)):
        return None
    told = [line for place in order for line in lines[slice(*spans[place])]]
    return "\n".join([*lines[: spans[0][0]], *told, *lines[spans[-1][1] :]])
