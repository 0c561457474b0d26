"""Multiple choice between a term and what it means, with siblings of the concept as the wrong answers."""

import random
from functools import partial

from itemwright.domain.card import Card
from itemwright.domain.item import MultipleChoice
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, draw_wrong, prose
from itemwright.writing.wording import article, capitalised, lowered, quoted, sentence, without_stop

_TERM_STEMS = (
    "Which term stands for {definition}?",
    "What is the name for {definition}?",
    "{definition}: which term does this describe?",
)
_DEFINITION_STEMS = (
    "What is meant by {term}?",
    "Which description fits the term {term}?",
    "How is the term {term} best described?",
)
_PARAPHRASE_STEMS = (
    "A colleague asks what {term} means. Which answer is right?",
    "Which of these puts the meaning of {term} into other words?",
)


def term_questions(card: Card, library: Library) -> list[Opportunity]:
    """Definition to term, term to definition, term to paraphrase; none without three siblings."""
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:8]
    if len(siblings) < 3:
        return []
    found: list[Opportunity] = []
    for model, write in (("term_for_definition", _term), ("definition_for_term", _definition)):
        found += offered(
            card, library, "multiple_choice", (model, "definition"), ("remember", "easy"),
            [card.definition.evidence], partial(write, card, siblings),
        )  # fmt: skip
    found += offered(
        card, library, "multiple_choice", ("paraphrase_for_term", "definition"), ("understand", "medium"),
        [card.definition.evidence], partial(_paraphrase, card, siblings),
    )  # fmt: skip
    return found


def meaning(card: Card) -> str:
    """The definition as a sentence: "LoRA is a method that ..."."""
    return sentence(f"{capitalised(noun_phrase(card))} is {card.definition.text}")


def definition_feedback(card: Card, ruled_out: Card | None, idea: str) -> Feedback:
    """Feedback for questions about what the term means; `ruled_out`: a sibling that is not meant."""
    hints = [f"First decide what kind of thing is meant: {article(card.genus)} {lowered(card.genus)}.", idea]
    if ruled_out is not None:
        hints.append(f"{quoted(lowered(ruled_out.term))} is not meant: {meaning(ruled_out)}")
    return Feedback(
        explanation=f"{meaning(card)} {meaning(ruled_out) if ruled_out is not None else ''}".strip(),
        hints=tuple(hints),
        worked_steps=(
            f"Find the class first: {lowered(card.genus)}.",
            f"Then find what sets it apart: {without_stop(card.definition.text)}.",
        ),
        common_mistakes=tuple(
            f"{quoted(idea.claim)}: {sentence(idea.refutation)}" for idea in card.misconceptions[:2]
        ),
        quick_check=f"The same in other words: {sentence(max(card.definition.paraphrases, key=len))}",
        takeaway=meaning(card),
    )


def _write(
    card: Card,
    setting: Setting,
    rng: random.Random,
    stem: str,
    key: str,
    others: list[tuple[Card, str]],
    idea: str,
) -> MultipleChoice | None:
    wrong = [Choice(text, meaning(other)) for other, text in others if text.casefold() != key.casefold()]
    if len(wrong) < 3:
        return None
    drawn = draw_wrong(key, wrong, 3, rng)
    options, key_id = arranged(prose(Choice(key, meaning(card))), [prose(choice) for choice in drawn], rng)
    ruled_out = next(other for other, text in others if text == drawn[0].text)
    frame = framed(setting, definition_feedback(card, ruled_out, idea), [stem, *(o.text for o in options)])
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key_id))


def _fact(card: Card, rng: random.Random) -> str:
    return f"Something that is true of it: {sentence(rng.choice(card.facts).statement)}"


def _term(card: Card, siblings: list[Card], setting: Setting, rng: random.Random) -> MultipleChoice | None:
    stem = capitalised(rng.choice(_TERM_STEMS).format(definition=card.definition.text))
    idea = f"The same in other words: {sentence(card.definition.paraphrases[-1])}"
    return _write(card, setting, rng, stem, card.term, [(other, other.term) for other in siblings], idea)


def _definition(
    card: Card, siblings: list[Card], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    stem = rng.choice(_DEFINITION_STEMS).format(term=quoted(lowered(card.term)))
    others = [(other, other.definition.text) for other in siblings]
    return _write(card, setting, rng, stem, card.definition.text, others, _fact(card, rng))


def _paraphrase(
    card: Card, siblings: list[Card], setting: Setting, rng: random.Random
) -> MultipleChoice | None:
    stem = rng.choice(_PARAPHRASE_STEMS).format(term=quoted(lowered(card.term)))
    others = [(other, rng.choice(other.definition.paraphrases)) for other in siblings]
    return _write(card, setting, rng, stem, rng.choice(card.definition.paraphrases), others, _fact(card, rng))
