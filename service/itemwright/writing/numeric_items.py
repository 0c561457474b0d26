"""A sum in words: the hidden code prints the right number, its slips the usual wrong ones."""

import random
from functools import partial
from typing import Any

from itemwright.domain.card import Card, NumericModel
from itemwright.domain.item import MultipleChoice, Numeric, NumericKey
from itemwright.sandbox import Sandbox
from itemwright.writing.code_feedback import code_feedback
from itemwright.writing.draw import changed_sentence, filled
from itemwright.writing.executed_code import (
    SlipRun,
    distinct_slips,
    drawn_parameters,
    other_draws,
    printed,
    run_slips,
)
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged
from itemwright.writing.other_facts import checked_with
from itemwright.writing.wording import quoted, sentence


def numeric_items(card: Card, library: Library, sandbox: Sandbox) -> list[Opportunity]:
    """Typed, and with the results of the slips as options, for each model."""
    found: list[Opportunity] = []
    for model in card.code:
        if isinstance(model, NumericModel):
            rating = (model.bloom, model.difficulty)
            found += offered(
                card, library, "numeric", ("numeric", model.id), rating, [model.evidence],
                partial(_typed, model, sandbox), fresh=bool(model.parameters),
            )  # fmt: skip
            if len(model.slips) >= 3:
                found += offered(
                    card, library, "multiple_choice", ("numeric_options", model.id), rating, [model.evidence],
                    partial(_with_options, model, sandbox), fresh=bool(model.parameters),
                )  # fmt: skip
    return found


def _run(
    model: NumericModel, sandbox: Sandbox, rng: random.Random
) -> tuple[dict[str, Any], str, str, list[SlipRun]] | None:
    """Values, code, result and slips that miss it by more than the tolerance."""
    values = drawn_parameters(model, sandbox, rng)
    if values is None:
        return None
    code = filled(model.code, values)
    result = printed(code, sandbox)
    if result is None or _number(result) is None:
        return None
    slips = [
        slip
        for slip in distinct_slips(run_slips(code, model.slips, values, sandbox), result)
        if (number := _number(slip.output or "")) is not None
        and abs(number - float(result)) > 2 * model.tolerance
    ]
    rng.shuffle(slips)
    return (values, code, result.strip(), slips) if slips else None


def _feedback(
    model: NumericModel, values: dict[str, Any], result: str, slips: list[SlipRun], check: str
) -> Feedback:
    with_unit = _with_unit(result, model.unit)
    principle = sentence(filled(model.takeaway, values))
    feedback = code_feedback(
        model,
        values,
        f"The result is {with_unit}. {principle}",
        f"A frequent wrong answer is {_with_unit(slips[0].output or '', model.unit)}: {slips[0].why}",
        [f"{_with_unit(slip.output or '', model.unit)}: {slip.why}" for slip in slips[1:]],
        check,
    )
    return feedback._replace(takeaway="")


def _check(
    model: NumericModel, values: dict[str, Any], result: str, sandbox: Sandbox, rng: random.Random
) -> str:
    """The sum with one number changed, and its result; empty where the change shows in no single sentence."""
    before = filled(model.question, values)
    for other, output in other_draws(model, values, result, sandbox, rng):
        changed = changed_sentence(before, filled(model.question, other))
        if changed is not None and _number(output) is not None:
            asked = (
                changed
                if changed.endswith("?")
                else f"Suppose instead: {quoted(changed)} What is the result?"
            )
            return checked_with(asked, _with_unit(output, model.unit))
    return ""


def _typed(model: NumericModel, sandbox: Sandbox, setting: Setting, rng: random.Random) -> Numeric | None:
    run = _run(model, sandbox, rng)
    if run is None:
        return None
    values, code, result, slips = run
    stem = filled(model.question, values)
    if model.unit and model.unit.casefold() not in stem.casefold():
        stem = f"{stem} Give the answer in {model.unit}."
    provenance = setting.provenance | {"parameters": values, "execution": {"code": code}}
    feedback = _feedback(model, values, result, slips, _check(model, values, result, sandbox, rng))
    frame = framed(setting._replace(provenance=provenance), feedback, [stem])
    key = NumericKey(value=float(result), tolerance=model.tolerance, unit=model.unit)
    return finished(Numeric(**frame, stem=stem, key=key))


def _with_options(
    model: NumericModel, sandbox: Sandbox, setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    run = _run(model, sandbox, rng)
    if run is None or len(run[3]) < 3:
        return None
    values, code, result, slips = run
    stem = filled(model.question, values)
    feedback = _feedback(model, values, result, slips, _check(model, values, result, sandbox, rng))
    key = Choice(_with_unit(result, model.unit), " ".join(feedback.worked_steps))
    wrong = [Choice(_with_unit(s.output or "", model.unit), s.why, s.misconception) for s in slips[:3]]
    options, key_id = arranged(key, wrong, rng)
    provenance = setting.provenance | {"parameters": values, "execution": {"code": code, "unit": model.unit}}
    reading = [stem, *(option.text for option in options)]
    frame = framed(setting._replace(provenance=provenance), feedback, reading)
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _number(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None


def _with_unit(number: str, unit: str) -> str:
    return f"{number.strip()} {unit}".strip()
