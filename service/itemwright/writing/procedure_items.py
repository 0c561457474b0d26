"""Items from procedures: steps to put in order, and the step that comes next."""

import random
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Procedure, Step
from itemwright.domain.item import Labelled, MultipleChoice, Ordering
from itemwright.text import content_words
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, option_id, prose
from itemwright.writing.other_facts import gist, quick_check
from itemwright.writing.wording import lowered, quoted, sentence, without_stop

_ORDER_STEMS = (
    "Put the steps in the order in which you take them to {goal}.",
    "You want to {goal}. In which order do you take these steps?",
)
_NEXT_STEMS = (
    "You want to {goal}. Which step comes directly after {step}?",
    "You want to {goal}, and you have just taken the step {step}. Which step is next?",
)


def procedure_items(card: Card, library: Library) -> list[Opportunity]:
    """Ordering, and the next step (for two of the steps), for each procedure."""
    found: list[Opportunity] = []
    for procedure in card.procedures:
        count = len(procedure.steps)
        found += offered(
            card, library, "ordering", ("ordered_steps", procedure.id), ("understand", "medium"),
            [procedure.evidence], partial(_ordering, card, procedure), parts=count - 2,
        )  # fmt: skip
        for position in sorted({0, count // 2}):
            found += offered(
                card, library, "multiple_choice", ("next_step", f"{procedure.id}-{position + 1}"),
                ("understand", "medium"), [procedure.evidence], partial(_next, card, procedure, position),
            )  # fmt: skip
    return found


def swappable(steps: Sequence[str]) -> list[int]:
    """Positions of steps by how easily each changes places with the next: those that share words first."""
    middle = (len(steps) - 2) / 2
    words = [set(content_words(step)) for step in steps]
    return sorted(range(len(steps) - 1), key=lambda i: (-len(words[i] & words[i + 1]), abs(i - middle), i))


def _goal(procedure: Procedure) -> str:
    return lowered(without_stop(procedure.goal))


def _steps(procedure: Procedure) -> list[str]:
    return [without_stop(step.text) for step in procedure.steps]


def _reason(step: Step) -> str:
    return sentence(lowered(step.why))


def _ordering(card: Card, procedure: Procedure, setting: Setting, rng: random.Random) -> Ordering | None:
    order = list(range(len(procedure.steps)))
    while order == sorted(order):
        rng.shuffle(order)
    texts = _steps(procedure)
    steps = tuple(Labelled(id=option_id(i), text=texts[index]) for i, index in enumerate(order))
    key = tuple(option_id(order.index(i)) for i in range(len(order)))
    stem = rng.choice(_ORDER_STEMS).format(goal=_goal(procedure))
    asked, told = swappable(texts)[:2]
    pair = sorted((asked, asked + 1), key=order.index)
    about = f"{procedure.goal} {' '.join(texts)}"
    said = f"{about} {' '.join(step.why for step in procedure.steps)}"
    check = quick_check(card, said, about)
    feedback = Feedback(
        explanation="The order: " + "; ".join(f"{i}. {text}" for i, text in enumerate(texts, 1)) + ".",
        hints=(
            f"Of {quoted(texts[pair[0]])} and {quoted(texts[pair[1]])}, which needs what the other yields?",
            f"{quoted(texts[told + 1])} comes directly after {quoted(texts[told])}: "
            f"{_reason(procedure.steps[told + 1])}",
        ),
        worked_steps=tuple(
            f"{text}: {_reason(step)}" for text, step in zip(texts, procedure.steps, strict=True)
        ),
        common_mistakes=(f"Putting {quoted(texts[asked + 1])} before {quoted(texts[asked])}.",),
        quick_check=check,
        takeaway=gist(card, f"{said} {check}", about),
    )
    frame = framed(setting, feedback, [stem, *(s.text for s in steps)], len(steps))
    return finished(Ordering(**frame, stem=stem, steps=steps, key=key))


def _next(
    card: Card, procedure: Procedure, position: int, setting: Setting, rng: random.Random
) -> MultipleChoice:
    steps = procedure.steps
    right = steps[position + 1]
    others = [i for i in range(len(steps)) if i not in (position, position + 1)]
    drawn = rng.sample(others, min(3, len(others)))
    nearest = min(drawn, key=lambda i: (abs(i - position), i))
    wrong = [Choice(steps[i].text, _placed(procedure, i, position)) for i in drawn]
    options, key_id = arranged(
        prose(Choice(right.text, sentence(right.why))), [prose(choice) for choice in wrong], rng
    )
    here = quoted(without_stop(steps[position].text))
    stem = rng.choice(_NEXT_STEMS).format(goal=_goal(procedure), step=here)
    near = f"{quoted(without_stop(steps[nearest].text))} is not next. {_placed(procedure, nearest, position)}"
    spare = [i for i in drawn if i != nearest]
    texts = _steps(procedure)
    check = quick_check(card, f"{stem} {' '.join(texts)} {right.why}", f"{procedure.goal} {' '.join(texts)}")
    feedback = Feedback(
        explanation=f"{quoted(without_stop(right.text))} comes next: {_reason(right)} {near}",
        hints=(
            f"Ask what {here} makes possible that was not possible before.",
            *(
                f"{quoted(without_stop(steps[i].text))} is not next. {_placed(procedure, i, position)}"
                for i in spare[:1]
            ),
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check=check,
        takeaway="",
    )
    frame = framed(setting, feedback, [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _placed(procedure: Procedure, index: int, position: int) -> str:
    """Why the step `index` does not come right after the step `position`."""
    where = "earlier" if index < position else "later"
    return f"This step comes {where}: {_reason(procedure.steps[index])}"
