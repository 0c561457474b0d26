"""Explanation, hints and mistakes of items made from a code model."""

from typing import Any

from itemwright.domain.card import ClozeModel, DebugModel, NumericModel, OutputModel
from itemwright.writing.draw import filled
from itemwright.writing.frame import Feedback
from itemwright.writing.wording import sentence


def code_feedback(
    model: OutputModel | NumericModel | ClozeModel | DebugModel,
    values: dict[str, Any],
    explanation: str,
    near_solution: str,
    mistakes: list[str],
    quick_check: str,
) -> Feedback:
    """Feedback from the model's own steps, hints and take-away, with what the execution showed."""
    return Feedback(
        explanation=explanation,
        hints=(*(filled(hint, values) for hint in model.hints), near_solution),
        worked_steps=tuple(sentence(filled(step, values)) for step in model.steps),
        common_mistakes=tuple(mistakes[:3]),
        quick_check=quick_check,
        takeaway=sentence(filled(model.takeaway, values)),
    )
