"""Multiple choice on how two concepts differ in one dimension."""

import random
from functools import partial

from itemwright.domain.card import Card, Contrast
from itemwright.domain.item import MultipleChoice
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged
from itemwright.writing.other_facts import quick_check
from itemwright.writing.term_question import meaning
from itemwright.writing.wording import lowered, quoted, sentence, without_stop

_STEMS = (
    "Compare {one} with {other} as to {dimension}. Which line is right?",
    "Which line compares {one} with {other} rightly as to {dimension}?",
)


def contrast_questions(card: Card, library: Library) -> list[Opportunity]:
    """One opportunity for each contrast."""
    found: list[Opportunity] = []
    for number, contrast in enumerate(card.contrasts):
        found += offered(
            card, library, "multiple_choice", ("contrast", f"{contrast.other}-{number + 1}"),
            ("analyze", "medium"), [contrast.evidence], partial(_write, card, contrast, library),
        )  # fmt: skip
    return found


def contrast_sentence(one: str, other: str, contrast: Contrast) -> str:
    """Both sides in one sentence, for explanations and rubric points."""
    this, that = without_stop(contrast.this_side), without_stop(contrast.other_side)
    return sentence(f"{without_stop(contrast.dimension)}: {this} ({one}), but {that} ({other})")


def contrast_feedback(card: Card, known: Card | None, whole: str) -> Feedback:
    """Feedback for a question about this contrast; `known`: the other concept's card."""
    hints = [f"Recall what the first of the two is: {meaning(card)}"]
    if known is not None:
        hints.append(f"And the second: {meaning(known)}")
    return Feedback(
        explanation=f"{whole} So neither the exchanged line fits nor one that gives both the same.",
        hints=tuple(hints),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, whole),
        takeaway="",
    )


def _write(
    card: Card, contrast: Contrast, library: Library, setting: Setting, rng: random.Random
) -> MultipleChoice:
    one, other = lowered(card.term), lowered(library.name(contrast.other))
    this, that = without_stop(contrast.this_side), without_stop(contrast.other_side)
    whole = contrast_sentence(one, other, contrast)
    key = Choice(f"{one}: {this}; {other}: {that}", "Each of the two is given what belongs to it.")
    wrong = [
        Choice(f"{one}: {that}; {other}: {this}", "The two sides have changed places."),
        Choice(f"both {one} and {other}: {this}", f"This holds for {one} alone; for {other} it is: {that}."),
        Choice(f"both {one} and {other}: {that}", f"This holds for {other} alone; for {one} it is: {this}."),
    ]
    options, key_id = arranged(key, wrong, rng)
    known = library.cards.get(contrast.other)
    stem = rng.choice(_STEMS).format(
        one=quoted(one), other=quoted(other), dimension=lowered(without_stop(contrast.dimension))
    )
    feedback = contrast_feedback(card, known, whole)
    frame = framed(setting, feedback, [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))
