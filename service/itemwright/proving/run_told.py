"""What items say of a run without asking for its output: the order of its lines, which of them come, what a
name is at the end, whether an error ends it."""

import ast
import re
from collections.abc import Sequence

from itemwright.domain.item import Item
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import VALUE_MARK, shown_code, with_value, worded
from itemwright.proving.printed import agreement
from itemwright.proving.runs import Runs
from itemwright.sandbox import Execution, Sandbox

_PRINTS = re.compile(r"\b(?:prints?|printed|outputs?|displays?|displayed|shows?|shown)\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?P<verb>ends?|fails?|stops?|crashes|is ended|raises?|results?|aborts?|terminates?|leads?|causes?)"
    r"(?: \w+)? (?:with |by |in |to )?(?:an? |the )?(?:uncaught )?"
    r"`?(?P<error>[A-Z]\w*(?:Error|Exception|Iteration)|error|exception)\b`?",
)
_CLEAN = re.compile(r"\b(?:without (?:an |any )?(?:error|exception)|no (?:error|exception))\b", re.IGNORECASE)
_NAME_IS = re.compile(
    r"`(?P<name>[A-Za-z_][\w.\[\]'\"]*)` (?:is|equals|holds|has the value|is equal to|refers to|is bound to)"
    r" (?P<value>`[^`]+`|[-\d\[({'\"][^`]*?)(?=\s*(?:[.!]|$|,|after\b|at the end\b|when\b))"
)
_AT_END = re.compile(r"\b(?:after|once|when|at the end|in the end|afterwards|then)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|no longer|neither|cannot)\b|n['’]t\b", re.IGNORECASE)
_TYPES = frozenset({"ordering", "true_false", "multiple_response", "cloze"})


def tells_of_run(item: Item) -> bool:
    """Whether the item shows Python code and says something of its run that can be looked up."""
    code, language = shown_code(item)
    if not code or language is not None or item.type not in _TYPES:
        return False
    stem = worded(item.stem)
    if item.type == "true_false":
        return (
            not _DENIED.search(stem)
            and (
                _ENDS.search(stem) or _CLEAN.search(stem) or (_NAME_IS.search(stem) and _AT_END.search(stem))
            )
            is not None
        )
    return _PRINTS.search(stem) is not None and not _DENIED.search(stem)


def check_told(item: Item, sandbox: Sandbox) -> Finding:
    """fail: the run is otherwise than the key has it; pass also where nothing could be compared."""
    code, runs = shown_code(item)[0], Runs(sandbox)
    execution = runs.run(code)
    if execution.ended not in ("done", "raised"):
        return "unsure", f"the code ends with {execution.error}"
    if (unsettled := runs.unsettled(code)) is not None:
        return unsettled
    if item.type == "true_false":
        return _statement(item, execution, runs, code)
    lines = [" ".join(line.split()) for line in execution.output.splitlines() if line.strip()]
    if item.type == "ordering":
        return _order(item, lines)
    if item.type == "multiple_response":
        return _among(item, lines)
    return _gaps(item, lines, execution)


def _statement(item: Item, execution: Execution, runs: Runs, code: str) -> Finding:
    assert item.type == "true_false"
    stem = worded(item.stem)
    keyed = next(option.text for option in item.options if option.id == item.key) == "True"
    if (named := _NAME_IS.search(stem)) and _AT_END.search(stem) and execution.error is None:
        value = runs.run(with_value(code, named["name"]))
        if value.error is not None:
            return "pass", "the name cannot be looked up at the end"
        value = value._replace(output=value.output.rpartition(VALUE_MARK)[2])
        holds = agreement(named["value"], value, value=True) >= 2
        came = value.output.strip()
    elif (ends := _ENDS.search(stem)) is not None and not _CLEAN.search(stem):
        if execution.error_type in ("NameError", "ImportError") and execution.error_type != ends["error"]:
            return "unsure", f"the code ends with {execution.error}"
        any_error = ends["error"] in ("error", "exception")
        holds = execution.error is not None and (any_error or execution.error_type == ends["error"])
        came = execution.error or "no error"
    elif _CLEAN.search(stem):
        holds, came = execution.error is None, execution.error or "no error"
    else:
        return "pass", "nothing of the run is claimed"
    if holds != keyed:
        return "fail", f"the run gives {came[:120]!r}, so that the statement is {holds}, the key says {keyed}"
    return "pass", f"the run gives {came[:120]!r}"


def _order(item: Item, lines: Sequence[str]) -> Finding:
    """Steps that are lines of the output, each of them once."""
    assert item.type == "ordering"
    texts = {step.id: " ".join(_bare(step.text).split()) for step in item.steps}
    if any(lines.count(text) != 1 for text in texts.values()):
        return "pass", "the steps are no lines of the output"
    told = sorted(texts, key=lambda name: lines.index(texts[name]))
    if told != list(item.key):
        return "fail", f"the code prints them in the order {[texts[name] for name in told]!r}"
    return "pass", "printed in the order of the key"


def _among(item: Item, lines: Sequence[str]) -> Finding:
    """Options that are lines, or all of them values: which of them are printed."""
    assert item.type == "multiple_response"
    texts = {option.id: " ".join(_bare(option.text).split()) for option in item.options}
    asked = re.search(r"\b(?:which|what|choose|select|mark)\b[^.?!]*", worded(item.stem), re.IGNORECASE)
    if asked is None or not _PRINTS.search(asked.group()) or not all(map(_is_value, texts.values())):
        return "pass", "the options are no values"
    for name, text in texts.items():
        if (text in lines) != (name in item.key):
            if text not in lines and any(text in line.split() for line in lines):
                return "pass", "the options are parts of lines"
            return "fail", f"{text!r} is {'' if text in lines else 'not '}printed, and is keyed otherwise"
    return "pass", "the keyed values alone are printed"


def _gaps(item: Item, lines: Sequence[str], execution: Execution) -> Finding:
    """As many gaps, each for a value, as lines are printed."""
    assert item.type == "cloze"
    if len(item.blanks) != len(lines) or execution.error is not None:
        return "pass", "the gaps are not the lines of the output"
    accepted = [[" ".join(_bare(text).split()) for text in blank.accepts] for blank in item.blanks]
    if not all(any(map(_is_value, texts)) for texts in accepted):
        return "pass", "the gaps are for words"
    for texts, line in zip(accepted, lines, strict=True):
        if line not in texts and not set(texts) & set(line.split()):
            return "fail", f"the code prints {line!r} where the key says {texts[0]!r}"
    return "pass", "the gaps are the lines of the output"


def _bare(text: str) -> str:
    return text.strip().strip("`").strip()


def _is_value(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
