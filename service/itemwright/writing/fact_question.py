"""Multiple choice on a fact of a card: its question, its answer and three of its wrong answers."""

import random
from functools import partial

from itemwright.domain.card import Card, Fact
from itemwright.domain.item import MultipleChoice
from itemwright.writing.fact_feedback import fact_feedback, in_other_words
from itemwright.writing.frame import Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, draw_wrong, prose
from itemwright.writing.wording import sentence


def fact_questions(card: Card, library: Library) -> list[Opportunity]:
    """One opportunity for each fact."""
    found: list[Opportunity] = []
    for fact in card.facts:
        found += offered(
            card, library, "multiple_choice", ("fact_question", fact.id), (fact.bloom, fact.difficulty),
            [fact.evidence], partial(_write, card, fact),
        )  # fmt: skip
    return found


def _write(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> MultipleChoice:
    by_text = {wrong.text: wrong for wrong in fact.wrong}
    wrong = [Choice(each.text, sentence(each.why), each.misconception) for each in fact.wrong]
    drawn = draw_wrong(fact.answer, wrong, 3, rng)
    key = prose(Choice(fact.answer, f"Right, {in_other_words(fact)}"))
    options, key_id = arranged(key, [prose(choice) for choice in drawn], rng)
    feedback = fact_feedback(card, fact, [by_text[choice.text] for choice in drawn])
    frame = framed(setting, feedback, [fact.question, *(option.text for option in options)])
    return finished(MultipleChoice(**frame, stem=fact.question, options=options, key=key_id))
