"""Does an item's code do what the key says: executed afresh, with every change, filling or expression."""

import itertools
import math
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from itemwright.domain.item import (
    BLANK,
    CodeCloze,
    Debug,
    Item,
    MultipleChoice,
    Numeric,
    OutputPrediction,
    Scenario,
)
from itemwright.errors import ExecutionRefused
from itemwright.proving.checked import Finding
from itemwright.proving.flaws import key_option
from itemwright.sandbox import Sandbox

FILLINGS = 400
"""Joint fillings of a code cloze that are executed; beyond that each blank is varied by itself."""


class _Recorded(BaseModel):
    """What a writer recorded for the execution of an item; see the item models for its parts."""

    model_config = ConfigDict(extra="ignore")

    setup: str = ""
    check: str = ""
    code: str = ""
    unit: str = ""
    expected: str = ""
    changes: dict[str, tuple[str, str]] = Field(default_factory=dict)
    derive: dict[str, str] = Field(default_factory=dict)
    require: str = "True"
    right: dict[str, str] = Field(default_factory=dict)


def is_executable(item: Item) -> bool:
    """Whether there is something to run."""
    return item.type in ("output_prediction", "debug", "code_cloze") or "execution" in item.provenance


def check_execution(item: Item, sandbox: Sandbox) -> Finding:
    """fail: the run contradicts the key; unsure: the sandbox cannot run it, or nothing was recorded."""
    try:
        recorded = _Recorded.model_validate(item.provenance.get("execution", {}))
    except ValidationError as error:
        return "unsure", f"the recorded execution cannot be read: {error.errors()[0]['loc']}"
    if item.language not in (None, "python"):
        return "unsure", f"no sandbox here runs {item.language!r}"
    if isinstance(item, OutputPrediction):
        return _output(item, sandbox)
    if isinstance(item, Debug):
        return _debug(item, recorded, sandbox)
    if isinstance(item, CodeCloze):
        return _cloze(item, recorded, sandbox)
    if isinstance(item, Numeric | MultipleChoice) and recorded.code:
        return _number(item, recorded, sandbox)
    if isinstance(item, Scenario) and recorded.right:
        return _scenario(item, recorded, sandbox)
    return "unsure", "nothing was recorded that could be run"


def _same(one: str, other: str) -> bool:
    return [line.split() for line in one.strip().splitlines()] == [
        line.split() for line in other.strip().splitlines()
    ]


def _output(item: OutputPrediction, sandbox: Sandbox) -> Finding:
    first, second = sandbox.run(item.code), sandbox.run(item.code)
    if first.error is not None:
        return "unsure", f"the code ends with {first.error}"
    if first.output != second.output:
        return "fail", "two runs print different things"
    key = key_option(item)
    expected = key.text if key is not None else item.key
    if not isinstance(expected, str) or not _same(expected, first.output):
        return "fail", f"the code prints {first.output.strip()[:200]!r}, the key says {expected!r}"
    for option in item.options or ():
        if option is not key and _same(option.text, first.output):
            return "fail", f"option {option.id!r} is what the code prints as well"
    return "pass", f"prints {first.output.strip()[:200]!r}"


def _debug(item: Debug, recorded: _Recorded, sandbox: Sandbox) -> Finding:
    if item.options is None or not recorded.changes:
        return "unsure", "no changes were recorded that could be run"
    faulty = sandbox.run(item.code)
    if faulty.error is None and _same(faulty.output, recorded.expected):
        return "fail", "the faulty code already prints what it should"
    for option in item.options:
        if option.text not in recorded.changes:
            return "unsure", f"no change was recorded for option {option.id!r}"
        find, replace = recorded.changes[option.text]
        if item.code.count(find) != 1:
            return (
                "fail",
                f"option {option.id!r} changes {find!r}, which stands {item.code.count(find)} times",
            )
        mended = sandbox.run(item.code.replace(find, replace))
        right = mended.error is None and _same(mended.output, recorded.expected)
        if right != (option.id == item.key):
            what = "mends the code as well" if right else "does not mend the code"
            return "fail", f"option {option.id!r} {what}: it prints {mended.output.strip()[:120]!r}"
    return "pass", f"one of {len(item.options)} changes prints {recorded.expected!r}"


def _cloze(item: CodeCloze, recorded: _Recorded, sandbox: Sandbox) -> Finding:
    def output(filling: tuple[str, ...]) -> tuple[str, str | None]:
        pieces = item.code.split(BLANK)
        code = pieces[0] + "".join(text + piece for text, piece in zip(filling, pieces[1:], strict=True))
        return sandbox.run("\n".join([recorded.setup, code, recorded.check]))[:2]

    if item.code.count(BLANK) != len(item.blanks):
        return "unsure", "not all blanks stand in the code"
    key = tuple(item.key[blank.id] for blank in item.blanks)
    expected, error = output(key)
    if error is not None:
        return "unsure", f"the filled code ends with {error}"
    if not expected.strip():
        return "unsure", "the filled code prints nothing that could be compared"
    if recorded.expected and not _same(recorded.expected, expected):
        return "fail", f"the keyed filling prints {expected.strip()[:120]!r}, not {recorded.expected[:120]!r}"
    pools = [blank.pool or blank.accepts for blank in item.blanks]
    fillings = (
        itertools.product(*pools) if math.prod(map(len, pools)) <= FILLINGS else _one_by_one(key, pools)
    )
    count = 0
    for filling in fillings:
        accepted = all(text in blank.accepts for text, blank in zip(filling, item.blanks, strict=True))
        printed, failed = output(filling)
        count += 1
        if (failed is None and printed == expected) != accepted:
            return "fail", f"the filling {filling} {'fails' if accepted else 'is right as well'}"
    return "pass", f"{count} fillings executed, the keyed one alone is right"


def _one_by_one(key: tuple[str, ...], pools: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(*key[:i], text, *key[i + 1 :]) for i, pool in enumerate(pools) for text in pool]


def _number(item: Numeric | MultipleChoice, recorded: _Recorded, sandbox: Sandbox) -> Finding:
    run = sandbox.run(recorded.code)
    try:
        value = float(run.output.strip())
    except ValueError:
        return "unsure", f"the recorded code prints no number: {run.error or run.output[:80]!r}"
    if isinstance(item, Numeric):
        if abs(value - item.key.value) > item.key.tolerance + 1e-9:
            return "fail", f"the code prints {value}, the key says {item.key.value}"
        return "pass", f"prints {value}"
    for option in item.options:
        text = option.text.removesuffix(recorded.unit).strip().replace(",", "")
        equal = _is_number(text) and abs(float(text) - value) <= 1e-9 * max(1.0, abs(value))
        if equal != (option.id == item.key):
            return "fail", f"the code prints {value}; option {option.id!r} says {option.text!r}"
    return "pass", f"prints {value}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _scenario(item: Scenario, recorded: _Recorded, sandbox: Sandbox) -> Finding:
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
