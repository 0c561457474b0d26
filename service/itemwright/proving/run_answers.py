"""Code whose output or value is asked for: every answer that is offered is compared with what comes out."""

import re
from typing import Any

from itemwright.domain.item import Item, TrueFalse
from itemwright.domain.proof import Verdict
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import VALUE_MARK, CodeQuestion
from itemwright.proving.printed import (
    agreement,
    is_prose,
    looser_same,
    mentions,
    names_error,
    says_no_error,
    shows_other,
    unwrapped,
)
from itemwright.proving.runs import Runs
from itemwright.proving.stated_output import Stated
from itemwright.sandbox import Execution

_ASKS_FOR_ERROR = re.compile(r"\bwhich (?:exception|error)\b", re.IGNORECASE)


def check_answers(item: Item, question: CodeQuestion, runs: Runs) -> Finding:
    """fail: the code gives another answer than the key, or a second one beside it, or not always the same."""
    if (shown := runs.by_chance(question.code)) is not None:
        return shown
    execution = runs.run(question.code)
    if execution.ended not in ("done", "raised"):
        return "unsure", f"the code ends with {execution.error}"
    unsettled = runs.unsettled(question.code)
    if unsettled is not None:
        return unsettled
    if question.value:
        if execution.error_type in ("NameError", "SyntaxError"):
            return "unsure", f"the code ends with {execution.error}"
        execution = execution._replace(output=execution.output.rpartition(VALUE_MARK)[2])
    if execution.error is None and _ASKS_FOR_ERROR.search(item.stem):
        return _unraised(item, execution)
    verdict, evidence = _compared(item, execution, question.value)
    if verdict == "fail" and question.supposed:
        return "unsure", f"the question supposes other code; as shown, {evidence}"
    return verdict, evidence


def _unraised(item: Any, execution: Execution) -> Finding:
    """A question for an exception, where none ends the code."""
    options = {option.id: option.text for option in getattr(item, "options", None) or ()}
    key = options.get(item.key, item.key) if isinstance(item.key, str) else ""
    others = [text for name, text in options.items() if name != item.key]
    if says_no_error(key) and not any(map(says_no_error, others)):
        return "pass", f"{_came(execution)} and no exception ends it"
    if agreement(key, execution) >= 2:
        return "pass", _came(execution)
    if names_error(key):
        return "fail", f"{_came(execution)} and no exception ends it; the key says {key[:120]!r}"
    return "unsure", f"{_came(execution)} and no exception ends it; the key {key[:80]!r} cannot be compared"


def check_claim(item: TrueFalse, code: str, claim: Stated, runs: Runs) -> Finding:
    """Whether the code prints what the statement says it does; the key has to agree."""
    if (unsettled := runs.unsettled(code)) is not None:
        return unsettled
    execution = runs.run(code)
    if execution.ended not in ("done", "raised"):
        return "unsure", f"the code ends with {execution.error}"
    holds = execution.error is None and claim.is_met(execution.output)
    keyed = next(option.text for option in item.options if option.id == item.key) == "True"
    if holds != keyed:
        return "fail", f"{_came(execution)}, so that the statement is {holds}, the key says {keyed}"
    return "pass", f"{_came(execution)}; the statement is {holds}"


def _compared(item: Any, execution: Execution, value: bool) -> Finding:
    if item.type == "numeric":
        return _number(item, execution)
    if getattr(item, "options", None):
        return _options(item, execution, value)
    if not isinstance(item.key, str | dict):
        return "unsure", "no answer is there that could be compared with a run"
    if getattr(item, "blanks", None):
        return _blanks(item, execution)
    return _typed(item, execution, value)


def _options(item: Any, execution: Execution, value: bool) -> Finding:
    levels = {option.id: agreement(option.text, execution, value=value) for option in item.options}
    key = next(option for option in item.options if option.id == item.key)
    best = max(levels.values())
    right = [option.id for option in item.options if levels[option.id] == best]
    if best == 0:
        if is_prose(key.text) and not shows_other(key.text, execution):
            return "unsure", f"{_came(execution)}; the key {key.text[:80]!r} cannot be compared with it"
        return "fail", f"{_came(execution)}, the key says {key.text[:200]!r}"
    if levels[key.id] < best:
        if best == 1 and is_prose(key.text) and not shows_other(key.text, execution):
            return "unsure", f"{_came(execution)}, which option {right[0]!r} mentions and the key does not"
        return "fail", f"{_came(execution)}, which is option {right[0]!r} and not the key {key.text[:120]!r}"
    if len(right) > 1:
        other = next(option for option in right if option != key.id)
        return (
            ("unsure", f"{_came(execution)}; the key and option {other!r} both mention it")
            if best == 1
            else ("fail", f"{_came(execution)}; option {other!r} says so as well as the key")
        )
    return "pass", f"{_came(execution)}; of {len(item.options)} options the key alone says so"


def _typed(item: Any, execution: Execution, value: bool) -> Finding:
    if execution.error is not None:
        levels = [agreement(text, execution) for text in (item.key, *(item.accepts or ()))]
        named = agreement(item.key, execution)
        if named == 0:
            return "fail", f"{_came(execution)}, the key says {item.key[:200]!r}"
        return (
            ("pass", _came(execution)) if all(levels) else ("fail", f"{_came(execution)}; not all it accepts")
        )
    if agreement(item.key, execution, value=value) < 2:
        if mentions(item.key, execution.output):
            return "pass", f"{_came(execution)}, as the key says"
        prose = item.accepts is None and is_prose(item.key) and not shows_other(item.key, execution)
        return ("unsure" if prose else "fail"), f"{_came(execution)}, the key says {item.key[:200]!r}"
    for text in item.accepts or ():
        bare = unwrapped(text)
        if agreement(text, execution, value=value) < 2 and not looser_same(bare, execution.output.strip()):
            return "fail", f"{_came(execution)}, but {text[:120]!r} is accepted"
    return "pass", _came(execution)


_COUNTS = re.compile(r"\bhow (?:many|often)\b|\bnumber of\b|____ (?:times|lines|words)\b", re.IGNORECASE)
_LINES = re.compile(r"____ lines\b", re.IGNORECASE)


def _blanks(item: Any, execution: Execution) -> Finding:
    if execution.error is not None:
        return "unsure", f"the code ends with {execution.error}"
    texts = [item.key[blank.id] for blank in item.blanks]
    if " ".join(execution.output.split()) == " ".join(" ".join(texts).split()):
        return "pass", _came(execution)
    missing = [text for text in texts if not mentions(execution.output, text)]
    if missing:
        if _COUNTS.search(item.stem):
            lines = str(len(execution.output.splitlines()))
            if len(texts) == 1 and _LINES.search(item.stem) and texts[0].isdigit():
                verdict: Verdict = "pass" if texts[0] == lines else "fail"
                return verdict, f"{_came(execution)}: {lines} lines"
            return "unsure", f"{_came(execution)}; the stem asks for a count"
        return "fail", f"{_came(execution)}, in which the key {missing[0]!r} does not stand"
    return "unsure", f"{_came(execution)}, of which the blanks ask a part"


def _number(item: Any, execution: Execution) -> Finding:
    text = execution.output.strip().removesuffix(item.key.unit).strip()
    try:
        value = float(text.strip("'\""))
    except ValueError:
        return "unsure", f"{_came(execution)}, which is no number"
    if abs(value - item.key.value) > item.key.tolerance + 1e-9 * max(1.0, abs(value)):
        return "fail", f"{_came(execution)}, the key says {item.key.value}"
    return "pass", _came(execution)


def _came(execution: Execution) -> str:
    if execution.error is None:
        return f"the code gives {execution.output.strip()[:200]!r}"
    before = f" after {execution.output.strip()[:80]!r}" if execution.output.strip() else ""
    return f"the code ends with {execution.error[:160]}{before}"
