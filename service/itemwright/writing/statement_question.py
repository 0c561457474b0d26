"""Items on whether statements hold: facts of a card against its misconceptions, one or several to find."""

import random
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Fact, Misconception
from itemwright.domain.item import MultipleChoice, MultipleResponse, Option
from itemwright.writing.fact_feedback import mistake, source_says
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import Choice, arranged, draw_wrong, option_id, placed, prose
from itemwright.writing.wording import quoted, sentence

_TRUE_STEMS = (
    "Which statement about {term} is true?",
    "Three of these statements about {term} are common errors. Which one is right?",
    "Which of these statements about {term} would an expert agree with?",
)
_FALSE_STEMS = (
    "Which statement about {term} is a misconception?",
    "Three of these statements about {term} are true. Which one is false?",
    "Which of these statements about {term} would an expert reject?",
)
_SEVERAL_STEMS = (
    "Which of these statements about {term} are true? Select all that apply.",
    "Mark each true statement about {term}.",
)


def statement_questions(card: Card, library: Library) -> list[Opportunity]:
    """The true one, the false one, and all the true ones among statements about the concept."""
    facts = [fact for fact in card.facts if library.holds(fact.evidence)]
    if len(card.misconceptions) < 3 or len(facts) < 4:
        return []
    found: list[Opportunity] = []
    for fact in _asked_facts(card, facts):
        found += offered(
            card, library, "multiple_choice", ("true_statement", fact.id), (fact.bloom, fact.difficulty),
            [fact.evidence], partial(_true_one, card, fact),
        )  # fmt: skip
    for idea in card.misconceptions:
        fact = next(fact for fact in card.facts if fact.id == idea.fact)
        found += offered(
            card, library, "multiple_choice", ("misconception", idea.id), (fact.bloom, fact.difficulty),
            [fact.evidence], partial(_false_one, card, idea, facts),
        )  # fmt: skip
    short = sorted(facts, key=lambda fact: len(fact.statement))
    for number in range(min(3, len(short) // 2)):
        chosen = short[number * 2 : number * 2 + 3]
        found += offered(
            card, library, "multiple_response", ("true_statements", str(number + 1)),
            ("understand", "medium"), [fact.evidence for fact in chosen], partial(_several, card, chosen),
        )  # fmt: skip
    return found


def _asked_facts(card: Card, facts: Sequence[Fact]) -> list[Fact]:
    """Up to four facts whose statement is not longer than all claims, or its length would give it away."""
    longest = max(len(idea.claim) for idea in card.misconceptions)
    denied = {idea.fact for idea in card.misconceptions}
    fitting = [fact for fact in facts if len(fact.statement) <= longest + 10]
    return sorted(fitting, key=lambda fact: fact.id not in denied)[:4]


def _true(fact: Fact) -> Choice:
    return prose(Choice(fact.statement, f"True. {source_says(fact)}"))


def _false(idea: Misconception) -> Choice:
    return prose(Choice(idea.claim, f"False. {sentence(idea.refutation)}", idea.id))


def _feedback(card: Card, fact: Fact, ideas: Sequence[Misconception], ruled_out: str) -> Feedback:
    return Feedback(
        explanation=f"{sentence(fact.statement)} {sentence(ideas[0].refutation)}",
        hints=(
            fact.hints[0],
            "Test each statement with a case of your own: what would follow if it held?",
            ruled_out,
        ),
        worked_steps=(*tuple(mistake(idea) for idea in ideas[:2]), sentence(fact.statement)),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:3]),
        quick_check=f"Can you answer this as well: {fact.question}",
        takeaway=sentence(fact.statement),
    )


def _true_one(card: Card, fact: Fact, setting: Setting, rng: random.Random) -> MultipleChoice:
    ideas = {_false(idea).text: idea for idea in card.misconceptions}
    drawn = draw_wrong(fact.statement, [_false(idea) for idea in card.misconceptions], 3, rng)
    options, key = arranged(_true(fact), drawn, rng)
    shown = [ideas[choice.text] for choice in drawn]
    hint = f"{quoted(shown[0].claim)} is false: {sentence(shown[0].refutation)}"
    return _single(setting, rng.choice(_TRUE_STEMS), card, _feedback(card, fact, shown, hint), options, key)


def _false_one(
    card: Card, idea: Misconception, facts: Sequence[Fact], setting: Setting, rng: random.Random
) -> MultipleChoice:
    near = sorted(facts, key=lambda fact: abs(len(fact.statement) - len(idea.claim)))
    by_text = {_true(fact).text: fact for fact in near if fact.id != idea.fact}
    drawn = rng.sample([_true(fact) for fact in list(by_text.values())[:5]], 3)
    options, key = arranged(_false(idea), drawn, rng)
    fact = next(fact for fact in card.facts if fact.id == idea.fact)
    shown = by_text[drawn[0].text]
    hint = f"{quoted(sentence(shown.statement))} is true."
    feedback = _feedback(card, fact, [idea], hint)
    return _single(setting, rng.choice(_FALSE_STEMS), card, feedback, options, key)


def _single(
    setting: Setting, stem: str, card: Card, feedback: Feedback, options: tuple[Option, ...], key: str
) -> MultipleChoice:
    stem = stem.format(term=noun_phrase(card))
    frame = framed(setting, feedback, [stem, *(option.text for option in options)])
    frame["provenance"] = {**frame["provenance"], "general_stem": True}
    return finished(MultipleChoice(**frame, stem=stem, options=options, key=key))


def _several(card: Card, facts: Sequence[Fact], setting: Setting, rng: random.Random) -> MultipleResponse:
    """Two or three true ones among five: how many is not told, so each has to be judged by itself."""
    true = rng.sample(list(facts), min(len(facts), rng.choice((2, 3))))
    ideas = rng.sample(list(card.misconceptions), min(5 - len(true), len(card.misconceptions)))
    choices = [_true(fact) for fact in true] + [_false(idea) for idea in ideas]
    right = set(choices[: len(true)])
    rng.shuffle(choices)
    options = placed(choices)
    key = tuple(option_id(i) for i, choice in enumerate(choices) if choice in right)
    stem = rng.choice(_SEVERAL_STEMS).format(term=noun_phrase(card))
    hint = f"{quoted(ideas[0].claim)} is not one of them: {sentence(ideas[0].refutation)}"
    feedback = _feedback(card, true[0], ideas, hint)._replace(
        explanation=" ".join([*(sentence(fact.statement) for fact in true), sentence(ideas[0].refutation)])
    )
    frame = framed(setting, feedback, [stem, *(option.text for option in options)], parts=len(options))
    return finished(MultipleResponse(**frame, stem=stem, options=options, key=key))
