"""The frame of an item: what every type carries around its own form, and the id that its content gives it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from itemwright.domain.card import Bloom
from itemwright.domain.item import Citation, Difficulty, Item, ItemBase, ItemType
from itemwright.writing.difficulty_prior import expected_seconds
from itemwright.writing.feedback_rules import (
    distinct_steps,
    has_answer,
    is_generic,
    judged_in,
    repeats,
    texts_beside_takeaway,
)
from itemwright.writing.hint_leak import pointing_hints, telling_hints
from itemwright.writing.wording import quoted

T = TypeVar("T", bound=ItemBase)


class Feedback(NamedTuple):
    """What a learner gets around the answer: afterwards, and as hints before it."""

    explanation: str
    hints: tuple[str, ...]
    worked_steps: tuple[str, ...]
    common_mistakes: tuple[str, ...]
    quick_check: str
    takeaway: str


class Setting(NamedTuple):
    """Where an item comes from and how hard it is thought to be."""

    type: ItemType
    concepts: tuple[str, ...]
    family: str
    bloom: Bloom
    difficulty: Difficulty
    citations: tuple[Citation, ...]
    provenance: dict[str, Any]


def framed(setting: Setting, feedback: Feedback, reading: Iterable[str], parts: int = 1) -> dict[str, Any]:
    """The fields of `ItemBase` but stem and code; `reading`: all that the learner reads before answering."""
    return {
        "id": "draft",
        "concepts": setting.concepts,
        "bloom": setting.bloom,
        "difficulty": setting.difficulty,
        "seconds": expected_seconds(setting.type, setting.bloom, " ".join(reading), parts),
        "explanation": feedback.explanation,
        "worked_steps": feedback.worked_steps,
        "hints": feedback.hints,
        "common_mistakes": feedback.common_mistakes,
        "quick_check": feedback.quick_check,
        "takeaway": feedback.takeaway,
        "citations": tuple(dict.fromkeys(setting.citations)),
        "family": setting.family,
        "provenance": setting.provenance,
    }


_CONTENT = (
    "type",
    "stem",
    "code",
    "options",
    "blanks",
    "pairs",
    "steps",
    "grid",
    "cells",
    "accepts",
    "parts",
    "key",
)


def finished(item: T) -> T:
    """`item` without hints that tell its key or fit any item, without feedback that repeats itself, and with
    the id of its content. Before a hint that rules something out comes a question on it.
    """
    barred = {*telling_hints(item, item.hints), *pointing_hints(item, item.hints)}
    hints = [hint for hint in dict.fromkeys(item.hints) if hint not in barred and not is_generic(hint)]
    if not hints and (ruled_out := _wrong_option(item)):
        hints.append(f"{quoted(ruled_out)} is not the answer.")
    if hints and (judged := judged_in(hints[0])):
        hints.insert(0, f"What speaks for {quoted(judged)}, and what against it?")
    is_told = not item.takeaway or repeats(item.takeaway, texts_beside_takeaway(item))
    return identified(
        item.model_copy(
            update={
                "hints": tuple(hints),
                "worked_steps": distinct_steps(item.worked_steps),
                "quick_check": item.quick_check if has_answer(item.quick_check) else "",
                "takeaway": "" if is_told else item.takeaway,
            }
        )
    )


def identified(item: T) -> T:
    """`item` with the id of its content: equal for two items that read and are keyed alike."""
    content = item.model_dump(mode="json", include=set(_CONTENT))
    for option in content.get("options") or ():
        option.pop("rationale", None)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return item.model_copy(update={"id": f"itm-{digest[:16]}"})


def _wrong_option(item: ItemBase) -> str | None:
    if getattr(item, "type", "") in ("true_false", "multiple_response"):
        return None
    wrong = [o.text for o in getattr(item, "options", None) or () if o.id != getattr(item, "key", None)]
    hidden = [text for text in wrong if not telling_hints(item, [text])]
    return hidden[0] if hidden else None


def content_of(item: Item) -> str:
    """All that a learner sees of the item, as one text."""
    parts = [item.stem, item.code or ""]
    parts += [option.text for option in getattr(item, "options", None) or ()]
    parts += [step.text for step in getattr(item, "steps", None) or ()]
    pairs = getattr(item, "pairs", None)
    if pairs is not None:
        parts += [side.text for side in (*pairs.left, *pairs.right)]
    parts += [" ".join(row) for row in getattr(item, "grid", None) or ()]
    parts += list(getattr(item, "parts", None) or ())
    return "\n".join(part for part in parts if part)
