"""What does this code print? The key is executed; so are simulated mistakes, which give the wrong options."""

import random
from functools import partial
from typing import Any

from itemwright.domain.card import Card, OutputModel
from itemwright.domain.item import OutputPrediction
from itemwright.sandbox import Sandbox
from itemwright.writing.code_feedback import code_feedback
from itemwright.writing.draw import filled
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
from itemwright.writing.wording import sentence


def output_predictions(card: Card, library: Library, sandbox: Sandbox) -> list[Opportunity]:
    """With options and with typed output, for each model; each draw makes another item."""
    found: list[Opportunity] = []
    for model in card.code:
        if isinstance(model, OutputModel):
            for name, write in (("output_options", _with_options), ("output_typed", _typed)):
                found += offered(
                    card, library, "output_prediction", (name, model.id), (model.bloom, model.difficulty),
                    [model.evidence], partial(write, model, sandbox), fresh=bool(model.parameters),
                )  # fmt: skip
    return found


class _Run:
    """One draw, executed."""

    def __init__(
        self, model: OutputModel, values: dict[str, Any], key: str, slips: list[SlipRun], check: str
    ) -> None:
        self.values, self.key, self.slips = values, key, slips
        self.code = filled(model.code, values).strip("\n")
        self.stem = filled(model.question, values)
        self.feedback = self._with_options(model, check)
        self.typed_feedback = self._typed(model, check)

    def _with_options(self, model: OutputModel, check: str) -> Feedback:
        """Explanation and hint argue against the first two slips, which are among the options."""
        first, second = self.slips[:2]
        return code_feedback(
            model,
            self.values,
            f"The code prints {self.key}. It does not print {first.output}: {first.why}",
            f"It does not print {second.output}: {second.why}",
            [f"Answering {slip.output}: {slip.why}" for slip in self.slips[2:3]],
            check,
        )

    def _typed(self, model: OutputModel, check: str) -> Feedback:
        feedback = code_feedback(
            model,
            self.values,
            f"The code prints {self.key}. {sentence(filled(model.takeaway, self.values))}",
            f"A frequent wrong answer is {self.slips[0].output}: {self.slips[0].why}",
            [f"Answering {slip.output}: {slip.why}" for slip in self.slips[1:]],
            check,
        )
        return feedback._replace(takeaway="")


def _run(model: OutputModel, sandbox: Sandbox, rng: random.Random) -> _Run | None:
    values = drawn_parameters(model, sandbox, rng)
    if values is None:
        return None
    code = filled(model.code, values).strip("\n")
    key = printed(code, sandbox)
    if key is None or printed(code, sandbox) != key:
        return None
    slips = distinct_slips(run_slips(code, model.slips, values, sandbox), key)
    rng.shuffle(slips)
    return (
        _Run(model, values, key, slips, _check(model, values, code, key, sandbox, rng))
        if len(slips) >= 2
        else None
    )


def _check(
    model: OutputModel, values: dict[str, Any], code: str, key: str, sandbox: Sandbox, rng: random.Random
) -> str:
    """The code with one line changed, and what it prints then; empty where no draw changes one line alone."""
    lines = code.splitlines()
    for other, output in other_draws(model, values, key, sandbox, rng):
        new = filled(model.code, other).strip("\n").splitlines()
        changed = [(a.strip(), b.strip()) for a, b in zip(lines, new, strict=False) if a != b]
        if len(new) == len(lines) and len(changed) == 1 and "\n" not in output:
            one, another = changed[0]
            return checked_with(f"What does it print with `{another}` in place of `{one}`?", f"`{output}`")
    return ""


def _with_options(
    model: OutputModel, sandbox: Sandbox, setting: Setting, rng: random.Random
) -> OutputPrediction | None:
    run = _run(model, sandbox, rng)
    if run is None:
        return None
    wrong = [Choice(slip.output or "", slip.why, slip.misconception) for slip in run.slips[:3]]
    steps = run.feedback.worked_steps
    options, key = arranged(Choice(run.key, " ".join(steps)), wrong, rng)
    setting = setting._replace(provenance=setting.provenance | {"parameters": run.values})
    reading = [run.stem, run.code, *(option.text for option in options)]
    frame = framed(setting, run.feedback, reading)
    return finished(
        OutputPrediction(**frame, stem=run.stem, code=run.code, language="python", options=options, key=key)
    )


def _typed(
    model: OutputModel, sandbox: Sandbox, setting: Setting, rng: random.Random
) -> OutputPrediction | None:
    run = _run(model, sandbox, rng)
    if run is None or "\n" in run.key or len(run.key) > 60:
        return None
    accepts = tuple(dict.fromkeys((run.key, run.key.replace(", ", ","))))
    setting = setting._replace(provenance=setting.provenance | {"parameters": run.values})
    stem = f"{run.stem} Type the output exactly."
    frame = framed(setting, run.typed_feedback, [stem, run.code])
    return finished(
        OutputPrediction(**frame, stem=stem, code=run.code, language="python", accepts=accepts, key=run.key)
    )
