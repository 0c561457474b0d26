"""Short answers: questions with a definite answer of a few words, the term for a definition, an acronym."""

import random
from functools import partial

from itemwright.domain.card import Card, Fact
from itemwright.domain.item import ShortAnswer
from itemwright.writing.fact_feedback import fact_feedback
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.term_question import definition_feedback
from itemwright.writing.wording import quoted, sentence, without_stop


def short_answers(card: Card, library: Library) -> list[Opportunity]:
    """For facts that list accepted answers, for the definition, and for the acronym if there is one."""
    found: list[Opportunity] = []
    for fact in card.facts:
        if fact.accepts:
            found += offered(
                card, library, "short_answer", ("short_fact", fact.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_fact, card, fact),
            )  # fmt: skip
    found += offered(
        card, library, "short_answer", ("short_term", "definition"), ("remember", "medium"),
        [card.definition.evidence], partial(_term, card, library),
    )  # fmt: skip
    if card.acronym and card.expansion:
        found += offered(
            card, library, "short_answer", ("short_acronym", "acronym"), ("remember", "easy"),
            [card.definition.evidence], partial(_acronym, card),
        )  # fmt: skip
    return found


def names(card: Card) -> tuple[str, ...]:
    """Every name of the concept, the term first."""
    all_names = (card.term, card.acronym, card.expansion, *card.aliases)
    return tuple(dict.fromkeys(name for name in all_names if name))


def _fact(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> ShortAnswer:
    wrong = rng.choice(fact.wrong)
    check = f"Say why {quoted(without_stop(wrong.text))} is not the answer."
    feedback = fact_feedback(card, fact, [], quick_check=check)
    stem = f"{fact.question} Answer in a few words."
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=fact.accepts, key=fact.accepts[0]))


def _term(card: Card, library: Library, setting: Setting, rng: random.Random) -> ShortAnswer:
    stem = f"Which term stands for {without_stop(card.definition.text)}? Type it."
    siblings = library.siblings(card)
    idea = f"The same in other words: {sentence(card.definition.paraphrases[-1])}"
    feedback = definition_feedback(card, siblings[0] if siblings else None, idea)
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=names(card), key=card.term))


def _acronym(card: Card, setting: Setting, rng: random.Random) -> ShortAnswer:
    key = card.expansion or card.term
    stem = f"What does the acronym {card.acronym} stand for?"
    idea = f"It is {without_stop(card.definition.text)}."
    feedback = definition_feedback(card, None, idea)._replace(explanation=f"{card.acronym} stands for {key}.")
    frame = framed(setting, feedback, [stem])
    return finished(ShortAnswer(**frame, stem=stem, accepts=(key,), key=key))
