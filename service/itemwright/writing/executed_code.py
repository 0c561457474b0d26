"""A code model with drawn values: its code, what it prints, and what each slip makes it print."""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from itemwright.domain.card import ClozeModel, DebugModel, NumericModel, OutputModel, Slip
from itemwright.errors import ExecutionRefused
from itemwright.sandbox import Sandbox
from itemwright.writing.draw import draw_values, filled, neighbours
from itemwright.writing.wording import sentence

MOST_OTHERS = 6
"""Draws tried for a quick check."""


class SlipRun(NamedTuple):
    """A slip as applied: the changed code's output, or None when it does not run to its end."""

    find: str
    replace: str
    output: str | None
    why: str
    misconception: str | None


def drawn_parameters(
    model: OutputModel | NumericModel | ClozeModel | DebugModel, sandbox: Sandbox, rng: random.Random
) -> dict[str, Any] | None:
    """Values for the model's parameters; None when none are admitted."""
    try:
        return draw_values(model.parameters, {}, model.require, sandbox, rng)
    except ExecutionRefused:
        return None


def printed(code: str, sandbox: Sandbox) -> str | None:
    """What the code prints, without the last line break; None when it fails or prints nothing."""
    execution = sandbox.run(code)
    output = execution.output.strip("\n")
    return output if execution.error is None and output.strip() else None


def run_slips(code: str, slips: Sequence[Slip], values: dict[str, Any], sandbox: Sandbox) -> list[SlipRun]:
    """Each slip applied to the filled code and executed; slips that do not fit the code once are left out."""
    runs = []
    for slip in slips:
        find, replace = filled(slip.find, values), filled(slip.replace, values)
        if code.count(find) == 1:
            output = printed(code.replace(find, replace), sandbox)
            runs.append(
                SlipRun(find, replace, output, sentence(filled(slip.why, values)), slip.misconception)
            )
    return runs


def distinct_slips(runs: Sequence[SlipRun], key: str) -> list[SlipRun]:
    """Slips whose output differs from the key and from each other."""
    seen, kept = {key.strip()}, []
    for run in runs:
        if run.output is not None and run.output.strip() not in seen:
            seen.add(run.output.strip())
            kept.append(run)
    return kept


def other_draws(
    model: OutputModel | NumericModel, values: dict[str, Any], key: str, sandbox: Sandbox, rng: random.Random
) -> Iterator[tuple[dict[str, Any], str]]:
    """Admitted draws that differ in one parameter and print something else than `key`, with their output."""
    draws = neighbours(model.parameters, values)
    for draw in rng.sample(draws, min(len(draws), MOST_OTHERS)):
        try:
            admitted = sandbox.first_meeting([draw], {}, model.require) is not None
        except ExecutionRefused:
            return
        output = printed(filled(model.code, draw).strip("\n"), sandbox) if admitted else None
        if output is not None and output.strip() != key.strip():
            yield draw, output.strip()
