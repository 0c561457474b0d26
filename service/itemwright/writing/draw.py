"""A draw: values for the parameters of a scenario or a code model, and texts with those values filled in."""

import itertools
import math
import random
import re
from collections.abc import Mapping, Sequence
from string import Template
from typing import Any

from itemwright.domain.card import Parameter
from itemwright.sandbox import Sandbox
from itemwright.text import sentences
from itemwright.writing.wording import article

CHUNK = 64
"""Draws tested in one run of the sandbox."""

_ARTICLE_BEFORE_ROLE = re.compile(r"\b([Aa])n? \$(?:role\b|\{role\})")


def draw_values(
    parameters: Mapping[str, Sequence[Parameter]],
    derive: Mapping[str, str],
    require: str,
    sandbox: Sandbox,
    rng: random.Random,
) -> dict[str, Any] | None:
    """One admitted draw with its derived values, all about equally likely; None if none is admitted.

    Raises:
        ExecutionRefused: an expression fails.
    """
    space = math.prod(len(values) for values in parameters.values())
    if space <= 4096:
        draws = [
            dict(zip(parameters, values, strict=True)) for values in itertools.product(*parameters.values())
        ]
        rng.shuffle(draws)
    else:
        draws = [{name: rng.choice(values) for name, values in parameters.items()} for _ in range(2048)]
    for start in range(0, len(draws), CHUNK):
        chunk = draws[start : start + CHUNK]
        found = sandbox.first_meeting(chunk, derive, require)
        if found is not None:
            values = chunk[found]
            return {**values, **(sandbox.derive(values, derive) if derive else {})}
    return None


def neighbours(
    parameters: Mapping[str, Sequence[Parameter]], values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The draws that differ from `values` in one parameter."""
    drawn = {name: values[name] for name in parameters}
    return [
        {**drawn, name: value}
        for name, choices in parameters.items()
        for value in choices
        if value != drawn[name]
    ]


def changed_sentence(before: str, after: str) -> str | None:
    """The sentence of `after` that is not in `before`, where the texts differ in exactly one sentence."""
    old, new = ([span.text for span in sentences(text)] for text in (before, after))
    changed = [b for a, b in zip(old, new, strict=False) if a != b]
    return changed[0] if len(old) == len(new) and len(changed) == 1 else None


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The template `text` with `$name` replaced; "a $role" gets the article that the role needs."""
    if "role" in values:
        role = str(values["role"])
        text = _ARTICLE_BEFORE_ROLE.sub(lambda m: f"{m[1]}{article(role)[1:]} $role", text)
    return Template(text).substitute({name: shown(value) for name, value in values.items()})


def shown(value: Any) -> str:
    """A drawn or derived value as text: floats without the noise of binary fractions."""
    if isinstance(value, float):
        return f"{value:.10g}" if not value.is_integer() or abs(value) >= 1e15 else f"{value:.1f}"
    return str(value)
