"""Items from procedures: steps to put in order, the step that comes next, steps matched with reasons."""

import random
from functools import partial

from itemwright.domain.card import Card, Procedure
from itemwright.domain.item import Labelled, Matching, MultipleChoice, Ordering, Pairs
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, option_id, prose
from itemwright.writing.wording import lowered, quoted, sentence, without_stop

_ORDER_STEMS = (
    "Put the steps in the order in which you take them to {goal}.",
    "You want to {goal}. In which order do you take these steps?",
)
_NEXT_STEMS = (
    "You want to {goal}. Which step comes directly after {step}?",
    "You want to {goal}, and you have just taken the step {step}. Which step is next?",
)
_REASON_STEM = "You want to {goal}. Match each step with the reason for taking it."


def procedure_items(card: Card, library: Library) -> list[Opportunity]:
    """Ordering, next step (for two of the steps) and reasons, for each procedure."""
    found: list[Opportunity] = []
    for procedure in card.procedures:
        count = len(procedure.steps)
        found += offered(
            card, library, "ordering", ("ordered_steps", procedure.id), ("understand", "medium"),
            [procedure.evidence], partial(_ordering, procedure), parts=count - 2,
        )  # fmt: skip
        found += offered(
            card, library, "matching", ("step_reasons", procedure.id), ("analyze", "medium"),
            [procedure.evidence], partial(_reasons, procedure), parts=3,
        )  # fmt: skip
        for position in sorted({0, count // 2}):
            found += offered(
                card, library, "multiple_choice", ("next_step", f"{procedure.id}-{position + 1}"),
                ("understand", "medium"), [procedure.evidence], partial(_next, procedure, position),
            )  # fmt: skip
    return found


def _goal(procedure: Procedure) -> str:
    return lowered(without_stop(procedure.goal))


def _feedback(procedure: Procedure, hints: tuple[str, ...]) -> Feedback:
    steps = [without_stop(step.text) for step in procedure.steps]
    return Feedback(
        explanation="The order: " + "; ".join(f"{i}. {text}" for i, text in enumerate(steps, 1)) + ".",
        hints=hints,
        worked_steps=tuple(
            f"{without_stop(step.text)}: {sentence(lowered(step.why))}" for step in procedure.steps
        ),
        common_mistakes=(f"Taking the step {quoted(steps[-1])} before the results that it needs are there.",),
        quick_check=f"Cover the list and name the step after {quoted(steps[len(steps) // 2 - 1])}.",
        takeaway=f"Each step needs the one before it; the first is {quoted(steps[0])}.",
    )


def _ordering(procedure: Procedure, setting: Setting, rng: random.Random) -> Ordering | None:
    order = list(range(len(procedure.steps)))
    while order == sorted(order):
        rng.shuffle(order)
    steps = tuple(
        Labelled(id=option_id(i), text=without_stop(procedure.steps[index].text))
        for i, index in enumerate(order)
    )
    key = tuple(option_id(order.index(i)) for i in range(len(order)))
    stem = rng.choice(_ORDER_STEMS).format(goal=_goal(procedure))
    last = procedure.steps[-1]
    hints = (
        "Ask of each step what it needs before it can be taken.",
        f"One of the reasons: {sentence(procedure.steps[1].why)}",
        f"{quoted(without_stop(last.text))} does not come first: {sentence(lowered(last.why))}",
    )
    frame = framed(setting, _feedback(procedure, hints), [stem, *(s.text for s in steps)], len(steps))
    return finished(Ordering(**frame, stem=stem, steps=steps, key=key))


def _next(procedure: Procedure, position: int, setting: Setting, rng: random.Random) -> MultipleChoice:
    steps = procedure.steps
    right = steps[position + 1]
    others = [i for i in range(len(steps)) if i not in (position, position + 1)]
    drawn = rng.sample(others, min(3, len(others)))
    wrong = [
        Choice(
            steps[i].text,
            f"This step comes {'earlier' if i < position else 'later'}: {sentence(lowered(steps[i].why))}",
        )
        for i in drawn
    ]
    key = Choice(right.text, sentence(right.why))
    options, key_id = arranged(prose(key), [prose(choice) for choice in wrong], rng)
    here = quoted(without_stop(steps[position].text))
    stem = rng.choice(_NEXT_STEMS).format(goal=_goal(procedure), step=here)
    hints = (
        f"Ask what {here} makes possible that was not possible before.",
        f"The reason for the step that you look for: {sentence(right.why)}",
        f"{quoted(without_stop(steps[drawn[0]].text))} is not next: {sentence(lowered(steps[drawn[0]].why))}",
    )
    frame = framed(setting, _feedback(procedure, hints), [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _reasons(procedure: Procedure, setting: Setting, rng: random.Random) -> Matching:
    chosen = sorted(rng.sample(range(len(procedure.steps)), min(4, len(procedure.steps))))
    left = tuple(
        Labelled(id=str(i), text=without_stop(procedure.steps[index].text))
        for i, index in enumerate(chosen, 1)
    )
    order = list(range(len(chosen)))
    while order == sorted(order):
        rng.shuffle(order)
    right = tuple(
        Labelled(id=option_id(i), text=without_stop(procedure.steps[chosen[index]].why))
        for i, index in enumerate(order)
    )
    key = {str(i + 1): option_id(order.index(i)) for i in range(len(chosen))}
    stem = _REASON_STEM.format(goal=_goal(procedure))
    step, other = (procedure.steps[chosen[i]] for i in (0, 1))
    hints = (
        "Ask of each step what would go wrong without it.",
        f"The steps in order: {'; '.join(lowered(without_stop(s.text)) for s in procedure.steps)}.",
        f"{quoted(without_stop(other.why))} is not the reason for {quoted(without_stop(step.text))}.",
    )
    reading = [stem, *(side.text for side in (*left, *right))]
    frame = framed(setting, _feedback(procedure, hints), reading, len(left))
    return finished(Matching(**frame, stem=stem, pairs=Pairs(left=left, right=right), key=key))
