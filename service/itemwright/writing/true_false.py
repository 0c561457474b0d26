"""True or false: a statement of a card or one of its misconceptions, or an answer that somebody gave."""

import random
import re
from functools import partial

from itemwright.domain.card import Card, Fact, Misconception, WrongAnswer
from itemwright.domain.item import Option, TrueFalse
from itemwright.text import content_words
from itemwright.writing.fact_feedback import (
    can_be_supported,
    check_beside,
    in_other_words,
    is_about,
    nudges,
    reason_for,
    restates,
    support,
)
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.wording import ABSOLUTE, capitalised, quoted, sentence, without_stop

_STATEMENT_STEMS = ("True or false? {text}", "Is this statement true or false? {text}")
_ANSWER_STEMS = (
    "Question: {question}\nProposed answer: {answer}\nTrue or false: the proposed answer is right.",
    "A learner is asked: {question}\nThe learner answers: {answer}\nTrue or false: the answer is right.",
)
_MARKUP = re.compile(r"[|*`#\[\]“”\n]")
_LONGEST = 170
"""Characters of a statement to be judged; longer ones make several claims at once."""


def true_false_questions(card: Card, library: Library) -> list[Opportunity]:
    """Single statements, misconceptions, and an answer to each question that has a tempting wrong one."""
    found: list[Opportunity] = []
    for fact in card.facts:
        rating = (fact.bloom, fact.difficulty)
        is_single = ";" not in fact.statement and len(fact.statement) <= _LONGEST
        if is_single and can_be_supported(card, fact):
            found += offered(
                card, library, "true_false", ("judged_statement", fact.id), rating, [fact.evidence],
                partial(_statement, card, fact),
            )  # fmt: skip
        tempting = [wrong for wrong in fact.wrong if wrong.misconception]
        if tempting:
            found += offered(
                card, library, "true_false", ("judged_answer", fact.id), rating, [fact.evidence],
                partial(_answer, card, fact, tempting),
            )  # fmt: skip
    for idea in card.misconceptions:
        fact = next(fact for fact in card.facts if fact.id == idea.fact)
        if is_about(card, idea.refutation, fact) and not ABSOLUTE.search(idea.claim):
            found += offered(
                card, library, "true_false", ("judged_misconception", idea.id), (fact.bloom, fact.difficulty),
                [fact.evidence], partial(_misconception, card, fact, idea),
            )  # fmt: skip
    return found


def _judged(
    setting: Setting, stem: str, is_true: bool, reasons: tuple[str, str], feedback: Feedback,
    idea: str | None = None,
) -> TrueFalse:  # fmt: skip
    """`reasons`: why the right choice is right, and what speaks against the other one."""
    verdict, other = ("true", "False") if is_true else ("false", "True")
    right, wrong = f"It is {verdict}{reasons[0]}", f"If you chose {other}: {reasons[1]}"
    options = (
        Option(
            id="a",
            text="True",
            rationale=right if is_true else wrong,
            misconception=None if is_true else idea,
        ),
        Option(id="b", text="False", rationale=wrong if is_true else right),
    )
    frame = framed(setting, feedback, [stem])
    return finished(TrueFalse(**frame, stem=stem, options=options, key="a" if is_true else "b"))


def _against_denial(fact: Fact) -> str:
    """What speaks against taking a true statement for false: its source, where that reads as plain prose."""
    quote = fact.evidence.quote
    if _MARKUP.search(quote):
        return f"the statement holds. {sentence(fact.statement)}"
    return f"the source says {quoted(sentence(quote))}"


def _alike(one: str, other: str) -> bool:
    left, right = set(content_words(one)), set(content_words(other))
    return len(left & right) >= 0.5 * min(len(left), len(right))


def _statement(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> TrueFalse:
    stem = rng.choice(_STATEMENT_STEMS).format(text=sentence(fact.statement))
    feedback = Feedback(
        explanation=support(card, fact, ()),
        hints=nudges(fact),
        worked_steps=(),
        common_mistakes=(),
        quick_check=check_beside(card, fact, stem),
        takeaway="",
    )
    reasons = (f". {feedback.explanation}", _against_denial(fact))
    return _judged(setting, stem, True, reasons, feedback)


def _misconception(
    card: Card, fact: Fact, idea: Misconception, setting: Setting, rng: random.Random
) -> TrueFalse:
    stem = rng.choice(_STATEMENT_STEMS).format(text=sentence(idea.claim))
    feedback = Feedback(
        explanation=sentence(idea.refutation),
        hints=nudges(fact),
        worked_steps=(),
        common_mistakes=(),
        quick_check=check_beside(card, fact, stem),
        takeaway=sentence(fact.statement) if not restates(idea.refutation, fact) else "",
    )
    reasons = (f". {sentence(idea.refutation)}", f"what holds instead is this. {sentence(fact.statement)}")
    return _judged(setting, stem, False, reasons, feedback, idea.id)


def _answer(
    card: Card, fact: Fact, tempting: list[WrongAnswer], setting: Setting, rng: random.Random
) -> TrueFalse:
    """The right answer, or one of the wrong answers that come from a known misconception."""
    wrong = rng.choice(tempting)
    is_true = rng.random() < 0.5
    answer = fact.answer if is_true else wrong.text
    stem = rng.choice(_ANSWER_STEMS).format(
        question=fact.question, answer=quoted(sentence(capitalised(answer)))
    )
    if is_true:
        explanation = f"{sentence(fact.statement)} {reason_for(card, fact, ())}".strip()
        reasons = (f". {capitalised(in_other_words(fact))}", f"the answer holds. {sentence(fact.statement)}")
    else:
        explanation = f"{sentence(wrong.why)} {sentence(fact.statement)}"
        reasons = (f". {sentence(wrong.why)}", f"the right answer is another. {sentence(fact.statement)}")
    behind = [idea for idea in card.misconceptions if idea.id == wrong.misconception and not is_true]
    behind = [idea for idea in behind if not _alike(idea.refutation, wrong.why)]
    feedback = Feedback(
        explanation=explanation,
        hints=fact.hints,
        worked_steps=(),
        common_mistakes=tuple(f"The idea behind it, {quoted(without_stop(i.claim))}, is mistaken: "
                              f"{sentence(i.refutation)}" for i in behind),
        quick_check=check_beside(card, fact, stem),
        takeaway="",
    )  # fmt: skip
    return _judged(setting, stem, is_true, reasons, feedback, wrong.misconception)
