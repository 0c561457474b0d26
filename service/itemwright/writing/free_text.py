"""Free text: open questions in lettered parts, single questions, misconceptions to refute, pairs to compare.

The rubric points are statements of the card; the reference answer says them.
"""

import random
import re
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Contrast, Fact, Misconception, OpenQuestion
from itemwright.domain.item import FreeText
from itemwright.domain.rubric import RubricPoint
from itemwright.text import content_words, sentences
from itemwright.writing.contrast_question import contrast_sentence
from itemwright.writing.fact_feedback import mistake
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.other_facts import quick_check
from itemwright.writing.wording import listed, lowered, quoted, sentence, without_stop

_EXPLAINED = ("purpose", "effect", "cause", "mechanism", "condition", "limit")
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|here|there|both)\b", re.IGNORECASE
)
_SECOND = re.compile(r";|\b(?:and|but|while|whereas) (?!(?:its?|the|an?|so|then)?\s*[a-z-]+$)", re.IGNORECASE)
_SHORT = " Answer in one or two sentences."
SHARED = 3
"""Content words that a fact shares with the claim it refutes."""


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
        if fact.kind in _EXPLAINED and not fact.accepts and is_one_idea(fact.answer):
            found += offered(
                card, library, "free_text", ("explained_fact", fact.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_fact, card, fact),
            )  # fmt: skip
    for idea in card.misconceptions:
        fact = by_id[idea.fact]
        found += offered(
            card, library, "free_text", ("refuted_claim", idea.id), ("evaluate", fact.difficulty),
            [fact.evidence],
            partial(_refuted, card, fact, idea),
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


def is_one_idea(answer: str) -> bool:
    """Whether an answer says one thing, so that one rubric point can score it."""
    return not _SECOND.search(answer)


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
    asked = [slug for part in parts for slug in part.facts]
    ideas = [idea for idea in card.misconceptions if idea.fact in asked]
    key = " ".join(reference)
    said = f"{stem} {' '.join(lettered)} {key}"
    letters = [f"({'abcd'[i]}) " if lettered else "" for i in range(len(parts))]
    feedback = Feedback(
        explanation=" ".join(f"{letter}{text}" for letter, text in zip(letters, reference, strict=True)),
        hints=question.hints,
        worked_steps=(),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:3]),
        quick_check=quick_check(card, said),
        takeaway="",
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
    key = sentence(fact.statement)
    ideas = [idea for idea in card.misconceptions if idea.fact == fact.id]
    words = sentence(max(fact.paraphrases, key=len))
    feedback = Feedback(
        explanation=f"{key} In other words: {lowered(words)}",
        hints=fact.hints,
        worked_steps=(),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:2]),
        quick_check=quick_check(card, f"{stem} {key} {words}"),
        takeaway="",
    )
    frame = framed(setting, feedback, [stem])
    return finished(FreeText(**frame, stem=stem, rubric=(RubricPoint(point=key),), key=key))


def _refuted(card: Card, fact: Fact, idea: Misconception, setting: Setting, rng: random.Random) -> FreeText:
    claim, key = sentence(idea.claim), sentence(idea.refutation)
    points = _points(key)
    ask = " What is wrong with that, and what holds instead?" if points[1:] else " What is wrong with that?"
    stem = f"A colleague says: {quoted(claim)}{ask}{_SHORT}"
    near = refutes(card, idea, fact)
    feedback = Feedback(
        explanation=f"The claim fails: {lowered(key)}",
        hints=(f"Ask yourself: {fact.question}", sentence(fact.hints[0]), sentence(fact.hints[1]))
        if near
        else (),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, f"{stem} {key} {fact.question} {fact.statement}"),
        takeaway=sentence(fact.statement) if near else "",
    )
    rubric = tuple(RubricPoint(point=point, weight=round(1 / len(points), 4)) for point in points)
    frame = framed(setting, feedback, [stem])
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=key))


def _points(refutation: str) -> list[str]:
    """Its sentences, where each can be read without the ones before; else the whole."""
    found = [span.text for span in sentences(refutation)]
    return [refutation] if any(_POINTS_BACK.search(each) for each in found[1:]) else found


def refutes(card: Card, idea: Misconception, fact: Fact) -> bool:
    """Whether the fact speaks of what the claim gets wrong: they share words beside the card's term."""
    own = set(content_words(f"{fact.question} {fact.statement}")) - set(content_words(card.term))
    return len(own & set(content_words(f"{idea.claim} {idea.refutation}"))) >= SHARED


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
    dimensions = [lowered(without_stop(contrast.dimension)) for contrast in contrasts]
    respects = "; ".join(dimensions) if any("," in each for each in dimensions) else listed(dimensions)
    stem = f"Compare {one} and {other} in these respects: {respects}."
    points = [contrast_sentence(one, other, contrast) for contrast in contrasts]
    key, not_so = " ".join(points), without_stop(contrasts[0].other_side)
    feedback = Feedback(
        explanation=key,
        hints=(
            f"Take the respects one by one, and for each of them first {one}, then {other}.",
            f"As to {dimensions[0]}: {quoted(not_so)} does not hold for {one}.",
        ),
        worked_steps=(),
        common_mistakes=(),
        quick_check=quick_check(card, f"{stem} {key}"),
        takeaway="",
    )
    rubric = tuple(RubricPoint(point=point, weight=round(1 / len(points), 4)) for point in points)
    frame = framed(setting, feedback, [stem], len(rubric))
    return finished(FreeText(**frame, stem=stem, rubric=rubric, key=key))
