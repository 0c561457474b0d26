"""Free text: open questions in lettered parts, single questions, misconceptions to refute, pairs to compare.

The rubric points are statements of the card; the reference answer says them.
"""

import random
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Contrast, Fact, Misconception, OpenQuestion
from itemwright.domain.item import FreeText
from itemwright.domain.rubric import RubricPoint
from itemwright.writing.contrast_question import contrast_sentence
from itemwright.writing.fact_feedback import fact_feedback, ideas_behind, mistake
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.wording import listed, lowered, quoted, sentence

_EXPLAINED = ("purpose", "effect", "cause", "mechanism", "condition", "limit")
_SHORT = " Answer in one or two sentences."


def free_texts(card: Card, library: Library) -> list[Opportunity]:
    """Open questions, questions of explaining facts, claims to refute, and pairs contrasted twice or more."""
    by_id = {fact.id: fact for fact in card.facts}
    found: list[Opportunity] = []
    for question in card.open_questions:
        facts = [by_id[slug] for part in question.parts for slug in part.facts]
        found += offered(
            card, library, "free_text", ("open_question", question.id), (question.bloom, question.difficulty),
            [fact.evidence for fact in facts], partial(_open, card, question, by_id), parts=len(facts),
        )  # fmt: skip
    for fact in card.facts:
        if fact.kind in _EXPLAINED and not fact.accepts:
            found += offered(
                card, library, "free_text", ("explained_fact", fact.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_fact, card, fact),
            )  # fmt: skip
    for idea in card.misconceptions:
        fact = by_id[idea.fact]
        found += offered(
            card, library, "free_text", ("refuted_claim", idea.id), ("evaluate", fact.difficulty),
            [fact.evidence],
            partial(_refuted, fact, idea),
        )  # fmt: skip
    for other in dict.fromkeys(contrast.other for contrast in card.contrasts):
        contrasts = [contrast for contrast in card.contrasts if contrast.other == other]
        if len(contrasts) >= 2:
            found += offered(
                card, library, "free_text", ("compared_pair", other), ("analyze", "medium"),
                [contrast.evidence for contrast in contrasts], partial(_compared, card, contrasts, library),
                parts=len(contrasts),
            )  # fmt: skip
    return found


def _open(
    card: Card, question: OpenQuestion, by_id: dict[str, Fact], setting: Setting, rng: random.Random
) -> FreeText:
    parts = question.parts
    asks = [sentence(part.ask) for part in parts]
    rubric, reference = [], []
    for part in parts:
        for slug in part.facts:
            weight = round(1 / len(parts) / len(part.facts), 4)
            rubric.append(RubricPoint(point=sentence(by_id[slug].statement), weight=weight))
        reference.append(" ".join(sentence(by_id[slug].statement) for slug in part.facts))
    lettered = tuple(f"({'abcd'[i]}) {ask}" for i, ask in enumerate(asks)) if len(asks) > 1 else ()
    stem = sentence(question.question) if lettered else _joined(question.question, asks[0])
    facts = [by_id[slug] for part in parts for slug in part.facts]
    ideas = ideas_behind(card, [wrong for fact in facts for wrong in fact.wrong])
    key = " ".join(reference)
    feedback = Feedback(
        explanation=key,
        hints=(*question.hints, facts[0].hints[1]),
        worked_steps=tuple(f"{ask} {text}" for ask, text in zip(lettered or asks, reference, strict=True)),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:3]),
        quick_check="Does each sentence of your answer say why, and not just what?",
        takeaway=sentence(facts[0].statement),
    )
    frame = framed(setting, feedback, [stem, *lettered], len(rubric))
    return finished(FreeText(**frame, stem=stem, parts=lettered, rubric=tuple(rubric), key=key))


def _joined(question: str, ask: str) -> str:
    return (
        sentence(question)
        if ask.rstrip(".?").casefold() in question.casefold()
        else f"{sentence(question)} {ask}"
    )


def _fact(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> FreeText:
    stem = f"{fact.question}{_SHORT}"
    rubric = (RubricPoint(point=sentence(fact.statement)),)
    frame = framed(setting, fact_feedback(card, fact, []), [stem])
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=sentence(fact.statement)))


def _refuted(fact: Fact, idea: Misconception, setting: Setting, rng: random.Random) -> FreeText:
    stem = f"A colleague says: {quoted(sentence(idea.claim))} What is wrong with that?{_SHORT}"
    feedback = Feedback(
        explanation=f"{sentence(idea.refutation)} {sentence(fact.statement)}",
        hints=(*fact.hints, f"Ask yourself: {fact.question}"),
        worked_steps=(
            f"Find the part of the claim that fails: {quoted(idea.claim)}",
            sentence(idea.refutation),
        ),
        common_mistakes=(f"Agreeing with the claim because it sounds plausible: {quoted(idea.claim)}",),
        quick_check=f"Can you answer this as well: {fact.question}",
        takeaway=sentence(fact.statement),
    )
    rubric = (RubricPoint(point=sentence(idea.refutation)),)
    frame = framed(setting, feedback, [stem])
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=sentence(idea.refutation)))


def _compared(
    card: Card, contrasts: Sequence[Contrast], library: Library, setting: Setting, rng: random.Random
) -> FreeText:
    other_slug = contrasts[0].other
    one = noun_phrase(card)
    other = (
        noun_phrase(library.cards[other_slug])
        if other_slug in library.cards
        else lowered(library.name(other_slug))
    )
    dimensions = [lowered(contrast.dimension) for contrast in contrasts]
    respects = "; ".join(dimensions) if any("," in each for each in dimensions) else listed(dimensions)
    stem = f"Compare {one} and {other} in these respects: {respects}."
    points = [contrast_sentence(one, other, contrast) for contrast in contrasts]
    feedback = Feedback(
        explanation=" ".join(points),
        hints=(
            f"Take the respects one by one, and for each of them first {one}, then {other}.",
            "A comparison names both sides; a description of one of them is half an answer.",
            f"As to {dimensions[0]}: {quoted(contrasts[0].other_side)} does not hold for {one}.",
        ),
        worked_steps=tuple(points),
        common_mistakes=(f"Describing {one} alone and leaving {other} to the reader.",),
        quick_check="Did you say something about both in each respect?",
        takeaway=points[0],
    )
    rubric = tuple(RubricPoint(point=point, weight=round(1 / len(points), 4)) for point in points)
    frame = framed(setting, feedback, [stem], len(rubric))
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=" ".join(points)))
