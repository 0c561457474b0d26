"""The code that an item shows, and what its question asks of it: what it prints, or a value."""

import ast
import builtins
import re
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.sandbox.syntax import read_syntax

_FENCE = re.compile(r"^[ \t]*```[ \t]*([\w+#.-]*)[^\n]*\n(.*?)^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_PYTHON = frozenset({"", "python", "py", "python3", "py3", "python 3", "ipython"})
_OTHERS = re.compile(
    r"\b(?:JavaScript|TypeScript|Java|C\+\+|C#|Rust|Golang|Go program|Ruby|PHP|Kotlin|Swift|Perl|Haskell"
    r"|Scala|Bash|shell script|SQL|Python 2)(?![\w+#])"
)
_OTHER_TASK = re.compile(
    r"\bhow (?:many|often|much|long)\b|\bwhy\b|\bwhich (?:line|change|statement|part)\b"
    r"|\bwhich of (?:these|the following)\b"
    r"|\bwhat (?:is wrong|must|should|has to|causes?|would (?:you|have to)|kind|sort)\b|\bwhen will\b",
    re.IGNORECASE,
)
_PRINTS = re.compile(
    r"\bwhat\b[^.?!]{0,80}\b(?:print(?:s|ed)?|outputs?|display(?:s|ed)?|show(?:s|n)? on)\b"
    r"|\b(?:output|result) of (?:running|executing|this|the)\b|\bwhich (?:output|line of output|text)\b"
    r"|\bwhat (?:happens|is the result)\b[^.?!]{0,40}\b(?:run|runs|executed?|code|program)\b"
    r"|\bpredict the (?:printed )?output\b|\bgive the (?:printed )?output\b",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\bwhat (?:does|do|will|would) (?:the (?:call|expression) )?`?([^`?\n]+?)`?"
    r" (?:return|evaluate to|give|yield|equal)\b"
    r"|\bwhat (?:is|will be) (?:returned|given) (?:by|for|from) `?([^`?\n]+?)`?(?:\?|$)"
    r"|\b(?:what is|what will be|give|find) (?:the )?(?:(?:final|resulting|return) )?(?:value|result)"
    r" (?:of|for) `?([\w.\[\]()'\", +*/-]+?)`?(?: (?:after|at|when|once|in)\b[^?]*)?(?:\?|$)",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|suppose|supposing|assume|assuming|had|were)\b[^.?]*\b(?:replaced?|removed?|deleted?|changed?|instead"
    r"|swapped|were|in place of|commented)\b|\bafter (?:changing|replacing|removing|deleting|swapping)\b",
    re.IGNORECASE,
)

VALUE_MARK = "\x1e"


class CodeQuestion(NamedTuple):
    """`code`: to be run as it is; it prints what is asked for. `value`: that is a value, and
    stands behind `VALUE_MARK`. `language`: not Python; nothing is run. `supposed`: the question changes the
    code in words."""

    code: str
    value: bool = False
    language: str | None = None
    supposed: bool = False


def code_question(item: Item) -> CodeQuestion | None:
    """What the item asks about code that it shows; None where it asks nothing that a run could answer."""
    code, language = shown_code(item)
    asked = _FENCE.sub(" ", item.stem)
    kind = "prints" if item.type == "output_prediction" else _asked(asked)
    if kind is None:
        return None
    supposed = bool(_HYPOTHETICAL.search(asked))
    if language is not None:
        return CodeQuestion(code, language=language) if code else None
    if kind == "prints":
        if not code:
            code = _printing_inline(asked)
        return CodeQuestion(code, supposed=supposed) if code else None
    expression = _expression(kind, code)
    if expression is None:
        return None
    return CodeQuestion(with_value(code, expression), True, supposed=supposed)


def with_value(code: str, expression: str) -> str:
    """The code, and at its end the value of an expression behind a mark."""
    return f"{code.rstrip()}\nprint({VALUE_MARK!r} + repr({expression}))\n".lstrip("\n")


def shown_code(item: Item) -> tuple[str, str | None]:
    """The one piece of code that the item shows ("" without one), and its language if that is not Python."""
    fences = [(tag.casefold(), code) for tag, code in _FENCE.findall(item.stem)]
    said = (item.language or "").casefold().strip()
    if item.code is not None:
        code, tag = item.code, said
    elif len(fences) == 1:
        tag, code = fences[0][0] or said, fences[0][1]
    else:
        return "", None
    other = _OTHERS.search(_FENCE.sub(" ", item.stem)) if not tag else None
    if tag not in _PYTHON:
        return code, item.language or tag
    return code, other[0] if other is not None else None


def _asked(stem: str) -> str | None:
    """ "prints", or the text of the expression whose value is asked for."""
    for sentence in re.split(r"(?<=[.?!:])\s+", stem.strip()):
        if _OTHER_TASK.search(sentence):
            continue
        if (found := _VALUE.search(sentence)) is not None:
            return next(group for group in found.groups() if group is not None)
        if _PRINTS.search(sentence):
            return "prints"
    return None


def _expression(text: str, code: str) -> str | None:
    """The text as one Python expression over names of the code or Python's own; None for words about code."""
    text = text.strip().removeprefix("the call ").removeprefix("the expression ").strip("`").strip()
    try:
        syntax = read_syntax(f"({text}\n)")
    except (SyntaxError, ValueError):
        return None
    names = {node.id for node in syntax.all(ast.Name)}
    known = set(dir(builtins)) | set(re.findall(r"\w+", code))
    computed = any(True for _ in syntax.all(ast.Call, ast.BinOp, ast.Subscript, ast.Compare))
    return text if names <= known and (computed or (code and names)) else None


def _printing_inline(stem: str) -> str:
    """Code between backticks that prints, where that is all the code there is."""
    found = [code for code in _INLINE.findall(stem) if "print(" in code]
    return found[0] if len(found) == 1 else ""
