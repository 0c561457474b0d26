"""Matching: terms with definitions, questions with answers, mistaken claims with what refutes them."""

import random
from collections.abc import Sequence
from functools import partial

from itemwright.domain.card import Card, Fact, Misconception
from itemwright.domain.item import Labelled, Matching, Pairs
from itemwright.writing.fact_feedback import mistake
from itemwright.writing.frame import Feedback, Setting, finished, framed
from itemwright.writing.library import Library
from itemwright.writing.noun_phrase import noun_phrase
from itemwright.writing.opportunity import Opportunity, offered
from itemwright.writing.options import option_id
from itemwright.writing.term_question import definition_feedback, meaning
from itemwright.writing.wording import capitalised, quoted, sentence, without_stop

PAIRS = 4


def matching_items(card: Card, library: Library) -> list[Opportunity]:
    """Terms of siblings, two sets of questions about the concept, and its misconceptions."""
    found: list[Opportunity] = []
    siblings = [other for other in library.siblings(card) if library.holds(other.definition.evidence)][:7]
    if len(siblings) >= PAIRS:
        found += offered(
            card, library, "matching", ("matched_terms", "definition"), ("remember", "medium"),
            [card.definition.evidence], partial(_terms, card, siblings, library), parts=3,
        )  # fmt: skip
    facts = [fact for fact in card.facts if library.holds(fact.evidence)]
    for number in range(len(facts) // PAIRS):
        chosen = facts[number * PAIRS : (number + 1) * PAIRS]
        found += offered(
            card, library, "matching", ("matched_answers", str(number + 1)), ("understand", "medium"),
            [fact.evidence for fact in chosen], partial(_answers, card, chosen), parts=3,
        )  # fmt: skip
    if len(card.misconceptions) >= PAIRS:
        by_id = {fact.id: fact for fact in card.facts}
        evidence = [by_id[idea.fact].evidence for idea in card.misconceptions[:PAIRS]]
        found += offered(
            card, library, "matching", ("matched_refutations", "misconceptions"), ("analyze", "medium"),
            evidence, partial(_refutations, card), parts=3,
        )  # fmt: skip
    return found


def _matching(
    setting: Setting, stem: str, pairs: Sequence[tuple[str, str]], extra: Sequence[str], feedback: Feedback,
    rng: random.Random,
) -> Matching:  # fmt: skip
    """Left sides in the order given; right sides, with the extra ones, in random order."""
    texts = [right for _, right in pairs] + list(extra)
    order = list(range(len(texts)))
    rng.shuffle(order)
    left = tuple(Labelled(id=str(i), text=text) for i, (text, _) in enumerate(pairs, 1))
    right = tuple(Labelled(id=option_id(i), text=texts[index]) for i, index in enumerate(order))
    key = {str(i + 1): option_id(order.index(i)) for i in range(len(pairs))}
    reading = [stem, *(side.text for side in (*left, *right))]
    frame = framed(setting, feedback, reading, len(left))
    return finished(Matching(**frame, stem=stem, pairs=Pairs(left=left, right=right), key=key))


def _terms(
    card: Card, siblings: list[Card], library: Library, setting: Setting, rng: random.Random
) -> Matching:
    chosen = [card, *rng.sample(siblings, PAIRS)]
    spare = chosen.pop()
    rng.shuffle(chosen)
    pairs = [(capitalised(other.term), capitalised(without_stop(other.definition.text))) for other in chosen]
    extra = [capitalised(without_stop(spare.definition.text))]
    idea = f"In other words, one of them: {sentence(card.definition.paraphrases[-1])}"
    feedback = definition_feedback(card, spare, idea)._replace(
        explanation=" ".join(meaning(other) for other in chosen),
        hints=(
            "Begin with the term that you know best and cross its description out.",
            idea,
            f"One description fits none of the terms: {quoted(without_stop(spare.definition.text))}.",
        ),
    )
    setting = setting._replace(
        concepts=tuple(other.concept for other in chosen),
        citations=tuple(library.cite(other.definition.evidence) for other in chosen),
    )
    stem = "Match each term with its description. One description is left over."
    return _matching(setting, stem, pairs, extra, feedback, rng)


def _answers(card: Card, facts: Sequence[Fact], setting: Setting, rng: random.Random) -> Matching:
    facts = rng.sample(list(facts), len(facts))
    pairs = [(fact.question, capitalised(without_stop(fact.answer))) for fact in facts]
    feedback = Feedback(
        explanation=" ".join(sentence(fact.statement) for fact in facts),
        hints=(
            facts[0].hints[0],
            facts[1].hints[1],
            f"{quoted(pairs[1][1])} does not answer {quoted(facts[0].question)}",
        ),
        worked_steps=tuple(sentence(fact.statement) for fact in facts),
        common_mistakes=tuple(mistake(idea) for idea in card.misconceptions[:2]),
        quick_check=f"Answer without the list: {facts[-1].question}",
        takeaway=sentence(facts[0].statement),
    )
    stem = f"Match each question about {noun_phrase(card)} with its answer."
    return _matching(setting, stem, pairs, [], feedback, rng)  # a wrong answer to one may be right to another


def _refutations(card: Card, setting: Setting, rng: random.Random) -> Matching:
    ideas: list[Misconception] = rng.sample(list(card.misconceptions[:PAIRS]), PAIRS)
    pairs = [(sentence(idea.claim), sentence(idea.refutation)) for idea in ideas]
    feedback = Feedback(
        explanation=" ".join(sentence(idea.refutation) for idea in ideas),
        hints=(
            "Find in each claim the one word that makes it false.",
            "A refutation says what holds in place of the claim, so both speak of the same thing.",
            f"{quoted(ideas[1].refutation)} does not answer {quoted(ideas[0].claim)}",
        ),
        worked_steps=tuple(mistake(idea) for idea in ideas[:3]),
        common_mistakes=tuple(mistake(idea) for idea in ideas[:2]),
        quick_check=f"Say in your own words why this is wrong: {quoted(ideas[-1].claim)}",
        takeaway=sentence(ideas[0].refutation),
    )
    stem = f"Each claim about {noun_phrase(card)} is mistaken. Match it with the reply that refutes it."
    return _matching(setting, stem, pairs, [], feedback, rng)
