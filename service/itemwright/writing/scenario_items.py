"""Scenarios: a case with drawn numbers that decide which course of action is right."""

import random
from functools import partial
from typing import Any

from itemwright.domain.card import Card, Scenario
from itemwright.domain.item import Scenario as ScenarioItem
from itemwright.errors import ExecutionRefused
from itemwright.sandbox import Sandbox
from itemwright.writing.draw import CHUNK, changed_sentence, draw_values, filled, neighbours
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, prose
from itemwright.writing.other_facts import checked_with
from itemwright.writing.wording import quoted, sentence, without_stop


def scenario_items(card: Card, library: Library, sandbox: Sandbox) -> list[Opportunity]:
    """One opportunity for each scenario; each draw makes another item."""
    found: list[Opportunity] = []
    for scenario in card.scenarios:
        found += offered(
            card, library, "scenario", ("scenario", scenario.id), (scenario.bloom, scenario.difficulty),
            [scenario.evidence], partial(_write, scenario, sandbox), fresh=True,
        )  # fmt: skip
    return found


def _write(scenario: Scenario, sandbox: Sandbox, setting: Setting, rng: random.Random) -> ScenarioItem | None:
    drawn = _drawn(scenario, sandbox, rng)
    if drawn is None:
        return None
    values, right = drawn
    role = {"role": rng.choice(scenario.roles)}
    choices = [
        prose(Choice(filled(option.text, values | role), sentence(filled(option.why, values | role))))
        for option in scenario.options
    ]
    if len({choice.text.casefold() for choice in choices}) < len(choices):
        return None
    wrong = [choice for i, choice in enumerate(choices) if i != right]
    options, key = arranged(choices[right], wrong, rng)
    stem = f"{filled(scenario.situation, values | role)} {filled(scenario.question, values | role)}"
    feedback = _feedback(
        scenario, values | role, choices[right], wrong, _what_if(scenario, values, role, right, sandbox, rng)
    )
    parameters = {name: values[name] for name in scenario.parameters}
    execution = {
        "derive": scenario.derive,
        "require": scenario.require,
        "right": {
            choice.text: option.right for choice, option in zip(choices, scenario.options, strict=True)
        },
    }
    provenance = setting.provenance | {"parameters": parameters, "execution": execution}
    frame = framed(
        setting._replace(provenance=provenance), feedback, [stem, *(option.text for option in options)]
    )
    return finished(ScenarioItem(**frame, stem=stem, options=options, key=key))


def _drawn(scenario: Scenario, sandbox: Sandbox, rng: random.Random) -> tuple[dict[str, Any], int] | None:
    """Values and the position of the right option; None unless exactly one option is right."""
    try:
        values = draw_values(scenario.parameters, scenario.derive, scenario.require, sandbox, rng)
        if values is None:
            return None
        verdicts = sandbox.derive(
            values, {f"right_{i}": option.right for i, option in enumerate(scenario.options)}
        )
    except ExecutionRefused:
        return None
    right = [i for i in range(len(scenario.options)) if verdicts[f"right_{i}"]]
    return (values, right[0]) if len(right) == 1 else None


def _what_if(
    scenario: Scenario, values: dict[str, Any], role: dict[str, str], right: int, sandbox: Sandbox,
    rng: random.Random,
) -> str:  # fmt: skip
    """The case with one parameter changed so that another option is right, and that option; or nothing."""
    draws = neighbours(scenario.parameters, values)
    rng.shuffle(draws)
    names = [f"right_{i}" for i in range(len(scenario.options))]
    verdicts = {name: f"bool({option.right})" for name, option in zip(names, scenario.options, strict=True)}
    condition = f"({scenario.require}) and not {names[right]} and [{', '.join(names)}].count(True) == 1"
    before = filled(scenario.situation, values | role)
    while draws:
        try:
            found = sandbox.first_meeting(draws[:CHUNK], {**scenario.derive, **verdicts}, condition)
            if found is None:
                return ""
            other = {**draws[found], **sandbox.derive(draws[found], {**scenario.derive, **verdicts})}
        except ExecutionRefused:
            return ""
        changed = changed_sentence(before, filled(scenario.situation, other | role))
        if changed is not None:
            answer = next(o for o, name in zip(scenario.options, names, strict=True) if other[name])
            text = without_stop(filled(answer.text, other | role))
            return checked_with(f"Suppose instead: {quoted(changed)} Which option is right then?", text)
        draws = draws[found + 1 :]
    return ""


def _feedback(
    scenario: Scenario, values: dict[str, Any], key: Choice, wrong: list[Choice], check: str
) -> Feedback:
    ruled_out, near, *rest = wrong
    return Feedback(
        explanation=f"{quoted(key.text)} is right: {key.rationale} "
        f"{quoted(near.text)} fails: {near.rationale}",
        hints=(
            *(filled(hint, values) for hint in scenario.hints),
            f"{quoted(ruled_out.text)} is not the answer: {ruled_out.rationale}",
        ),
        worked_steps=tuple(sentence(filled(step, values)) for step in scenario.steps),
        common_mistakes=tuple(f"{quoted(without_stop(choice.text))}: {choice.rationale}" for choice in rest),
        quick_check=check,
        takeaway=sentence(filled(scenario.takeaway, values)),
    )
