"""Items with code that a model wrote: keys and wrong answers are what the code prints when it is run.

What the model believes of its code is not asked, or must agree with the run; else there is no item.
"""

import re
from collections.abc import Callable
from typing import Any

from itemwright.domain.item import (
    Blank,
    CodeCloze,
    Debug,
    ItemBase,
    ItemType,
    Numeric,
    NumericKey,
    OutputPrediction,
)
from itemwright.sandbox import Sandbox
from itemwright.writing.executed_code import printed
from itemwright.writing.frame import Feedback, finished, framed
from itemwright.writing.gaps import gaps_of, unmarked
from itemwright.writing.options import Choice, arranged
from itemwright.writing.shapes import (
    Change,
    CodeClozeShape,
    DebugShape,
    NumericShape,
    OutputPredictionShape,
)
from itemwright.writing.wording import sentence, without_stop
from itemwright.writing.written_item import Draft, NotExecuted, Unfit, feedback_of, pool_of

_TYPED_LENGTH = 60
_WRONG_SHOWN = 3


def output_prediction(shape: OutputPredictionShape, draft: Draft, sandbox: Sandbox) -> OutputPrediction:
    """With the slips' outputs as options, or typed where too few of them differ."""
    code = shape.code.strip("\n")
    key = _stable(code, sandbox)
    seen, wrong = {" ".join(key.split())}, []
    for slip in shape.slips:
        said = _slipped(code, slip, sandbox)
        if said is not None and " ".join(said.split()) not in seen:
            seen.add(" ".join(said.split()))
            wrong.append(Choice(said, sentence(slip.why), _idea(slip)))
    steps = [sentence(step) for step in shape.steps]
    feedback = feedback_of(shape.teaching, steps)
    feedback = feedback._replace(explanation=f"The code prints {_inline(key)}. {feedback.explanation}")
    if len(wrong) < 2:
        return _typed_output(shape, code, key, feedback, draft)
    shown, rest = wrong[:_WRONG_SHOWN], wrong[_WRONG_SHOWN:]
    feedback = feedback._replace(
        common_mistakes=tuple(f"Answering {_inline(each.text)}: {each.rationale}" for each in rest)
    )
    right = Choice(key, f"{steps[-1]} So the code prints {_inline(key)}.")
    options, key_id = arranged(right, shown, draft.rng)
    stem = shape.stem.strip()
    frame = framed(draft.setting, feedback, [stem, code, *(option.text for option in options)])
    return finished(
        OutputPrediction(**frame, stem=stem, code=code, language="python", options=options, key=key_id)
    )


def _typed_output(
    shape: OutputPredictionShape, code: str, key: str, feedback: Feedback, draft: Draft
) -> OutputPrediction:
    if "\n" in key or len(key) > _TYPED_LENGTH:
        raise NotExecuted("fewer than two of the slips print something else, and the output is long")
    stem = f"{shape.stem.strip()} Type the output exactly."
    accepts = tuple(dict.fromkeys((key, key.replace(", ", ","))))
    frame = framed(draft.setting, feedback, [stem, code])
    return finished(
        OutputPrediction(**frame, stem=stem, code=code, language="python", accepts=accepts, key=key)
    )


def debug(shape: DebugShape, draft: Draft, sandbox: Sandbox) -> Debug:
    """Each change is made and run: the mending one alone prints what is expected."""
    code, expected = shape.code.strip("\n"), shape.expected.strip("\n")
    if _is_long(shape.mend):
        raise NotExecuted("the change that mends the code is of more than one line, which shows")
    now = sandbox.run(code)
    if now.ended not in ("done", "raised"):
        raise NotExecuted(f"the faulty code ends with {now.error}")
    if now.error is None and _same(now.output, expected):
        raise NotExecuted("the faulty code prints what it should")
    if _slipped(code, shape.mend, sandbox) is None or not _same(
        _slipped(code, shape.mend, sandbox) or "", expected
    ):
        raise NotExecuted(f"the mended code does not print {expected[:80]!r}")
    wrong: list[Change] = []
    for other in shape.others:
        if _is_long(other) or code.count(other.find) != 1 or _text(other) in map(_text, (shape.mend, *wrong)):
            continue
        if not _same(_slipped(code, other, sandbox) or "", expected):
            wrong.append(other)
    if len(wrong) < _WRONG_SHOWN:
        raise NotExecuted(f"{len(wrong)} changes that fit the code do not mend it; {_WRONG_SHOWN} are needed")
    wrong = wrong[:_WRONG_SHOWN]
    symptom = f"prints {_inline(now.output.strip())}" if now.error is None else f"ends with {now.error}"
    state = f"As it stands, the code {symptom}; it should print {_inline(expected)}."
    stem = f"{sentence(_task(shape.stem))} {state} Which change makes it do so?"
    choices = [Choice(_text(each), sentence(each.why), _idea(each)) for each in wrong]
    options, key = arranged(Choice(_text(shape.mend), sentence(shape.mend.why)), choices, draft.rng)
    execution = {
        "expected": expected,
        "changes": {_text(each): [each.find, each.replace] for each in (shape.mend, *wrong)},
    }
    setting = draft.setting._replace(provenance=draft.setting.provenance | {"execution": execution})
    feedback = feedback_of(shape.teaching, shape.steps)
    frame = framed(setting, feedback, [stem, code, *(option.text for option in options)])
    return finished(Debug(**frame, stem=stem, code=code, language="python", options=options, key=key))


def _task(stem: str) -> str:
    """What the code is meant to do. The state it is in and the task are told here; a model may have told them
    as well."""
    told = stem.partition("As it stands")[0].strip() or stem
    return re.sub(r"(?<=[.!?:])\s+(?:[^.!?]*\?|(?:Fill|Complete)\b[^.!?]*[.!]?)$", "", told)


def code_cloze(shape: CodeClozeShape, draft: Draft, sandbox: Sandbox) -> CodeCloze:
    """The filled code is run between `setup` and `check`, and must print something that can be compared."""
    code, answers = gaps_of(shape.code.strip("\n"))
    if not 1 <= len(answers) <= 4:
        raise Unfit(f"code_cloze with {len(answers)} gaps; 1 to 4 can be filled")
    whole = [shape.setup, unmarked(shape.code.strip("\n")), shape.check]
    expected = _stable("\n".join(whole), sandbox)
    pool = pool_of(answers, [filler.text for filler in shape.others], draft.rng)
    blanks = tuple(
        Blank(id=f"blank-{n}", accepts=(answer,), pool=pool) for n, answer in enumerate(answers, 1)
    )
    task = (
        "Fill the blanks with entries of the pool; not all of them are needed."
        if answers[1:]
        else "Fill the blank with an entry of the pool."
    )
    stem = f"{sentence(_task(shape.stem))} {task}"
    execution = {"setup": shape.setup, "check": shape.check, "expected": expected}
    setting = draft.setting._replace(provenance=draft.setting.provenance | {"execution": execution})
    mistakes = [f"`{filler.text}` belongs in no blank: {sentence(filler.why)}" for filler in shape.others[:2]]
    frame = framed(
        setting, feedback_of(shape.teaching, shape.steps, mistakes), [stem, code, *pool], len(blanks)
    )
    key = {blank.id: answer for blank, answer in zip(blanks, answers, strict=True)}
    return finished(CodeCloze(**frame, stem=stem, code=code, language="python", blanks=blanks, key=key))


def numeric(shape: NumericShape, draft: Draft, sandbox: Sandbox) -> Numeric:
    """The number is what the code prints; the model's own must agree with it, for its steps rest on that."""
    result = _stable(shape.code, sandbox)
    try:
        value = float(result.strip().replace(",", ""))
    except ValueError:
        raise NotExecuted(f"the code prints {result[:80]!r}, which is no number") from None
    near = max(shape.tolerance, 1e-6 * abs(value), 0.005 * abs(value) if shape.tolerance else 0.0)
    if abs(value - shape.value) > near:
        raise NotExecuted(f"the code prints {value:g}, the steps lead to {shape.value:g}")
    unit, stem = shape.unit.strip(), shape.stem.strip()
    if unit and unit.casefold() not in stem.casefold():
        stem = f"{stem} Give the answer in {unit}."
    setting = draft.setting._replace(
        provenance=draft.setting.provenance | {"execution": {"code": shape.code}, "parameters": {}}
    )
    frame = framed(setting, feedback_of(shape.teaching, shape.steps), [stem])
    tolerance = max(shape.tolerance, abs(value - shape.value))
    return finished(Numeric(**frame, stem=stem, key=NumericKey(value=value, tolerance=tolerance, unit=unit)))


def _stable(code: str, sandbox: Sandbox) -> str:
    """What the code prints, each time.

    Raises:
        NotExecuted: it fails, prints nothing, or not always the same.
    """
    first = sandbox.run(code)
    if first.error is not None:
        raise NotExecuted(f"the code ends with {first.error}")
    said = printed(code, sandbox)
    if said is None or first.output.strip("\n") != said:
        raise NotExecuted("the code prints nothing, or not twice the same")
    return said


def _slipped(code: str, change: Change, sandbox: Sandbox) -> str | None:
    """What the changed code prints; None where the change does not fit the code once, or does not run."""
    if code.count(change.find) != 1 or change.find == change.replace:
        return None
    return printed(code.replace(change.find, change.replace), sandbox)


def _same(one: str, other: str) -> bool:
    lines = [[line.split() for line in text.strip().splitlines()] for text in (one, other)]
    return lines[0] == lines[1]


def _idea(change: Change) -> str | None:
    return without_stop(change.idea.strip()) or None


def _text(change: Change) -> str:
    """The change in words, on one line."""
    find, replace = (_one_line(part) for part in (change.find, change.replace))
    return f"Replace `{find}` with `{replace}`" if replace else f"Delete `{find}`"


def _is_long(change: Change) -> bool:
    return any("\n" in part.strip("\n") for part in (change.find, change.replace))


def _one_line(part: str) -> str:
    return " ⏎ ".join(line.strip() for line in part.strip().splitlines())


def _inline(output: str) -> str:
    """Printed lines on one line."""
    return " / ".join(line.strip() for line in output.splitlines()) or "nothing"


CODE_MAKERS: dict[ItemType, Callable[[Any, Draft, Sandbox], ItemBase]] = {
    "output_prediction": output_prediction,
    "debug": debug,
    "code_cloze": code_cloze,
    "numeric": numeric,
}
