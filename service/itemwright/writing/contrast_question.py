"""Multiple choice on how two concepts differ in one dimension."""

import random
from functools import partial

from itemwright.domain.card import Card, Contrast
from itemwright.domain.item import MultipleChoice
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged
from itemwright.writing.wording import lowered, sentence, without_stop

_STEMS = (
    "Compare {one} with {other} as to {dimension}. Which pair is right?",
    "How do {one} and {other} differ in {dimension}?",
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


def contrast_feedback(one: str, other: str, contrast: Contrast) -> Feedback:
    """Feedback for a question about this contrast."""
    whole = contrast_sentence(one, other, contrast)
    return Feedback(
        explanation=whole,
        hints=(
            f"Picture {one} first, without the other, and ask about {lowered(contrast.dimension)}.",
            "The two differ here, so no description fits both.",
            f"“{without_stop(contrast.other_side)}” does not belong to {one}.",
        ),
        worked_steps=(
            f"{one}: {without_stop(contrast.this_side)}.",
            f"{other}: {without_stop(contrast.other_side)}.",
        ),
        common_mistakes=(f"Taking {one} and {other} for the same in {lowered(contrast.dimension)}.",),
        quick_check=f"Name one more respect in which {one} and {other} differ.",
        takeaway=whole,
    )


def _write(
    card: Card, contrast: Contrast, library: Library, setting: Setting, rng: random.Random
) -> MultipleChoice:
    one, other = lowered(card.term), lowered(library.name(contrast.other))
    this, that = without_stop(contrast.this_side), without_stop(contrast.other_side)
    whole = contrast_sentence(one, other, contrast)
    key = Choice(f"{one}: {this}; {other}: {that}", whole)
    wrong = [
        Choice(f"{one}: {that}; {other}: {this}", f"The two sides have changed places. {whole}"),
        Choice(f"both {one} and {other}: {this}", f"This holds for {one} alone. {whole}"),
        Choice(f"both {one} and {other}: {that}", f"This holds for {other} alone. {whole}"),
    ]
    options, key_id = arranged(key, wrong, rng)
    known = library.cards.get(contrast.other)
    stem = rng.choice(_STEMS).format(
        one=noun_phrase(card),
        other=noun_phrase(known) if known is not None else other,
        dimension=lowered(without_stop(contrast.dimension)),
    )
    frame = framed(setting, contrast_feedback(one, other, contrast), [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))
