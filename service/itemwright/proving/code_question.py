"""The code that an item shows, and what its question asks of it: what it prints, or a value."""

import ast
import builtins
import re
from typing import NamedTuple

from itemwright.domain.item import Item
from itemwright.sandbox.syntax import LONGEST, read_syntax

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
    r"|\bwhat (?:ends|stops|terminates) (?:this|the) (?:program|code|script)\b"
    r"|\bwhich (?:exception|error)\b[^.?!]{0,60}\b(?:raise[sd]?|thrown?|throws?|occurs?|results?|ends?"
    r"|stops?|"
    r"terminates?|aborts?|comes? up|reported|crash(?:es)?)\b"
    r"|\bwhich (?:number|value|word|list|string)s?\b[^.?!]{0,60}\b(?:print(?:ed|s)?|outputs?|displayed)\b"
    r"|\bpredict the (?:printed )?output\b|\bgive the (?:printed )?output\b",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\bwhat (?:does|do|will|would) (?:the (?:call|expression) )?`?([^`?\n]{1,120}?)`?"
    r" (?:return|evaluate to|give|yield|equal)\b"
    r"|\bwhat (?:is|will be) (?:returned|given) (?:by|for|from) `?([^`?\n]{1,120}?)`?(?:\?|$)"
    r"|\b(?:what is|what will be|give|find) (?:the )?(?:(?:final|resulting|return) )?(?:value|result|output)"
    r" (?:of|for)(?: (?:calling|evaluating|running|executing|the (?:call|expression)))?"
    r" `?([\w.\[\]()'\", +*/-]{1,120}?)`?(?: (?:after|at|when|once|in)\b[^?]*)?(?:\?|$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:what is|give|find) the (?:length|size) of (?:the )?(?:\w+ )?`([A-Za-z_][\w.]*)`"
    r"|\bhow many (?:elements?|items?|entries|keys|members|values|numbers|words|characters)"
    r" (?:does|do|will|are in|has|are there in|remain in|are left in) (?:the )?(?:\w+ )?`([A-Za-z_][\w.]*)`"
    r"(?: (?:have|hold|contain|at|after|in the end|when|once)\b|\?)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^what (?:is|does|will) `([A-Za-z_][\w.]*)` (?:be |hold |equal |refer to |bound to )?"
    r"(?:after|at the end|in the end|once the (?:program|code|loop)|when the (?:program|code|loop))\b",
    re.IGNORECASE,
)
"""Names whose value, or whose length, is asked for at the end."""
_HYPOTHETICAL = re.compile(
    r"\b(?:if|suppose|supposing|assume|assuming|had|were)\b[^.?]{0,160}\b(?:replaced?|removed?|deleted?"
    r"|changed?|instead"
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
    if len(item.stem) > LONGEST:
        return None
    code, language = shown_code(item)
    asked = worded(item.stem)
    expression = "" if item.type == "output_prediction" else _asked(asked, code)
    if expression is None:
        return None
    if language is not None:
        return CodeQuestion(code, language=language) if code else None
    supposed = bool(_HYPOTHETICAL.search(asked))
    if expression:
        return CodeQuestion(with_value(code, expression), True, supposed=supposed)
    code = code or _printing_inline(asked)
    return CodeQuestion(code, supposed=supposed) if code else None


def with_value(code: str, expression: str) -> str:
    """The code, and at its end the value of an expression behind a mark."""
    return f"{code.rstrip()}\nprint({VALUE_MARK!r} + repr({expression}))\n".lstrip("\n")


def shown_code(item: Item) -> tuple[str, str | None]:
    """The one piece of code that the item shows ("" without one), and its language if that is not Python."""
    words, fences = _parted(item.stem)
    said = (item.language or "").casefold().strip()
    if item.code is not None:
        code, tag = item.code, said
    elif len(fences) == 1:
        tag, code = fences[0][0] or said, fences[0][1]
    else:
        return "", None
    other = _OTHERS.search(words) if not tag else None
    if tag not in _PYTHON:
        return code, item.language or tag
    return code, other[0] if other is not None else None


def worded(stem: str) -> str:
    """The stem without its fenced code."""
    return _parted(stem)[0]


def _parted(stem: str) -> tuple[str, list[tuple[str, str]]]:
    """The words of a stem, and its fenced blocks as (tag, code). An open fence at the end is words."""
    words: list[str] = []
    fences: list[tuple[str, str]] = []
    inside: list[str] | None = None
    for line in stem.splitlines(keepends=True):
        if not line.lstrip().startswith("```"):
            (words if inside is None else inside).append(line)
        elif inside is None:
            inside = [line]
        else:
            tag = inside[0].strip().strip("`").split()[:1]
            fences.append(("".join(tag).casefold(), "".join(inside[1:])))
            words.append(" ")
            inside = None
    return "".join([*words, *(inside or ())]), fences


def _asked(stem: str, code: str) -> str | None:
    """The expression whose value is asked for, "" for what is printed, None for anything else."""
    for sentence in re.split(r"(?<=[.?!:])\s+", stem.strip()):
        if (counted := _COUNTED.search(sentence)) is not None and code:
            name = next(group for group in counted.groups() if group is not None)
            return f"len({name})"
        if (named := _NAMED.search(sentence)) is not None and code:
            return named[1]
        if _OTHER_TASK.search(sentence):
            continue
        for found in _VALUE.finditer(sentence):
            expression = _expression(next(group for group in found.groups() if group is not None), code)
            if expression is not None:
                return expression
        if _PRINTS.search(sentence):
            return ""
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
