"""Does an item's code do what the key says: run afresh, with every answer, change and filling on offer."""

from typing import Any

from pydantic import ValidationError

from itemwright.domain.item import CodeCloze, Debug, Item, MultipleChoice, Numeric, Scenario, TrueFalse
from itemwright.errors import ExecutionRefused
from itemwright.proving.checked import Finding
from itemwright.proving.code_question import code_question, shown_code, worded
from itemwright.proving.recorded import Recorded
from itemwright.proving.run_answers import check_answers, check_claim
from itemwright.proving.run_changes import check_changes
from itemwright.proving.run_fillings import check_fillings
from itemwright.proving.runs import Runs
from itemwright.proving.stated_output import claimed_output
from itemwright.sandbox import Sandbox

_ASKING = frozenset({"multiple_choice", "scenario", "numeric", "short_answer", "output_prediction"})


def is_executable(item: Item) -> bool:
    """Whether there is something to run: the type or the writer says so, or the question asks for it."""
    if item.type in ("output_prediction", "debug", "code_cloze") or "execution" in item.provenance:
        return bool(item.code) or "execution" in item.provenance
    if isinstance(item, TrueFalse):
        return bool(shown_code(item)[0]) and claimed_output(worded(item.stem)) is not None
    return item.type in _ASKING and code_question(item) is not None


def check_execution(item: Item, sandbox: Sandbox) -> Finding:
    """fail: the run contradicts the key; unsure: no sandbox here can run it, or nothing can be compared."""
    try:
        recorded = Recorded.model_validate(item.provenance.get("execution", {}))
    except ValidationError as error:
        return "unsure", f"the recorded execution cannot be read: {error.errors()[0]['loc']}"
    code, language = shown_code(item)
    if language is not None and code:
        return "unsure", f"no sandbox here runs {language!r}"
    runs = Runs(sandbox)
    if isinstance(item, Debug):
        return check_changes(item, recorded, runs)
    if isinstance(item, CodeCloze):
        return check_fillings(item, recorded, runs)
    if isinstance(item, Numeric | MultipleChoice) and recorded.code:
        return _number(item, recorded, runs)
    if isinstance(item, Scenario) and recorded.right:
        return _scenario(item, recorded, sandbox)
    claim = claimed_output(worded(item.stem)) if isinstance(item, TrueFalse) else None
    if isinstance(item, TrueFalse) and claim is not None and code:
        return check_claim(item, code, claim, runs)
    question = code_question(item) if item.type in _ASKING else None
    if question is None:
        return "unsure", "nothing was recorded that could be run"
    return check_answers(item, question, runs)


def _number(item: Numeric | MultipleChoice, recorded: Recorded, runs: Runs) -> Finding:
    run = runs.run(recorded.code)
    value = _number_of(run.output)
    if value is None:
        return "unsure", f"the recorded code prints no number: {run.error or run.output[:80]!r}"
    if isinstance(item, Numeric):
        if abs(value - item.key.value) > item.key.tolerance + 1e-9:
            return "fail", f"the code prints {value}, the key says {item.key.value}"
        return "pass", f"prints {value}"
    for option in item.options:
        said = _number_of(option.text.removesuffix(recorded.unit).replace(",", ""))
        equal = said is not None and abs(said - value) <= 1e-9 * max(1.0, abs(value))
        if equal != (option.id == item.key):
            return "fail", f"the code prints {value}; option {option.id!r} says {option.text!r}"
    return "pass", f"prints {value}"


def _number_of(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _scenario(item: Scenario, recorded: Recorded, sandbox: Sandbox) -> Finding:
    parameters: dict[str, Any] = item.provenance.get("parameters", {})
    try:
        values = {**parameters, **(sandbox.derive(parameters, recorded.derive) if recorded.derive else {})}
        if not sandbox.evaluate(recorded.require, values):
            return "fail", f"the drawn values do not meet {recorded.require!r}"
        for option in item.options or ():
            if option.text not in recorded.right:
                return "unsure", f"no rule was recorded for option {option.id!r}"
            if bool(sandbox.evaluate(recorded.right[option.text], values)) != (option.id == item.key):
                return "fail", f"by the recorded rule option {option.id!r} is keyed wrongly"
    except ExecutionRefused as error:
        return "unsure", str(error)
    return "pass", f"the rules hold for {parameters}"
