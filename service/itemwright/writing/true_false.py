"""True or false: a statement of a card or one of its misconceptions, or an answer that somebody gave."""

import random
from functools import partial

from itemwright.domain.card import Card, Fact, Misconception
from itemwright.domain.item import Option, TrueFalse
from itemwright.writing.fact_feedback import fact_feedback, mistake, source_says
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.wording import capitalised, quoted, sentence

_STATEMENT_STEMS = ("True or false? {text}", "Is this statement true or false? {text}")
_ANSWER_STEMS = (
    "Question: {question}\nProposed answer: {answer}\nTrue or false: the proposed answer is right.",
    "A learner is asked: {question}\nThe learner answers: {answer}\nTrue or false: the answer is right.",
)


def true_false_questions(card: Card, library: Library) -> list[Opportunity]:
    """Each statement, each misconception, and an answer to each question, right or wrong as drawn."""
    found: list[Opportunity] = []
    for fact in card.facts:
        rating = (fact.bloom, fact.difficulty)
        found += offered(
            card, library, "true_false", ("judged_statement", fact.id), rating, [fact.evidence],
            partial(_statement, card, fact),
        )  # fmt: skip
        found += offered(
            card, library, "true_false", ("judged_answer", fact.id), rating, [fact.evidence],
            partial(_answer, card, fact),
        )  # fmt: skip
    for idea in card.misconceptions:
        fact = next(fact for fact in card.facts if fact.id == idea.fact)
        found += offered(
            card, library, "true_false", ("judged_misconception", idea.id), (fact.bloom, fact.difficulty),
            [fact.evidence], partial(_misconception, fact, idea),
        )  # fmt: skip
    return found


def _judged(
    setting: Setting, stem: str, is_true: bool, reason: str, feedback: Feedback, idea: str | None = None
) -> TrueFalse:
    verdict = "It is true." if is_true else "It is false."
    options = (
        Option(id="a", text="True", rationale=f"{verdict} {reason}", misconception=None if is_true else idea),
        Option(id="b", text="False", rationale=f"{verdict} {reason}"),
    )
    frame = framed(setting, feedback, [stem])
    return finished(TrueFalse(**frame, stem=stem, options=options, key="a" if is_true else "b"))


def _statement(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> TrueFalse:
    feedback = fact_feedback(card, fact, [])._replace(
        hints=(*fact.hints, f"Check it against a case: {fact.question}")
    )
    stem = rng.choice(_STATEMENT_STEMS).format(text=sentence(fact.statement))
    return _judged(setting, stem, True, source_says(fact), feedback)


def _misconception(fact: Fact, idea: Misconception, setting: Setting, rng: random.Random) -> TrueFalse:
    feedback = Feedback(
        explanation=f"{sentence(idea.refutation)} {sentence(fact.statement)}",
        hints=(*fact.hints, f"Check it against a case: {fact.question}"),
        worked_steps=(sentence(fact.statement), sentence(idea.refutation)),
        common_mistakes=(mistake(idea),),
        quick_check=f"Can you answer this as well: {fact.question}",
        takeaway=sentence(fact.statement),
    )
    stem = rng.choice(_STATEMENT_STEMS).format(text=sentence(idea.claim))
    return _judged(setting, stem, False, sentence(idea.refutation), feedback, idea.id)


def _answer(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> TrueFalse:
    """A paraphrase of the right answer, or one of the wrong answers."""
    wrong = rng.choice(fact.wrong)
    is_true = rng.random() < 0.5
    answer = rng.choice(fact.paraphrases) if is_true else wrong.text
    stem = rng.choice(_ANSWER_STEMS).format(
        question=fact.question, answer=quoted(sentence(capitalised(answer)))
    )
    feedback = fact_feedback(card, fact, [] if is_true else [wrong])._replace(
        hints=(*fact.hints, "Answer the question yourself first, then compare.")
    )
    reason = sentence(fact.statement) if is_true else sentence(wrong.why)
    return _judged(setting, stem, is_true, reason, feedback, wrong.misconception)
