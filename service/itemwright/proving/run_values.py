"""Expressions that an item asks the value of one by one, as pairs, rows or options: each is run."""

import ast
import re
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import VALUE_MARK, shown_code, with_value, worded
from itemwright.proving.printed import agreement, names_error
from itemwright.proving.runs import Runs
from itemwright.sandbox import Execution, Sandbox
from itemwright.sandbox.syntax import read_syntax

_VALUES = re.compile(
    r"\b(?:values?|results?|returns?|evaluates?|prints?|printed|outputs?|gives?|yields?|equals?|raises?"
    r"|comes? out)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:evaluate to|are|is|give|gives|return|returns|yield|yields|equal|equals|have the value)"
    r" `?(?P<value>True|False|true|false|None|[-\d\[({'\"][^`?]*?)`?(?=\s*(?:[.?!,]|$))"
    r"|\b(?P<raise>raises?|ends? with|leads? to|causes?) (?:an? )?"
    r"`?(?P<error>[A-Z]\w*(?:Error|Exception|Iteration)|errors?|exceptions?)\b",
)
_ASKS = re.compile(
    r"\b(?:which|what|choose|select|mark)\b.{0,60}"
    r"\b(?:expressions?|calls?|comparisons?|of these|of the following)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no|except|without)\b|n't\b", re.IGNORECASE)
_EXACT = 2


class Asked(NamedTuple):
    """An expression, the text that is keyed for it, and the other texts on offer."""

    name: str
    expression: str
    keyed: str
    others: tuple[str, ...]


def asked_values(item: Item) -> list[Asked]:
    """The expressions of a matching or a table with the values keyed for them; none where they are words."""
    if shown_code(item)[1] is not None:
        return []
    if item.type == "matching" and _VALUES.search(worded(item.stem)):
        right = {side.id: side.text for side in item.pairs.right}
        found = [
            Asked(side.text, side.text, right[item.key[side.id]],
                  tuple(text for name, text in right.items() if name != item.key[side.id]))
            for side in item.pairs.left
        ]  # fmt: skip
    elif item.type == "table":
        found = [
            Asked(cell.row, cell.row, cell.accepts[0], ())
            for cell in item.cells
            if _VALUES.search(cell.column)
        ]
    else:
        return []
    read = [each._replace(expression=text) for each in found if (text := _expression(each.expression))]
    return read if len(read) == len(found) else []


def asks_for_values(item: Item) -> bool:
    """Whether there are expressions to run: with values keyed for them, or of which some are to be chosen."""
    return bool(asked_values(item)) or _sought(item) is not None


def check_values(item: Item, sandbox: Sandbox) -> Finding:
    """fail: an expression has another value than the one keyed for it, or an option is keyed wrongly."""
    runs, code = Runs(sandbox), shown_code(item)[0]
    compared = 0
    for asked in asked_values(item):
        execution = _value(asked.expression, code, runs)
        if execution is None:
            continue
        keyed = agreement(asked.keyed, execution, value=True)
        better = next((text for text in asked.others if agreement(text, execution, value=True) >= _EXACT), "")
        if keyed < _EXACT and (better or _is_literal(asked.keyed)):
            came = execution.error or execution.output.strip()
            return "fail", f"{asked.name!r} gives {came[:120]!r}, the key says {asked.keyed[:120]!r}"
        compared += keyed >= _EXACT
    sought = _sought(item)
    if sought is not None:
        return _chosen(item, sought, code, runs)
    return "pass", f"{compared} values are those of the key"


def _chosen(item: Item, sought: re.Match[str], code: str, runs: Runs) -> Finding:
    keyed = [item.key] if isinstance(item.key, str) else list(item.key)
    for option in item.options or ():  # type: ignore[union-attr]
        execution = _value(_expression(option.text), code, runs)
        if execution is None:
            continue
        if sought["raise"]:
            named = sought["error"].rstrip("s").lower() in ("error", "exception")
            meets = execution.error is not None and (named or execution.error_type == sought["error"])
        else:
            said = sought["value"].strip()
            meets = execution.error is None and agreement(_title(said), execution, value=True) >= _EXACT
        if meets != (option.id in keyed):
            came = execution.error or execution.output.strip()
            return "fail", f"option {option.text!r} gives {came[:120]!r}, and is keyed wrongly"
    return "pass", "the options that are keyed alone give what is asked for"


def _sought(item: Item) -> re.Match[str] | None:
    """What the options, all of them expressions, are to give."""
    options = getattr(item, "options", None)
    if (
        item.type not in ("multiple_choice", "multiple_response")
        or not options
        or shown_code(item)[1] is not None
    ):
        return None
    stem = worded(item.stem)
    if _DENIED.search(stem) or not all(_expression(option.text) for option in options):
        return None
    found = list(_SOUGHT.finditer(stem))
    return found[-1] if found and _ASKS.search(stem) else None


def _title(said: str) -> str:
    return said.title() if said in ("true", "false") else said


def _expression(text: str) -> str:
    """The text as one expression that computes something; "" for words and plain values."""
    bare = text.strip().strip("`").strip()
    if text.strip()[:1] != "`" and not re.search(r"[(\[=<>+*/%-]", bare):
        return ""
    try:
        syntax = read_syntax(f"({bare}\n)")
    except (SyntaxError, ValueError):
        return ""
    computed = any(
        True for _ in syntax.all(ast.Call, ast.BinOp, ast.Subscript, ast.Compare, ast.BoolOp, ast.UnaryOp)
    )
    return bare if computed and bare else ""


def _value(expression: str, code: str, runs: Runs) -> Execution | None:
    """What the expression gives; None where that cannot be told here."""
    program = with_value(code, expression)
    execution = runs.run(program)
    if execution.ended not in ("done", "raised") or execution.error_type in ("NameError", "SyntaxError"):
        return None
    if runs.unsettled(program) is not None:
        return None
    return execution._replace(output=execution.output.rpartition(VALUE_MARK)[2])


def _is_literal(text: str) -> bool:
    """Whether the text is a value or names an exception, and no description."""
    if names_error(text):
        return True
    try:
        ast.literal_eval(text.strip().strip("`"))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
